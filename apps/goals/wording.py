"""What is said of a goal's standing: the fact, then what the road expected, then the word."""

import math
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common import numbers
from apps.common.periods import in_short, label, parse
from apps.goals import local_wording as local
from apps.goals.models import Assessment, Goal

#: So many more decimals than usual are written where fewer would make two numbers that differ look the same.
MORE = 4

_FIELDS: dict[str, Any] = {
    "title": gettext_lazy("its title"),
    "why": gettext_lazy("why it matters"),
    "aim": gettext_lazy("what it aims at"),
    "against": gettext_lazy("what it is compared with"),
    "moves": gettext_lazy("whether its target moves"),
    "target": gettext_lazy("its target"),
    "target_from": gettext_lazy("what its target comes from"),
    "due": gettext_lazy("the day it falls due"),
    "lead": gettext_lazy("who leads it"),
    "success": gettext_lazy("what counts as success"),
    "shape": gettext_lazy("how its road runs"),
    "marks": gettext_lazy("its interim marks"),
    "contributors": gettext_lazy("who contributes"),
}


def written(goal: Goal, value: float | None, decimals: int | None = None) -> str:
    """A value in the unit of a goal's measure: "44.1%", "5.31". A target comes with all the decimals it was given."""
    if decimals is None:
        decimals = precision(goal, exact=value) if value == goal.target else usual_decimals(goal)
    if goal.measure == Goal.Measure.PROGRESS:
        return numbers.number(value, decimals)
    return numbers.amount(value, goal.subject.unit, decimals)


def usual_decimals(goal: Goal) -> int:
    """How many decimals the figures of a goal are written with, where nothing calls for more."""
    return 2 if goal.measure == Goal.Measure.PROGRESS else goal.subject.decimals


def precision(goal: Goal, *values: float | None, exact: float | None = None) -> int:
    """The fewest decimals at which `values` that differ are written differently, and `exact` as it is.

    The usual ones where none of a few more would do.
    """
    usual = usual_decimals(goal)
    apart = {value for value in (*values, exact) if value is not None}
    asked = range(usual, usual + MORE + 1)
    true = next((n for n in asked if exact is None or round(exact, n) == exact), usual)
    return next((n for n in asked if n >= true and len({round(value, n) for value in apart}) == len(apart)), true)


def can_be_told_apart(goal: Goal, one: float, other: float) -> bool:
    """Whether two values are written differently, with a few more decimals than usual if need be."""
    most = usual_decimals(goal) + MORE
    return round(one, most) != round(other, most)


def period_label(goal: Goal, period: str) -> str:
    """How a period of a goal's series is written by itself."""
    return label(period, goal.subject.period_type if goal.measure == Goal.Measure.VALUE else "")


def period_within(goal: Goal, period: str) -> str:
    """How a period of a goal's series is written within a sentence: "2023", "the school year 2022/23"."""
    text = period_label(goal, period)
    if text.startswith("published "):
        return _("the publication of %(time)s") % {"time": text.removeprefix("published ")}
    if period.endswith("/P1Y") and parse(period).start.day != 1:
        return _("the year from %(day)s") % {"day": date_format(parse(period).start, "j F Y")}
    return _("the %(time)s") % {"time": text} if text.startswith(("school year", "year to")) else text


def period_in_short(goal: Goal, period: str) -> str:
    """A period so short that a sentence can hold two of them: "2022/23", "2019–2021"."""
    return in_short(period, goal.subject.period_type if goal.measure == Goal.Measure.VALUE else "")


def aim_of(goal: Goal) -> str:
    """From what to what by when, in one line."""
    decimals = precision(goal, goal.baseline, exact=goal.target)
    return _("from %(baseline)s (%(period)s) to %(target)s by %(due)s") % {
        "baseline": written(goal, goal.baseline, decimals),
        "period": period_label(goal, goal.baseline_period),
        "target": written(goal, goal.target, decimals),
        "due": date_format(goal.due, "j F Y"),
    }


def sentence_of(goal: Goal, assessment: Assessment | None) -> str:
    """Where a goal stood by an assessment, in one sentence; the target is that of then."""
    if assessment is None:
        return _("Not looked at yet: it will be at the next publication.")
    if assessment.value is None or not assessment.period:
        return str(_without_figure(goal, assessment))
    target = goal.target if assessment.target is None else assessment.target
    numbers_of = {
        "value": assessment.value,
        "expected": assessment.expected,
        "target": target,
        "baseline": goal.baseline,
    }
    exact = target if assessment.standing == Assessment.Standing.MET else None
    decimals = precision(goal, *numbers_of.values(), exact=exact)
    limits = {"lower": assessment.lower, "upper": assessment.upper}
    told = {name: written(goal, value, decimals) for name, value in (numbers_of | limits).items()}
    told["period"] = period_within(goal, assessment.period)
    return str(_with_figure(goal, assessment, target)) % told


