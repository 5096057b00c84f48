"""What helps whoever sets a goal: how fast the figure moved so far, and how fast it would have to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.common.numbers import signed, unit_parts
from apps.goals.models import Goal
from apps.goals.queries import SeriesPoint
from apps.goals.trajectory import latest_counting, middle, year_of
from apps.goals.wording import period_in_short, usual_decimals
from apps.scores.readings import AreaProfile, Reading

#: So many more decimals than usual are written of a rate that would else be written as nothing.
_MORE = 6
#: A rate that is nothing at so many decimals is arithmetic's own.
_NOTHING = 9


@dataclass(frozen=True)
class Pace:
    """Change per year in the unit of the measure, as it was between two figures and as a road needs it, and in words.

    `so_far` is None with fewer than two figures.
    """

    so_far: float | None = None
    needed: float | None = None
    said: str = ""


@dataclass(frozen=True)
class Choice:
    """One element, and how deep it hangs in the framework. `bar` says why no goal can be set on it, if so."""

    reading: Reading
    depth: int
    bar: str = ""


def pace(points: Sequence[SeriesPoint], goal: Goal) -> Pace:
    """Plain arithmetic: the past per year, and what a road needs per year. A goal that is only begun has no road.

    The past is that since the baseline, where a figure counts by now; else between the first and the last that can be
    compared.
    """
    fit = [point for point in points if not point.bar]
    needed = None if goal.due is None else _per_year(goal.baseline, _start(goal), goal.target, year_of(goal.due))
    latest = latest_counting([point.as_point() for point in points], goal.baseline_period) if goal.due else None
    if latest:
        so_far = _per_year(goal.baseline, _start(goal), latest.value, year_of(middle(latest.period)))
        began = _("Since its baseline (%(start)s) it moved by %(rate)s.")
        ends = {"start": period_in_short(goal, goal.baseline_period)}
    elif len(fit) > 1:
        so_far = _per_year(fit[0].value, fit[0].when, fit[-1].value, fit[-1].when)
        began = _("Between %(start)s and %(end)s it moved by %(rate)s.")
        ends = {"start": period_in_short(goal, fit[0].period), "end": period_in_short(goal, fit[-1].period)}
    else:
        so_far, began, ends = None, "", {}
    said = [] if so_far is None else [began % (ends | {"rate": moved_by(goal, so_far)})]
    if needed is not None:
        said.append(_("The road needs %(rate)s.") % {"rate": moved_by(goal, needed)})
    return Pace(so_far, needed, " ".join(said))


def moved_by(goal: Goal, value: float) -> str:
    """A change per year, and whether it is for the better, where one way is the better one."""
    told = {"rate": rate(goal, value)}
    way = round(value, _NOTHING) * ((1 if goal.measure == Goal.Measure.PROGRESS else goal.subject.direction) or 0)
    if way > 0:
        return _("%(rate)s a year, for the better") % told
    return (_("%(rate)s a year, for the worse") if way < 0 else _("%(rate)s a year")) % told


def rate(goal: Goal, value: float) -> str:
    """A change as it is written: its sign, enough decimals to see it, and its unit in words."""
    usual = usual_decimals(goal) + (goal.measure == Goal.Measure.VALUE)
    decimals = next((n for n in range(usual, usual + _MORE) if round(value, n)), usual)
    amount = signed(value, decimals)
    if goal.measure == Goal.Measure.PROGRESS:
        return _("%(amount)s points") % {"amount": amount}
    unit = unit_parts(goal.subject.unit)
    if unit.sign == "%" or goal.subject.unit.startswith("per cent"):
        return _("%(amount)s percentage points") % {"amount": amount}
    if unit.sign == "pounds":
        amount = f"{amount[0]}£{amount[1:]}" if not amount[0].isdigit() else f"£{amount}"
    return f"{amount} {unit.rest}".strip()


def choices(profile: AreaProfile, sought: str, bars: Mapping[str, str] | None = None) -> list[Choice]:
    """The elements of an area to choose from, in published order; `bars` says why there is none to be had, by code.

    Only those whose name or code holds every word that is sought, each with all that is below it.
    """
    words, bars = sought.casefold().split(), bars or {}
    return [
        Choice(reading, depth, bars.get(reading.code, ""))
        for reading, depth in _walk(profile.headlines, 0, words, False)
    ]


def _start(goal: Goal) -> float:
    return year_of(middle(goal.baseline_period))


def _per_year(before: float, began: float, after: float, ended: float) -> float | None:
    # Of windows of different lengths two can have the same middle: between those nothing is said of a year.
    return (after - before) / (ended - began) if ended > began else None


def _walk(readings: Iterable[Reading], depth: int, words: Sequence[str], is_in: bool) -> Iterable[tuple[Reading, int]]:
    """What is found; all of a branch that is in."""
    for reading in readings:
        found = is_in or all(word in f"{reading.name} {reading.code}".casefold() for word in words)
        if found:
            yield reading, depth
        yield from _walk(reading.children, depth + 1, words, found)
