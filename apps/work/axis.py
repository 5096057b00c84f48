"""Pure: where something that lasts from a day to another stands on a line of half years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: More years than these are not told apart on one sheet of paper.
MOST_YEARS = 16
#: Half years that hold some words.
_LONG = 4


@dataclass(frozen=True)
class Span:
    """How many half years lie before something, in it and after it; `is_cut` where it began before the line does."""

    before: int
    during: int
    after: int
    is_cut: bool = False

    @property
    def is_short(self) -> bool:
        """Whether words stand better after it than in it."""
        return self.during < _LONG <= self.after


@dataclass(frozen=True)
class Axis:
    """The years from `first` to `last`, both with their two halves."""

    first: int
    last: int

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def steps(self) -> int:
        return 2 * len(self.years)

    def span(self, starts: date, ends: date) -> Span | None:
        """Where it stands; None where all of it is over before the line begins, or ahead of its end."""
        begin, end = self._step(starts), self._step(ends)
        if end < 0 or begin >= self.steps or end < begin:
            return None
        left, right = max(begin, 0), min(end, self.steps - 1)
        return Span(left, right - left + 1, self.steps - 1 - right, is_cut=begin < 0)

    def _step(self, day: date) -> int:
        return 2 * (day.year - self.first) + (day.month > 6)


def axis_of(days: Iterable[date], today: date) -> Axis:
    """The years that some days and today are in; the earliest are left out where there are more than MOST_YEARS."""
    years = [today.year, *(day.year for day in days)]
    last = min(max(years), today.year + MOST_YEARS - 1)
    return Axis(max(min(years), last - MOST_YEARS + 1), last)
