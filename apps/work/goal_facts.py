"""What helps whoever sets a goal: how fast the figure moved so far, and how fast it would have to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.goals.models import Goal
from apps.goals.queries import SeriesPoint
from apps.goals.trajectory import middle, year_of
from apps.scores.readings import AreaProfile, Reading


@dataclass(frozen=True)
class Pace:
    """Change per year in the unit of the measure: from the first figure to the last, and as the road needs it.

    `so_far` is None with fewer than two figures.
    """

    so_far: float | None
    first: str = ""
    last: str = ""
    needed: float | None = None


@dataclass(frozen=True)
class Choice:
    """One element to set a goal on, and how deep it hangs in the framework."""

    reading: Reading
    depth: int


def pace(points: Sequence[SeriesPoint], goal: Goal | None = None) -> Pace:
    """Plain arithmetic: the past per year, and with a goal what its road needs per year."""
    needed = None
    if goal is not None:
        years = year_of(goal.due) - year_of(middle(goal.baseline_period))
        needed = (goal.target - goal.baseline) / years if years > 0 else None
    # Of windows of different lengths two can have the same middle: between those nothing is said of a year.
    if len(points) < 2 or points[0].when >= points[-1].when:
        return Pace(None, needed=needed)
    first, last = points[0], points[-1]
    return Pace((last.value - first.value) / (last.when - first.when), first.label, last.label, needed)


def choices(profile: AreaProfile, sought: str) -> list[Choice]:
    """The elements of an area to choose from, in published order; only those whose name holds what is sought."""
    words = sought.casefold().split()
    found = []
    for reading, depth in _walk(profile.headlines, 0):
        if all(word in reading.name.casefold() for word in words):
            found.append(Choice(reading, depth))
    return found


def _walk(readings: Iterable[Reading], depth: int) -> Iterable[tuple[Reading, int]]:
    for reading in readings:
        yield reading, depth
        yield from _walk(reading.children, depth + 1)
