"""How the figures of an area moved over the years."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore.sheets import Standing
from apps.explore.takeaway import behind, offered, take_away
from apps.explore.takeaway_compared import compared_standing, trends_sheet, trends_title
from apps.explore.trends import WAYS, Told, by_domain, moved_domains, seen_by_run, told_trends
from apps.explore.views.finding import area_at, profile_at
from apps.scores.queries import AreaProfile, area_profile, published_version


@public
@require_safe
@steady(published_version)
def trends(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    profile = area_profile(area, tier)
    if profile is None:
        return redirect("explore:area", tier, slug)
    seen = seen_by_run(profile)
    everything = told_trends(profile, seen)
    domain, way = _asked(request)
    shown = _shown(everything, domain, way)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    context |= {
        "groups": by_domain(shown),
        "shown": len(shown),
        "of": len(everything),
        "towards": [each for each in everything if each.way == "towards"],
        "away": [each for each in everything if each.way == "away"],
        "untested": sum(each.way == "untested" for each in everything),
        "domains": [each for each, _told in by_domain(everything)],
        "ways": WAYS.items(),
        "domain": domain,
        "way": way,
        "away_files": offered(request, _standing(request, profile), keep=("domain", "way")),
        "moved": moved_domains(profile, seen),
    }
    return render(request, "explore/trends.html", context)


@public
@require_safe
@steady(published_version)
def trends_data(request: HttpRequest, tier: str, slug: str, form: str) -> HttpResponse:
    profile = profile_at(tier, slug)
    told = _shown(told_trends(profile, seen_by_run(profile)), *_asked(request))
    known = behind(profile.run, {each.reading.code for each in told}, profile.area.code)
    return take_away(trends_sheet(_standing(request, profile), profile, told, known), form)


def _asked(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("domain", ""), request.GET.get("way", "")


def _shown(told: list[Told], domain: str, way: str) -> list[Told]:
    return [each for each in told if domain in ("", each.domain.code) and way in ("", each.way)]


def _standing(request: HttpRequest, profile: AreaProfile) -> Standing:
    args = (profile.tier, profile.area.slug)
    return compared_standing(request, profile.run, trends_title(profile), "trends", *args)
