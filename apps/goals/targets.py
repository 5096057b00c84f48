"""Targets that are worked out from what other areas have: computed when a goal is set, kept with what they came from.

A fixed one stays as it was set. One that follows the others is worked out anew when a later period of theirs is out
and has clearly moved, by the same areas in both; a revision, an area more or less, or what may be chance moves nothing.
"""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from apps.areas.models import Area
from apps.areas.neighbours_queries import named_like
from apps.common.periods import label, parse
from apps.goals.assessing import Change
from apps.goals.forecasting import Floats
from apps.goals.lineage import lineage_of
from apps.goals.models import Goal
from apps.goals.series import RunSeries, SeriesPoint, series_codes
from apps.goals.trajectory import Point, is_open
from apps.goals.wording import can_be_told_apart, period_within, usual_decimals, written
from apps.scores.models import Run, RunTier

#: Fewer areas make no average that a partner could defend.
FEWEST = 5
#: So many standard errors of their mean move the others have to move by before a target follows them.
CLEARLY = 2.0
#: What is left of a gap that is to be closed, or to be halved.
_LEFT = {Goal.Aim.REACH: 0.0, Goal.Aim.HALVE: 0.5}

#: Why a goal on a local measure has a figure of its own.
_ALONE = _lazy("A local measure has no figures of other areas to compare with. Give a figure of its own to reach.")

Facts = dict[str, Any]
#: The fields of a goal that say what its target is, beside the figure itself.
AIMS = ("aim", "against", "moves")
#: What is said of a target that follows others in an assessment; see goals/wording.py.
MOVED, STAYED, RETURNED = "target-moved", "target-stayed", "target-returned"


@dataclass(frozen=True)
class WorkedOut:
    """A target and what it was worked out from: the others' figure, of which period, of how many, by which run.

    `facts` holds `figure`, `period`, `areas`, `run`, and the `gap` of the day it was set, which stays; once it moved
    also `before`, the facts and the `target` of before.
    """

    target: float
    facts: Facts


