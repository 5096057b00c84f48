"""The whole method in one function: figures in, scores of every element out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import aggregate, normalise, treat
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel, UnfitFigures
from apps.scores.engine.preparing import Prepared, prepare
from apps.scores.engine.scaling import Scale

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

__all__ = ["Moments", "PanelScores", "Scores", "UnfitFigures", "score", "score_panel"]

# A share added up from thirds may miss one half by a bit; nobody's coverage turns on a billionth.
_HAIR = 1e-9

Keep = Callable[[str, Floats], None]


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


@dataclass(frozen=True, eq=False)
class PanelScores:
    """`scores` and `coverage` (periods, areas, elements), and what the figures became before they were put on a scale.

    `normalised` (periods, areas, indicators): before it was scaled, + is better.
    """

    scores: Floats
    coverage: Floats
    normalised: Floats
    prepared: Prepared


def score(figures: Floats, framework: Framework, method: Method, reference: Flags, transforms: Sequence[str]) -> Scores:
    """Score areas on every element of the framework, relative to the areas of the reference group.

    `figures` (areas, indicators) in their published units, nan where missing, columns in the order of
    `framework.indicators`; `reference` (areas,): who belongs to the group; `transforms` (indicators,): a name each.
    Areas outside the group get no score. Raises ValueError with a sentence when shapes or names do not fit, and
    UnfitFigures when the figures of one indicator do not.
    """
    found = score_panel(Panel.of_one_period(figures, Declared.plain(tuple(transforms)), reference), framework, method)
    moments = _moments(found.prepared, method.ddof)
    return Scores(found.scores[0], found.coverage[0], found.normalised[0], moments)


def score_panel(panel: Panel, framework: Framework, method: Method, keep: Keep | None = None) -> PanelScores:
    """Score the areas of every period of a panel. `keep` is handed the array after each step, by the step's name.

    Arrays of the steps have the shape (periods, areas, indicators), those of the levels (periods, areas, elements).
    Raises ValueError with a sentence when shapes or names do not fit, and UnfitFigures when the figures of one
    indicator do not.
    """
    panel.check(len(framework.indicators))
    say = keep or _nothing
    prepared = prepare(panel, method, say)
    scale = Scale(panel, method)
    leaves = framework.indicators
    normalised = scale.normalise(prepared.values, prepared.basis, method.normalise, framework.direction[leaves])
    say("normalised", normalised)
    scaled = scale.scaled(normalised, method.normalise)
    scores = np.full((*panel.figures.shape[:2], len(framework)), np.nan)
    covered = np.zeros_like(scores)
    scores[:, :, leaves] = scaled if method.cap == "none" else normalise.cap(scaled, method.lowest, method.highest)
    covered[:, :, leaves] = ~np.isnan(normalised)
    say("scaled", scores[:, :, leaves])
    for level in np.unique(framework.level[framework.above]).tolist():
        for position in framework.above[framework.level[framework.above] == level]:
            _combine(int(position), scores, covered, framework, method, scale)
        say(f"level-{level}", scores)
    return PanelScores(scores, covered, normalised, prepared)


def _combine(
    position: int, scores: Floats, covered: Floats, framework: Framework, method: Method, scale: Scale
) -> None:
    """Fill one column of `scores` and of `covered` from the columns of its children."""
    children, level = framework.children_of(position), int(framework.level[position])
    weights = scale.weights(framework, children, level)
    for period in range(len(scores)):
        below = scores[period][:, children]
        covered[period, :, position] = aggregate.coverage(below, covered[period][:, children], weights)
        enough = covered[period, :, position] >= method.at(level, "least_coverage") - _HAIR
        scores[period, :, position] = np.where(enough, _mean(below, weights, level, method), np.nan)
    if way := method.at(level, "normalise"):
        column = scores[:, :, position : position + 1]
        again = scale.scaled(scale.normalise(column, column, way, np.ones(1)), way)
        scores[:, :, position] = again[:, :, 0]
    if method.cap == "every":
        scores[:, :, position] = normalise.cap(scores[:, :, position], method.lowest, method.highest)


def _mean(below: Floats, weights: Floats, level: int, method: Method) -> Floats:
    averaging = method.at(level, "averaging")
    if averaging == "adjusted-mazziotta-pareto":
        return aggregate.adjusted_mazziotta_pareto(below, weights, method.penalty)
    return aggregate.MEANS[averaging](below, weights)


def _moments(prepared: Prepared, ddof: int) -> Moments:
    basis = prepared.basis[0]
    count = basis.shape[1]
    blank = np.full((4, count), np.nan)
    moments = Moments(blank[0], blank[1], blank[2], blank[3], prepared.drawn_in[0])
    for column in range(count):
        present = basis[~np.isnan(basis[:, column]), column]
        if len(present):
            moments.mean[column] = treat.mean(present)
            moments.spread[column] = treat.spread(present, ddof)
            moments.skewness[column] = treat.skewness(present)
            moments.kurtosis[column] = treat.excess_kurtosis(present)
    return moments


def _nothing(step: str, values: Floats) -> None:
    pass
