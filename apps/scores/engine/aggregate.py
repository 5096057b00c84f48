"""From several scores to one, and how much of the weight stands behind it.

In each way `scores` (children, ...) are on one scale, nan where there is none, and `weights` those of the children,
(children,), or each area's own, (children, areas); the result has the rest of the shape, nan where no child has one.
The weights are shared out over what is present, and nothing is filled in. Children are taken one after the other, in
their order, as a product of matrices may add in another order on another machine.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import exact

Floats = NDArray[np.float64]

#: Fewer children than this are counted in a byte.
_BYTE = 256


class Room:
    """Memory that is worked in again and again: finding it anew for each element takes longer than the work."""

    def __init__(self) -> None:
        self._gaps, self._part = np.empty(0, dtype=bool), np.empty(0)

    def like(self, values: Floats) -> tuple[NDArray[np.bool_], Floats]:
        """Flags and floats in the shape of `values`, with whatever was there before."""
        if self._part.size < values.size:
            self._gaps, self._part = np.empty(values.size, dtype=bool), np.empty(values.size)
        return (
            self._gaps[: values.size].reshape(values.shape),
            self._part[: values.size].reshape(values.shape),
        )


def weighted_mean(scores: Floats, weights: Floats) -> Floats:
    """The mean of the children that have a score: sum(w * s) / sum(w) over them.

    (OECD/JRC Handbook on Constructing Composite Indicators, steps 6 and 7: linear aggregation.)
    """
    total, weight = np.zeros(scores.shape[1:]), np.zeros(scores.shape[1:])
    for score, each in zip(scores, weights, strict=True):
        present = ~np.isnan(score)
        total += np.where(present, score, 0.0) * each
        weight += present * each
    return np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)


def weighted_geometric_mean(scores: Floats, weights: Floats) -> Floats:
    """exp(sum(w * ln s) / sum(w)): what is low can be made up for only in part; 0 where one of them is 0.

    Raises ValueError with a sentence for a score below 0. (OECD/JRC Handbook, step 7: geometric aggregation.)
    """
    _insist_positive(scores, "geometric")
    zero = (scores == 0).any(axis=0)
    logs = weighted_mean(exact.log(np.where(scores > 0, scores, np.nan)), weights)
    return np.where(zero, 0.0, exact.exp(logs))


def weighted_harmonic_mean(scores: Floats, weights: Floats) -> Floats:
    """sum(w) / sum(w / s): what is low weighs heaviest; 0 where one of them is 0.

    Raises ValueError with a sentence for a score below 0. (The harmonic mean of composite indicators in COINr.)
    """
    _insist_positive(scores, "harmonic")
    zero = (scores == 0).any(axis=0)
    turned = weighted_mean(1.0 / np.where(scores > 0, scores, np.nan), weights)
    return np.where(zero, 0.0, 1.0 / turned)


def adjusted_mazziotta_pareto(scores: Floats, weights: Floats, penalty: str = "negative") -> Floats:
    """M - S * cv, cv = S / M: the mean less a penalty for what is unbalanced; M + S * cv where `penalty` is positive.

    M is the weighted mean, S the weighted standard deviation of the children that are present, over all of them. Take
    the penalty away (negative) where more is better, put it on (positive) where the scores count what is bad. nan where
    the mean is 0. (Mazziotta and Pareto, "Measuring well-being over time", Social Indicators Research 136, 2018.)
    """
    mean = weighted_mean(scores, weights)
    variance = weighted_mean((scores - mean) ** 2, weights)
    toll = np.divide(variance, mean, out=np.full(mean.shape, np.nan), where=mean != 0)
    return mean - toll if penalty == "negative" else mean + toll


def coverage(scores: Floats, below: Floats | Sequence[Floats], weights: Floats) -> Floats:
    """The share of an element's weight that has figures behind it: sum(w * c) / sum(w) over all its children.

    `below`, of each child, shaped like its scores or one number: the children's own coverage, 0 to 1, which counts only
    where the child has a score. Gives 0 to 1; 0 without children.
    """
    found = np.zeros(scores.shape[1:])
    whole = np.zeros(weights.shape[1:])
    for score, covered, each in zip(scores, below, weights, strict=True):
        found += np.where(np.isnan(score), 0.0, covered) * each
        whole = whole + each
    return found / whole if len(weights) else found


def fill_mean_and_coverage(
    scores: Floats,
    below: Floats | None,
    weights: Floats,
    counted: Floats,
    mean: Floats,
    covered: Floats,
    room: Room,
) -> None:
    """`weighted_mean` by `weights` into `mean` and `coverage` by `counted` into `covered`, to the last bit, in one go.

    `scores` (children, ...) and `below`, their own coverage; None stands for 1 where there is a score and 0 where not,
    as of indicators. `mean` is nothing to go by where `covered` is 0. `room`: somewhere to work that is as large.
    """
    mean[...], covered[...] = 0.0, 0.0
    if not len(scores):
        return
    gaps, part = room.like(scores)
    missing = bool(np.isnan(scores, out=gaps).any())
    known = _without(gaps, scores, part) if missing else scores
    _add_up(mean, known, weights)
    alike = weights is counted and below is None
    if below is None:
        _count(covered, gaps if missing else None, counted)
    else:
        _add_up(covered, _without(gaps, below, part) if missing else below, counted)
    weight: Floats = covered
    if not alike:
        weight = np.zeros_like(mean)
        _count(weight, gaps if missing else None, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean /= weight
    covered /= _whole(counted)


def _add_up(total: Floats, values: Floats, weights: Floats) -> None:
    """Add `values` (children, ...) times their weights to `total`, one child after the other."""
    for each, weight in zip(values, _numbers(weights), strict=True):
        total += each if isinstance(weight, float) and weight == 1.0 else each * weight


def _count(total: Floats, gaps: NDArray[np.bool_] | None, weights: Floats) -> None:
    """Add the weights of the children that have no gap, `gaps` (children, ...), to `total`, one after the other."""
    if gaps is None:
        total += _whole(weights)
    elif weights.ndim == 1 and len(weights) < _BYTE and (weights == 1.0).all():
        # Whole numbers come out the same in whatever order they are added.
        np.subtract(float(len(weights)), np.add.reduce(gaps.view(np.uint8), axis=0, dtype=np.uint8), out=total)
    else:
        for gap, weight in zip(gaps, _numbers(weights), strict=True):
            total += np.where(gap, 0.0, weight)


def _whole(weights: Floats) -> Floats | float:
    """The sum of the weights, one after the other: a number, or each area's own."""
    whole: Floats | float = 0.0
    for weight in _numbers(weights):
        whole = whole + weight
    return whole


def _without(gaps: NDArray[np.bool_], values: Floats, part: Floats) -> Floats:
    """`values`, 0 where there are gaps, in `part`."""
    np.copyto(part, values)
    np.copyto(part, 0.0, where=gaps)
    return part


def _numbers(weights: Floats) -> Sequence[Floats | float]:
    return weights.tolist() if weights.ndim == 1 else list(weights)


def _insist_positive(scores: Floats, mean: str) -> None:
    if (scores < 0).any():
        lowest = float(np.nanmin(scores))
        raise ValueError(
            f"A {mean} mean needs scores of 0 or more, and one of them is {lowest:g}. "
            "Cap the scores, or choose a scale that begins above 0."
        )


MEANS = {
    "arithmetic": weighted_mean,
    "geometric": weighted_geometric_mean,
    "harmonic": weighted_harmonic_mean,
}
