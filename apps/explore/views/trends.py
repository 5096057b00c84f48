"""How the figures of an area moved over the years."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore.trends import WAYS, by_domain, moved_domains, told_trends
from apps.scores.queries import area_profile, published_version


@public
@require_safe
@steady(published_version)
def trends(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_or_none(slug)
    if area is None or tier not in area.tiers:
        raise Http404
    profile = area_profile(area, tier)
    if profile is None:
        return redirect("explore:area", tier, slug)
    everything = told_trends(profile)
    domain, way = request.GET.get("domain", ""), request.GET.get("way", "")
    shown = [each for each in everything if domain in ("", each.domain.code) and way in ("", each.way)]
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
        "moved": moved_domains(profile) if profile.in_group else [],
    }
    return render(request, "explore/trends.html", context)
