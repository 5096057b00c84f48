"""Editions, their published runs, and the pages of areas as they were published then."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Area
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import drawing, editions, queries, wording
from apps.explore.editions import SeenRun, past_version
from apps.explore.sheet_tables import table_of
from apps.explore.sheets import Standing
from apps.explore.takeaway import behind, offered, standing_of, take_away
from apps.explore.takeaway_areas import area_sheet, area_standing, element_sheet, element_standing
from apps.files.pieces import WHOLE
from apps.files.queries import chunks_of, content_of
from apps.framework.queries import elements_of
from apps.scores.errata import errata_of
from apps.scores.explaining import explain
from apps.scores.queries import AreaProfile, Reading, area_profile, former_run

_GONE = 410
_AREA_KEYS = ("name", "level", "score", "low", "high", "band", "figure", "unit", "period")
_PART_KEYS = ("name", "score", "share", "adds", "band", "figure", "unit", "period")
_PAST_KEYS = ("period", "figure", "lower", "upper", "release", "standing")


@public
@require_safe
@steady(past_version)
def edition_list(request: HttpRequest) -> HttpResponse:
    context = {"section": "registers", "editions": editions.listed_editions()}
    return render(request, "explore/editions.html", context)


@public
@require_safe
@steady(past_version)
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition: its runs, and its framework beside that of the edition before."""
    listed = editions.listed_editions()
    at = next((at for at, each in enumerate(listed) if each.edition.code == edition), None)
    if at is None:
        raise Http404
    before = listed[at + 1].edition if at + 1 < len(listed) else None
    context: dict[str, Any] = {"section": "registers", "listed": listed[at], "before": before}
    if before:
        context["beside"] = editions.side_by_side(before, listed[at].edition)
        context["why_not"] = editions.why_not_compared(before, listed[at].edition)
    return render(request, "explore/edition.html", context)


@public
@require_safe
@steady(past_version)
def edition_run(request: HttpRequest, edition: str, run: int) -> HttpResponse:
    seen = _seen(edition, run)
    if seen.taken_back:
        return _gone(request, seen)
    former = former_run(seen.run)
    names = {each.code: each.name for each in elements_of(seen.run.edition)}
    context = {
        "section": "registers",
        "seen": seen,
        "former": former,
        "brought": editions.brought(seen.run, former, names),
        "another_index": former is not None and former.edition_id != seen.run.edition_id,
        "areas": editions.areas_of(seen.run),
        "away": offered(request, _run_standing(request, seen)),
    }
    return _told(request, seen, "explore/edition_run.html", context)


@public
@require_safe
@steady(past_version)
def edition_everything(request: HttpRequest, edition: str, run: int) -> HttpResponse:
    """All of a run as one file: scores, figures, framework, areas, sources, errata, method, checksums."""
    seen = _seen(edition, run)
    if seen.taken_back:
        return _gone(request, seen)
    kept = editions.everything_of(seen)
    if kept is None:
        raise Http404
    if kept.file.size > WHOLE:
        response = cast(HttpResponse, StreamingHttpResponse(chunks_of(kept.file), content_type="application/zip"))
    else:
        response = HttpResponse(content_of(kept.file), content_type="application/zip")
    response.headers["Content-Length"] = str(kept.file.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, kept.file.name) or "attachment"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@public
@require_safe
@steady(past_version)
def edition_area(request: HttpRequest, edition: str, run: int, tier: str, slug: str) -> HttpResponse:
    seen = _seen(edition, run)
    if seen.taken_back:
        return _gone(request, seen)
    profile = _profile(seen, tier, slug)
    standing = area_standing(request, profile, current=seen.current)
    sheet = area_sheet(standing, profile, hrefs=True)
    context = _of(seen, profile) | {
        "sentence": wording.where_it_stands(profile),
        "wheel": drawing.area_wheel(profile) if profile.in_group else "",
        "table": table_of(sheet, _AREA_KEYS, sheet.title),
        "errata": errata_of(profile, is_former=True),
        "away": offered(request, standing),
    }
    return _told(request, seen, "explore/edition_area.html", context)


