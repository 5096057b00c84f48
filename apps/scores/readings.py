"""What an area's page is made of: one reading per element, as a tree under the headlines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.functional import Promise
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.bands import Band, band_of
from apps.figures.models import Basis
from apps.figures.queries import Provenance
from apps.figures.snapshots import Notes
from apps.framework.models import Edition, Element
from apps.scores import sentences
from apps.scores.arrays import COLUMNS, applies, number
from apps.scores.engine.method import Method
from apps.scores.engine.stirring import Stirring
from apps.scores.engine.studying import RANGE_COLUMNS
from apps.scores.models import Run, RunTier

Words = str | Promise
#: Clear is what holds in this share of the draws.
CLEAR = 0.95

_MISSING = np.full(len(COLUMNS), np.nan)
_LOW, _HIGH = RANGE_COLUMNS.index("low"), RANGE_COLUMNS.index("high")


@dataclass(frozen=True)
class Range:
    """How sure a score is: between which scores it lies in 95 of 100 draws, and how it stands to others in them.

    `figures`: as the figures alone are uncertain, None where nothing beneath comes with limits. `clearly_above` and
    `clearly_below`: of how many areas of the group, None where that was not asked. `above_mean`: in which share of the
    draws it is above the mean of the group.
    """

    low: float
    high: float
    figures: tuple[float, float] | None
    clearly_above: int | None
    clearly_below: int | None
    above_mean: float | None

    @property
    def against_mean(self) -> str:
        """`above` or `below` the mean of the group where that is clear (95% of draws); else empty."""
        if self.above_mean is None:
            return ""
        return "above" if self.above_mean >= CLEAR else "below" if self.above_mean <= 1 - CLEAR else ""


@dataclass(frozen=True)
class Reading:
    """One element for one area: what it is, its score or the reason why it has none, and its figure if an indicator."""

    code: str
    name: str
    level: int
    direction: int | None
    unit: str
    decimals: int
    transform: str
    weight: float
    modelled: bool
    proxy: str
    why: str
    quality_note: str
    publisher: str
    licence: str
    source_title: str
    vintage: str
    score: float | None
    z: float | None
    coverage: float
    band: Band | None
    reason: Words
    value: float | None
    lower: float | None
    upper: float | None
    period: str
    period_type: str
    period_label: str
    absence: str
    absence_label: Words
    basis: str
    basis_label: Words
    group_mean: float | None
    range: Range | None = None
    children: tuple["Reading", ...] = ()

    @property
    def is_indicator(self) -> bool:
        return self.level == Element.Level.INDICATOR

    @property
    def low(self) -> float | None:
        """The lower end of its range."""
        return self.range.low if self.range else None

    @property
    def high(self) -> float | None:
        """The upper end of its range."""
        return self.range.high if self.range else None

    def indicators(self) -> Iterator["Reading"]:
        """Every indicator at or below this element, in published order."""
        if self.is_indicator:
            yield self
        for child in self.children:
            yield from child.indicators()

    def find(self, code: str) -> "Reading | None":
        """The reading of `code` at or below this element."""
        if self.code == code:
            return self
        return next((found for child in self.children if (found := child.find(code))), None)


@dataclass(frozen=True)
class Counted:
    """Which errors the ranges count: those of the scored indicators `with_limits`, and what was stirred."""

    indicators: int
    with_limits: tuple[str, ...]
    stirring: Stirring


@dataclass(frozen=True)
class AreaProfile:
    """One area as one run sees it, at one tier: its headlines, and all that lies below them."""

    run: Run
    run_tier: RunTier
    edition: Edition
    area: Area
    tier: str
    in_group: bool
    group_name: str
    group_note: str
    headlines: tuple[Reading, ...]
    counted: Counted | None = None

    def indicators(self) -> Iterator[Reading]:
        """Every indicator, in published order, scored or not."""
        for headline in self.headlines:
            yield from headline.indicators()

    def find(self, code: str) -> Reading | None:
        """The reading of one element, wherever it hangs."""
        return next((found for headline in self.headlines if (found := headline.find(code))), None)

    def strengths(self, n: int) -> list[Reading]:
        """The `n` indicators scored highest, highest first; in published order where equal."""
        return sorted(self._scored(), key=lambda reading: -(reading.score or 0.0))[:n]

    def challenges(self, n: int) -> list[Reading]:
        """The `n` indicators scored lowest, lowest first; in published order where equal."""
        return sorted(self._scored(), key=lambda reading: reading.score or 0.0)[:n]

    def _scored(self) -> list[Reading]:
        return [reading for reading in self.indicators() if reading.score is not None]


@dataclass(frozen=True, eq=False)
class Page:
    """What is known of one area in one run, before it is put into words: rows of arrays by element code."""

    area: Area
    tier: str
    in_group: bool
    method: Method
    rows: Mapping[str, NDArray[np.float64]]
    notes: Notes
    indicators: Mapping[str, dict[str, Any]]
    sources: Mapping[str, Provenance] = field(default_factory=dict)
    ranges: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


def readings_of(page: Page, elements: Sequence[Element]) -> tuple[Reading, ...]:
    """The headlines of `elements` (in published order) as readings, with everything below them."""
    below: dict[int | None, list[Element]] = {}
    for element in elements:
        below.setdefault(element.parent_id, []).append(element)
    return tuple(_reading(page, element, below) for element in below.get(None, []))


def reading_of(page: Page, element: Element, elements: Sequence[Element]) -> Reading:
    """One element as a reading; with what lies below it only where it has no score, to say why."""
    score = page.rows.get(element.code, _MISSING)[0]
    if element.is_indicator or not np.isnan(score):
        return _reading(page, element, {})
    below: dict[int | None, list[Element]] = {}
    for each in elements:
        below.setdefault(each.parent_id, []).append(each)
    return _reading(page, element, below)


def _reading(page: Page, element: Element, below: Mapping[int | None, list[Element]]) -> Reading:
    children = tuple(_reading(page, child, below) for child in below.get(element.pk, []))
    score, coverage, z = (number(x) for x in page.rows.get(element.code, _MISSING)[:3])
    told = _figure(page, element) if element.is_indicator else _no_figure()
    source = page.sources.get(element.code)
    return Reading(
        code=element.code,
        name=element.name,
        level=element.level,
        direction=element.direction,
        unit=element.unit,
        decimals=element.decimals,
        transform=element.transform,
        weight=element.weight,
        modelled=element.modelled,
        proxy=element.proxy,
        why=element.why,
        quality_note=element.quality_note,
        publisher=source.publisher if source else element.publisher,
        licence=source.licence if source else element.licence,
        source_title=source.title if source else "",
        vintage=source.vintage if source else "",
        score=score,
        z=z,
        coverage=coverage or 0.0,
        band=None if score is None else band_of(score),
        reason="" if score is not None else _reason(page, element, coverage or 0.0, children),
        range=_range(page.ranges.get(element.code)),
        children=children,
        **told,
    )


def _range(row: NDArray[np.float64] | None) -> Range | None:
    if row is None or np.isnan(row[_LOW]):
        return None
    told = dict(zip(RANGE_COLUMNS, map(number, row), strict=True))
    low, high = told["figures_low"], told["figures_high"]
    above, below = told["clearly_above"], told["clearly_below"]
    return Range(
        low=float(row[_LOW]),
        high=float(row[_HIGH]),
        figures=None if low is None or high is None else (low, high),
        clearly_above=None if above is None else int(above),
        clearly_below=None if below is None else int(below),
        above_mean=told["above_mean"],
    )


def _figure(page: Page, element: Element) -> dict[str, Any]:
    """The fields of a reading that only an indicator has."""
    value, lower, upper = (number(x) for x in page.rows.get(element.code, _MISSING)[3:])
    about = page.indicators.get(element.code, {})
    note = page.notes.get(element.code, {})
    absence = _absence(note) if applies(element, page.tier) else sentences.NOT_COLLECTED
    basis = note.get("basis", Basis.PUBLISHED) if value is not None else ""
    period = about.get("period", "")
    return {
        "value": value,
        "lower": lower,
        "upper": upper,
        "period": period,
        "period_type": element.period_type,
        "period_label": sentences.period_label(element, period),
        "absence": absence,
        "absence_label": sentences.absence_label(absence, value is not None),
        "basis": str(basis),
        "basis_label": Basis(basis).label if basis else "",
        "group_mean": about.get("group_mean"),
    }


def _absence(note: Mapping[str, str]) -> str:
    return note.get("absence", "") or (sentences.LATE if "last" in note else "")


def _no_figure() -> dict[str, Any]:
    blank = dict.fromkeys(
        ("period", "period_type", "period_label", "absence", "absence_label", "basis", "basis_label"), ""
    )
    return blank | dict.fromkeys(("value", "lower", "upper", "group_mean"))


def _reason(page: Page, element: Element, coverage: float, children: Sequence[Reading]) -> str:
    if not applies(element, page.tier):
        return sentences.not_collected()
    if element.is_indicator:
        if not page.in_group:
            return sentences.outside_the_group(page.area.name)
        note = page.notes.get(element.code, {})
        about = page.indicators.get(element.code, {})
        known = sentences.Indicator(about, note.get("absence", ""), note.get("last", ""))
        return sentences.why_indicator_unscored(element, known)
    counted = [child for child in children if child.absence != sentences.NOT_COLLECTED]
    if counted and not page.in_group:
        return sentences.outside_the_group(page.area.name)
    if children and not counted:
        return sentences.not_collected()
    return sentences.why_group_unscored(element, [child.score is not None for child in counted], coverage, page.method)
