"""Outliers: how skewed figures are, and drawing the most extreme ones in.

The two measures and the rule that a distribution needs treatment when |skewness| > 2 and excess kurtosis > 3.5 are
those of the European Commission's Joint Research Centre (COIN Tool User's Guide, 2019, outlier treatment, which follows
the OECD/JRC Handbook on Constructing Composite Indicators, 2008); it takes them as a spreadsheet's SKEW and KURT.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import exact
from apps.scores.engine.sums import bounded, totals

Floats = NDArray[np.float64]

#: A spread that is no larger than this share of the largest value may come of rounding alone.
_TINY = 2.0**-40


def mean(values: Floats) -> float:
    """The mean of `values` (n,), none missing, in their own unit; exactly rounded, so the order never matters."""
    return float(totals(values)) / len(values)


def spread(values: Floats, ddof: int = 0) -> float:
    """The standard deviation of `values` (n,), none missing, in their own unit; 0 when all are the same.

    sqrt(sum((x - mean)^2) / (n - ddof)).
    """
    if len(values) <= ddof or _is_constant(values):
        return 0.0
    deviation = values - mean(values)
    return math.sqrt(float(totals(deviation * deviation)) / (len(values) - ddof))


def moments(values: Floats, ddof: int = 0, deviation: Floats | None = None) -> tuple[Floats, Floats]:
    """`mean` and `spread` of every row of `values` (..., n; nan where missing), (...) each, as one by one.

    nan where a row has no value at all. `deviation`, in the shape of `values`, is filled with what they are off the
    mean of their row.
    """
    room = np.empty((3, *values.shape))
    return moments_within((room[0] if deviation is None else deviation, room[1], room[2]), values, ddof)


def moments_within(room: Sequence[Floats], values: Floats, ddof: int = 0) -> tuple[Floats, Floats]:
    """`moments`, with `room` to work in: three arrays in the shape of `values`, the first for the deviations."""
    deviation, filled, scratch = room
    gaps = np.isnan(values)
    missing = bool(gaps.any())
    count = np.full(values.shape[:-1], values.shape[-1])
    if missing:
        count -= np.add.reduce(gaps.view(np.uint8), axis=-1, dtype=np.uint32)
        np.copyto(filled, values)
        np.copyto(filled, 0.0, where=gaps)
    if not values.shape[-1]:
        return np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    known = filled if missing else values
    bound = np.maximum(known.max(axis=-1), -known.min(axis=-1))
    means = np.divide(bounded(known, bound, scratch), count, out=np.full(count.shape, np.nan), where=count > 0)
    np.subtract(values, means[..., None], out=deviation)
    squares = np.multiply(deviation, deviation, out=filled)
    if missing:
        np.copyto(squares, 0.0, where=gaps)
    spreads = np.sqrt(bounded(squares, squares.max(axis=-1), scratch) / np.maximum(count - ddof, 1))
    # The mean of values that are all the same may miss them by a bit: only then is so small a spread possible.
    for row in zip(*np.nonzero(spreads <= bound * _TINY), strict=True):
        if _is_constant(values[row][~gaps[row]]):
            spreads[row] = 0.0
    spreads[count <= ddof] = 0.0
    spreads[count == 0] = np.nan
    return means, spreads


def weighted_mean(values: Floats, weights: Floats) -> float:
    """sum(w * x) / sum(w) of `values` (n,), none missing, each with its weight above 0; exactly rounded sums."""
    return float(totals(values * weights)) / float(totals(weights))


def weighted_spread(values: Floats, weights: Floats, ddof: int = 0) -> float:
    """The weighted standard deviation of `values` (n,), none missing, in their own unit; 0 when all are the same.

    With ddof 0 (the areas are everyone) sqrt(sum(w (x - m)^2) / sum(w)); with ddof 1 (they are a sample)
    sqrt(sum(w (x - m)^2) sum(w) / (sum(w)^2 - sum(w^2))), in which the weights say how reliable each is. The ONS Health
    Index takes the second, with the population as the weight.
    """
    if len(values) <= ddof or _is_constant(values):
        return 0.0
    deviation = values - weighted_mean(values, weights)
    squares = float(totals(weights * deviation * deviation))
    total = float(totals(weights))
    if not ddof:
        return math.sqrt(squares / total)
    return math.sqrt(squares * total / (total * total - float(totals(weights * weights))))


def skewness(values: Floats) -> float:
    """The sample skewness of `values` (n,), none missing, without unit; 0 for fewer than 3 or when all are the same.

    G1 = n / ((n-1)(n-2)) * sum(((x - mean) / s)^3), s with n - 1: a spreadsheet's SKEW.
    """
    return _shape(values)[0]


def excess_kurtosis(values: Floats) -> float:
    """The sample excess kurtosis of `values` (n,), none missing, without unit: 0 for a normal distribution.

    G2 = n(n+1) / ((n-1)(n-2)(n-3)) * sum(((x - mean) / s)^4) - 3(n-1)^2 / ((n-2)(n-3)), s with n - 1: a spreadsheet's
    KURT. 0 for fewer than 4 values or when all are the same.
    """
    return _shape(values)[1]


def shapes(values: Floats) -> tuple[Floats, Floats]:
    """`skewness` and `excess_kurtosis` of every row of `values` (rows, n; nan where missing), (rows,) each.

    nan where a row has no value at all.
    """
    counts = np.count_nonzero(~np.isnan(values), axis=-1)
    z = np.empty(values.shape)
    _, spreads = moments(values, ddof=1, deviation=z)
    z /= np.where(spreads > 0, spreads, np.nan)[:, None]
    z[np.isnan(z)] = 0.0
    cubes = z * z * z
    sums = zip(counts.tolist(), spreads.tolist(), totals(cubes).tolist(), totals(cubes * z).tolist(), strict=True)
    found = [_shape_of(*each) if each[0] else (np.nan, np.nan) for each in sums]
    return np.array([each[0] for each in found]), np.array([each[1] for each in found])


def _shape(values: Floats) -> tuple[float, float]:
    """Both measures of `values` (n,), none missing."""
    n = len(values)
    if n < 3 or not (s := spread(values, ddof=1)):
        return 0.0, 0.0
    z = (values - mean(values)) / s
    cubes = z * z * z
    third, fourth = totals(np.stack([cubes, cubes * z])).tolist()
    return _shape_of(n, s, third, fourth)


def _shape_of(n: int, s: float, third: float, fourth: float) -> tuple[float, float]:
    """Both measures of `n` values whose spread is `s`, from the sums of the third and fourth powers of their z."""
    if n < 3 or not s:
        return 0.0, 0.0
    skewed = third * n / ((n - 1) * (n - 2))
    if n < 4:
        return skewed, 0.0
    return skewed, fourth * n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def is_skewed(values: Floats, skewness_limit: float = 2.0, kurtosis_limit: float = 3.5) -> bool:
    """Whether `values` (n,), none missing, need treatment: |skewness| and excess kurtosis both above their limits."""
    return exceeds(*_shape(values), skewness_limit, kurtosis_limit)


def exceeds(skewness: float, kurtosis: float, skewness_limit: float, kurtosis_limit: float) -> bool:
    """Whether a distribution of this skewness and excess kurtosis needs treatment: only when both are too large."""
    return abs(skewness) > skewness_limit and kurtosis > kurtosis_limit


def winsorise(
    values: Floats, points: int, skewness_limit: float = 2.0, kurtosis_limit: float = 3.5
) -> tuple[Floats, int]:
    """`values` (n,; nan where missing), the most extreme drawn in, in their own unit; and how many were drawn in.

    One at a time, on the side of the longer tail, the most extreme figure takes the value of the next one, until the
    distribution no longer `is_skewed` or `points` have been drawn in (winsorisation, COIN Tool User's Guide).
    """
    present = np.sort(values[~np.isnan(values)])
    low = high = 0
    treated = present
    while low + high < min(points, len(present) - 1):
        skewed, kurtosis = _shape(treated)
        if not exceeds(skewed, kurtosis, skewness_limit, kurtosis_limit):
            break
        if skewed > 0:
            high += 1
        else:
            low += 1
        treated = np.clip(present, present[low], present[-1 - high])
    if not low + high:
        return values, 0
    return np.clip(values, present[low], present[-1 - high]), low + high


def bend_whole(values: Floats, basis: Floats) -> Floats:
    """`values` (n,; nan where missing) by the logarithm that draws in the longer tail of `basis` (n,), in no unit.

    ln(x - lowest + a) for a long tail above, -ln(highest - x + a) for one below, with a a hundredth of the range, so
    that it serves figures of any sign and keeps their order. (As `log_CT` of the R package COINr, after the COIN Tool.)
    """
    present = basis[~np.isnan(basis)]
    lowest, highest = float(present.min()), float(present.max())
    least = 0.01 * (highest - lowest)
    if skewness(present) >= 0:
        return exact.log(values - lowest + least)
    return -exact.log(highest - values + least)


def _is_constant(values: Floats) -> bool:
    # Asked before any sum: the mean of many equal values can miss them by a bit, and a spread of 1e-17 is no spread.
    return not len(values) or bool(values.min() == values.max())
