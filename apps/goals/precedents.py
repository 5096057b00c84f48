"""Pure: how many areas that once stood where a goal starts ever moved as far in as long a time; what that weighs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

#: How near a figure is to a baseline from which it counts as a like start: this share of the standard deviation of all.
NEAR = 0.5
#: Of fewer areas nothing is weighed.
FEWEST = 5
#: Below the first share of areas that moved as far a goal asks for more than most did; above the second, for less.
FEW, MANY = 0.25, 0.75


class Weight(StrEnum):
    """What a goal asks for, held against what others did."""

    MORE_THAN_ANY = "more-than-any"
    MORE_THAN_MOST = "more-than-most"
    AS_MANY = "as-many"
    LESS_THAN_MOST = "less-than-most"


@dataclass(frozen=True)
class Precedents:
    """Areas that began from a like figure, how many of them ever moved as far, and within how many years."""

    areas: int
    moved: int
    years: float


@dataclass(frozen=True)
class OwnPast:
    """Whether an area itself ever moved as far, and within how many years."""

    moved: bool
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
    asked = min(years, float(when[-1] - when[0]))
    near = NEAR * float(np.nanmean(np.nanstd(figures, axis=1)))
    began, moved = np.zeros(figures.shape[1], dtype=bool), np.zeros(figures.shape[1], dtype=bool)
    for start, later in _windows(when, asked):
        alike = np.abs(figures[start] - baseline) <= near
        began |= alike & ~np.isnan(figures[later]).all(axis=0)
        moved |= alike & _reached(figures[later] - figures[start], change)
    return Precedents(int(began.sum()), int(moved.sum()), asked)


def own_past(when: Floats, figures: Floats, *, change: float, years: float) -> OwnPast | None:
    """Whether one area moved by `change` or further, its own way, within `years`, from wherever it stood.

    Of a shorter past it is asked as of other areas; None with fewer than two figures.
    """
    known = ~np.isnan(figures)
    when, figures = when[known], figures[known]
    if len(when) < 2 or change == 0:
        return None
    asked = min(years, float(when[-1] - when[0]))
    moves = (figures[later, None] - figures[start] for start, later in _windows(when, asked))
    return OwnPast(any(bool(_reached(each, change).any()) for each in moves), asked)


def weight(found: Precedents | None) -> Weight | None:
    """What the precedents weigh; None where they are fewer than FEWEST areas.

    None of them moved as far: more than any did. Under a quarter: more than most did. A quarter to three quarters:
    about what many did. Above: less than most did.
    """
    if found is None or found.areas < FEWEST:
        return None
    share = found.moved / found.areas
    if not found.moved:
        return Weight.MORE_THAN_ANY
    if share < FEW:
        return Weight.MORE_THAN_MOST
    return Weight.AS_MANY if share <= MANY else Weight.LESS_THAN_MOST


def _windows(when: Floats, asked: float) -> Iterator[tuple[int, Marks]]:
    """Each start that can be followed for the time asked, and which periods lie within it."""
    usual = float(np.median(np.diff(when)))
    for start in range(len(when) - 1):
        if when[-1] - when[start] >= asked - usual / 2:
            yield start, (when > when[start]) & (when <= when[start] + asked + usual / 2)


def _reached(moves: Floats, change: float) -> Marks:
    # A figure that is missing reached nothing.
    far = moves >= change if change > 0 else moves <= change
    return np.asarray(far.any(axis=0), dtype=bool)
