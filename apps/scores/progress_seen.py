"""What a run saw of its elements, read once however many questions about progress are asked of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from apps.areas.models import Area
from apps.figures.snapshots import Floats, SeriesTable, read_table
from apps.framework.models import Element
from apps.scores.arrays import applies
from apps.scores.models import Run, RunTier


@dataclass(frozen=True)
class Tree:
    """The elements of an edition that apply at a tier, by code, and what hangs below each, by its id."""

    elements: Mapping[str, Element]
    below: Mapping[int, list[Element]]


def tree_of(tier: str, published: Iterable[Element]) -> Tree:
    elements: dict[str, Element] = {}
    below: dict[int, list[Element]] = {}
    for each in published:
        if applies(each, tier):
            elements[each.code] = each
            if each.parent_id is not None:
                below.setdefault(each.parent_id, []).append(each)
    return Tree(elements, below)


class Seen:
    """What one run saw: its tiers, its elements as a tree, the figures of indicators; each read when first asked."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._trees: dict[str, Tree] = {}
        self._rows: dict[str, list[tuple[str, Floats]]] = {}

    def has(self, area: Area, tier: str) -> bool:
        """Whether it has figures of an area at a tier."""
        return tier in self._tiers and area.code in self._areas

    def tree(self, tier: str) -> Tree:
        """The elements that apply at a tier."""
        if tier not in self._trees:
            self._trees[tier] = tree_of(tier, self._elements)
        return self._trees[tier]

    def group(self, tier: str) -> list[str]:
        """Codes of the areas of a tier's reference group that it has figures of."""
        return [code for code in self._tiers[tier].scored if code in self._areas]

    def table(self, codes: Collection[str]) -> SeriesTable:
        """All periods of some indicators, in no order."""
        self._read([code for code in codes if code not in self._rows])
        found = [(code, period, values) for code in codes for period, values in self._rows[code]]
        areas = tuple(self._areas)
        values = np.array([row for _code, _period, row in found]).reshape(len(found), len(areas))
        return SeriesTable(areas, tuple((code, period) for code, period, _row in found), values)

    def _read(self, codes: Collection[str]) -> None:
        if not codes or self.run.snapshot is None:
            return
        self._rows |= {code: [] for code in codes}
        read = read_table(self.run.snapshot, codes)
        for (code, period), values in zip(read.keys, read.values, strict=True):
            self._rows[code].append((period, values))

    @cached_property
    def _tiers(self) -> dict[str, RunTier]:
        return {each.tier: each for each in RunTier.objects.filter(run=self.run)}

    @cached_property
    def _areas(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.run.snapshot.areas)} if self.run.snapshot else {}

    @cached_property
    def _elements(self) -> list[Element]:
        return list(self.run.edition.elements.order_by("position"))
