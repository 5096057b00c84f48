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
    """`scores` and `coverage` (elements, periods, areas), and what the figures became before they were put on a scale.

    `normalised` (indicators, periods, areas): before it was scaled, + is better.
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
    return Scores(_by_area(found.scores), _by_area(found.coverage), _by_area(found.normalised), moments)


def score_panel(panel: Panel, framework: Framework, method: Method, keep: Keep | None = None) -> PanelScores:
    """Score the areas of every period of a panel. `keep` is handed the array after each step, by the step's name.

    Arrays of the steps have the shape (indicators, periods, areas), those of the levels (elements, periods, areas).
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
    scores = np.full((len(framework), *normalised.shape[1:]), np.nan)
    covered = np.zeros_like(scores)
    for position, column in zip(leaves, normalised, strict=True):
        scores[position] = _capped(scale.scaled(column, method.normalise), method, "indicator")
        covered[position] = ~np.isnan(column)
    say("scaled", scores[leaves])
    for level in np.unique(framework.level[framework.above]).tolist():
        for position in framework.above[framework.level[framework.above] == level]:
            _combine(int(position), scores, covered, framework, method, scale)
        say(f"level-{level}", scores)
    return PanelScores(scores, covered, normalised, prepared)


def _combine(
    position: int, scores: Floats, covered: Floats, framework: Framework, method: Method, scale: Scale
) -> None:
    """Fill one element of `scores` and of `covered` from its children."""
    children, level = framework.children_of(position), int(framework.level[position])
    weights = scale.weights(framework, children, level)
    below = scores[children]
    covered[position] = aggregate.coverage(below, covered[children], weights)
    enough = covered[position] >= method.at(level, "least_coverage") - _HAIR
    scores[position] = np.where(enough, _mean(below, weights, level, method), np.nan)
    if way := method.at(level, "normalise"):
        column = scores[position : position + 1]
        scores[position] = scale.scaled(scale.normalise(column, column, way, np.ones(1)), way)[0]
    scores[position] = _capped(scores[position], method, "every")


def _capped(scores: Floats, method: Method, where: str) -> Floats:
    if method.cap in (where, "every"):
        return normalise.cap(scores, method.lowest, method.highest)
    return scores


def _mean(below: Floats, weights: Floats, level: int, method: Method) -> Floats:
    averaging = method.at(level, "averaging")
    if averaging == "adjusted-mazziotta-pareto":
        return aggregate.adjusted_mazziotta_pareto(below, weights, method.penalty)
    return aggregate.MEANS[averaging](below, weights)


def _moments(prepared: Prepared, ddof: int) -> Moments:
    basis = prepared.basis[:, 0]
    mean, spread = treat.moments(basis, ddof)
    present = [row[~np.isnan(row)] for row in basis]
    return Moments(
        mean=mean,
        spread=spread,
        skewness=np.array([treat.skewness(row) if len(row) else np.nan for row in present]),
        kurtosis=np.array([treat.excess_kurtosis(row) if len(row) else np.nan for row in present]),
        drawn_in=prepared.drawn_in[:, 0],
    )


def _by_area(values: Floats) -> Floats:
    """Values (elements, 1, areas) of one period, turned round to (areas, elements)."""
    return np.ascontiguousarray(values[:, 0].T)


def _nothing(step: str, values: Floats) -> None:
    pass
