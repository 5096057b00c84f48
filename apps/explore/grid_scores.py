"""All published scores of one tier as one table, from which the grid, comparisons and areas alike are made."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.figures.snapshots import unpack
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.arrays import Node, nodes_among
from apps.scores.models import ElementScores, Publication, Run, RunTier

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TierTable:
    """`scores` (elements, areas) from 0 to 10, nan where there is none.

    Elements are those that apply at the tier, each before what lies below it; areas those of the group, by name.
    """

    run: Run
    run_tier: RunTier
    elements: tuple[Element, ...]
    areas: tuple[Area, ...]
    scores: Floats

    def rows_of(self, codes: Iterable[str]) -> list[int]:
        """The positions of some elements, in the order of the table; codes of none are passed over."""
        wanted = set(codes)
        return [at for at, element in enumerate(self.elements) if element.code in wanted]

    def place_of(self, area: Area) -> int | None:
        """The position of an area; None where it is not scored."""
        return next((at for at, each in enumerate(self.areas) if each.pk == area.pk), None)

    def petals(self) -> list[int]:
        """The positions of the elements right below the headlines: the petals of the wheel."""
        return [at for at, element in enumerate(self.elements) if element.parent and not element.parent.parent_id]

    def nodes(self) -> tuple[Node, ...]:
        """Its elements as the engine needs them."""
        return nodes_among(self.elements, self.run_tier.tier)

    def mean(self, places: Iterable[int] | None = None) -> Floats:
        """The plain mean of some areas' scores, or of all, (elements,); nan where none has a score."""
        chosen = self.scores if places is None else self.scores[:, list(places)]
        known = ~np.isnan(chosen)
        count = known.sum(axis=1)
        return np.where(count, np.where(known, chosen, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def tier_table(tier: str) -> TierTable | None:
    """The published scores of a tier; None when nothing is published. Three queries, however many areas there are."""
    published = Publication.objects.values("run")
    found = RunTier.objects.filter(run__in=published, tier=tier).select_related("run__edition").first()
    if found is None:
        return None
    run = found.run
    elements = _in_tree_order(run, set(found.elements))
    packed = dict(ElementScores.objects.filter(run_tier=found).values_list("element_code", "scores"))
    places = {code: at for at, code in enumerate(found.areas)}
    areas = tuple(Area.objects.filter(code__in=found.scored).order_by("name"))
    scores = np.full((len(elements), len(areas)), np.nan)
    chosen = [places[area.code] for area in areas]
    for row, element in enumerate(elements):
        if element.code in packed:
            scores[row] = unpack(packed[element.code])[chosen]
    return TierTable(run, found, elements, areas, scores)


def _in_tree_order(run: Run, known: set[str]) -> tuple[Element, ...]:
    below: dict[int | None, list[Element]] = {}
    for element in elements_of(run.edition):
        below.setdefault(element.parent_id, []).append(element)

    def walk(parent: int | None) -> Iterable[Element]:
        for element in below.get(parent, []):
            yield element
            yield from walk(element.pk)

    return tuple(element for element in walk(None) if element.code in known)
