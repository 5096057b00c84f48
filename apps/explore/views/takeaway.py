"""What stands on a page, as a file to keep: at the address of the page, and data.csv, data.xlsx or data.json."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.explore import queries
from apps.explore.takeaway import behind, take_away
from apps.explore.takeaway_areas import area_sheet, area_standing, element_sheet, element_standing
from apps.scores.explaining import explain
from apps.scores.queries import AreaProfile, area_profile


@public
@require_safe
@steady(queries.shown_version)
def area_data(request: HttpRequest, tier: str, slug: str, form: str) -> HttpResponse:
    profile = _profile(tier, slug)
    codes = {each.code for each in profile.indicators()}
    known = behind(profile.run, codes, profile.area.code)
    return take_away(area_sheet(area_standing(request, profile), profile, known), form)


@public
@require_safe
@steady(queries.shown_version)
def element_data(request: HttpRequest, tier: str, slug: str, code: str, form: str) -> HttpResponse:
    profile = _profile(tier, slug)
    reading = profile.find(code)
    if reading is None:
        raise Http404
    standing, detail = element_standing(request, profile, reading), queries.element_detail(profile, reading)
    known = behind(profile.run, {each.code for each in reading.indicators()}, profile.area.code)
    return take_away(element_sheet(standing, profile, reading, detail, explain(profile, code), known), form)


def _profile(tier: str, slug: str) -> AreaProfile:
    area = area_or_none(slug)
    profile = area_profile(area, tier) if area and tier in area.tiers else None
    if profile is None:
        raise Http404
    return profile
