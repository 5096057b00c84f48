"""Areas like this one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Area, Likeness
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import grid_choices, queries
from apps.explore.grid_scores import tier_table
from apps.explore.likeness import CHOSEN, KINDS, areas_like
from apps.explore.sheets import Standing
from apps.explore.takeaway import offered, take_away
from apps.explore.takeaway_compared import compared_standing, like_sheet, like_title
from apps.explore.views.finding import area_at
from apps.scores.models import Run


@public
@require_safe
@steady(queries.listed_version)
def like(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    if area.ended:
        return redirect("explore:area", tier, slug)
    table = tier_table(tier)
    kind, codes = _asked(request)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "kind": kind, "run": None}
    context |= {"kinds": [(value, _label(value)) for value in KINDS], "by_choice": kind == CHOSEN}
    if table:
        context |= {"run": table.run, "found": areas_like(table, area, kind, codes), "codes": set(codes)}
        context["away"] = offered(request, _standing(request, table.run, area, tier), keep=("by", "element"))
        context |= {"scored": table.place_of(area) is not None, "branches": grid_choices.branches(table)}
        context |= {"ignored": len(set(codes) - {element.code for element in table.elements})}
    return render(request, "explore/like.html", context)


@public
@require_safe
@steady(queries.listed_version)
def like_data(request: HttpRequest, tier: str, slug: str, form: str) -> HttpResponse:
    area = area_or_none(slug)
    table = tier_table(tier) if area and tier in area.tiers and not area.ended else None
    if area is None or table is None:
        raise Http404
    return take_away(
        like_sheet(_standing(request, table.run, area, tier), area, tier, areas_like(table, area, *_asked(request))),
        form,
    )


def _asked(request: HttpRequest) -> tuple[str, list[str]]:
    kind = request.GET.get("by", "")
    return kind if kind in KINDS else Likeness.Kind.OVERALL, request.GET.getlist("element")


def _standing(request: HttpRequest, run: Run, area: Area, tier: str) -> Standing:
    return compared_standing(request, run, like_title(area, tier), "like", tier, area.slug)


def _label(kind: str) -> Any:
    return grid_choices.BY_CHOICE if kind == CHOSEN else Likeness.Kind(kind).label
