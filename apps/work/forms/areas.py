"""Choosing some of all areas: ticked one by one, region by region."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area


@dataclass(frozen=True)
class RegionOfChoices:
    """The areas of one region as boxes to tick, and how many of them are ticked: such a one stands open."""

    name: str
    choices: tuple[Any, ...]
    chosen: int


class AreasByRegion(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Areas in force, and those that are chosen already though they ended; drawn by work/areas_by_region.html."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "queryset": Area.objects.none(),
            "to_field_name": "slug",
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
            "error_messages": {"invalid_choice": _("Choose among the areas listed.")},
        }
        super().__init__(**(options | kwargs))

    def offer(self, chosen: Collection[Area] = ()) -> None:
        """Offer the areas of today, and `chosen` ones besides."""
        offered = Area.objects.filter(Q(ended__isnull=True) | Q(pk__in=[area.pk for area in chosen]))
        self.queryset = offered.order_by("region", "name")


def regions_of(field: BoundField, areas: Iterable[Area]) -> list[RegionOfChoices]:
    """The boxes of a field for some areas, region by region, in the order that they come in.

    The value of each box is the code of its area, or what stands in the area's address.
    """
    known = {key: area.region for area in areas for key in (area.code, area.slug)}
    boxes = groupby(field.subwidgets, key=lambda box: known[str(box.data["value"])])
    found = ((name, tuple(choices)) for name, choices in boxes)
    return [
        RegionOfChoices(name, choices, sum(choice.data["selected"] for choice in choices)) for name, choices in found
    ]
