"""An area's indicators against the spread of its group."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import queries
from apps.explore.sheets import Standing
from apps.explore.spine import spine_groups
from apps.explore.takeaway import behind, offered, take_away
from apps.explore.takeaway_compared import compared_standing, spine_sheet, spine_title
from apps.explore.views.finding import area_at, profile_at
from apps.scores.queries import AreaProfile, area_profile


@public
@require_safe
@steady(queries.published_version)
def spine(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    profile = area_profile(area, tier)
    if profile is None and area.ended:
        return redirect("explore:area", tier, slug)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    if profile:
        chosen = _chosen(request, profile)
        context["away"] = offered(request, _standing(request, profile), keep=("headline",))
        context |= {"chosen": chosen, "groups": spine_groups(profile, chosen), "others": len(profile.run_tier.scored)}
    return render(request, "explore/spine.html", context)


@public
@require_safe
@steady(queries.published_version)
def spine_data(request: HttpRequest, tier: str, slug: str, form: str) -> HttpResponse:
    profile = profile_at(tier, slug)
    groups = spine_groups(profile, _chosen(request, profile))
    known = behind(profile.run, {row.reading.code for group in groups for row in group.rows}, profile.area.code)
    return take_away(spine_sheet(_standing(request, profile), profile, groups, known), form)


def _chosen(request: HttpRequest, profile: AreaProfile) -> str:
    asked = request.GET.get("headline", "")
    return asked if asked in {each.code for each in profile.headlines} else ""


def _standing(request: HttpRequest, profile: AreaProfile) -> Standing:
    args = (profile.tier, profile.area.slug)
    return compared_standing(request, profile.run, spine_title(profile), "spine", *args)
