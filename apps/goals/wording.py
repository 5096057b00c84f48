"""What is said of a goal's standing: the fact, then what the road expected, then the word."""

import math
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common import numbers
from apps.common.periods import label
from apps.goals.models import Assessment, Goal


def written(goal: Goal, value: float | None) -> str:
    """A value in the unit of a goal's measure: "44.1%", "5.31"."""
    if goal.measure == Goal.Measure.PROGRESS:
        return numbers.number(value, 2)
    return numbers.in_unit(value, goal.element.unit, goal.element.decimals).amount


def period_label(goal: Goal, period: str) -> str:
    """How a period of a goal's series is written."""
    return label(period, goal.element.period_type if goal.measure == Goal.Measure.VALUE else "")


def aim_of(goal: Goal) -> str:
    """From what to what by when, in one line."""
    return _("from %(baseline)s (%(period)s) to %(target)s by %(due)s") % {
        "baseline": written(goal, goal.baseline),
        "period": period_label(goal, goal.baseline_period),
        "target": written(goal, goal.target),
        "due": date_format(goal.due, "j F Y"),
    }


def sentence_of(goal: Goal, assessment: Assessment | None) -> str:
    """Where a goal stands, in one sentence."""
    if assessment is None:
        return _("Not looked at yet: it will be at the next publication.")
    if assessment.value is None or not assessment.period:
        return str(_without_figure(goal, assessment.standing))
    told = {
        "value": written(goal, assessment.value),
        "period": period_label(goal, assessment.period),
        "expected": written(goal, assessment.expected),
        "target": written(goal, goal.target),
        "lower": written(goal, assessment.lower),
        "upper": written(goal, assessment.upper),
    }
    return str(_with_figure(goal, assessment)) % told


def reasons_of(goal: Goal, assessment: Assessment) -> tuple[str, ...]:
    """What was other than at the assessment before, a sentence each."""
    return tuple(_reason(goal, change) for change in assessment.changes)


def _with_figure(goal: Goal, assessment: Assessment) -> str:
    match assessment.standing:
        case Assessment.Standing.MET:
            return _("%(value)s in %(period)s, and the target is %(target)s: met.")
        case Assessment.Standing.ON_COURSE if _rests_on_limits(goal, assessment):
            return _(
                "%(value)s in %(period)s; the road expected %(expected)s by then, which lies between the limits "
                "that the source gives, %(lower)s and %(upper)s: on course."
            )
        case Assessment.Standing.ON_COURSE:
            return _("%(value)s in %(period)s; the road expected %(expected)s by then: on course.")
        case Assessment.Standing.OFF_COURSE:
            return _(
                "%(value)s in %(period)s, on the other side of where it began; "
                "the road expected %(expected)s by then: off course."
            )
        case Assessment.Standing.NO_NEW_FIGURES:
            return _(
                "%(value)s in %(period)s. Nothing newer has come out for so long that nobody can tell how it goes."
            )
    return _("%(value)s in %(period)s; the road expected %(expected)s by then: behind.")


def _rests_on_limits(goal: Goal, assessment: Assessment) -> bool:
    """Whether a figure fell short of the road, and its limits leave open that it did not."""
    known = (assessment.value, assessment.lower, assessment.expected, assessment.upper)
    value, lower, expected, upper = (math.nan if each is None else each for each in known)
    return lower <= expected <= upper and (value - expected) * goal.direction < 0


def _without_figure(goal: Goal, standing: str) -> str:
    since = {"period": period_label(goal, goal.baseline_period)}
    if standing == Assessment.Standing.NOT_COMPARABLE:
        return (
            _("The figure it started from (%(period)s) is no longer published, so it cannot be compared any more.")
            % since
        )
    if standing == Assessment.Standing.NO_NEW_FIGURES:
        return _("No figure has come out since %(period)s, so nobody can tell how it goes.") % since
    return _("No figure that counts has come out since %(period)s: too early to tell.") % since


def _reason(goal: Goal, change: dict[str, Any]) -> str:
    told: dict[str, str] = {name: written(goal, change[name]) for name in ("value", "was", "now") if name in change}
    told["period"] = period_label(goal, change["period"]) if "period" in change else ""
    match change["what"]:
        case "set":
            return _("The goal was set.")
        case "goal-changed":
            return _("The goal itself was changed.")
        case "new-figure":
            return _("A new figure came out: %(value)s in %(period)s.") % told
        case "revised":
            return _("The figure for %(period)s was revised from %(was)s to %(now)s by its publisher.") % told
        case "baseline-revised":
            return (
                _(
                    "The figure it started from (%(period)s) was revised from %(was)s to %(now)s; "
                    "the road stays as it was agreed."
                )
                % told
            )
        case "figure-gone":
            return _("The figure for %(period)s is no longer published.") % told
        case "standing":
            names: dict[str, Any] = dict(Assessment.Standing.choices)
            return _("It was “%(was)s” before and is “%(now)s” now.") % {
                "was": names[change["from"]],
                "now": names[change["to"]],
            }
    return _("Nothing new for this goal.")
