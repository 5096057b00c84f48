"""Where readers find the elements that an initiative touches."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from apps.areas.models import Area
from apps.framework.models import Element
from apps.initiatives.tags import Touched


@dataclass(frozen=True)
class Link:
    """The name of an element, and its page in an area; no address where it is no part of the index any more."""

    name: str
    level: str
    url: str


def links_to(touched: Iterable[Touched], area: Area | None) -> list[Link]:
    """Each element in an area where it is measured there, and else across all areas."""
    return [
        Link(each.name, str(Element.Level(each.element.level).label) if each.element else "", _url(each.element, area))
        for each in touched
    ]


def _url(element: Element | None, area: Area | None) -> str:
    if element is None:
        return ""
    tier = "upper" if element.tier == Element.AtTier.UPPER or area is None else str(area.default_tier)
    if area is None or tier not in area.tiers:
        return reverse("explore:element_across", args=[tier, element.code])
    return reverse("explore:element", args=[tier, area.slug, element.code])
