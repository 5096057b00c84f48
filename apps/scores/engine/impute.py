"""Putting something where a figure is missing, each cell of it marked.

`values` always has the shape (indicators, periods, areas), nan where missing; each way gives the filled values and, in
the same shape, which cells it filled. (OECD/JRC Handbook on Constructing Composite Indicators, step 3.)
"""

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.sums import totals

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

Imputed = tuple[Floats, Flags]


def group_mean(values: Floats, group: Ints) -> Imputed:
    """The plain mean of those areas of the same group that have a figure, in the same period.

    `group` (areas,): a number each, -1 for an area of no group, which is compared with nobody and stays missing.
    """
    filled = values.copy()
    for number in np.unique(group[group >= 0]):
        inside = np.flatnonzero(group == number)
        part = values[:, :, inside]
        present = ~np.isnan(part)
        count = present.sum(axis=-1)
        total = totals(np.where(present, part, 0.0))
        mean = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
        filled[:, :, inside] = np.where(present, part, mean[..., None])
    return filled, _filled(values, filled)


def carry_forward(values: Floats, years: Floats, most: float) -> Imputed:
    """The latest earlier figure of the same area, when it is at most `most` years older.

    `years` (periods,): the year of each period, rising.
    """
    filled = values.copy()
    last, since = np.full_like(values[:, 0], np.nan), np.full_like(values[:, 0], -np.inf)
    for period, year in enumerate(years):
        now = values[:, period]
        present = ~np.isnan(now)
        filled[:, period] = np.where(~present & (year - since <= most), last, now)
        last, since = np.where(present, now, last), np.where(present, year, since)
    return filled, _filled(values, filled)


def linear(values: Floats, years: Floats) -> Imputed:
    """A straight line between the nearest earlier and the nearest later figure of the same area.

    Nothing before the first figure and nothing after the last. `years` (periods,): the year of each period, rising.
    """
    before, before_year = _nearest(values, years)
    after, after_year = (each[:, ::-1] for each in _nearest(values[:, ::-1], years[::-1]))
    span = after_year - before_year
    share = np.divide(years[:, None] - before_year, span, out=np.full_like(span, np.nan), where=span > 0)
    filled = np.where(np.isnan(values), before + (after - before) * share, values)
    return filled, _filled(values, filled)


def _nearest(values: Floats, years: Floats) -> tuple[Floats, Floats]:
    """For every cell the last figure on the way to it, itself too, and the year of that."""
    found, when = np.full_like(values, np.nan), np.full_like(values, np.nan)
    last, since = found[:, 0].copy(), when[:, 0].copy()
    for period, year in enumerate(years):
        now = values[:, period]
        present = ~np.isnan(now)
        last, since = np.where(present, now, last), np.where(present, year, since)
        found[:, period], when[:, period] = last, since
    return found, when


def _filled(before: Floats, after: Floats) -> Flags:
    return np.isnan(before) & ~np.isnan(after)
