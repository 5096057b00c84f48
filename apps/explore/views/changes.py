"""What changed in an area with the last publication, or between any two, and why."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import changing
from apps.scores.changes import changes_between
from apps.scores.errata import errata_of
from apps.scores.models import Run
from apps.scores.queries import area_profile, earlier_runs, former_run, published_version


@public
@require_safe
@steady(published_version)
def changes(request: HttpRequest, tier: str, slug: str) -> HttpResponse:
    area = area_or_none(slug)
    if area is None or tier not in area.tiers:
        raise Http404
    profile = area_profile(area, tier)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    if profile is None and area.ended:
        return redirect("explore:area", tier, slug)
    if profile is None:
        return render(request, "explore/changes.html", context)
    runs = [profile.run, *earlier_runs(profile.run)]
    until = _chosen(runs, request.GET.get("until", "")) or profile.run
    # Since the published run nothing can have changed, unless another end is asked for.
    since = _chosen(runs if request.GET.get("until") else runs[1:], request.GET.get("since", ""))
    if since and since.pk > until.pk:
        # Whoever chooses them the other way round means the same two.
        since, until = until, since
    former = since if since and since.pk != until.pk else former_run(until)
    context |= {"runs": runs, "now": until.pk == profile.run.pk, "asked": _asked(request, "since", "until")}
    if not context["now"]:
        profile = context["profile"] = area_profile(area, tier, until)
    if profile is None:
        raise Http404
    chosen = profile.find(code) if (code := request.GET.get("of", "")) else None
    if code and chosen is None:
        raise Http404
    same = former is not None and former.edition_id == profile.run.edition_id
    context |= {"former": former, "another_index": former is not None and not same, "chosen": chosen}
    found = None
    try:
        found = changes_between(former, profile.run, tier, area) if former and same else None
    except ValueError as untold:
        # A state in between may not be one that can be scored, though both ends are.
        context["untold"] = str(untold)
    context["errata"] = errata_of(profile, chosen)
    if chosen and profile.in_group and context["now"]:
        context |= {"progress": changing.progress(profile, chosen), "value": changing.value(profile, chosen)}
    if found:
        shown = [chosen] if chosen else profile.headlines
        context |= {
            "told": [changing.told(profile, found, reading) for reading in shown],
            "moved": [each for each in changing.moved(profile, found, shown) if each.reading not in shown],
            "kinds": changing.KINDS.values(),
        }
    return render(request, "explore/changes.html", context)


def _chosen(runs: list[Run], asked: str) -> Run | None:
    """The run whose number was asked for, None where none was; a run that readers never saw is not there."""
    if not asked:
        return None
    found = next((run for run in runs if str(run.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest, *names: str) -> str:
    """Those of the query's words that were given, to go with each link of the page."""
    return urlencode({name: value for name in names if (value := request.GET.get(name))})
