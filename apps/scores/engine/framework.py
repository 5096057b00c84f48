"""The framework as arrays: a forest whose leaves may hang at different depths."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

INDICATOR = 1
ROOT = -1


@dataclass(frozen=True, eq=False)
class Framework:
    """Elements by position, children before parents; several roots may stand side by side.

    `level`: 1 for an indicator, more above it. `parent`: the position of the parent, -1 for a root. `weight`: more than
    0, relative to its siblings. `direction`: +1 or -1 for an indicator (more is better, less is better), 0 above.
    All have the shape (elements,). `codes` names them, where somebody needs to know which is which. Raises ValueError
    with a sentence when they do not make a forest.
    """

    level: Ints
    parent: Ints
    weight: Floats
    direction: Ints
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in (("level", np.int64), ("parent", np.int64), ("weight", np.float64), ("direction", np.int64)):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=kind))
        self._check_shapes()
        self._check_tree()
        self._check_numbers()

    def __len__(self) -> int:
        return len(self.level)

    @cached_property
    def indicators(self) -> Ints:
        """Positions of the indicators, in order: the columns of the figures."""
        return np.flatnonzero(self.level == INDICATOR)

    @cached_property
    def above(self) -> Ints:
        """Positions of everything that is not an indicator, children before parents."""
        return np.flatnonzero(self.level > INDICATOR)

    @cached_property
    def _children(self) -> dict[int, Ints]:
        return {int(position): np.flatnonzero(self.parent == position) for position in self.above}

    def children_of(self, position: int) -> Ints:
        """Positions of the direct children, in order; none for an empty element."""
        return self._children[int(position)]

    def _check_shapes(self) -> None:
        shapes = {array.shape for array in (self.level, self.parent, self.weight, self.direction)}
        if len(shapes) != 1 or self.level.ndim != 1:
            raise ValueError("A framework needs one level, parent, weight and direction for each of its elements.")
        if not len(self.level):
            raise ValueError("A framework needs at least one element.")

    def _check_tree(self) -> None:
        positions = np.arange(len(self))
        inner = self.parent != ROOT
        if (self.parent < ROOT).any() or (self.parent >= len(self)).any():
            raise ValueError("The parent of an element must be another element of the framework, or -1 for none.")
        if (self.parent[inner] <= positions[inner]).any():
            raise ValueError("Children must stand before their parents.")
        if (self.level < INDICATOR).any():
            raise ValueError("A level is 1 for an indicator, and more for what stands above it.")
        if (self.level[self.parent[inner]] <= self.level[inner]).any():
            raise ValueError("A parent must be of a higher level than its child.")

    def _check_numbers(self) -> None:
        if not (np.isfinite(self.weight) & (self.weight > 0)).all():
            raise ValueError("A weight must be a number above 0.")
        leaves = self.level == INDICATOR
        if not np.isin(self.direction[leaves], (-1, 1)).all():
            raise ValueError("The direction of an indicator must be +1 or -1.")
        if self.direction[~leaves].any():
            raise ValueError("Only indicators have a direction.")