@public
@require_safe
@steady(past_version)
def edition_element(request: HttpRequest, edition: str, run: int, tier: str, slug: str, code: str) -> HttpResponse:
    seen = _seen(edition, run)
    if seen.taken_back:
        return _gone(request, seen)
    profile = _profile(seen, tier, slug)
    reading = _reading(profile, code)
    detail = queries.element_detail(profile, reading)
    standing = element_standing(request, profile, reading, current=seen.current)
    sheet = element_sheet(standing, profile, reading, detail, explain(profile, code))
    keys = _PAST_KEYS if reading.is_indicator else _PART_KEYS
    context = _of(seen, profile) | {
        "reading": reading,
        "above": queries.path_to(profile, code),
        "detail": detail,
        "sentence": wording.compared(reading, profile.area.local_name),
        "strip": drawing.group_strip(profile, reading, detail),
        "table": table_of(sheet, keys, sheet.title) if sheet.rows else None,
        "errata": errata_of(profile, reading, is_former=True),
        "away": offered(request, standing),
    }
    return _told(request, seen, "explore/edition_element.html", context)


@public
@require_safe
@steady(past_version)
def edition_area_data(request: HttpRequest, edition: str, run: int, tier: str, slug: str, form: str) -> HttpResponse:
    seen = _seen(edition, run)
    if seen.taken_back:
        return _gone(request, seen)
    profile = _profile(seen, tier, slug)
    standing = area_standing(request, profile, current=seen.current)
    codes = {each.code for each in profile.indicators()}
    return take_away(area_sheet(standing, profile, behind(seen.run, codes, profile.area.code)), form)


@public
@require_safe
@steady(past_version)
def edition_element_data(request: HttpRequest, edition: str, run: int, form: str, **place: str) -> HttpResponse:
    seen = _seen(edition, run)
    if seen.taken_back:
        return _gone(request, seen)
    profile = _profile(seen, place["tier"], place["slug"])
    reading = _reading(profile, place["code"])
    standing = element_standing(request, profile, reading, current=seen.current)
    told = queries.element_detail(profile, reading), explain(profile, reading.code)
    codes = {each.code for each in reading.indicators()}
    known = behind(seen.run, codes, profile.area.code)
    return take_away(element_sheet(standing, profile, reading, *told, known), form)


def _seen(edition: str, number: int) -> SeenRun:
    """A run of an edition that readers saw; what they never saw is not there."""
    found = editions.seen_run(edition, number)
    if found is None:
        raise Http404
    return found


def _run_standing(request: HttpRequest, seen: SeenRun) -> Standing:
    here = reverse("explore:edition_run", args=[seen.run.edition.code, seen.run.pk])
    return standing_of(request, seen.run, _("All scores and figures"), here, current=seen.current)


def _profile(seen: SeenRun, tier: str, slug: str) -> AreaProfile:
    area: Area | None = area_or_none(slug)
    profile = area_profile(area, tier, seen.run) if area and tier in Tier else None
    if profile is None:
        raise Http404
    return profile


def _reading(profile: AreaProfile, code: str) -> Reading:
    found = profile.find(code)
    if found is None:
        raise Http404
    return found


def _of(seen: SeenRun, profile: AreaProfile) -> dict[str, Any]:
    return {
        "section": "areas",
        "seen": seen,
        "area": profile.area,
        "tier": Tier(profile.tier),
        "profile": profile,
    }


def _told(request: HttpRequest, seen: SeenRun, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    if not seen.current:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _gone(request: HttpRequest, seen: SeenRun) -> HttpResponse:
    """A publication that was taken back leaves a sentence at each of its addresses."""
    response = render(request, "explore/edition_gone.html", {"section": "registers", "seen": seen}, status=_GONE)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
