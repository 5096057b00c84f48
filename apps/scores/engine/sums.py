"""Sums that come out the same in whatever order they are taken, on every machine.

Floats are put on a fixed grid first, as whole numbers: those can be added in any order, by any processor, without a bit
being lost. What the grid leaves over is so little that its own sum can be taken as it comes: it would have to bring the
whole to within a hair of the middle between two floats to matter. Where it does, it is put on a second grid.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Whole numbers below 2 ^ 62 may be added two by two without leaving 64 bits.
_ROOM = 62
#: Beyond this a float has no finite power of two to be multiplied by.
_MOST = 1000
#: A float below 2 ^ 51 that is added to 1.5 * 2 ^ 52 stands in the last bits of the sum as a whole number.
_BITS = 51
#: So far from 1 in powers of two the quick way has no float to add.
_FAR = 900
#: What lies that near to 0 is made larger by so many powers of two; 0 stays 0, and is on every grid.
_LIFT = 400
#: Rows whose largest are no further apart than so many times share one grid: adding one number to all is quicker.
_ALIKE = 16.0
#: Fewer numbers than this are quicker put on two grids than asked whether one is enough.
_FEW = 2048


def totals(values: Floats) -> Floats:
    """The sums of `values` (..., n) along the last axis, (...), finite and none missing; 0 where n is 0."""
    if values.size < _FEW:
        return _on_two_grids(values) if values.shape[-1] else np.zeros(values.shape[:-1])
    return bounded(values, np.maximum(values.max(axis=-1), -values.min(axis=-1)))


def bounded(values: Floats, bound: Floats, scratch: Floats | None = None) -> Floats:
    """`totals` of `values` (..., n), n above 0, none of which is further from 0 than `bound` (...).

    `scratch`, in the shape of `values`, is written in: who has many sums to take need not find room for each.
    """
    count = values.shape[-1]
    rows, most = values.reshape(-1, count), bound.reshape(-1)
    if not most.size:
        return np.zeros(values.shape[:-1])
    largest, least = float(most.max()), float(most.min())
    if not 2.0**-_FAR < largest < 2.0**_FAR:
        return _on_two_grids(values)
    bits = min(_BITS, _ROOM - int(count).bit_length())
    if least * _ALIKE > largest:
        unit = np.ldexp(1.0, np.frexp([largest])[1] - bits)
    else:
        unit = np.ldexp(1.0, np.frexp(np.maximum(most, 2.0**-_FAR))[1] - bits)[:, None]
    shift = unit * (1.5 * 2.0**52)
    moved = np.add(rows, shift, out=None if scratch is None else scratch.reshape(-1, count))
    first = moved.view(np.int64).sum(axis=-1)
    first -= (shift.view(np.int64) * count).reshape(-1)
    # What the grid leaves over: a float subtracted from one that is next to it leaves all bits.
    moved -= shift
    np.subtract(rows, moved, out=moved)
    unit = unit.reshape(-1)
    second = moved.sum(axis=-1) / unit
    high = first.astype(np.float64)
    low = (first - high.astype(np.int64)) + second
    found = high + low
    again = np.flatnonzero(_may_miss(found, high, low, count))
    found *= unit
    if len(again):
        found[again] = _on_two_grids(rows[again])
    return found.reshape(values.shape[:-1])


def _may_miss(found: Floats, high: Floats, low: Floats, count: int) -> NDArray[np.bool_]:
    """Whether `found`, `high` + `low` as a float, may not be the float next to the true sum, in units of the grid.

    `low` holds the sum of `count` floats of at most one half, in no order that we know: each addition rounds off at
    most 2 ^ -54 of what is there by then, which is at most half of `count`; the second grid of the slow way less.
    Where `high` is less than `low`, all of it is less than that doubt.
    """
    beyond = np.abs(low - (found - high))
    # Half the way to the next float; of a power of two the next one below is nearer.
    middle = np.spacing(np.abs(found) * (1.0 - 2.0**-53)) * 0.5
    return beyond + (count + 64.0) ** 2 * 2.0**-52 >= middle


def _on_two_grids(values: Floats) -> Floats:
    count = values.shape[-1]
    bits = _ROOM - int(count).bit_length()
    bound = np.maximum(values.max(axis=-1), -values.min(axis=-1))
    if (tiny := (bound < 2.0**-_FAR) & (bound > 0)).any():
        # So near to 0 there is no power of two that would bring all bits onto the grids: larger first, and back after.
        lift = np.where(tiny, _LIFT, 0)
        return np.ldexp(_on_two_grids(np.ldexp(values, lift[..., None])), -lift)
    # `np.clip` asks first what whole numbers there are, which takes longer than the rest of a short sum.
    power = np.minimum(np.maximum(bits - np.frexp(bound)[1], -_MOST), _MOST)[..., None]
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
