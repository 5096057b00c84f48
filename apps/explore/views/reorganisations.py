"""How the areas of today came about, and by which rules their earlier figures are worked out."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.activity.queries import seen_version
from apps.areas.queries import reorganisations_in_force
from apps.common.caching import steady
from apps.figures.history import rules_in_force


@public
@require_safe
@steady(seen_version)
def reorganisations(request: HttpRequest) -> HttpResponse:
    found = reorganisations_in_force()
    days = [(day, list(group)) for day, group in groupby(found, key=lambda each: each.takes_effect)]
    rules = sorted(rules_in_force().values(), key=lambda line: line.subject.name)
    return render(request, "explore/reorganisations.html", {"section": "areas", "days": days, "rules": rules})
