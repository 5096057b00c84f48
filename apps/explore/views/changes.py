"""What changed in an area with the last publication, or since an earlier one, and why."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.access.decorators import public
from apps.areas.queries import area_or_none
from apps.common.caching import steady
from apps.common.tiers import Tier
from apps.explore import changing
from apps.scores.changes import changes_between
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
    chosen = profile.find(code) if (code := request.GET.get("of", "")) else None
    if code and chosen is None:
        raise Http404
    earlier = earlier_runs(profile.run)
    since = request.GET.get("since", "")
    former = next((run for run in earlier if str(run.pk) == since), None) if since else former_run(profile.run)
    if since and former is None:
        raise Http404
    context |= {"earlier": earlier, "since": since}
    same = former is not None and former.edition_id == profile.run.edition_id
    context |= {"former": former, "another_index": former is not None and not same, "chosen": chosen}
    found = None
    try:
        found = changes_between(former, profile.run, tier, area) if former and same else None
    except ValueError as untold:
        # A state in between may not be one that can be scored, though both ends are.
        context["untold"] = str(untold)
    if chosen and profile.in_group:
        context |= {"progress": changing.progress(profile, chosen), "value": changing.value(profile, chosen)}
    if found:
        shown = [chosen] if chosen else profile.headlines
        context |= {
            "told": [changing.told(profile, found, reading) for reading in shown],
            "moved": [each for each in changing.moved(profile, found, shown) if each.reading not in shown],
            "kinds": changing.KINDS.values(),
        }
    return render(request, "explore/changes.html", context)
