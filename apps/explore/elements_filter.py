"""What readers choose of an element across areas: which of them, in which order; it lives in the address."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.explore.elements import AreaLine

ORDERS = (("name", _("name")), ("region", _("region")), ("value", _("value, highest first")))


class ElementFilter(forms.Form):
    """Which areas to list, and in which order."""

    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        error_messages={"invalid_choice": _("There is no such region. Choose one of those offered.")},
    )
    type = forms.ChoiceField(
        label=_("Type of area"),
        required=False,
        error_messages={"invalid_choice": _("There is no such type. Choose one of those offered.")},
    )
    order = forms.ChoiceField(
        label=_("Order by"),
        required=False,
        choices=ORDERS,
        error_messages={"invalid_choice": _("There is no such order. Choose one of those offered.")},
    )

    def __init__(self, *args: Any, lines: Iterable[AreaLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [line.area for line in lines]
        types = {area.type for area in areas}
        offered = {
            "region": sorted({(area.region_code, area.region) for area in areas}, key=lambda pair: pair[1]),
            "type": [(value, str(label)) for value, label in Area.Type.choices if value in types],
        }
        for name, pairs in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("all")), *pairs]

    def wanted(self) -> dict[str, str]:
        """What was chosen; nothing at all while something is none of the choices."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in chosen.items() if value}

    def fits(self, line: AreaLine) -> bool:
        """Whether an area is among those that were asked for."""
        wanted = self.wanted()
        return wanted.get("region", line.area.region_code) == line.area.region_code and (
            wanted.get("type", line.area.type) == line.area.type
        )


def with_choice(query: dict[str, str], **choice: str) -> str:
    """The query of an address with one more choice made; a choice that is empty is left out."""
    chosen = {name: value for name, value in {**query, **choice}.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""