def reasons_of(goal: Goal, assessment: Assessment) -> tuple[str, ...]:
    """What was other than at the assessment before, a sentence each."""
    return tuple(reason_of(goal, change) for change in assessment.changes)


def _with_figure(goal: Goal, assessment: Assessment, target: float) -> str:
    match assessment.standing:
        case Assessment.Standing.MET if _leaves_open(assessment, target, goal.baseline):
            return _(
                "%(value)s in %(period)s, and the target is %(target)s: met, though the limits that the source gives, "
                "%(lower)s and %(upper)s, leave open that it is not."
            )
        case Assessment.Standing.MET:
            return _("%(value)s in %(period)s, and the target is %(target)s: met.")
        case Assessment.Standing.ON_COURSE if _rests_on_limits(goal, assessment):
            return _(
                "%(value)s in %(period)s; the road expected %(expected)s by then, which lies between the limits "
                "that the source gives, %(lower)s and %(upper)s: on course."
            )
        case Assessment.Standing.ON_COURSE:
            return _("%(value)s in %(period)s; the road expected %(expected)s by then: on course.")
        case Assessment.Standing.TOO_EARLY:
            return _(
                "%(value)s in %(period)s; its limits, %(lower)s and %(upper)s, hold both where it began and what the "
                "road expected, so nobody can tell yet: too early to tell."
            )
        case Assessment.Standing.OFF_COURSE:
            return _(
                "%(value)s in %(period)s, further from the target than the %(baseline)s it began with; "
                "the road expected %(expected)s by then: off course."
            )
        case Assessment.Standing.NO_NEW_FIGURES:
            return _(
                "%(value)s in %(period)s. Nothing newer has come out for so long that nobody can tell how it goes."
            )
    return _("%(value)s in %(period)s; the road expected %(expected)s by then: behind.")


def _rests_on_limits(goal: Goal, assessment: Assessment) -> bool:
    """Whether a figure fell short of the road, and its limits leave open that it did not."""
    value, expected = (math.nan if each is None else each for each in (assessment.value, assessment.expected))
    return _within(assessment, expected) and (value - expected) * goal.direction < 0


def _leaves_open(assessment: Assessment, target: float, baseline: float) -> bool:
    """Whether the limits of a figure that reached its target leave open that the true value did not."""
    direction = 1 if target > baseline else -1
    near = assessment.lower if direction > 0 else assessment.upper
    return near is not None and (near - target) * direction < 0


def _within(assessment: Assessment, value: float) -> bool:
    lower, upper = (math.nan if each is None else each for each in (assessment.lower, assessment.upper))
    return lower <= value <= upper


def _without_figure(goal: Goal, assessment: Assessment) -> str:
    since = {"period": period_within(goal, goal.baseline_period)}
    if assessment.standing == Assessment.Standing.NOT_COMPARABLE:
        return (local.incomparable() if goal.is_local else _incomparable(assessment)) % since
    if assessment.standing == Assessment.Standing.NO_NEW_FIGURES:
        return (
            _("The latest figure is for %(period)s; none newer has come out, so nobody can tell how it goes.") % since
        )
    return _("There is no figure yet for a time after %(period)s: too early to tell.") % since


def _incomparable(assessment: Assessment) -> str:
    match assessment.lost:
        case Assessment.Lost.ELEMENT:
            return _("What it was set on is no longer in the index, so it cannot be compared any more.")
        case Assessment.Lost.UNIT:
            return _("It is measured in another unit now, so it cannot be compared any more.")
        case Assessment.Lost.DIRECTION:
            return _("The index has turned round which way is better, so it cannot be compared any more.")
        case Assessment.Lost.COUNTING:
            return _(
                "The latest figure was reached in another way than the one it started from (%(period)s), "
                "so it cannot be compared any more."
            )
        case Assessment.Lost.BREAK:
            return _(
                "The index says by now that the figure it started from (%(period)s) cannot be compared with later ones."
            )
        case Assessment.Lost.INDICATOR:
            return _gone(assessment.lost_names)
    return _("The figure it started from (%(period)s) is no longer published, so it cannot be compared any more.")


