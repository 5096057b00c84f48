"""Charts as files: the SVG and the PNG of each, and the picture of an area for links to it."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.charts import card, picture, standalone
from apps.common.caching import build, steady
from apps.explore import charted, drawing, wording
from apps.scores.models import Run
from apps.scores.queries import AreaProfile, area_profile, earlier_runs, published_version

_KEPT_FOR = 60 * 60 * 24
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@public
@require_safe
@steady(published_version)
def chart_of_area(request: HttpRequest, kind: str, tier: str, slug: str, form: str) -> HttpResponse:
    return _file(request, form, lambda: _drawn(_profile(tier, slug, request.GET.get("run", "")), kind, "", form))


@public
@require_safe
@steady(published_version)
def chart(request: HttpRequest, kind: str, tier: str, slug: str, code: str, form: str) -> HttpResponse:
    return _file(request, form, lambda: _drawn(_profile(tier, slug, request.GET.get("run", "")), kind, code, form))


@public
@require_safe
@steady(published_version)
def area_picture(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    return _file(request, "png", lambda: _card(_profile(tier, slug)))


def _file(request: HttpRequest, form: str, make: Callable[[], bytes]) -> HttpResponse:
    """What was drawn before for the same run by the same build, else what is drawn now."""
    if form not in _TYPES:
        raise Http404
    # Only what is part of the address counts, so that nobody fills the cache with words that mean nothing.
    told = (published_version(), build(), request.path, request.GET.get("run", ""))
    key = f"chart:{hashlib.sha256(repr(told).encode()).hexdigest()}"
    # The cache keeps plain values only, so that whoever can write into it cannot run code here: text, not bytes.
    kept = cache.get(key)
    content = b64decode(kept) if kept else make()
    if not kept:
        cache.set(key, b64encode(content).decode(), _KEPT_FOR)
    return HttpResponse(content, content_type=_TYPES[form])


def _profile(tier: str, slug: str, run: str = "") -> AreaProfile:
    """An area as the published run sees it, or one of those that readers saw before."""
    area = area_or_none(slug)
    profile = area_profile(area, tier) if area and tier in area.tiers else None
    if area and profile and run and run != str(profile.run.pk):
        former = _seen(profile.run, run)
        profile = area_profile(area, tier, former) if former else None
    if profile is None:
        raise Http404
    return profile


def _seen(published: Run, number: str) -> Run | None:
    return next((run for run in earlier_runs(published) if str(run.pk) == number), None)


def _drawn(profile: AreaProfile, kind: str, code: str, form: str) -> bytes:
    reading = profile.find(code) if code else None
    found = charted.chart_of(kind, profile, reading) if reading or not code else None
    if found is None:
        raise Http404
    svg = standalone.standalone(found, charted.paints())
    return svg.encode() if form == "svg" else picture.png(svg)


def _card(profile: AreaProfile) -> bytes:
    source = _("Figures as at %(day)s, run %(run)s. Scores are relative, uncertain and partial.")
    svg = card.card(
        name=profile.area.local_name,
        sentence=wording.where_it_stands(profile),
        source=source % {"day": profile.run.as_at.strftime("%-d %B %Y"), "run": profile.run.pk},
        brand=_("Thriving Places: a rebuilt index on open data"),
        wheel=drawing.area_wheel(profile, small=True) if profile.in_group else "",
        paint=charted.paints(),
    )
    return picture.png(svg, width=card.WIDTH)
