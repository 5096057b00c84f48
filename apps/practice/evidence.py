"""Pure numpy: whose figure moved furthest beyond its group's, the better way up. Nothing here is tested for chance.

The median and its absolute deviations are used because a few areas that leap must not decide what is usual in the group
they leap from. (F. R. Hampel, "The Influence Curve and Its Role in Robust Estimation", JASA 69, 1974.)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.common.periods import Period, parse

Floats = NDArray[np.float64]

#: How far back a change is looked for, and how near at the least, in months from end to end.
MONTHS_BACK = 60
LEAST_MONTHS = 24
#: How long a list is, and how much of it one indicator may fill.
MOST = 50
MOST_OF_ONE = 5
#: Makes the median absolute deviation of figures that are spread like a bell as large as their standard deviation.
BELL = 1.4826
#: Periods of one kind differ by leap days and by the day of the week that a survey falls on.
_SAME_LENGTH_DAYS = 3
# Of figures this near to each other, as a share of their size, only rounding tells one from the other.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Moved:
    """How the areas of one group moved on one indicator. Arrays are over its areas; nan, or 0, where one has no change.

    `change` and `group_change`, its median, are in the indicator's own unit. `lead` is in spreads of the group's
    changes, each taken after the indicator's transform and turned so that more is better. `passed` is how many of the
    others an area moved further than.
    """

    change: Floats
    group_change: float
    lead: Floats
    passed: NDArray[np.int64]
    size: int


def earlier_period(periods: Iterable[str], latest: str, since: str) -> str | None:
    """The period to compare `latest` with: as long as it, wholly before it, two years or more, and nearest to five.

    None when there is none. None that begins before `since` is taken, from when on figures can be compared; of two
    equally near the earlier.
    """
    end, first = parse(latest), parse(since).start
    fit = [each for each in map(parse, periods) if each.start >= first and _comparable(each, end)]
    if not fit:
        return None
    return min(fit, key=lambda each: (abs(_months(each, end) - MONTHS_BACK), each.start)).text


def moved(
    before: Floats,
    after: Floats,
    *,
    direction: int,
    bend: Callable[[Floats], Floats],
    least_areas: int,
) -> Moved | None:
    """How far each area moved beyond its group: `lead = (c - median(c)) / s`, the better way up.

    `c = direction * (f(after) - f(before))`, where `f` is the indicator's transform, and
    `s = 1.4826 * median(|c - median(c)|)`. Nobody leads on a bent scale who is behind in the indicator's own unit: such
    a lead is 0. Only areas with both figures count; None when they are fewer than `least_areas`, or when half of them
    moved alike, so that nothing says what is far. Raises ValueError where a figure cannot be bent.
    """
    both = ~np.isnan(before) & ~np.isnan(after)
    size = int(both.sum())
    if size < max(least_areas, 1):
        return None
    start, end = bend(before[both]), bend(after[both])
    turned = direction * (end - start)
    beyond = turned - np.median(turned)
    spread = BELL * float(np.median(np.abs(beyond)))
    if spread <= _ROUNDING * float(np.max(np.abs([start, end]))):
        return None
    change = after[both] - before[both]
    group_change = float(np.median(change))
    ahead = direction * (change - group_change) > 0
    return Moved(
        change=_over(both, change),
        group_change=group_change,
        lead=_over(both, np.where(ahead, beyond, np.minimum(beyond, 0.0)) / spread),
        passed=_over(both, _passed(turned, _ROUNDING * spread), 0.0).astype(np.int64),
        size=size,
    )


def furthest(leads: Iterable[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Of (lead, indicator, area) the largest above 0, largest first; no indicator fills more than its part of them."""
    found: list[tuple[float, str, str]] = []
    taken: dict[str, int] = {}
    for lead, code, area in sorted(leads, key=lambda each: (-each[0], each[1], each[2])):
        if lead <= 0 or len(found) == MOST:
            break
        if taken.get(code, 0) < MOST_OF_ONE:
            taken[code] = taken.get(code, 0) + 1
            found.append((lead, code, area))
    return found


def lie_apart(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether two ranges, each (lower, upper), have nothing in common."""
    return first[1] < second[0] or second[1] < first[0]


def _comparable(earlier: Period, latest: Period) -> bool:
    length = abs((earlier.end - earlier.start).days - (latest.end - latest.start).days)
    whole_before = earlier.end < latest.start
    return whole_before and length <= _SAME_LENGTH_DAYS and _months(earlier, latest) >= LEAST_MONTHS


def _months(earlier: Period, latest: Period) -> int:
    return (latest.end.year - earlier.end.year) * 12 + latest.end.month - earlier.end.month


def _passed(turned: Floats, alike: float) -> Floats:
    """How many moved less far than each, by more than rounding."""
    ordered = np.sort(turned)
    return np.searchsorted(ordered, turned - alike, side="left").astype(np.float64)


def _over(both: NDArray[np.bool_], values: Floats, blank: float = np.nan) -> Floats:
    whole = np.full(both.shape, blank)
    whole[both] = values
    return whole