def _gone(names: list[str]) -> str:
    sentence = _(
        "Its progress score rests on %(names)s, which cannot be followed any more, so it cannot be compared any more."
    )
    # What comes after fills in periods: a sign of per cent in a name stands for itself.
    return sentence % {"names": _list(f"“{name}”" for name in names).replace("%", "%%")}


def _list(words: Iterable[str]) -> str:
    *most, last = words
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def reason_of(goal: Goal, change: dict[str, Any]) -> str:
    """One thing that was other than at the assessment before, in a sentence."""
    told: dict[str, str] = {name: written(goal, change[name]) for name in ("value", "was", "now") if name in change}
    told["period"] = period_within(goal, change["period"]) if "period" in change else ""
    match change["what"]:
        case "set":
            return _("The goal was set.")
        case "goal-changed":
            return _what_was_changed(change)
        case "carried":
            names = {"from": change["from"], "to": change["to"], "reason": change["reason"]}
            return _(
                "It was carried over from %(from)s, which ended, to %(to)s: it starts from %(now)s there, and had "
                "started from %(was)s. “%(reason)s”"
            ) % (told | names)
        case "new-figure":
            return _("A new figure came out: %(value)s in %(period)s.") % told
        case "figure-gone":
            return (
                local.taken_out() if goal.is_local else _("The figure for %(period)s is no longer published.")
            ) % told
        case "standing":
            standings: dict[str, Any] = dict(Assessment.Standing.choices)
            return _("It was “%(was)s” before and is “%(now)s” now.") % {
                "was": standings[change["from"]],
                "now": standings[change["to"]],
            }
        case "target-moved" | "target-stayed" | "target-returned":
            return _of_the_target(goal, change)
        case "followed":
            return (
                _("In another edition of the index, “%(edition)s”, “%(from)s” became “%(to)s”: it is read on.") % change
            )
        case "nothing-new":
            return _("Nothing new for this goal.")
    return str(_read_otherwise(goal, change["what"])) % told


def _of_the_target(goal: Goal, change: dict[str, Any]) -> str:
    """Why a target that follows others moved at a publication, or stayed."""
    told: dict[str, str] = {name: written(goal, change[name]) for name in ("was", "now") if name in change}
    told["period"] = period_within(goal, change["period"])
    match change["what"]:
        case "target-stayed":
            return (
                _(
                    "The target follows others and stays at %(now)s: nothing of theirs after %(period)s clearly moved "
                    "it."
                )
                % told
            )
        case "target-returned":
            return (
                _("The target went back from %(was)s to %(now)s: the publication that had moved it was taken back.")
                % told
            )
    told["what"] = goal.get_against_display()
    return (
        _(
            "The target moved from %(was)s to %(now)s because the others moved: it follows %(what)s, by now that of "
            "%(period)s."
        )
        % told
    )


def _what_was_changed(change: dict[str, Any]) -> str:
    if not change.get("fields"):
        return _("The goal itself was changed.")
    said = _("The goal itself was changed: %(fields)s.") % {
        "fields": _list(str(_FIELDS[name]) for name in change["fields"])
    }
    return f"{said} “{change['reason']}”" if change.get("reason") else said


def _read_otherwise(goal: Goal, what: str) -> str:
    if goal.is_local:
        return local.read_otherwise(what)
    is_score = goal.measure == Goal.Measure.PROGRESS
    match what:
        case "revised" if is_score:
            return _(
                "The figures that its score for %(period)s rests on were revised: "
                "it reads %(now)s now instead of %(was)s."
            )
        case "revised":
            return _("The figure for %(period)s was revised from %(was)s to %(now)s by its publisher.")
        case "baseline-revised" if is_score:
            return _(
                "The figures that its start (%(period)s) rests on were revised: it reads %(now)s now instead of "
                "%(was)s; the road stays as it was agreed."
            )
        case "baseline-revised":
            return _(
                "The figure it started from (%(period)s) was revised from %(was)s to %(now)s; "
                "the road stays as it was agreed."
            )
        case "recast":
            return _(
                "Another edition of the index makes the score for %(period)s otherwise: "
                "it reads %(now)s now instead of %(was)s."
            )
    return _(
        "Another edition of the index makes the score that it started from (%(period)s) otherwise: it reads "
        "%(now)s now instead of %(was)s; the road stays as it was agreed."
    )