class Others:
    """The areas that others are compared with in one run, each question asked once however many goals there are."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._tiers: dict[str, RunTier] | None = None
        self._named: dict[int, list[str]] = {}

    def of(self, area: Area, tier: str, against: str) -> frozenset[str]:
        """Codes of the areas that one is compared with; never its own."""
        if self._tiers is None:
            self._tiers = {each.tier: each for each in RunTier.objects.filter(run=self._run)}
        if (found := self._tiers.get(tier)) is None:
            return frozenset()
        if against != Goal.Against.ALIKE:
            return frozenset(found.scored) - {area.code}
        if area.pk not in self._named:
            self._named[area.pk] = named_like(area)
        return frozenset(self._named[area.pk]) & frozenset(found.areas) - {area.code}


def aim_at(goal: Goal, run: Run | None) -> None:
    """Give a goal that aims at what others have its target, and what that was worked out from by a run; unsaved.

    Raises ValidationError by field where there is no such target.
    """
    if goal.aim == Goal.Aim.VALUE:
        goal.against, goal.moves, goal.worked_out = "", Goal.Moves.FIXED, {}
        if goal.target is None:
            raise ValidationError({"target": _("Say what the figure should be by then.")})
        return
    if run is None or goal.element is None:
        raise ValidationError({"aim": _ALONE})
    found = aimed(goal, RunSeries(run, series_codes(goal.on_index)))
    goal.target, goal.worked_out = found.target, found.facts


@dataclass(frozen=True)
class Revised:
    """What a goal aims at after an edit: its words, and what its target was worked out from."""

    words: dict[str, Any]
    facts: Facts


def revised_aim(goal: Goal, words: Mapping[str, Any], run: Run | None) -> Revised:
    """What a goal would aim at with other words: worked out by a run where the aim changes, else as it is.

    Raises ValidationError by field where there is no such target.
    """
    wanted = {name: words.get(name, getattr(goal, name)) for name in AIMS}
    changed = any(value != getattr(goal, name) for name, value in wanted.items())
    if wanted["aim"] != Goal.Aim.VALUE and not changed:
        return Revised(wanted | {"target": goal.target}, goal.worked_out)
    sketch = copy(goal)
    for name in (*AIMS, "target", "marks"):
        setattr(sketch, name, words.get(name, getattr(goal, name)))
    if sketch.aim != Goal.Aim.VALUE and run and goal.element:
        sketch.element = lineage_of(run).now(goal.on_index.code) or goal.on_index
    aim_at(sketch, run)
    return Revised({name: getattr(sketch, name) for name in (*AIMS, "target")}, sketch.worked_out)


def aimed(goal: Goal, series: RunSeries) -> WorkedOut:
    """The target of a goal that aims at what others have, by what a run says of its baseline's period.

    Raises ValidationError by field where there is no such target, with what can be done instead.
    """
    _insist_can_aim(goal)
    own = series.of(goal.area, goal.tier, goal.on_index, goal.measure)
    if goal.moves == Goal.Moves.FOLLOWS and (newer := own.counting(goal.baseline_period)):
        raise ValidationError({"moves": _late(goal, newer)})
    others = Others(series.run).of(goal.area, goal.tier, goal.against)
    figures = _figures(goal, series, others, [goal.baseline_period])[0]
    if len(figures) < FEWEST:
        raise ValidationError({"against": _too_few(goal, series, others, len(figures))})
    figure = _figure(goal, figures)
    if said := _no_gap(goal, figure, own.at(goal.baseline_period)):
        raise ValidationError({"against": said})
    gap = round(figure - goal.baseline, 9)
    facts = {"figure": figure, "period": goal.baseline_period, "areas": len(figures), "run": series.run.pk, "gap": gap}
    return WorkedOut(_target(goal, figure, gap), facts)


class Course:
    """What becomes of the targets that follow others by one run."""

    def __init__(self, series: RunSeries) -> None:
        self._series = series
        self._others = Others(series.run)
        self._taken_back: set[int] | None = None

    def of(self, goal: Goal) -> Change | None:
        """Whether a target moved (then with its `facts`), went back or stayed, to be assessed; None if it is fixed."""
        if goal.moves != Goal.Moves.FOLLOWS or not goal.worked_out:
            return None
        if self._taken_back is None:
            self._taken_back = set(Run.objects.filter(taken_back_at__isnull=False).values_list("pk", flat=True))
        returned = goal.worked_out["run"] in self._taken_back and "before" in goal.worked_out
        found = moved(goal, self._series, self._others, self._taken_back)
        if found:
            change = {"was": goal.target, "now": found.target, "period": found.facts["period"], "facts": found.facts}
            return change | {"what": RETURNED if returned else MOVED}
        if self._series.of_goal(goal).lost:
            return None
        return {"what": STAYED, "now": goal.target, "period": goal.worked_out["period"]}


def moved(goal: Goal, series: RunSeries, others: Others, taken_back: Collection[int] = ()) -> WorkedOut | None:
    """What the target of a goal that follows others is by a run; None where it stays where it is.

    `taken_back` are the ids of runs that readers do not see any more: what was worked out from those alone goes back.
    """
    if goal.moves != Goal.Moves.FOLLOWS or not goal.worked_out:
        return None
    if goal.worked_out["run"] in taken_back and "before" in goal.worked_out:
        return _before(goal, taken_back)
    if series.of_goal(goal).lost:
        return None
    codes = others.of(goal.area, goal.tier, goal.against)
    for period in _later_periods(goal, series):
        then, now = _both(goal, series, codes, period)
        if len(now) >= FEWEST:
            return _followed(goal, series, then, now, period) if _clearly_moved(then, now) else None
    return None


def _insist_can_aim(goal: Goal) -> None:
    if goal.measure != Goal.Measure.VALUE:
        raise ValidationError(
            {"aim": _("A progress score has a group of its own in it already. Give a figure of its own to reach.")}
        )
    if not goal.against:
        raise ValidationError({"against": _("Choose what it is compared with.")})
    if goal.moves == Goal.Moves.FOLLOWS and goal.marks:
        raise ValidationError(
            {
                "marks": _(
                    "Interim marks lead to a target that stays. Take them out, or let the target stay as it is set."
                )
            }
        )


def _late(goal: Goal, newer: Point) -> str:
    return _(
        "A target that follows others starts from the latest figure, which is for %(period)s. Start from there, or let "
        "the target stay as it is set."
    ) % {"period": period_within(goal, newer.period)}


def _no_gap(goal: Goal, figure: float, start: SeriesPoint | None) -> str:
    """Why there is nothing to close; empty where there is."""
    told = {"mine": written(goal, goal.baseline), "theirs": written(goal, figure), "what": goal.get_against_display()}
    gap = (figure - goal.baseline) * (goal.on_index.direction or 1)
    if gap <= 0 and can_be_told_apart(goal, figure, goal.baseline):
        return (
            _(
                "It is better already: %(mine)s here, and %(theirs)s is %(what)s. Compare with the best quarter, or "
                "give a figure of your own."
            )
            % told
        )
    if start and is_open(start.as_point(), figure):
        limits = {"lower": written(goal, start.lower), "upper": written(goal, start.upper)}
        return _(
            "Nobody can tell that there is a gap: the figure, %(mine)s, may be anything from %(lower)s to %(upper)s by "
            "its limits, and %(what)s, %(theirs)s, lies between. Give a figure of your own."
        ) % (told | limits)
    if round(_target(goal, figure, figure - goal.baseline), usual_decimals(goal)) == round(
        goal.baseline, usual_decimals(goal)
    ):
        return (
            _("The gap is too small to be seen: %(mine)s here, and %(theirs)s is %(what)s. Give a figure of your own.")
            % told
        )
    return ""


def _too_few(goal: Goal, series: RunSeries, others: Collection[str], count: int) -> str:
    if not others:
        return _("Nobody has said which areas are like this one. Compare with its group, or give a figure of your own.")
    said = ngettext(
        "Only %(count)s of the others has a figure for %(period)s, and an average needs %(fewest)s.",
        "Only %(count)s of the others have a figure for %(period)s, and an average needs %(fewest)s.",
        count,
    ) % {"count": count or _("none"), "period": period_within(goal, goal.baseline_period), "fewest": FEWEST}
    for period in sorted(series.comparable_periods(goal.on_index), key=parse, reverse=True):
        if len(_figures(goal, series, others, [period])[0]) >= FEWEST:
            instead = _("They have figures for %(period)s: start from there, or give a figure of your own.")
            return f"{said} {instead % {'period': label(period, goal.on_index.period_type)}}"
    return f"{said} {_('Give a figure of your own.')}"


def _figures(goal: Goal, series: RunSeries, codes: Collection[str], periods: list[str]) -> list[Floats]:
    """What some areas have in each of some periods, those that have something."""
    wanted = series.columns(codes)
    return [row[~np.isnan(row)] for row in series.figures(goal.on_index.code, periods)[:, wanted]]


def _figure(goal: Goal, figures: Floats) -> float:
    if goal.against == Goal.Against.BEST:
        share = 0.75 if (goal.on_index.direction or 1) > 0 else 0.25
        return round(float(np.quantile(figures, share)), 9)
    return round(float(figures.mean()), 9)


def _target(goal: Goal, figure: float, gap: float) -> float:
    """As many digits as the figures have: none is more exact than what it comes from."""
    return round(figure - _LEFT[Goal.Aim(goal.aim)] * gap, usual_decimals(goal))


def _later_periods(goal: Goal, series: RunSeries) -> list[str]:
    """The periods since the one that the target was worked out from, latest first, as far as they do not overlap it."""
    kept = parse(goal.worked_out["period"]).end
    now = series.lineage.now(goal.on_index.code) or goal.on_index
    return sorted(
        (each for each in series.comparable_periods(now) if parse(each).start > kept), key=parse, reverse=True
    )


def _both(goal: Goal, series: RunSeries, codes: Collection[str], period: str) -> tuple[Floats, Floats]:
    """What the same areas had when the target was worked out, and what they have in a later period."""
    wanted = series.columns(codes)
    then, now = series.figures(goal.on_index.code, [goal.worked_out["period"], period])[:, wanted]
    known = ~np.isnan(then) & ~np.isnan(now)
    return then[known], now[known]


def _clearly_moved(then: Floats, now: Floats) -> bool:
    """Whether their mean move is further from nothing than chance among so many areas explains."""
    each = now - then
    error = float(each.std(ddof=1)) / len(each) ** 0.5
    return abs(float(each.mean())) > CLEARLY * error


def _followed(goal: Goal, series: RunSeries, then: Floats, now: Floats, period: str) -> WorkedOut | None:
    """None where the target would lie where the goal began, or behind that: others who fall back are not followed."""
    figure = _figure(goal, now)
    target = _target(goal, figure, goal.worked_out["gap"])
    ahead = (target - goal.baseline) * goal.direction
    same_way = (figure - _figure(goal, then)) * float((now - then).mean()) > 0
    if ahead <= 0 or target == goal.target or not same_way or not can_be_told_apart(goal, target, goal.baseline):
        return None
    facts = {"figure": figure, "period": period, "areas": len(now), "run": series.run.pk}
    return WorkedOut(target, goal.worked_out | facts | {"before": goal.worked_out | {"target": goal.target}})


def _before(goal: Goal, taken_back: Collection[int]) -> WorkedOut:
    facts = cast(Mapping[str, Any], goal.worked_out)
    while facts["run"] in taken_back and "before" in facts:
        facts = facts["before"]
    return WorkedOut(facts["target"], {name: value for name, value in facts.items() if name != "target"})
