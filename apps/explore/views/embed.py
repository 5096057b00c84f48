"""Charts for other sites: a page without any script for a frame, and the page that gives the words to copy."""

from collections.abc import Callable
from typing import Any, cast

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.common.caching import for_all, steady
from apps.explore import charted
from apps.explore.sourcing import source_line
from apps.scores.queries import AreaProfile, Reading, area_profile, published_version

#: Besides the kinds of charts: the headline scores in words and numbers.
HEADLINES = "headlines"
_HEIGHTS = {"wheel": 640, "strip": 380, "history": 520, "change": 640, "beside": 860, HEADLINES: 420}


def _framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Shown inside any page, the same to everyone: nothing here asks who reads, and nothing acts."""

    framed = csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"]})
    return cast(Callable[..., HttpResponse], framed(xframe_options_exempt(for_all(published_version)(view))))


@public
@require_safe
@_framed
def embed_of_area(request: HttpRequest, kind: str, tier: str, slug: str) -> HttpResponse:
    return _frame(_context(request, kind, tier, slug))


@public
@require_safe
@_framed
def embed(request: HttpRequest, kind: str, tier: str, slug: str, code: str) -> HttpResponse:
    return _frame(_context(request, kind, tier, slug, code))


@public
@require_safe
@steady(published_version)
def chart_page_of_area(request: HttpRequest, kind: str, tier: str, slug: str) -> HttpResponse:
    return render(request, "explore/embed_how.html", _context(request, kind, tier, slug))


@public
@require_safe
@steady(published_version)
def chart_page(request: HttpRequest, kind: str, tier: str, slug: str, code: str) -> HttpResponse:
    return render(request, "explore/embed_how.html", _context(request, kind, tier, slug, code))


def _frame(context: dict[str, Any]) -> HttpResponse:
    # Without the request, so that nothing that a page usually knows of its reader can come in.
    return HttpResponse(render_to_string("explore/embed.html", context))


def _context(request: HttpRequest, kind: str, tier: str, slug: str, code: str = "") -> dict[str, Any]:
    profile, reading = _named(tier, slug, code)
    found = charted.chart_of(kind, profile, reading)
    if found is None and (kind != HEADLINES or reading or not profile.in_group):
        raise Http404
    where = [kind, tier, slug, code] if code else [kind, tier, slug]
    name, about = ("explore:embed", "explore:element") if code else ("explore:embed_of_area", "explore:area")
    return {
        "section": "areas",
        "kind": kind,
        "tier": tier,
        "area": profile.area,
        "profile": profile,
        "reading": reading,
        "chart": found,
        "source": found.source if found else source_line(profile),
        "height": _HEIGHTS[kind],
        "frame": request.build_absolute_uri(reverse(name, args=where)),
        "about": request.build_absolute_uri(reverse(about, args=where[1:])),
    }


def _named(tier: str, slug: str, code: str) -> tuple[AreaProfile, Reading | None]:
    area = area_or_none(slug)
    profile = area_profile(area, tier) if area and tier in area.tiers else None
    reading = profile.find(code) if profile and code else None
    if profile is None or (code and reading is None):
        raise Http404
    return profile, reading
