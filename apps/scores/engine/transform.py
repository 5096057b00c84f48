"""Bending a skewed indicator before it is put on a scale."""

import math
from decimal import Context, Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# 25 digits leave no doubt about the 17 that a float holds: the logarithm is the same on every machine.
_PRECISE = Context(prec=25)


def none(values: Floats) -> Floats:
    """`values` (any shape) as they are."""
    return values


def log(values: Floats) -> Floats:
    """The natural logarithm of `values` (any shape; nan stays nan); a ratio becomes a difference.

    Raises ValueError with a sentence when a value is not above 0. (OECD/JRC Handbook on Constructing Composite
    Indicators, step 5: transformation of highly skewed indicators before normalisation.) Each is correctly rounded, so
    that no processor's own way of taking logarithms shows.
    """
    if (values <= 0).any():
        lowest = float(np.nanmin(values))
        raise ValueError(f"A logarithm needs figures above 0, and one of them is {lowest:g}. Choose another transform.")
    flat = [x if math.isnan(x) else _ln(x) for x in values.ravel().tolist()]
    return np.array(flat, dtype=np.float64).reshape(values.shape)


# A logarithm this exact takes 20 microseconds; the same figures of a snapshot are asked for again and again.
@lru_cache(maxsize=1 << 15)
def _ln(x: float) -> float:
    return float(Decimal(x).ln(_PRECISE))


def sqrt(values: Floats) -> Floats:
    """The square root of `values` (any shape; nan stays nan). Raises ValueError with a sentence below 0.

    A gentler bend than the logarithm, for figures that reach 0 (same source).
    """
    if (values < 0).any():
        lowest = float(np.nanmin(values))
        raise ValueError(
            f"A square root needs figures of 0 or more, and one of them is {lowest:g}. Choose another transform."
        )
    return np.sqrt(values)


def reciprocal(values: Floats) -> Floats:
    """Minus one over `values` (any shape; nan stays nan), which keeps their order. Raises ValueError unless above 0.

    The strongest bend, for shares of which a few areas have many times the rest (the ONS Health Index uses it too).
    """
    if (values <= 0).any():
        lowest = float(np.nanmin(values))
        raise ValueError(
            f"A reciprocal needs figures above 0, and one of them is {lowest:g}. Choose another transform."
        )
    return -1 / values


#: `winsorise` changes figures by their distribution, not one by one: see treat.py.
TRANSFORMS = {"none": none, "log": log, "sqrt": sqrt, "reciprocal": reciprocal, "winsorise": none}
