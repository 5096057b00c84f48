"""An area on one page, to be read in four minutes or printed on one sheet."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import narrative, wording
from apps.explore.brief import brief_of
from apps.explore.views.finding import area_at
from apps.scores.errata import errata_of
from apps.scores.queries import area_profile, published_version


@public
@require_safe
@steady(published_version)
def brief(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    profile = area_profile(area, tier)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    if profile is None and area.ended:
        return redirect("explore:area", tier, slug)
    if profile:
        address = request.build_absolute_uri(reverse("explore:area", args=[tier, slug]))
        context |= {"brief": brief_of(profile), "sentence": wording.where_it_stands(profile)}
        context["errata"] = errata_of(profile)
        context["citation"] = narrative.citation(profile, site=settings.SITE_NAME, address=address)
    return render(request, "explore/brief.html", context)
