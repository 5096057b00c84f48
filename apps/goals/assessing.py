"""Holding a goal to the figures of a run: what its assessment says, and what is other than at the one before."""

from typing import Any

from apps.framework.models import Element
from apps.goals.models import Assessment, Goal
from apps.goals.series import GoalSeries, RunSeries
from apps.goals.trajectory import Judgement, Road, judge
from apps.scores.models import Run

Change = dict[str, Any]


def road_of(goal: Goal) -> Road:
    """The road that a goal means to take."""
    return Road(goal.baseline_period, goal.baseline, goal.target, goal.due)


def element_now(elements: dict[str, Element], goal: Goal) -> Element | None:
    """The element of a newer edition that a goal's own lives on as: by its code, or as what supersedes it."""
    code = goal.element.code
    return elements.get(code) or next((each for each in elements.values() if each.supersedes == code), None)


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


def elements_of_run(run: Run, codes: set[str]) -> dict[str, Element]:
    """The elements of a run's edition with some codes, or that supersede them, by code."""
    of_edition = run.edition.elements.all()
    return {element.code: element for element in of_edition if element.code in codes or element.supersedes in codes}


def _changes(goal: Goal, found: GoalSeries, judged: Judgement, before: Assessment | None) -> list[Change]:
    if before is None:
        return [{"what": "set"}]
    changes: list[Change] = []
    if before.goal_version != goal.version:
        changes.append({"what": "goal-changed"})
    changes += _about_the_figure(found, judged, before) + _about_the_baseline(goal, found, before)
    if before.standing != judged.standing:
        changes.append({"what": "standing", "from": before.standing, "to": judged.standing})
    return changes or [{"what": "nothing-new"}]


def _about_the_figure(found: GoalSeries, judged: Judgement, before: Assessment) -> list[Change]:
    changes: list[Change] = []
    point = judged.point
    if point and point.period != before.period:
        changes.append({"what": "new-figure", "period": point.period, "value": point.value})
    if before.period:
        now = found.at(before.period)
        if now is None:
            changes.append({"what": "figure-gone", "period": before.period})
        elif now.value != before.value:
            changes.append({"what": "revised", "period": before.period, "was": before.value, "now": now.value})
    return changes


def _about_the_baseline(goal: Goal, found: GoalSeries, before: Assessment) -> list[Change]:
    now = found.at(goal.baseline_period)
    if now is None or before.baseline_now is None or now.value == before.baseline_now:
        return []
    return [{"what": "baseline-revised", "period": now.period, "was": before.baseline_now, "now": now.value}]
