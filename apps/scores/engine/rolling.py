"""From the scores of indicators to those of all that stands above them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import aggregate, normalise
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.scaling import Scale

Floats = NDArray[np.float64]

# A share added up from thirds may miss one half by a bit; nobody's coverage turns on a billionth.
_HAIR = 1e-9

Keep = Callable[[str, Floats], None]
#: The weights of an element's children: (children,), or what fits (children, periods, areas).
Weights = Callable[[int], Floats]


def roll_up(
    leaves: Floats,
    framework: Framework,
    method: Method,
    scale: Scale,
    *,
    weights: Weights | None = None,
    counted: Weights | None = None,
    keep: Keep | None = None,
) -> tuple[Floats, Floats]:
    """Scores and coverage of every element, (elements, periods, areas) each, from those of the indicators.

    `leaves` (indicators, periods, areas): on the scale and capped, nan where there is none. What stands for a period
    may be anything else that is the same for all areas, such as one draw of the weights. `weights`: by position of an
    element, instead of those of the method; `counted`: those by which coverage is counted, the same unless given.
    `keep` is handed the scores after each level.
    """
    scores = np.full((len(framework), *leaves.shape[1:]), np.nan)
    covered = np.zeros_like(scores)
    scores[framework.indicators] = leaves
    covered[framework.indicators] = ~np.isnan(leaves)
    for level in np.unique(framework.level[framework.above]).tolist():
        for position in framework.above[framework.level[framework.above] == level].tolist():
            children = framework.children_of(position)
            given = weights(position) if weights else scale.weights(framework, children, level)
            shares = counted(position) if counted else given
            _combine(position, (given, shares), scores, covered, framework, method, scale)
        if keep:
            keep(f"level-{level}", scores)
    return scores, covered


def _combine(
    position: int,
    weights: tuple[Floats, Floats],
    scores: Floats,
    covered: Floats,
    framework: Framework,
    method: Method,
    scale: Scale,
) -> None:
    """Fill one element of `scores` and of `covered` from its children; `weights`: to average, and to count coverage."""
    children, level = framework.children_of(position), int(framework.level[position])
    below = scores[children]
    covered[position] = aggregate.coverage(below, covered[children], weights[1])
    enough = covered[position] >= method.at(level, "least_coverage") - _HAIR
    scores[position] = np.where(enough, _mean(below, weights[0], level, method), np.nan)
    if way := method.at(level, "normalise"):
        column = scores[position : position + 1]
        scores[position] = scale.scaled(scale.normalise(column, column, way, np.ones(1)), way)[0]
    scores[position] = capped(scores[position], method, "every")


def capped(scores: Floats, method: Method, where: str) -> Floats:
    """`scores` (any shape) kept within the scale, if the method caps there: the `indicator`, or `every` element."""
    if method.cap in (where, "every"):
        return normalise.cap(scores, method.lowest, method.highest)
    return scores


def _mean(below: Floats, weights: Floats, level: int, method: Method) -> Floats:
    averaging = method.at(level, "averaging")
    if averaging == "adjusted-mazziotta-pareto":
        return aggregate.adjusted_mazziotta_pareto(below, weights, method.penalty)
    return aggregate.MEANS[averaging](below, weights)
