"""Who stands before whom."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Scores that agree to so many decimals share a rank: no library's last bit puts one area before another.
DECIMALS = 9
#: Scores that are put in order at once, so that they stay in the processor's own memory meanwhile.
_BLOCK = 1 << 15


def ranks(scores: Floats) -> Floats:
    """Competition ranks of `scores` (..., n) along the last axis: 1 for the highest, nan for nan.

    1, 2, 2, 4: those that are the same share a rank, and the next counts all that stand before.
    """
    count = scores.shape[-1]
    found = np.empty(scores.shape)
    shape = (math.prod(scores.shape[:-1]), count)
    rows, ranked = scores.reshape(shape), found.reshape(shape)
    step = max(1, _BLOCK // max(count, 1))
    for start in range(0, len(rows), step):
        ranked[start : start + step] = _ranks(rows[start : start + step])
    return found


def _ranks(scores: Floats) -> Floats:
    """`ranks` of (rows, n): in order, each takes the place of the first that is the same; gaps stand last."""
    turned = np.round(scores, DECIMALS)
    np.negative(turned, out=turned)
    order = np.argsort(turned, axis=-1)
    inside = np.take_along_axis(turned, order, axis=-1)
    places = np.zeros(scores.shape, dtype=np.int64)
    if scores.shape[-1]:
        new = inside[:, 1:] != inside[:, :-1]
        places[:, 1:] = np.where(new, np.arange(1, scores.shape[-1]), 0)
    np.maximum.accumulate(places, axis=-1, out=places)
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, places + 1.0, axis=-1)
    found[np.isnan(scores)] = np.nan
    return found
