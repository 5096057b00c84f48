"""The whole method in one function: figures in, scores of every element out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import aggregate, normalise, treat
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.transform import TRANSFORMS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A share added up from thirds may miss one half by a bit; nobody's coverage turns on a billionth.
_HAIR = 1e-9


class UnfitFigures(ValueError):
    """The figures of one indicator cannot be used as the framework asks; `column` says which one it is."""

    def __init__(self, sentence: str, column: int) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True, eq=False)
class Moments:
    """What the reference group looked like, per indicator (indicators,), after its transform; nan where it is empty.

    `mean` and `spread` in the transformed unit, `skewness` and `kurtosis` (excess) without one, `drawn_in`: how many
    figures were winsorised.
    """

    mean: Floats
    spread: Floats
    skewness: Floats
    kurtosis: Floats
    drawn_in: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Scores:
    """`scores` and `coverage` (areas, elements), `z` (areas, indicators, + is better), and the group's `moments`."""

    scores: Floats
    coverage: Floats
    z: Floats
    moments: Moments


def score(figures: Floats, framework: Framework, method: Method, reference: Flags, transforms: Sequence[str]) -> Scores:
    """Score areas on every element of the framework, relative to the areas of the reference group.

    `figures` (areas, indicators) in their published units, nan where missing, columns in the order of
    `framework.indicators`; `reference` (areas,): who belongs to the group; `transforms` (indicators,): a name each.
    Areas outside the group get no score. Raises ValueError with a sentence when shapes or names do not fit, and
    UnfitFigures when the figures of one indicator do not.
    """
    _check(figures, framework, reference, transforms)
    inside = np.where(reference[:, None], figures, np.nan)
    treated, moments = _treat(inside, method, transforms)
    z = normalise.z_scores(treated, moments.mean, moments.spread) * framework.direction[framework.indicators]
    scores = np.full((len(figures), len(framework)), np.nan)
    covered = np.zeros_like(scores)
    scaled = normalise.to_scale(z, method.k, method.centre)
    scores[:, framework.indicators] = scaled if method.cap == "none" else _cap(scaled, method)
    covered[:, framework.indicators] = ~np.isnan(z)
    for position in framework.above:
        _combine(position, scores, covered, framework, method)
    return Scores(scores, covered, z, moments)


def _combine(position: int, scores: Floats, covered: Floats, framework: Framework, method: Method) -> None:
    """Fill one column of `scores` and of `covered` from the columns of its children."""
    children = framework.children_of(position)
    below, weights = scores[:, children], framework.weight[children]
    covered[:, position] = aggregate.coverage(below, covered[:, children], weights)
    enough = covered[:, position] >= method.least_coverage - _HAIR
    value = aggregate.weighted_mean(below, weights)
    scores[:, position] = np.where(enough, _cap(value, method) if method.cap == "every" else value, np.nan)


def _treat(figures: Floats, method: Method, transforms: Sequence[str]) -> tuple[Floats, Moments]:
    treated = np.full_like(figures, np.nan)
    count = figures.shape[1]
    blank = np.full((4, count), np.nan)
    moments = Moments(blank[0], blank[1], blank[2], blank[3], np.zeros(count, dtype=np.int64))
    for column, name in enumerate(transforms):
        values = _bend(figures[:, column], name, column)
        if name == "winsorise":
            values, moments.drawn_in[column] = treat.winsorise(
                values, method.winsorise_points, method.skewness_limit, method.kurtosis_limit
            )
        treated[:, column] = values
        _describe(values[~np.isnan(values)], column, moments, method.ddof)
    return treated, moments


def _bend(values: Floats, name: str, column: int) -> Floats:
    try:
        return TRANSFORMS[name](values)
    except ValueError as error:
        raise UnfitFigures(str(error), column) from None


def _describe(present: Floats, column: int, moments: Moments, ddof: int) -> None:
    if len(present):
        moments.mean[column] = treat.mean(present)
        moments.spread[column] = treat.spread(present, ddof)
        moments.skewness[column] = treat.skewness(present)
        moments.kurtosis[column] = treat.excess_kurtosis(present)


def _cap(scores: Floats, method: Method) -> Floats:
    return normalise.cap(scores, method.lowest, method.highest)


def _check(figures: Floats, framework: Framework, reference: Flags, transforms: Sequence[str]) -> None:
    count = len(framework.indicators)
    if figures.ndim != 2 or figures.shape[1] != count:
        raise ValueError(f"The figures must have one column for each of the {count} indicators of the framework.")
    if reference.shape != (len(figures),) or reference.dtype != np.bool_:
        raise ValueError("The reference group must say yes or no for each area.")
    if len(transforms) != count:
        raise ValueError(f"Each of the {count} indicators needs the name of its transform.")
    if strange := sorted(set(transforms) - set(TRANSFORMS)):
        raise ValueError(f"This engine knows no transform called {', '.join(strange)}.")
    if len(endless := np.flatnonzero(np.isinf(figures).any(axis=0))):
        raise UnfitFigures("A figure must be a finite number, or missing.", int(endless[0]))
