"""What the page of changes shows, and its file: two runs, as the address asks for them, and what lies between."""

from collections.abc import Mapping
from typing import Any

from apps.areas.models import Area
from apps.common.tiers import Tier
from apps.explore import changing
from apps.explore.editions import seen_runs, why_not_compared
from apps.scores.changes import changes_between
from apps.scores.errata import errata_of
from apps.scores.models import Run
from apps.scores.queries import area_profile, earlier_runs, former_run


class NotThere(Exception):
    """A run or an element was asked for that readers never saw."""


def changes_page(area: Area, tier: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; `asked` are `since`, `until` (numbers of runs) and `of` (an element). Raises NotThere.

    `profile` is None where nothing is published of the area.
    """
    profile = area_profile(area, tier)
    context: dict[str, Any] = {"section": "areas", "area": area, "tier": Tier(tier), "profile": profile}
    if profile is None:
        return context
    runs = [profile.run, *earlier_runs(profile.run)]
    until = _chosen(runs, asked.get("until", ""), profile.run.pk) or profile.run
    # Since the published run nothing can have changed, unless another end is asked for.
    since = _chosen(runs if asked.get("until") else runs[1:], asked.get("since", ""), profile.run.pk)
    if since and since.pk > until.pk:
        # Whoever chooses them the other way round means the same two.
        since, until = until, since
    former = since if since and since.pk != until.pk else _former(until, runs)
    context |= {"runs": runs, "now": until.pk == profile.run.pk}
    if not context["now"]:
        profile = context["profile"] = area_profile(area, tier, until)
    if profile is None:
        raise NotThere
    chosen = profile.find(code) if (code := asked.get("of", "")) else None
    if code and chosen is None:
        raise NotThere
    same = former is not None and former.edition_id == profile.run.edition_id
    context |= {"former": former, "another_index": former is not None and not same, "chosen": chosen}
    if former is not None and not same:
        context["why_not"] = why_not_compared(former.edition, profile.run.edition)
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
    return context


def _former(run: Run, runs: list[Run]) -> Run | None:
    """The run that readers saw before, at hand or asked for."""
    at_hand = next((each for each in runs if each.pk == run.instead_of_id), None)
    return at_hand or former_run(run)


def _chosen(runs: list[Run], asked: str, published: int) -> Run | None:
    """The run whose number was asked for, None where none was; a run that readers never saw is not there."""
    if not asked:
        return None
    found = next((run for run in runs if str(run.pk) == asked), None)
    if found is None and asked.isascii() and asked.isdigit() and len(asked) < 10:
        # One long ago is there, though no choice offers it; one of another edition is not compared: the page says why.
        others = seen_runs().exclude(pk=published)
        found = others.filter(pk=int(asked), taken_back_at=None).first()
    if found is None:
        raise NotThere
    return found
