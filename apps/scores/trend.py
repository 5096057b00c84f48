"""Is this a trend? The published test of recent trends, on an area's own figures. Pure.

Five yearly figures without a gap. A line is fitted to them, and its slope is held against what chance alone would give:
a chi-square with one degree of freedom. A trend is called only beyond its 99.8 % point, and only where leaving any one
of the five years out does not turn the slope round. (Fingertips, recent trends: Department of Health and Social Care.)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from apps.common.periods import Period

#: A trend is told over so many figures, the latest ones.
YEARS = 5
#: The 99.8 % point of chi-square with one degree of freedom.
_BEYOND_CHANCE = 9.54953570608324
#: A 95 % interval spans so many standard errors.
_WIDTH = 3.92
_ONE_YEAR = timedelta(days=367)
_A_YEAR_APART = (timedelta(days=358), timedelta(days=373))


class Verdict(StrEnum):
    """What the test says, or why there was none."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_TREND = "no-trend"
    NO_LIMITS = "no-limits"
    TOO_FEW = "too-few"
    OVERLAPPING = "overlapping"


@dataclass(frozen=True)
class Point:
    """A figure of a period, with its 95 % limits; None where there is none."""

    period: Period
    value: float | None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Trend:
    """The verdict, on the figures from `first` to `last`; the chi-square and whether the slope's sign is stable.

    Where nothing could be tested there is neither.
    """

    verdict: Verdict
    first: Period | None = None
    last: Period | None = None
    chi_square: float = math.nan
    stable: bool = False


def recent_trend(points: Sequence[Point]) -> Trend:
    """The trend of the latest five of `points`, whose order does not matter."""
    with_value = sorted((point for point in points if point.value is not None), key=lambda point: point.period.end)
    latest = with_value[-YEARS:]
    if any(point.period.end - point.period.start > _ONE_YEAR for point in latest):
        return Trend(Verdict.OVERLAPPING)
    if len(latest) < YEARS or not _yearly(latest):
        return Trend(Verdict.TOO_FEW)
    if not all(_has_limits(point) for point in latest):
        return Trend(Verdict.NO_LIMITS)
    values = [point.value or 0.0 for point in latest]
    widths = [(point.upper or 0.0) - (point.lower or 0.0) for point in latest]
    chi_square, stable, slope = from_limits(values, widths)
    verdict = _verdict(chi_square, stable, slope)
    return Trend(verdict, latest[0].period, latest[-1].period, chi_square, stable)


def from_limits(values: Sequence[float], widths: Sequence[float]) -> tuple[float, bool, float]:
    """Chi-square, whether the sign is stable, and the slope of `values` a year, by the widths of their 95 % intervals.

    Weighted least squares of value on 1, 2, ..., with w = 1 / s^2 and s = width / 3.92:
    slope = (S Stv - St Sv) / (S Stt - St^2), chi-square = slope^2 (S Stt - St^2) / S.
    """
    weights = [(_WIDTH / width) ** 2 for width in widths]

    def slope_of(kept: Sequence[int]) -> float:
        return _line(kept, values, weights)[0]

    slope, spread, total = _line(range(len(values)), values, weights)
    return slope * slope * spread / total, _is_stable(slope_of, len(values)), slope


def from_counts(counts: Sequence[float], of: Sequence[float]) -> tuple[float, bool, float]:
    """The same for shares: of `of` so many were counted each year, more than none and fewer than all.

    Chi-square for trend (Armitage): N (N S(n t) - S(n) S(N t))^2 / (S(n) (N - S(n)) (N S(N t^2) - S(N t)^2)), N the
    sum of `of`. The slope, for its sign, is that of ln(n / (N - n)) by ordinary least squares.
    """
    times = range(1, len(counts) + 1)
    total, counted = math.fsum(of), math.fsum(counts)
    by_time = math.fsum(n * t for n, t in zip(counts, times, strict=True))
    all_by_time = math.fsum(n * t for n, t in zip(of, times, strict=True))
    by_square = math.fsum(n * t * t for n, t in zip(of, times, strict=True))
    beyond = total * by_time - counted * all_by_time
    chance = counted * (total - counted) * (total * by_square - all_by_time**2)
    odds = [math.log(n / (whole - n)) for n, whole in zip(counts, of, strict=True)]

    def slope_of(kept: Sequence[int]) -> float:
        return _line(kept, odds, [1.0] * len(odds))[0]

    return total * beyond * beyond / chance, _is_stable(slope_of, len(odds)), slope_of(range(len(odds)))


def _line(kept: Sequence[int], values: Sequence[float], weights: Sequence[float]) -> tuple[float, float, float]:
    """The slope of the kept values on 1, 2, ..., then S Stt - St^2, and S."""
    s = math.fsum(weights[i] for i in kept)
    st = math.fsum(weights[i] * (i + 1) for i in kept)
    stt = math.fsum(weights[i] * (i + 1) ** 2 for i in kept)
    sv = math.fsum(weights[i] * values[i] for i in kept)
    stv = math.fsum(weights[i] * (i + 1) * values[i] for i in kept)
    spread = s * stt - st * st
    return (s * stv - st * sv) / spread, spread, s


def _is_stable(slope_of: Callable[[Sequence[int]], float], count: int) -> bool:
    """Whether the slope keeps its sign with every single year left out; one of nothing counts as rising."""
    everyone = list(range(count))
    slopes = [slope_of(everyone), *(slope_of([i for i in everyone if i != left]) for left in everyone)]
    return len({slope >= 0 for slope in slopes}) == 1


def _verdict(chi_square: float, stable: bool, slope: float) -> Verdict:
    if chi_square <= _BEYOND_CHANCE or not stable:
        return Verdict.NO_TREND
    return Verdict.INCREASING if slope >= 0 else Verdict.DECREASING


def _yearly(points: Sequence[Point]) -> bool:
    shortest, longest = _A_YEAR_APART
    ends = [point.period.end for point in points]
    return all(shortest <= later - earlier <= longest for earlier, later in zip(ends, ends[1:], strict=False))


def _has_limits(point: Point) -> bool:
    return point.lower is not None and point.upper is not None and point.lower < point.upper
