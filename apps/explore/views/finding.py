"""The area, and what is published of it, that an address names; not found where there is none."""

from django.http import Http404

from apps.areas.models import Area
from apps.areas.queries import area_or_none
from apps.scores.queries import AreaProfile, area_profile


def area_at(tier: str, slug: str) -> Area:
    """The area of an address, at a tier that it has. Raises Http404."""
    area: Area | None = area_or_none(slug)
    if area is None or tier not in area.tiers:
        raise Http404
    return area


def profile_at(tier: str, slug: str) -> AreaProfile:
    """What is published of the area of an address. Raises Http404, also where nothing is."""
    profile = area_profile(area_at(tier, slug), tier)
    if profile is None:
        raise Http404
    return profile
