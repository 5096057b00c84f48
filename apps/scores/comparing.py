"""What changed between two runs, as plain data for the steward who decides whether to publish."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from apps.common.bands import BANDS
from apps.framework.models import Element
from apps.scores.arrays import number
from apps.scores.sentences import period_label

Floats = NDArray[np.float64]

#: How many of the largest moves a comparison names per tier.
SHOWN_MOVES = 20
# Two numbers of two decimals differ by a hundredth or not at all.
_HAIR = 0.001


@dataclass(frozen=True)
class ElementChange:
    """How the scores of one element moved, over the areas of a tier; a change is one that two decimals show.

    `rebanded` counts the areas whose score, had before and still had, lies in another band.
    """

    code: str
    name: str
    level: int
    compared: int
    changed: int
    rebanded: int
    gained: int
    lost: int
    mean_change: float
    largest_change: float


@dataclass(frozen=True)
class Move:
    """One area's change on one element; None where there was or is no score."""

    area_code: str
    area_name: str
    element_code: str
    element_name: str
    before: float | None
    after: float | None
    change: float | None


@dataclass(frozen=True)
class UseChange:
    """An indicator scored on another period than before, or taken in or left out; periods in words, "" if not used."""

    code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureChange:
    """How the figures of one indicator differ between the two snapshots."""

    code: str
    name: str
    new: int
    revised: int
    gone: int


@dataclass(frozen=True)
class TierComparison:
    """One tier of two runs."""

    tier: str
    areas: int
    areas_changed: int
    headlines: tuple[ElementChange, ...]
    elements: tuple[ElementChange, ...]
    largest: tuple[Move, ...]
    uses: tuple[UseChange, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class RunComparison:
    """Two runs beside each other."""

    new_id: int
    old_id: int
    same_edition: bool
    same_method: bool
    tiers: tuple[TierComparison, ...]
    figures: tuple[FigureChange, ...]

    @property
    def identical(self) -> bool:
        """Whether no score shown to two decimals would differ."""
        return not any(element.changed or element.gained or element.lost for t in self.tiers for element in t.elements)


@dataclass(frozen=True, eq=False)
class TierScores:
    """One tier of one run as the comparison needs it: scores by element code and area code, nan where there is none."""

    areas: list[str]
    indicators: dict[str, dict[str, Any]]
    scores: dict[str, Floats]

    def of(self, code: str, areas: list[str]) -> Floats:
        """The scores of one element in the order of `areas`, to the two decimals that are shown."""
        if code not in self.scores:
            return np.full(len(areas), np.nan)
        known = dict(zip(self.areas, self.scores[code].tolist(), strict=True))
        return np.array([round(known.get(area, np.nan), 2) for area in areas])


@dataclass(frozen=True)
class Named:
    """The names to show, by code, and which elements there are, in published order."""

    areas: dict[str, str]
    elements: dict[str, Element]


def compare_tier(tier: str, new: TierScores, old: TierScores, named: Named) -> TierComparison:
    """One tier of two runs beside each other; scores differ when their two decimals do."""
    areas = sorted(set(new.areas) | set(old.areas))
    pairs = {code: (new.of(code, areas), old.of(code, areas)) for code in named.elements}
    elements = tuple(_element_change(named.elements[code], *pair) for code, pair in pairs.items())
    heads = [code for code, element in named.elements.items() if element.level == Element.Level.HEADLINE]
    touched = np.zeros(len(areas), dtype=bool)
    for code in heads:
        touched |= _differs(*pairs[code])
    return TierComparison(
        tier=tier,
        areas=len(areas),
        areas_changed=int(touched.sum()),
        headlines=tuple(change for change in elements if change.code in heads),
        elements=elements,
        largest=_largest({code: pairs[code] for code in heads}, areas, named),
        uses=tuple(_uses(new, old, named)),
        warnings=tuple(_warnings(new, named)),
    )


def compare_series(code: str, name: str, new: dict[str, Floats], old: dict[str, Floats]) -> FigureChange:
    """How the figures of one indicator differ; both give, for the same periods, arrays over the same areas."""
    counts = np.zeros(3, dtype=np.int64)
    for period, after in new.items():
        before = old[period]
        had, has = ~np.isnan(before), ~np.isnan(after)
        counts += [(has & ~had).sum(), (has & had & (after != before)).sum(), (had & ~has).sum()]
    return FigureChange(code, name, *counts.tolist())


def _differs(after: Floats, before: Floats) -> NDArray[np.bool_]:
    return (np.isnan(after) != np.isnan(before)) | (np.abs(np.nan_to_num(after) - np.nan_to_num(before)) > _HAIR)


def _element_change(element: Element, after: Floats, before: Floats) -> ElementChange:
    had, has = ~np.isnan(before), ~np.isnan(after)
    both = had & has
    change = (after - before)[both]
    moved = np.abs(change) > _HAIR
    extreme = float(change[np.argmax(np.abs(change))]) if len(change) else 0.0
    return ElementChange(
        code=element.code,
        name=element.name,
        level=element.level,
        compared=len(change),
        changed=int(moved.sum()),
        rebanded=int((_steps(after[both]) != _steps(before[both])).sum()),
        gained=int((has & ~had).sum()),
        lost=int((had & ~has).sum()),
        mean_change=math.fsum(change.tolist()) / len(change) if len(change) else 0.0,
        largest_change=extreme,
    )


def _steps(scores: Floats) -> NDArray[np.int64]:
    """The band's step of each score, which is rounded as it is shown already; a cut belongs to the higher band."""
    return np.digitize(scores, [band.floor for band in BANDS])


def _largest(pairs: dict[str, tuple[Floats, Floats]], areas: list[str], named: Named) -> tuple[Move, ...]:
    moves = [
        _move(area, named.elements[code], named, (before[i], after[i]))
        for code, (after, before) in pairs.items()
        for i, area in enumerate(areas)
        if _differs(after[i : i + 1], before[i : i + 1])[0]
    ]
    # A score gained or lost is more than any move.
    return tuple(sorted(moves, key=lambda move: -math.inf if move.change is None else -abs(move.change))[:SHOWN_MOVES])


def _move(area: str, element: Element, named: Named, pair: tuple[float, float]) -> Move:
    before, after = (number(value) for value in pair)
    change = round(after - before, 2) if before is not None and after is not None else None
    return Move(area, named.areas.get(area, area), element.code, element.name, before, after, change)


def _uses(new: TierScores, old: TierScores, named: Named) -> Iterator[UseChange]:
    for code, element in named.elements.items():
        before, after = (_use(element, run.indicators.get(code, {})) for run in (old, new))
        if before != after:
            yield UseChange(code, element.name, before, after)


def _use(element: Element, about: dict[str, Any]) -> str:
    return period_label(element, about["period"]) if about.get("used") else ""


def _warnings(new: TierScores, named: Named) -> Iterator[str]:
    for code, element in named.elements.items():
        about = new.indicators.get(code, {})
        if about.get("skewed"):
            yield _(
                "%(name)s is still very skewed after its transform (skewness %(skewness).1f): a few areas decide the "
                "scores of all."
            ) % {"name": element.name, "skewness": about["skewness"]}
