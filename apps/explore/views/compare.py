"""Two to six areas beside each other."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Area
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import queries
from apps.explore.comparing_areas import MOST, added_area, chosen_areas, compare_areas, with_peers
from apps.explore.grid_scores import TierTable, tier_table
from apps.explore.sheets import Standing
from apps.explore.takeaway import offered, take_away
from apps.explore.takeaway_compared import compare_sheet, compare_title, compared_standing
from apps.scores.models import Run

_LONGEST_SEARCH = 100
_SHOWS = (
    ("", _("all but indicators")),
    ("all", _("every element")),
    ("clear", _("only what is clearly different")),
)


@public
@require_safe
def compare_any(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(reverse("explore:compare", args=[Tier.UPPER]) + (f"?{query}" if query else ""))


@public
@require_safe
@steady(queries.listed_version)
def compare(request: HttpRequest, tier: str) -> HttpResponse:
    if tier not in Tier.values:
        raise Http404
    table = tier_table(tier)
    context: dict[str, Any] = {"section": "areas", "tier": Tier(tier), "run": table.run if table else None}
    if table:
        chosen = chosen_areas(table, request.GET.getlist("area"))
        areas, sought = list(chosen.areas), request.GET.get("add", "").strip()[:_LONGEST_SEARCH]
        added = added_area(table, areas, sought) if sought else None
        if added and added.area:
            return redirect(f"{reverse('explore:compare', args=[tier])}?{_query([*areas, added.area])}")
        if request.GET.get("with") == "peers" and len(areas) == 1:
            areas = with_peers(table, areas[0])
            context["alone"] = len(areas) == 1
        context |= {"chosen": chosen, "areas": areas, "added": added, "most": MOST, "full": len(areas) >= MOST}
        context |= _beside(table, areas, request.GET.get("show", ""))
        if areas:
            context["away"] = offered(
                request, _standing(request, table.run, areas, tier), keep=("area", "with", "show")
            )
    return render(request, "explore/compare.html", context)


@public
@require_safe
@steady(queries.listed_version)
def compare_data(request: HttpRequest, tier: str, form: str) -> HttpResponse:
    table = tier_table(tier) if tier in Tier.values else None
    areas = list(chosen_areas(table, request.GET.getlist("area")).areas) if table else []
    if table is None or not areas:
        raise Http404
    if request.GET.get("with") == "peers" and len(areas) == 1:
        areas = with_peers(table, areas[0])
    found = compare_areas(table, areas)
    rows = found.shown(request.GET.get("show", ""))
    return take_away(compare_sheet(_standing(request, table.run, areas, tier), tier, found, rows), form)


def _standing(request: HttpRequest, run: Run, areas: Sequence[Area], tier: str) -> Standing:
    return compared_standing(request, run, compare_title(areas, tier), "compare", tier)


def _beside(table: TierTable, areas: list[Area], show: str) -> dict[str, Any]:
    if not areas:
        return {}
    found = compare_areas(table, areas)
    told = {"found": found, "rows": found.shown(show), "show": show, "shows": _SHOWS}
    return told | {"steps": _steps(areas), "kept": _query(areas)}


def _query(areas: Sequence[Area]) -> str:
    return "&".join(f"area={area.slug}" for area in areas)


def _steps(areas: Sequence[Area]) -> list[dict[str, Any]]:
    """For each area the address without it, and the one in which the others are held to it."""
    return [
        {
            "area": area,
            "without": _query([other for other in areas if other != area]),
            "first": _query([area, *(other for other in areas if other != area)]),
        }
        for area in areas
    ]
