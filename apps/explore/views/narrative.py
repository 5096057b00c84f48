"""An area in plain sentences, as a page and as text to paste."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import narrative
from apps.explore.views.finding import area_at
from apps.scores.errata import errata_of
from apps.scores.queries import AreaProfile, area_profile, published_version


@public
@require_safe
@steady(published_version)
def in_words(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    profile = area_profile(area, tier)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    if profile is None and area.ended:
        return redirect("explore:area", tier, slug)
    if profile:
        context |= {"sections": _sections(profile), "citation": _citation(request, profile)}
        context["errata"] = errata_of(profile)
    return render(request, "explore/in_words.html", context)


@public
@require_safe
@steady(published_version)
def in_words_text(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    profile = area_profile(area_at(tier, slug), tier)
    if profile is None:
        raise Http404
    corrected = [f"{each.name}: {each.erratum.wrong}" for each in errata_of(profile)]
    said = narrative.as_text(profile.area.local_name, _sections(profile), corrected, _citation(request, profile))
    response = HttpResponse(said, content_type="text/plain; charset=utf-8")
    named = content_disposition_header(False, f"{slug}-in-words.txt") or "inline"
    response.headers["Content-Disposition"] = named
    return response


def _sections(profile: AreaProfile) -> list[narrative.Section]:
    return narrative.in_words(profile, narrative.trends_of(profile), narrative.scores_before(profile))


def _citation(request: HttpRequest, profile: AreaProfile) -> str:
    where = reverse("explore:area", args=[profile.tier, profile.area.slug])
    address = request.build_absolute_uri(where)
    return narrative.citation(profile, site=settings.SITE_NAME, address=address)
