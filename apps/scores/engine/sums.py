"""Sums that come out the same in whatever order they are taken, on every machine.

Floats are put on a fixed grid first, as whole numbers: those can be added in any order, by any processor, without a bit
being lost. What the grid leaves over is put on a second one, so that the sum is the float next to the true one.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Whole numbers below 2 ^ 62 may be added two by two without leaving 64 bits.
_ROOM = 62
#: Beyond this a float has no finite power of two to be multiplied by.
_MOST = 1000


def totals(values: Floats) -> Floats:
    """The sums of `values` (..., n) along the last axis, (...), finite and none missing; 0 where n is 0."""
    count = values.shape[-1]
    if not count:
        return np.zeros(values.shape[:-1])
    bits = _ROOM - int(count).bit_length()
    bound = np.maximum(values.max(axis=-1), -values.min(axis=-1))
    power = np.clip(bits - np.frexp(bound)[1], -_MOST, _MOST)[..., None]
    grid = np.ldexp(values, power)
    whole = np.rint(grid)
    grid -= whole
    first = whole.astype(np.int64).sum(axis=-1)
    np.multiply(grid, 2.0**bits, out=grid)
    second = np.rint(grid, out=grid).astype(np.int64).sum(axis=-1)
    high = first.astype(np.float64)
    # What a float of the first sum leaves over, exactly, and the second sum below it.
    low = (first - high.astype(np.int64)).astype(np.float64) + second.astype(np.float64) * 2.0**-bits
    return np.ldexp(high + low, -power[..., 0])
