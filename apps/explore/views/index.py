"""The public index: home, finding an area, an area, an element in an area."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from apps.access.decorators import public
from apps.areas.models import Area
from apps.areas.queries import area_or_none, heirs_of, origin_of
from apps.common.bands import BANDS
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import charted, drawing, queries, wording
from apps.explore import surety as sure
from apps.explore.elements_home import home_map
from apps.explore.takeaway import offered
from apps.explore.takeaway_areas import area_standing, element_standing
from apps.explore.views.finding import area_at
from apps.explore.work import shared_work
from apps.practice.queries import published_cases
from apps.scores.errata import errata_of
from apps.scores.explaining import explain
from apps.scores.queries import area_profile

SUGGESTED = 8
LONGEST_SEARCH = 100
#: How many case studies an area's or an element's page names; the list of practice has all.
_CASES = 3


@public
@require_safe
@steady(queries.registers_version)
def home(request: HttpRequest) -> HttpResponse:
    published, regions = queries.publication(), queries.regions()
    asked = (request.GET.get("of", "")[:LONGEST_SEARCH], request.GET.get("tier", ""))
    context = {
        "regions": regions,
        "publication": published,
        "wheel": drawing.example_wheel(),
        "map": home_map(published.run, *asked) if published else None,
        "bands": BANDS,
        "features": queries.featured(regions),
    }
    return render(request, "explore/home.html", context)


@public
@require_safe
@steady(queries.listed_version)
def areas(request: HttpRequest) -> HttpResponse:
    sought = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = queries.found_areas(sought)
    if len(found) == 1 and not found[0].former and found[0].area.name.casefold() == sought.casefold():
        return redirect("explore:area", found[0].area.default_tier, found[0].area.slug)
    context: dict[str, Any] = {"section": "areas", "sought": sought, "found": _told(found)}
    if not found:
        context |= {"regions": queries.regions(), "similar": _told(queries.similar_areas(sought))}
    return render(request, "explore/areas.html", context)


@public
@require_safe
@steady(queries.listed_version)
def suggest(request: HttpRequest) -> HttpResponse:
    sought = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = queries.found_areas(sought, limit=SUGGESTED)
    similar = [] if found else queries.similar_areas(sought)
    context = {"sought": sought, "found": _told(found), "similar": _told(similar)}
    response = render(request, "explore/suggest.html", context)
    return trigger_client_event(response, "suggested", {"words": wording.how_many(found, similar) if sought else ""})


@public
@require_safe
def area_any(request: HttpRequest, slug: str) -> HttpResponse:
    found = area_or_none(slug)
    if found is None:
        raise Http404
    return redirect("explore:area", found.default_tier, found.slug)


@public
@require_safe
@steady(queries.shown_version)
def area(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    found = area_at(tier, slug)
    profile = area_profile(found, tier)
    context: dict[str, Any] = {"section": "areas", "area": found, "tier": Tier(tier), "profile": profile}
    context |= {"errata": errata_of(profile) if profile else []}
    context |= {"work": shared_work(found), "cases": published_cases(area_slug=slug)[:_CASES]}
    context |= {"origin": origin_of(found), "heirs": heirs_of(found)}
    context["readers_see_a_run"] = profile is None and queries.publication() is not None
    if profile:
        context |= {
            "alone": not profile.in_group,
            "sentence": wording.where_it_stands(profile),
            "wheel": charted.wheel_chart(profile),
            "here": request.build_absolute_uri(request.path),
            "picture": request.build_absolute_uri(reverse("explore:area_picture", args=[tier, slug])),
            "highest": profile.strengths(queries.listed(profile)),
            "lowest": profile.challenges(queries.listed(profile)),
            "away": offered(request, area_standing(request, profile)),
        }
    return render(request, "explore/area.html", context)


@public
@require_safe
@steady(queries.shown_version)
def element(request: HttpRequest, tier: str, slug: str, code: str) -> HttpResponse:
    found = area_at(tier, slug)
    profile = area_profile(found, tier)
    reading = profile.find(code) if profile else None
    if profile is None and found.ended:
        # What led here before leads to what follows it.
        return redirect("explore:area", tier, slug)
    if profile is None or reading is None:
        raise Http404
    detail = queries.element_detail(profile, reading)
    context = {"section": "areas", "area": found, "tier": Tier(tier), "profile": profile, "reading": reading}
    context |= {
        "detail": detail,
        "above": queries.path_to(profile, code),
        "marked": (reading.value if reading.is_indicator else reading.score) is not None,
        "sentence": wording.compared(reading, found.local_name),
        "strip": charted.strip_chart(profile, reading, detail),
        "past": charted.history_chart(profile, reading, detail),
        "explained": explain(profile, code),
        "surety": sure.surety(profile, reading),
        "pairing": sure.pairing(profile, reading, request.GET.get("with", "")[:LONGEST_SEARCH]),
        "trend": wording.trend(detail.trend, reading) if detail.trend else "",
        "work": shared_work(found, reading),
        "cases": queries.practice_on(reading.code, found)[:_CASES],
        "errata": errata_of(profile, reading),
        "away": offered(request, element_standing(request, profile, reading)),
    }
    return render(request, "explore/element.html", context)


def _told(found: list[queries.FoundArea]) -> list[tuple[Area, str]]:
    return [(each.area, wording.became(each.former) if each.former else "") for each in found]
