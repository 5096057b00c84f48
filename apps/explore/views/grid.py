"""The grid of areas by elements."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Area
from apps.charts import grid as drawn
from apps.common.bands import BANDS
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import drawing, queries
from apps.explore.grid import LEVELS, Grid, asked_of, grid_of
from apps.explore.grid_scores import tier_table
from apps.explore.sheets import Standing
from apps.explore.takeaway import offered, take_away
from apps.explore.takeaway_compared import compared_standing, grid_sheet, grid_title
from apps.scores.models import Run


@public
@require_safe
def grid_any(request: HttpRequest) -> HttpResponse:
    return redirect("explore:grid", Tier.UPPER)


@public
@require_safe
@steady(queries.listed_version)
def grid(request: HttpRequest, tier: str) -> HttpResponse:
    if tier not in Tier.values:
        raise Http404
    table = tier_table(tier)
    context: dict[str, Any] = {"section": "areas", "tier": Tier(tier), "run": table.run if table else None}
    if table:
        found = grid_of(table, asked_of(table, request.GET.dict()))
        context |= {"found": found, "asked": found.asked, "levels": LEVELS, "bands": BANDS, "all": len(table.areas)}
        context["by_name"] = found.asked.address(order="", first="")
        context |= {"regions": sorted({area.region for area in table.areas}), "types": _types(table.areas)}
        context["away"] = offered(request, _standing(request, table.run, tier), keep=request.GET)
        context |= {"exact": drawn.is_exact(len(found.areas), len(found.elements)), "drawn": _drawn(found, tier)}
    return render(request, "explore/grid.html", context)


@public
@require_safe
@steady(queries.listed_version)
def grid_data(request: HttpRequest, tier: str, form: str) -> HttpResponse:
    table = tier_table(tier) if tier in Tier.values else None
    if table is None:
        raise Http404
    found = grid_of(table, asked_of(table, request.GET.dict()))
    return take_away(grid_sheet(_standing(request, table.run, tier), tier, found), form)


def _standing(request: HttpRequest, run: Run, tier: str) -> Standing:
    return compared_standing(request, run, grid_title(tier), "grid", tier)


def _types(areas: tuple[Area, ...]) -> list[tuple[str, Any]]:
    there = {area.type for area in areas}
    return [(kind.value, kind.label) for kind in Area.Type if kind.value in there]


def _drawn(found: Grid, tier: str) -> SafeString:
    base = reverse("explore:area", args=[tier, "x"]).removesuffix("x/")
    lines = [drawn.Line(area.local_name, f"{base}{area.slug}/") for area in found.areas]
    columns = [_column(found, at) for at in range(len(found.elements))]
    return drawing.grid_table(lines, columns, found.scores)


def _column(found: Grid, at: int) -> drawn.Column:
    element, asked = found.elements[at], found.asked
    is_order = asked.order == element.code
    turned = "lowest" if is_order and not asked.lowest else ""
    return drawn.Column(
        code=element.code,
        name=element.name,
        group=found.groups[at],
        href=asked.address(order=element.code, first=turned),
        sorted=("ascending" if asked.lowest else "descending") if is_order else "",
    )
