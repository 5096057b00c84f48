"""Holding a goal to the figures of a run: what its assessment says, and what is other than at the one before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from apps.goals.local_series import Ground
from apps.goals.marks import read_marks
from apps.goals.models import Assessment, Goal
from apps.goals.outlook import outlook_of
from apps.goals.series import GoalSeries, RunSeries
from apps.goals.trajectory import NOT_COMPARABLE, Judgement, Road, judge
from apps.goals.wording import written

Change = dict[str, Any]
NOTHING_NEW: Change = {"what": "nothing-new"}
#: What is noted, and tells nobody anything.
_NO_NEWS = ("nothing-new", "target-stayed")


def road_of(goal: Goal) -> Road:
    """The road that a goal means to take."""
    return Road(goal.baseline_period, goal.baseline, goal.target, goal.due, goal.shape, read_marks(goal.marks))


def assess(
    goal: Goal, series: Ground, before: Assessment | None, *, on: date, edit: Change | None = None
) -> Assessment:
    """The assessment of a goal as it is now by the figures of a run or of its local measure, unsaved.

    `on` is the day on which the run was published, to which silence is measured; today for a local measure. `edit` is
    what people changed of it, or what became of a target that follows others.
    """
    found = series.of_goal(goal)
    judged = _judged(goal, found, on)
    point, start = judged.point, found.at(goal.baseline_period)
    assessment = Assessment(
        goal=goal,
        goal_version=goal.version,
        **series.stamp,
        standing=judged.standing,
        lost=found.lost.why if found.lost else "",
        lost_names=list(found.lost.names) if found.lost else [],
        target=goal.target,
        due=goal.due,
        period=point.period if point else "",
        value=point.value if point else None,
        lower=point.lower if point else None,
        upper=point.upper if point else None,
        baseline_now=start.value if start else None,
        expected=judged.expected,
    )
    _foresee(assessment, series, on)
    assessment.changes = _changes(assessment, found, before, edit, _about_the_edition(goal, series, before))
    return assessment


def _foresee(assessment: Assessment, series: Ground, on: date) -> None:
    seen = outlook_of(assessment.goal, series, on)
    assessment.unforeseen = seen.bar
    assessment.forecast_held = seen.trial.held if seen.trial and seen.trial.is_enough else None
    if seen.range:
        assessment.forecast = seen.range.value
        assessment.forecast_lower, assessment.forecast_upper = seen.range.lower, seen.range.upper


def edit_of(goal: Goal, words_before: Mapping[str, Any], reason: str) -> Change:
    """What people changed of a goal, and why, for the assessment of its new version."""
    now = goal.words()
    fields = [name for name in now if now[name] != words_before[name]]
    return {"what": "goal-changed", "fields": fields, "reason": reason}


def _judged(goal: Goal, found: GoalSeries, on: date) -> Judgement:
    if found.lost:
        return Judgement(NOT_COMPARABLE)
    start = found.at(goal.baseline_period)
    comparable = [point.as_point() for point in found.points if start and point.basis == start.basis]
    return judge(road_of(goal), comparable, on)


def is_news(assessment: Assessment) -> bool:
    """Whether anything is other than at the assessment before."""
    return any(change["what"] not in _NO_NEWS for change in assessment.changes)


def _about_the_edition(goal: Goal, series: Ground, before: Assessment | None) -> list[Change]:
    """That what a goal is on is called otherwise in the edition of a run than in the one before it."""
    if not isinstance(series, RunSeries) or goal.element is None or before is None or before.run is None:
        return []
    if before.run.edition_id == series.run.edition_id:
        return []
    was = series.lineage_at(before.run.edition_id).now(goal.element.code)
    now = series.lineage.now(goal.element.code)
    if was is None or now is None or (was.code, was.name) == (now.code, now.name):
        return []
    return [{"what": "followed", "from": was.name, "to": now.name, "edition": series.run.edition.name}]


def _changes(
    assessment: Assessment,
    found: GoalSeries,
    before: Assessment | None,
    edit: Change | None,
    edition: list[Change],
) -> list[Change]:
    if before is None:
        return [{"what": "set"}]
    changes = [edit, *edition] if edit else edition
    if edit and edit["what"] == "carried":
        # What stood before was of another area: it was not revised.
        return changes + _about_the_standing(assessment, before)
    changes += _about_the_figure(assessment, found, before) + _about_the_baseline(assessment, before)
    changes += _about_the_standing(assessment, before)
    return changes if any(change["what"] not in _NO_NEWS for change in changes) else [NOTHING_NEW, *changes]


def _about_the_standing(assessment: Assessment, before: Assessment) -> list[Change]:
    if before.standing == assessment.standing:
        return []
    return [{"what": "standing", "from": before.standing, "to": assessment.standing}]


def _about_the_figure(assessment: Assessment, found: GoalSeries, before: Assessment) -> list[Change]:
    changes: list[Change] = []
    if assessment.period and assessment.period != before.period:
        changes.append({"what": "new-figure", "period": assessment.period, "value": assessment.value})
    if before.period:
        now = found.at(before.period)
        if now is None:
            changes.append({"what": "figure-gone", "period": before.period})
        elif _reads_otherwise(assessment.goal, before.value, now.value):
            what = "recast" if _is_recast(assessment, before) else "revised"
            changes.append({"what": what, "period": before.period, "was": before.value, "now": now.value})
    return changes


def _about_the_baseline(assessment: Assessment, before: Assessment) -> list[Change]:
    goal, was, now = assessment.goal, before.baseline_now, assessment.baseline_now
    if now is None or was is None or not _reads_otherwise(goal, was, now):
        return []
    what = "baseline-recast" if _is_recast(assessment, before) else "baseline-revised"
    return [{"what": what, "period": goal.baseline_period, "was": was, "now": now}]


def _is_recast(assessment: Assessment, before: Assessment) -> bool:
    """Whether another edition, with weights and base periods of its own, may have made a score otherwise."""
    if assessment.goal.measure != Goal.Measure.PROGRESS or assessment.run is None or before.run is None:
        return False
    return assessment.run.edition_id != before.run.edition_id


def _reads_otherwise(goal: Goal, was: float | None, now: float) -> bool:
    """Whether a revision shows. Every progress score moves by a hair when any figure of its group is revised."""
    return written(goal, was) != written(goal, now)
