"""Areas like this one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Likeness
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import grid_choices, queries
from apps.explore.grid_scores import tier_table
from apps.explore.likeness import CHOSEN, KINDS, areas_like


@public
@require_safe
@steady(queries.listed_version)
def like(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_or_none(slug)
    if area is None or tier not in area.tiers:
        raise Http404
    if area.ended:
        return redirect("explore:area", tier, slug)
    table = tier_table(tier)
    kind = request.GET.get("by", "")
    kind = kind if kind in KINDS else Likeness.Kind.OVERALL
    codes = request.GET.getlist("element")
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "kind": kind, "run": None}
    context |= {"kinds": [(value, _label(value)) for value in KINDS], "by_choice": kind == CHOSEN}
    if table:
        context |= {"run": table.run, "found": areas_like(table, area, kind, codes), "codes": set(codes)}
        context |= {"scored": table.place_of(area) is not None, "branches": grid_choices.branches(table)}
        context |= {"ignored": len(set(codes) - {element.code for element in table.elements})}
    return render(request, "explore/like.html", context)


def _label(kind: str) -> Any:
    return grid_choices.BY_CHOICE if kind == CHOSEN else Likeness.Kind(kind).label
