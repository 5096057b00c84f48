"""The page of data: what can be taken away, under which licence, how to cite it, how programs read it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.activity.queries import seen_version
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import editions, open_data
from apps.explore.takeaway import standing_of
from apps.figures.registers import release_lines
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.queries import published_run


def _version() -> str:
    """What is published, its file, and what stewards say of sources."""
    held = editions.past_version()
    return f"{held} {seen_version()}" if held else ""


@public
@require_safe
@steady(_version)
def data(request: HttpRequest) -> HttpResponse:
    run = published_run()
    context: dict[str, Any] = {"section": "registers", "tables": open_data.tables(), "marks": open_data.marks()}
    if run:
        elements = elements_of(run.edition)
        top = next((each.code for each in elements if each.level == Element.Level.HEADLINE), "")
        leaf = next((each.code for each in elements if each.is_indicator), "")
        scored: list[str] = run.tiers.filter(tier=Tier.UPPER).values_list("scored", flat=True).first() or []
        here = reverse("explore:edition_run", args=[run.edition.code, run.pk])
        context |= {
            "run": run,
            "seen": editions.seen_run(run.edition.code, run.pk),
            "licences": open_data.licences(release_lines(run.imports)),
            "examples": open_data.examples(scored[0] if scored else "", top, leaf),
            "cite": standing_of(request, run, _("All scores and figures"), here).citation,
        }
    return render(request, "explore/data.html", context)
