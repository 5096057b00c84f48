"""What an area's scores would be with a visitor's own weights, which live in the address and nowhere else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.models import Area
from apps.common.caching import steady
from apps.common.htmx import render_page
from apps.common.tiers import Tier
from apps.explore import queries, weighing
from apps.explore.forms import STEPS, Weights, read_weights
from apps.explore.views.finding import area_at
from apps.scores.queries import published_run
from apps.scores.what_if import Ground, ground_of

#: The one name in the address that is no part: of which headline all areas are listed.
_TABLE = "table"


@public
@require_safe
@steady(queries.published_version)
def what_if(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_at(tier, slug)
    run = published_run()
    ground = ground_of(run, tier) if run else None
    here = reverse("explore:what_if", args=[tier, slug])
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "run": run, "here": here}
    if area.ended and (ground is None or area.code not in ground.areas):
        return redirect("explore:area", tier, slug)
    if ground is None or area.code not in ground.areas:
        return render(request, "explore/what_if.html", context | {"outside": ground is not None})
    query = request.GET.dict()
    table = query.pop(_TABLE, "")
    weights = read_weights(query, weighing.families(ground), ground.names)
    context |= _told(ground, area, weights, table) | {"steps": STEPS}
    response = render_page(request, "explore/what_if.html", context, fragment="moved")
    # Only htmx heeds it: the address of what is shown then, as short as it can be.
    response.headers["HX-Replace-Url"] = f"{here}?{context['query']}" if context["query"] else here
    return response


def _told(ground: Ground, area: Area, weights: Weights, table: str) -> dict[str, Any]:
    table = table if table in {root.code for root in ground.roots} else ""
    sections = weighing.sections(ground, area, weights.factors, weights.of, table)
    words = dict(STEPS)
    return {
        "sections": sections,
        "moved": [section for section in sections if section.moved],
        "mine": [(ground.names[code], words[step]) for code, step in weights.chosen.items()],
        "ignored": weights.ignored,
        "weights": weights.query,
        "query": "&".join(each for each in (weights.query, f"{_TABLE}={table}" if table else "") if each),
        "table": table,
        "needed": ground.method.least_coverage,
    }
