"""From several scores to one, and how much of the weight stands behind it."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weighted_mean(scores: Floats, weights: Floats) -> Floats:
    """The mean of the children that have a score: sum(w * s) / sum(w) over them.

    `scores` (areas, children) on the 0-10 scale, nan where there is none; `weights` (children,). Gives (areas,), nan
    where no child has a score. (OECD/JRC Handbook on Constructing Composite Indicators, steps 6 and 7: linear
    aggregation; the weights are shared out over what is present, and nothing is filled in.)
    """
    present = ~np.isnan(scores)
    total = _weighted_sum(np.where(present, scores, 0.0), weights)
    weight = _weighted_sum(present.astype(np.float64), weights)
    return np.divide(total, weight, out=np.full(len(scores), np.nan), where=weight > 0)


def coverage(scores: Floats, below: Floats, weights: Floats) -> Floats:
    """The share of an element's weight that has figures behind it: sum(w * c) / sum(w) over all its children.

    `scores` (areas, children), nan where there is none; `below` (areas, children): the children's own coverage, 0 to 1,
    which counts only where the child has a score; `weights` (children,). Gives (areas,), 0 to 1; 0 without children.
    """
    if not len(weights):
        return np.zeros(len(scores))
    counted = np.where(np.isnan(scores), 0.0, below)
    return _weighted_sum(counted, weights) / _weighted_sum(np.ones((1, len(weights))), weights)


def _weighted_sum(columns: Floats, weights: Floats) -> Floats:
    # One column after the other: a matrix product may add in another order on another machine.
    total = np.zeros(len(columns))
    for position, weight in enumerate(weights):
        total = total + columns[:, position] * weight
    return total
