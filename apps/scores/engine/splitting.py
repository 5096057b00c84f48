"""Why a score changed: step by step from one state to another, and within each step indicator by indicator.

Between the two states others are put, each of which differs from the one before it in one kind of thing. The change of
a step is what it does to the score, given all steps before it; so the steps add up to the whole change, and their order
is part of the answer. Within a step the scores of the indicators are replaced one after the other, in their order, and
then the rules of averaging; so the parts of a step add up to it. Where scores are arithmetic means and the same
indicators are there before and after, the order within a step makes no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.rolling import roll_up
from apps.scores.engine.scaling import Scale

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class State:
    """One area's scores of the indicators, (indicators,), nan where there is none, and the method that averages them.

    `name`: what is new in it against the state before; of the first one it says nothing.
    """

    name: str
    leaves: Floats
    method: Method


@dataclass(frozen=True, eq=False)
class Split:
    """Scores and what changed them.

    `names` (steps,); `levels` (elements, steps + 1): the score after each step, the first one before all of them; nan
    where there is none. `parts` (elements, steps, indicators + 1): what each indicator did in each step, and last what
    the rules of averaging did; nan for an element without a score at either end. Parts of a step add up to the
    difference of its levels, but where a step in between leaves no score: its parts are then counted in the next one
    that does.
    """

    names: tuple[str, ...]
    levels: Floats
    parts: Floats


def split(framework: Framework, states: Sequence[State]) -> Split:
    """Split the change from the first to the last of `states`, for every element.

    Raises ValueError with a sentence for fewer than two states, and for a method that puts a level on the scale once
    more: what one area scores there depends on all others, and cannot be told from its own parts.
    """
    if len(states) < 2:
        raise ValueError("A change needs a state before and a state after.")
    if any("normalise" in said for state in states for said in state.method.levels.values()):
        raise ValueError("A method that puts a level on the scale once more leaves no parts to tell a change from.")
    columns = len(framework.indicators)
    levels = np.empty((len(framework), len(states)))
    parts = np.empty((len(framework), len(states) - 1, columns + 1))
    levels[:, 0] = _rolled(framework, states[0].leaves[:, None], states[0].method)[:, 0]
    reached = levels[:, 0].copy()
    for at, (before, after) in enumerate(zip(states, states[1:], strict=False)):
        path = _rolled(framework, _one_by_one(before.leaves, after.leaves), before.method)
        last = _rolled(framework, after.leaves[:, None], after.method)
        levels[:, at + 1] = last[:, 0]
        parts[:, at], reached = _differences(np.hstack([path[:, 1:], last]), reached)
    whole = ~np.isnan(levels[:, 0]) & ~np.isnan(levels[:, -1])
    parts[~whole] = np.nan
    return Split(tuple(state.name for state in states[1:]), levels, parts)


def _one_by_one(before: Floats, after: Floats) -> Floats:
    """(indicators, indicators + 1): in each column one more indicator has its score of after."""
    count = len(before)
    replaced = np.arange(count)[:, None] < np.arange(count + 1)
    return np.where(replaced, after[:, None], before[:, None])


def _rolled(framework: Framework, leaves: Floats, method: Method) -> Floats:
    """The scores of every element (elements, columns) from those of one area's indicators (indicators, columns)."""
    count, columns = leaves.shape
    alone = Panel(
        figures=np.empty((count, columns, 1)),
        declared=Declared.plain(("none",) * count),
        reference=np.ones(1, dtype=bool),
        group=np.full(1, NO_GROUP),
    )
    return roll_up(leaves[..., None], framework, method, Scale(alone, method))[0][..., 0]


def _differences(path: Floats, start: Floats) -> tuple[Floats, Floats]:
    """What each column of `path` adds to the one before it, the first to `start`; and where the path ends.

    A column without a score adds nothing, and the next one with a score is held to the last that had one.
    """
    found = np.zeros_like(path)
    reached = start.copy()
    for column in range(path.shape[1]):
        known = ~np.isnan(path[:, column])
        step = path[:, column] - reached
        found[:, column] = np.where(known & ~np.isnan(reached), step, 0.0)
        reached = np.where(known, path[:, column], reached)
    return found, reached
