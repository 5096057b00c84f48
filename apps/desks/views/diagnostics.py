"""What a steward sees of how a run's scores hang together."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.common.htmx import render_page
from apps.common.tiers import Tier
from apps.scores import diagnosing
from apps.scores.diagnosing import Diagnosis
from apps.scores.engine.diagnostics import LEAST_AREAS
from apps.scores.models import Run, RunTier


@requires(Permission.DESK_VIEW)
@require_GET
def run_diagnostics(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.select_related("edition"), pk=pk)
    name = request.GET.get("tier", Tier.UPPER)
    if name not in Tier.values:
        raise Http404
    tier = RunTier.objects.select_related("run__edition").filter(run=run, tier=name).first()
    found = diagnosing.diagnose(tier) if tier else None
    if found and request.GET.get("download") == "pairs":
        return _pairs(found, f"run-{pk}-{name}-correlations.csv")
    context = {"section": "desk", "place": "runs", "run": run, "tier": Tier(name), "tiers": Tier, "diagnosis": found}
    if found:
        look = diagnosing.to_look_at(found.spreads)
        flags = {flag: found.flagged(flag) for flag in ("negative", "redundant", "weak")}
        loose = [each for each in found.groups if each.alpha is not None and each.alpha < diagnosing.ALPHA]
        told = [loose, flags["negative"], flags["redundant"], *look.values()]
        context |= {"look": look, "flags": flags, "loose": loose, "stands_out": any(told), "least": LEAST_AREAS}
    return render_page(request, "desks/diagnostics.html", context)


def _pairs(found: Diagnosis, name: str) -> HttpResponse:
    """Every pair of indicators, as a file."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    lines = csv.writer(response)
    lines.writerow(["one", "other", "together_in", "pearson", "spearman", "areas", "flag"])
    lines.writerows(
        [each.one, each.other, each.together, each.pearson, each.spearman, each.areas, each.flag]
        for each in found.pairs
    )
    return response
