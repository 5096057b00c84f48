"""How good the indicators are, and where nothing is measured."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.common.caching import steady
from apps.explore import indicators as register
from apps.explore import quality as stated
from apps.scores.queries import published_run, published_version


@public
@require_safe
@steady(published_version)
def quality(request: HttpRequest) -> HttpResponse:
    run = published_run()
    context: dict[str, Any] = {"section": "registers", "register": "quality", "run": run}
    if run:
        known = register.published(run)
        gaps = register.gaps_of(known)
        lines = stated.lines_of(known, register.entries_of(known, known.indicators.values()))
        context |= {"counts": stated.counts_of_quality(lines, gaps), "groups": stated.by_domain(known, lines)}
        context["gaps"] = gaps
    return render(request, "explore/quality.html", context)
