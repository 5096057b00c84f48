"""The grid: the areas of a tier by the elements of one level, as a reader filtered and ordered them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.areas.neighbours_queries import named_like
from apps.explore.grid_scores import Floats, TierTable
from apps.framework.models import Element

LEVELS: tuple[tuple[str, str | Promise], ...] = (
    ("headlines", _("headlines")),
    ("domains", _("domains")),
    ("subdomains", _("subdomains")),
    ("indicators", _("indicators")),
    ("all", _("everything")),
)
_LEVEL = "domains"
NAME, REGION = "", "region"


@dataclass(frozen=True)
class Asked:
    """What an address asks of the grid; what makes no sense in it is passed over.

    `order`: empty for names, `region`, or an element's code; `lowest`: whether its lowest scores come first. `like`:
    the area whose areas alike are shown, from what was typed (`sought`).
    """

    level: str
    region: str
    type: str
    order: str
    lowest: bool
    sought: str
    like: Area | None

    def address(self, **other: str) -> str:
        """The query of this view of the grid with something otherwise, as short as it can be."""
        said = {
            "level": "" if self.level == _LEVEL else self.level,
            "region": self.region,
            "type": self.type,
            "like": self.like.local_name if self.like else self.sought,
            "order": self.order,
            "first": "lowest" if self.lowest else "",
        } | other
        return "?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, eq=False)
class Grid:
    """What is shown: areas in order, elements, the score of each on each (areas, elements), and who could not be told.

    `order_element`: by whose scores the areas are ordered, if by any. `unscored`: how many have none on it; they come
    last, by name.
    """

    asked: Asked
    areas: tuple[Area, ...]
    elements: tuple[Element, ...]
    groups: tuple[str, ...]
    scores: Floats
    order_element: Element | None
    unscored: int


def asked_of(table: TierTable, query: Mapping[str, str]) -> Asked:
    """What an address asks for, as far as it is known in this tier. No query."""
    codes = {element.code for element in table.elements}
    sought = query.get("like", "").strip()[:100]
    order = query.get("order", "")
    return Asked(
        level=level if (level := query.get("level", "")) in dict(LEVELS) else _LEVEL,
        region=region if (region := query.get("region", "")) in {area.region for area in table.areas} else "",
        type=kind if (kind := query.get("type", "")) in Area.Type.values else "",
        order=order if order == REGION or order in codes else NAME,
        lowest=query.get("first") == "lowest" and order in codes,
        sought=sought,
        like=_named(table, sought) if sought else None,
    )


def grid_of(table: TierTable, asked: Asked) -> Grid:
    """The areas and elements that are shown, in order. One query where areas like one are asked for, else none."""
    rows = _rows(table, asked.level)
    by = next((at for at, element in enumerate(table.elements) if element.code == asked.order), None)
    places = _ordered(table, _places(table, asked), asked, by)
    return Grid(
        asked=asked,
        areas=tuple(table.areas[at] for at in places),
        elements=tuple(table.elements[row] for row in rows),
        groups=tuple(_group(table, row, asked.level) for row in rows),
        scores=table.scores[np.ix_(rows, places)].T,
        order_element=None if by is None else table.elements[by],
        unscored=0 if by is None else int(np.isnan(table.scores[by, places]).sum()),
    )


def _named(table: TierTable, sought: str) -> Area | None:
    """The area of the table that is called so, by its whole name or address first, then by how the name begins."""
    typed = sought.casefold()

    def called(area: Area) -> tuple[str, str]:
        return area.name.casefold(), area.local_name.casefold()

    whole = (area for area in table.areas if typed in (*called(area), area.slug))
    begun = (area for area in table.areas if any(name.startswith(typed) for name in called(area)))
    return next(whole, None) or next(begun, None)


def _places(table: TierTable, asked: Asked) -> list[int]:
    like = {asked.like.code, *named_like(asked.like)} if asked.like else None
    return [
        at
        for at, area in enumerate(table.areas)
        if (not asked.region or area.region == asked.region)
        and (not asked.type or area.type == asked.type)
        and (like is None or area.code in like)
    ]


def _ordered(table: TierTable, places: Sequence[int], asked: Asked, by: int | None) -> list[int]:
    if asked.order == REGION:
        return sorted(places, key=lambda at: (table.areas[at].region, at))
    if by is None:
        return list(places)
    scores = table.scores[by]
    sign = 1 if asked.lowest else -1
    return sorted(places, key=lambda at: (bool(np.isnan(scores[at])), sign * np.nan_to_num(scores[at]), at))


def _rows(table: TierTable, level: str) -> list[int]:
    if level == "domains":
        return table.petals()
    kinds = {
        "headlines": {Element.Level.HEADLINE},
        "subdomains": {Element.Level.SUBDOMAIN},
        "indicators": {Element.Level.INDICATOR},
        "all": set(Element.Level),
    }[level]
    return [at for at, element in enumerate(table.elements) if element.level in kinds]


def _group(table: TierTable, row: int, level: str) -> str:
    """Under which heading an element stands: its petal's; its headline's where petals are shown; else none."""
    known = {element.pk: element for element in table.elements}
    path = [table.elements[row]]
    while path[-1].parent_id in known:
        path.append(known[path[-1].parent_id])
    if level == "headlines":
        return ""
    return path[-1].name if level == "domains" or len(path) == 1 else path[-2].name
