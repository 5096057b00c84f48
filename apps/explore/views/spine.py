"""An area's indicators against the spread of its group."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import queries
from apps.explore.spine import spine_groups
from apps.scores.queries import area_profile


@public
@require_safe
@steady(queries.published_version)
def spine(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_or_none(slug)
    if area is None or tier not in area.tiers:
        raise Http404
    profile = area_profile(area, tier)
    if profile is None and area.ended:
        return redirect("explore:area", tier, slug)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    if profile:
        codes = [each.code for each in profile.headlines]
        chosen = request.GET.get("headline", "")
        chosen = chosen if chosen in codes else ""
        context |= {"chosen": chosen, "groups": spine_groups(profile, chosen), "others": len(profile.run_tier.scored)}
    return render(request, "explore/spine.html", context)
