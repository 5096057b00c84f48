"""Holding a goal to the figures of a run: what its assessment says, and what is other than at the one before."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from apps.framework.models import Element
from apps.goals.models import Assessment, Goal
from apps.goals.series import GoalSeries, RunSeries
from apps.goals.trajectory import Judgement, Road, judge
from apps.goals.wording import written
from apps.scores.models import Run

Change = dict[str, Any]


def road_of(goal: Goal) -> Road:
    """The road that a goal means to take."""
    return Road(goal.baseline_period, goal.baseline, goal.target, goal.due)


def elements_now(run: Run, elements: Iterable[Element]) -> dict[int, Element]:
    """By the id of an element that a goal was set on: what it lives on as in a run's edition; two queries for all.

    By its code, or as what supersedes it, through as many editions as there are. Left out is what is gone, and what is
    measured in another unit or the other way round: its figures say something else.
    """
    in_edition = {element.code: element for element in Element.objects.filter(edition=run.edition_id)}
    heirs = _heirs()
    found: dict[int, Element] = {}
    for element in elements:
        now = in_edition.get(_last_code(element.code, in_edition, heirs))
        if now and (now.level, now.unit, now.direction) == (element.level, element.unit, element.direction):
            found[element.pk] = now
    return found


def element_now(run: Run, element: Element) -> Element | None:
    """What one element lives on as in a run's edition."""
    return elements_now(run, [element]).get(element.pk)


def assess(goal: Goal, series: RunSeries, element: Element | None, before: Assessment | None) -> Assessment:
    """The assessment of a goal as it is now by the figures of a run, unsaved."""
    found = series.of(goal.area, goal.tier, element, goal.measure) if element else GoalSeries("", 1, 1, ())
    judged = judge(road_of(goal), [point.as_point() for point in found.points], series.run.as_at)
    point, start = judged.point, found.at(goal.baseline_period)
    return Assessment(
        goal=goal,
        goal_version=goal.version,
        run=series.run,
        standing=judged.standing,
        period=point.period if point else "",
        value=point.value if point else None,
        lower=point.lower if point else None,
        upper=point.upper if point else None,
        baseline_now=start.value if start else None,
        expected=judged.expected,
        changes=_changes(goal, found, judged, before),
    )


def is_news(assessment: Assessment) -> bool:
    """Whether anything is other than at the assessment before."""
    return any(change["what"] != "nothing-new" for change in assessment.changes)


def _heirs() -> dict[str, str]:
    """Code to the code that supersedes it. What was split among several has no heir: none of them is the same."""
    pairs = set(Element.objects.exclude(supersedes="").values_list("supersedes", "code"))
    several = {before for before, count in Counter(before for before, _after in pairs).items() if count > 1}
    return {before: after for before, after in pairs if before not in several}


def _last_code(code: str, known: Collection[str], heirs: Mapping[str, str]) -> str:
    seen = {code}
    while code not in known and code in heirs and heirs[code] not in seen:
        code = heirs[code]
        seen.add(code)
    return code


def _changes(goal: Goal, found: GoalSeries, judged: Judgement, before: Assessment | None) -> list[Change]:
    if before is None:
        return [{"what": "set"}]
    changes: list[Change] = []
    if before.goal_version != goal.version:
        changes.append({"what": "goal-changed"})
    changes += _about_the_figure(goal, found, judged, before) + _about_the_baseline(goal, found, before)
    if before.standing != judged.standing:
        changes.append({"what": "standing", "from": before.standing, "to": judged.standing})
    return changes or [{"what": "nothing-new"}]


def _about_the_figure(goal: Goal, found: GoalSeries, judged: Judgement, before: Assessment) -> list[Change]:
    changes: list[Change] = []
    point = judged.point
    if point and point.period != before.period:
        changes.append({"what": "new-figure", "period": point.period, "value": point.value})
    if before.period:
        now = found.at(before.period)
        if now is None:
            changes.append({"what": "figure-gone", "period": before.period})
        elif _reads_otherwise(goal, before.value, now.value):
            changes.append({"what": "revised", "period": before.period, "was": before.value, "now": now.value})
    return changes


def _about_the_baseline(goal: Goal, found: GoalSeries, before: Assessment) -> list[Change]:
    now = found.at(goal.baseline_period)
    if now is None or before.baseline_now is None or not _reads_otherwise(goal, before.baseline_now, now.value):
        return []
    return [{"what": "baseline-revised", "period": now.period, "was": before.baseline_now, "now": now.value}]


def _reads_otherwise(goal: Goal, was: float | None, now: float) -> bool:
    """Whether a revision shows. Every progress score moves by a hair when any figure of its group is revised."""
    return written(goal, was) != written(goal, now)
