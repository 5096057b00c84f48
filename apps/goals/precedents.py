"""Pure: how many areas that once stood where a goal starts ever moved as far in as long a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

#: How near a figure is to a baseline from which it counts as a like start: this share of the standard deviation of all.
NEAR = 0.5


@dataclass(frozen=True)
class Precedents:
    """Areas that began from a like figure, how many of them ever moved as far, and within how many years."""

    areas: int
    moved: int
    years: float


def precedents(when: Floats, figures: Floats, *, baseline: float, change: float, years: float) -> Precedents | None:
    """Of all areas, those that moved by `change` or further, its own way, within `years`, from about `baseline`.

    `figures` is periods by areas at the times `when`, earliest first, nan where there is none. Where the series is
    shorter, it is asked of the longest time that it holds. None where a figure has nothing to be compared with.
    """
    known = ~np.isnan(figures).all(axis=1)
    when, figures = when[known], figures[known]
    if len(when) < 2 or change == 0:
        return None
    span = float(when[-1] - when[0])
    usual = float(np.median(np.diff(when)))
    asked = min(years, span)
    near = NEAR * float(np.nanmean(np.nanstd(figures, axis=1)))
    began, moved = np.zeros(figures.shape[1], dtype=bool), np.zeros(figures.shape[1], dtype=bool)
    for start in range(len(when) - 1):
        if when[-1] - when[start] < asked - usual / 2:
            continue
        later = (when > when[start]) & (when <= when[start] + asked + usual / 2)
        alike = np.abs(figures[start] - baseline) <= near
        began |= alike & ~np.isnan(figures[later]).all(axis=0)
        moved |= alike & _reached(figures[later] - figures[start], change)
    return Precedents(int(began.sum()), int(moved.sum()), asked)


def _reached(moves: Floats, change: float) -> Marks:
    # A figure that is missing reached nothing.
    far = moves >= change if change > 0 else moves <= change
    return np.asarray(far.any(axis=0), dtype=bool)
