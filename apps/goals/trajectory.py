"""Pure: the road from a baseline to a target, and where the latest figure stands beside it.

A figure counts when its period begins after the baseline's has ended: of windows that overlap one part is the same.
Each rule stands in docs/method.md, section Goals, beside the name of its function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from apps.common.periods import parse

#: The share of the expected move from which a figure is on course: a road is a plan, not a tolerance of nothing.
ENOUGH = 0.9
#: Years that a figure may take to come out, on top of the time that usually lies between two of its series.
LATE = 2.0

MET, ON_COURSE, BEHIND, OFF_COURSE = "met", "on-course", "behind", "off-course"
TOO_EARLY, NO_NEW_FIGURES, NOT_COMPARABLE = "too-early", "no-new-figures", "not-comparable"
STRAIGHT, STEPPED, SLOW_START = "straight", "stepped", "slow-start"
_DAYS_IN_A_YEAR = 365.25
#: Into so many pieces a bent road is cut where it is drawn.
_PIECES = 16


@dataclass(frozen=True)
class Point:
    """A figure of one period, in the unit of the goal's measure; limits are None where none are published."""

    period: str
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Road:
    """From `baseline` in a period to `target` on the day it falls due, past `marks` on the way, earliest first.

    STRAIGHT leads from each mark to the next; STEPPED rests at each until the day of the next; SLOW_START has no marks
    and goes by the square of the time, so that half of the time brings a quarter of the way.
    """

    baseline_period: str
    baseline: float
    target: float
    due: date
    shape: str = STRAIGHT
    marks: tuple[tuple[date, float], ...] = ()

    @property
    def start(self) -> date:
        """The middle of the baseline's period."""
        return middle(self.baseline_period)

    @property
    def corners(self) -> tuple[tuple[date, float], ...]:
        """Its beginning, its marks and its end."""
        return ((self.start, self.baseline), *self.marks, (self.due, self.target))

    @property
    def direction(self) -> int:
        return 1 if self.target > self.baseline else -1


@dataclass(frozen=True)
class Judgement:
    """Where a goal stands: a word, the figure it rests on, and what the road expected in the middle of its period."""

    standing: str
    point: Point | None = None
    expected: float | None = None


def middle(period: str) -> date:
    """The day in the middle of a period. Raises ValueError on what is none."""
    read = parse(period)
    return read.start + timedelta(days=(read.end - read.start).days // 2)


def year_of(day: date) -> float:
    """A day as a year with its fraction."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def expected(road: Road, on: date) -> float:
    """The value that the road has reached on a day; it rests at either end."""
    corners = road.corners
    if on <= road.start:
        return road.baseline if road.due > road.start else road.target
    if on >= road.due:
        return road.target
    (begun, low), (ended, high) = next(pair for pair in pairwise(corners) if pair[0][0] <= on < pair[1][0])
    if road.shape == STEPPED:
        return low
    share = (on - begun).days / (ended - begun).days
    return low + (share**2 if road.shape == SLOW_START else share) * (high - low)


def line_of(road: Road) -> tuple[tuple[date, float], ...]:
    """The days and values between which the road is drawn with a straight pen."""
    if road.shape == STEPPED:
        steps = [((day, before), (day, value)) for (_, before), (day, value) in pairwise(road.corners)]
        return (road.corners[0], *(corner for step in steps for corner in step))
    if road.shape == SLOW_START:
        whole = (road.due - road.start).days
        days = sorted({road.start + timedelta(days=whole * n // _PIECES) for n in range(_PIECES + 1)})
        return tuple((day, expected(road, day)) for day in days)
    return road.corners


def latest_counting(points: Sequence[Point], baseline_period: str) -> Point | None:
    """The latest figure whose period begins after the baseline's ended."""
    after = parse(baseline_period).end
    later = [point for point in points if parse(point.period).start > after]
    return max(later, key=lambda point: parse(point.period), default=None)


def judge(road: Road, points: Sequence[Point], as_at: date) -> Judgement:
    """Where a goal stands by the figures of a run as at a day. Points are in no order, one per period."""
    if road.baseline_period not in {point.period for point in points}:
        return Judgement(NOT_COMPARABLE)
    silent = is_silent([point.period for point in points], as_at)
    latest = latest_counting(points, road.baseline_period)
    if latest is None:
        return Judgement(NO_NEW_FIGURES if silent else TOO_EARLY)
    wanted = expected(road, middle(latest.period))
    standing = _standing(road, latest, wanted)
    # What was reached stays reached; any other word would be about a past that is too long ago.
    return Judgement(NO_NEW_FIGURES if silent and standing != MET else standing, latest, wanted)


def is_silent(periods: Sequence[str], as_at: date) -> bool:
    """Whether the latest figure ended longer ago than its series' usual interval, and the time to come out, explain.

    The usual interval is the median of the times between the ends of its periods. Of a series with a single period
    nobody knows it: such a series is never silent.
    """
    last = silent_after(periods)
    return last is not None and as_at > last


def silent_after(periods: Sequence[str]) -> date | None:
    """The last day on which a series is not silent yet if nothing newer comes; None of one that never is."""
    ends = sorted({parse(period).end for period in periods})
    if len(ends) < 2:
        return None
    usual = median((after - before).days for before, after in pairwise(ends))
    return ends[-1] + timedelta(days=int(usual + LATE * _DAYS_IN_A_YEAR))


def is_open(point: Point, value: float) -> bool:
    """Whether published limits leave `value` open; False where there are none."""
    return point.lower is not None and point.upper is not None and point.lower <= value <= point.upper


def _standing(road: Road, latest: Point, wanted: float) -> str:
    moved = (latest.value - road.baseline) * road.direction
    if (latest.value - road.target) * road.direction >= 0:
        return MET
    if moved >= ENOUGH * (wanted - road.baseline) * road.direction:
        return ON_COURSE
    if is_open(latest, wanted):
        # Limits so wide that they hold both ends of the expected move tell nobody whether there was one.
        return TOO_EARLY if is_open(latest, road.baseline) else ON_COURSE
    if moved < 0 and not is_open(latest, road.baseline):
        return OFF_COURSE
    return BEHIND
