"""Bending a skewed indicator before it is put on a scale."""

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import exact

Floats = NDArray[np.float64]


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
    return exact.log(values)


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


def cbrt(values: Floats) -> Floats:
    """The cube root of `values` (any shape; nan stays nan), of negative ones too (same source)."""
    return exact.cbrt(values)


def square(values: Floats) -> Floats:
    """`values` (any shape; nan stays nan) times themselves, for a longer tail below. Raises ValueError below 0.

    Of figures below 0 it would turn the order round.
    """
    if (values < 0).any():
        lowest = float(np.nanmin(values))
        raise ValueError(
            f"A square needs figures of 0 or more, and one of them is {lowest:g}. Choose another transform."
        )
    return values * values


def cube(values: Floats) -> Floats:
    """The third power of `values` (any shape; nan stays nan), which keeps their order: for a long tail below."""
    return values * values * values


#: `winsorise` changes figures by their distribution, not one by one: see treat.py.
TRANSFORMS = {
    "none": none,
    "log": log,
    "sqrt": sqrt,
    "cbrt": cbrt,
    "square": square,
    "cube": cube,
    "reciprocal": reciprocal,
    "winsorise": none,
}
