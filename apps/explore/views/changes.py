"""What changed in an area with the last publication, or between any two, and why."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Area
from apps.common.caching import steady
from apps.explore.changes_page import NotThere, changes_page
from apps.explore.takeaway import behind, offered, take_away
from apps.explore.takeaway_changes import changes_sheet, changes_standing
from apps.explore.views.finding import area_at
from apps.scores.queries import published_version

_ASKED = ("since", "until")


@public
@require_safe
@steady(published_version)
def changes(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    context = _page(request, area, tier)
    if context["profile"] is None and area.ended:
        return redirect("explore:area", tier, slug)
    # Those of the query's words that were given, to go with each link of the page.
    context["asked"] = urlencode({name: value for name in _ASKED if (value := request.GET.get(name))})
    if context.get("told"):
        context["away"] = offered(request, changes_standing(request, context), keep=(*_ASKED, "of"))
    return render(request, "explore/changes.html", context)


@public
@require_safe
@steady(published_version)
def changes_data(request: HttpRequest, tier: str, slug: str, form: str) -> HttpResponse:
    area = area_at(tier, slug)
    context = _page(request, area, tier)
    if not context.get("told"):
        raise Http404
    profile = context["profile"]
    codes = {leaf.code for told in context["told"] for leaf in told.reading.indicators()}
    known = behind(profile.run, codes, area.code, [each.erratum for each in context["errata"]])
    return take_away(changes_sheet(changes_standing(request, context), context, known), form)


def _page(request: HttpRequest, area: Area, tier: str) -> dict[str, Any]:
    try:
        return changes_page(area, tier, request.GET.dict())
    except NotThere:
        raise Http404 from None
