"""Logarithm, exponential and cube root that give the same bits on every machine.

A processor's own functions differ in the last bit from one another. These are worked out as the sum of two floats
(double-double arithmetic: T. J. Dekker, "A floating-point technique for extending the available precision", 1971), of
which additions, products and quotients are all that is asked, and those are the same everywhere. Some hundred bits are
carried and rounded once at the end, so the result is the float next to the true value.
"""

from collections.abc import Callable
from decimal import Context, Decimal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

#: At most so many values are worked on at once, so that what is held meanwhile stays in the processor's own memory.
_BLOCK = 1 << 13
_SPLITTER = float(2**27 + 1)
_PRECISE = Context(prec=60)
_SQRT_HALF = 0.7071067811865476


def log(values: Floats) -> Floats:
    """The natural logarithm of `values` (any shape), each above 0 and finite, or nan."""
    return _in_blocks(_log, values)


def exp(values: Floats) -> Floats:
    """e to the power of `values` (any shape), each between -700 and 700, or nan."""
    return _in_blocks(_exp, values)


def cbrt(values: Floats) -> Floats:
    """The cube root of `values` (any shape), finite or nan; that of a negative value is negative."""
    return _in_blocks(_cbrt, values)


def _in_blocks(function: Callable[[Floats], Floats], values: Floats) -> Floats:
    flat = np.ascontiguousarray(values, dtype=np.float64).ravel()
    found = np.empty_like(flat)
    for start in range(0, len(flat), _BLOCK):
        found[start : start + _BLOCK] = function(flat[start : start + _BLOCK])
    return found.reshape(values.shape)


def _log(x: Floats) -> Floats:
    # x = m * 2^e with m near 1; ln m = 2 artanh(s), s = (m - 1) / (m + 1), |s| < 0.172.
    known = ~np.isnan(x)
    m, e = np.frexp(np.where(known, x, 1.0))
    low = m < _SQRT_HALF
    m, power = np.where(low, 2 * m, m), e - low.astype(e.dtype)
    f = m - 1.0
    s = _quotient((f, np.zeros_like(f)), _sum(f, np.full_like(f, 2.0)))
    series = _series(_product(s, s), _ARTANH)
    turns = power.astype(np.float64)
    high, low_part = _add(_scaled(_LN2, turns), _product(s, series))
    found: Floats = np.where(known, high + low_part, np.nan)
    return found


def _exp(x: Floats) -> Floats:
    # x = k ln 2 + r, |r| < 0.35; e^x = 2^k e^r.
    known = ~np.isnan(x)
    y = np.where(known, x, 0.0)
    k = np.rint(y / _LN2[0])
    shift = _scaled(_LN2, -k)
    r = _add((y, np.zeros_like(y)), shift)
    high, low = _series(r, _EXPONENTIAL)
    found: Floats = np.where(known, np.ldexp(high + low, k.astype(np.int64)), np.nan)
    return found


def _cbrt(x: Floats) -> Floats:
    # One step of Newton's from the processor's own cube root, its error taken in full.
    y = np.cbrt(x)
    cubed = _product(_two_product(y, y), (y, np.zeros_like(y)))
    short = (x - cubed[0]) - cubed[1]
    return np.where(y == 0, y, y + np.divide(short, 3 * y * y, out=np.zeros_like(y), where=y != 0))


def _series(x: Pair, coefficients: tuple[tuple[float, float], ...]) -> Pair:
    """c0 + x (c1 + x (c2 + ...)): the last half of it, which no longer counts much, in single floats."""
    half = len(coefficients) // 2
    rest = np.full_like(x[0], coefficients[-1][0])
    for high, _low in reversed(coefficients[half:-1]):
        rest = rest * x[0] + high
    total: Pair = (rest, np.zeros_like(rest))
    for high, low in reversed(coefficients[:half]):
        total = _add(_product(total, x), (np.full_like(rest, high), np.full_like(rest, low)))
    return total


def _sum(a: Floats, b: Floats) -> Pair:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _add(a: Pair, b: Pair) -> Pair:
    high, low = _sum(a[0], b[0])
    return _settled(high, low + (a[1] + b[1]))


def _two_product(a: Floats, b: Floats) -> Pair:
    product = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def _product(a: Pair, b: Pair) -> Pair:
    high, low = _two_product(a[0], b[0])
    return _settled(high, low + (a[0] * b[1] + a[1] * b[0]))


def _quotient(a: Pair, b: Pair) -> Pair:
    first = a[0] / b[0]
    whole = _product((first, np.zeros_like(first)), b)
    rest = _add(a, (-whole[0], -whole[1]))
    return _settled(first, rest[0] / b[0])


def _scaled(pair: tuple[float, float], by: Floats) -> Pair:
    high, low = _two_product(np.full_like(by, pair[0]), by)
    return _settled(high, low + pair[1] * by)


def _settled(high: Floats, low: Floats) -> Pair:
    total = high + low
    return total, low - (total - high)


def _split(a: Floats) -> Pair:
    spread = a * _SPLITTER
    high = spread - (spread - a)
    return high, a - high


def _pair(value: Decimal) -> tuple[float, float]:
    high = float(value)
    return high, float(_PRECISE.subtract(value, Decimal(high)))


def _inverse(number: int) -> Decimal:
    return _PRECISE.divide(Decimal(1), Decimal(number))


def _inverse_factorials(count: int) -> tuple[tuple[float, float], ...]:
    found, value = [], Decimal(1)
    for n in range(count):
        value = _PRECISE.divide(value, Decimal(max(n, 1)))
        found.append(_pair(value))
    return tuple(found)


_LN2 = _pair(Decimal(2).ln(_PRECISE))
#: 2 artanh(s) / s = 2 + 2 s^2 / 3 + 2 s^4 / 5 + ...
_ARTANH = tuple(_pair(2 * _inverse(2 * k + 1)) for k in range(23))
_EXPONENTIAL = _inverse_factorials(26)
