"""The whole method in one function: figures in, scores of every element out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import treat
from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel, UnfitFigures
from apps.scores.engine.preparing import Prepared, prepare
from apps.scores.engine.rolling import Keep, capped, fill_above, roll_up, room_for, whole_coverage
from apps.scores.engine.scaling import Scale

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

__all__ = ["Moments", "PanelScores", "Scores", "UnfitFigures", "scale_leaves", "score", "score_panel"]


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
    """`scores` (elements, periods, areas), and what the figures were before they were put on a scale.

    `above`: the coverage of `framework.above`, (those, periods, areas).
    """

    scores: Floats
    above: Floats
    prepared: Prepared
    scale: Scale
    framework: Framework

    @cached_property
    def coverage(self) -> Floats:
        """(elements, periods, areas); worked out when it is asked for."""
        return whole_coverage(self.scores, self.above, self.framework)

    @cached_property
    def normalised(self) -> Floats:
        """(indicators, periods, areas), before it was scaled, + is better; worked out when it is asked for."""
        return _normalised(self.prepared, self.scale, self.framework)


def score(figures: Floats, framework: Framework, method: Method, reference: Flags, transforms: Sequence[str]) -> Scores:
    """Score areas on every element of the framework, relative to the areas of the reference group.

    `figures` (areas, indicators) in their published units, nan where missing, columns in the order of
    `framework.indicators`; `reference` (areas,): who belongs to the group; `transforms` (indicators,): a name each.
    Areas outside the group get no score. Raises ValueError with a sentence when shapes or names do not fit, and
    UnfitFigures when the figures of one indicator do not.
    """
    panel = Panel.of_one_period(figures, Declared.plain(tuple(transforms)), reference)
    leaves, normalised, prepared = scale_leaves(panel, framework, method)
    scores, covered = roll_up(leaves, framework, method, Scale(panel, method))
    coverage = whole_coverage(scores, covered, framework)
    return Scores(_by_area(scores), _by_area(coverage), _by_area(normalised), _moments(prepared, method.ddof))


def score_panel(panel: Panel, framework: Framework, method: Method, keep: Keep | None = None) -> PanelScores:
    """Score the areas of every period of a panel. `keep` is handed the array after each step, by the step's name.

    Arrays of the steps have the shape (indicators, periods, areas), those of the levels (elements, periods, areas).
    Raises ValueError with a sentence when shapes or names do not fit, and UnfitFigures when the figures of one
    indicator do not.
    """
    scale = Scale(panel, method)
    if keep is None and method.normalise == "z-score" and not method.normalise_weights:
        panel.check(len(framework.indicators))
        prepared = prepare(panel, method, _nothing)
        scores, covered = room_for(framework, panel.figures)
        scale.fill_leaves(prepared.values, prepared.basis, framework, scores)
        fill_above(scores, covered, framework, method, scale)
    else:
        leaves, _, prepared = scale_leaves(panel, framework, method, keep)
        scores, covered = roll_up(leaves, framework, method, scale, keep=keep)
    return PanelScores(scores, covered, prepared, scale, framework)


def scale_leaves(
    panel: Panel, framework: Framework, method: Method, say: Keep | None = None
) -> tuple[Floats, Floats, Prepared]:
    """The scores of the indicators alone, (indicators, periods, areas), capped; what they were before, normalised."""
    panel.check(len(framework.indicators))
    say = say or _nothing
    prepared = prepare(panel, method, say)
    scale = Scale(panel, method)
    normalised = _normalised(prepared, scale, framework)
    say("normalised", normalised)
    leaves = capped(scale.scaled(normalised, method.normalise), method, "indicator")
    say("scaled", leaves)
    return leaves, normalised, prepared


def _normalised(prepared: Prepared, scale: Scale, framework: Framework) -> Floats:
    directions = framework.direction[framework.indicators]
    return scale.normalise(prepared.values, prepared.basis, scale.method.normalise, directions)


def _moments(prepared: Prepared, ddof: int) -> Moments:
    basis = prepared.basis[:, 0]
    return Moments(*treat.moments(basis, ddof), *treat.shapes(basis), drawn_in=prepared.drawn_in[:, 0])


def _by_area(values: Floats) -> Floats:
    """Values (elements, 1, areas) of one period, turned round to (areas, elements)."""
    return np.ascontiguousarray(values[:, 0].T)


def _nothing(step: str, values: Floats) -> None:
    pass
