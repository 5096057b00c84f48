"""What is scored: the figures of some periods, and all that is declared about them beside the framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.blocks import slices
from apps.scores.engine.transform import TRANSFORMS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

NO_GROUP = -1
#: Figures that are looked at at once.
_CELLS = 1 << 16


class UnfitFigures(ValueError):
    """The figures of one indicator cannot be used as the framework asks; `column` says which one it is."""

    def __init__(self, sentence: str, column: int) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True, eq=False)
class Declared:
    """What the framework declares of its indicators, each (indicators,), in the order of `framework.indicators`.

    `transforms`: a name each; `denominators`: the companion series that each is divided by, "" for none;
    `goalpost_low`, `goalpost_high`, `target`: in the unit of the indicator after that, before its transform; nan where
    none is declared.
    """

    transforms: tuple[str, ...]
    denominators: tuple[str, ...]
    goalpost_low: Floats
    goalpost_high: Floats
    target: Floats

    @classmethod
    def plain(cls, transforms: tuple[str, ...]) -> "Declared":
        """Transforms and nothing else."""
        blank = np.full(len(transforms), np.nan)
        return cls(transforms, ("",) * len(transforms), blank, blank, blank)

    def check(self, count: int) -> None:
        """Raises ValueError with a sentence unless it is about `count` indicators, by names the engine knows."""
        if len(self.transforms) != count:
            raise ValueError(f"Each of the {count} indicators needs the name of its transform.")
        if strange := sorted(set(self.transforms) - set(TRANSFORMS)):
            raise ValueError(f"This engine knows no transform called {', '.join(strange)}.")


@dataclass(frozen=True, eq=False)
class Panel:
    """Figures of areas in periods, and who is compared with whom.

    `figures` (indicators, periods, areas) in published units, nan where missing; `declared` of the indicators;
    `reference` (areas,): who is scored and compared; `group` (areas,): the number of each area's group, -1 for none;
    `groups`: their names by number; `periods`: their names, in order of time; `years` (periods,): the year of each, or
    nan where its name tells none; `companions`: series such as population by code, each (periods, areas).
    """

    figures: Floats
    declared: Declared
    reference: Flags
    group: Ints
    groups: tuple[str, ...] = ()
    periods: tuple[str, ...] = ("",)
    years: Floats = field(default_factory=lambda: np.full(1, np.nan))
    companions: Mapping[str, Floats] = field(default_factory=dict)

    @classmethod
    def of_one_period(cls, figures: Floats, declared: Declared, reference: Flags) -> "Panel":
        """The panel of `figures` (areas, indicators) of one period, without groups or companions."""
        return cls(np.ascontiguousarray(figures.T)[..., None, :], declared, reference, np.full(len(figures), NO_GROUP))

    def check(self, count: int) -> None:
        """Raises ValueError with a sentence when shapes or names do not fit a framework of `count` indicators."""
        if self.figures.ndim != 3 or len(self.figures) != count:
            raise ValueError(f"The figures must have one column for each of the {count} indicators of the framework.")
        if self.reference.shape != (self.figures.shape[2],) or self.reference.dtype != np.bool_:
            raise ValueError("The reference group must say yes or no for each area.")
        self.declared.check(count)
        for columns in slices(count, max(1, _CELLS // max(self.figures[0].size, 1)) if count else 1):
            endless = np.isinf(self.figures[columns])
            if endless.any():
                column = columns.start + int(np.flatnonzero(endless.any(axis=(1, 2)))[0])
                raise UnfitFigures("A figure must be a finite number, or missing.", column)

    def companion(self, code: str) -> Floats:
        """A companion series (periods, areas). Raises ValueError with a sentence when there is none of that code."""
        if code not in self.companions:
            raise ValueError(f"There are no figures of “{code}”, by which others are to be divided or weighted.")
        return self.companions[code]

    def period(self, name: str) -> int:
        """The position of a period. Raises ValueError with a sentence when there is none of that name."""
        if name not in self.periods:
            raise ValueError(f"There are no figures for the base period “{name}”.")
        return self.periods.index(name)
