"""What readers choose from on pages of many scores: elements, branch by branch."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.explore.grid_scores import TierTable
from apps.framework.models import Element

BY_CHOICE: str | Promise = _("in elements that I choose")


@dataclass(frozen=True)
class Branch:
    """A headline or what hangs right below one, and all elements beneath it, each with its depth from 1."""

    element: Element
    below: tuple[tuple[Element, int], ...]


def branches(table: TierTable) -> list[Branch]:
    """Every headline (with nothing below it told) and every petal (with all below it), in published order."""
    found: list[tuple[Element, list[tuple[Element, int]]]] = []
    depth: dict[int, int] = {}
    for element in table.elements:
        depth[element.pk] = depth.get(element.parent_id or 0, -1) + 1
        if depth[element.pk] < 2:
            found.append((element, []))
        else:
            found[-1][1].append((element, depth[element.pk] - 1))
    return [Branch(element, tuple(below)) for element, below in found]
