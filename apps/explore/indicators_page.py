"""One indicator, whole: what it is, where it is from, how much there is of it, what was revised, what uses it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from apps.common.periods import label
from apps.common.tiers import Tier
from apps.explore.indicators import AreaLine, Entry, Published, entries_of, tiers_of
from apps.figures.derivation.chains import Chain, chain_of
from apps.figures.expected import Expectation, next_release
from apps.figures.models import Absence, Basis
from apps.figures.registers import (
    Coverage,
    ReleaseLine,
    Revisions,
    SourceEntry,
    coverage,
    figures_of,
    revisions,
    source_entries,
)
from apps.figures.snapshots import PackedFigures
from apps.framework.models import Element
from apps.scores.readings import Words

#: What is said of an area of which no release says anything.
UNMENTIONED = "unmentioned"


@dataclass(frozen=True)
class CoverageLine:
    """One period of a table of coverage; `missing` counts areas by kind, in the order of the table's kinds."""

    coverage: Coverage
    period_label: str
    scored: bool
    missing: tuple[int, ...]

    @property
    def percent(self) -> int:
        """The share of areas with a figure, rounded down so that only all of them are 100."""
        return self.coverage.with_figure * 100 // self.coverage.areas if self.coverage.areas else 0


@dataclass(frozen=True)
class CoverageTable:
    """How much there is of an indicator at one tier, newest period first; `kinds` are those of absence that occur."""

    tier: Tier
    kinds: tuple[Words, ...]
    lines: tuple[CoverageLine, ...]

    @property
    def has_limits(self) -> bool:
        """Whether any figure of it comes with limits."""
        return any(line.coverage.with_limits for line in self.lines)


@dataclass(frozen=True)
class BasisLine:
    """How many figures of all periods were reached in one way: by tier, as the tables stand, then of all areas."""

    label: Words
    counts: tuple[int, ...]


@dataclass(frozen=True)
class ToldRelease:
    """One release of the indicator, and what it revised."""

    line: ReleaseLine
    revisions: Revisions
    changes: tuple[tuple[str, str, float, float], ...]


@dataclass(frozen=True)
class AreaFigure:
    """An area, and its figure for the period that is scored at its own tier."""

    area: AreaLine
    tier: Tier
    value: float | None


@dataclass(frozen=True)
class IndicatorPage:
    """All that the page of one indicator shows.

    `share` is its part of the weight of what hangs beside it, 0 to 1, `siblings` how many those are with it.
    `with_figure` and `with_limits` count figures of all periods, those of an area once though it may be of both tiers.
    """

    entry: Entry
    base_period_label: str
    siblings: int
    share: float
    sources: tuple[SourceEntry, ...]
    releases: tuple[ToldRelease, ...]
    tables: tuple[CoverageTable, ...]
    bases: tuple[BasisLine, ...]
    with_figure: int
    with_limits: int
    areas: tuple[AreaFigure, ...]
    chain: Chain | None
    next_release: Expectation | None

    @property
    def revised(self) -> tuple[ToldRelease, ...]:
        """The releases that revised figures."""
        return tuple(each for each in self.releases if each.line.revised)


def indicator_page(known: Published, element: Element) -> IndicatorPage:
    """The page of one indicator, from what is published with the releases of that indicator: four queries at most.

    A chain takes two more, however many steps it has.
    """
    figures = figures_of(known.run.snapshot_id, element.code, known.snapshot_areas)
    (entry,) = entries_of(known, [element], figures)
    tables = tuple(_table(known, element, figures, tier) for tier in tiers_of(element))
    whole = coverage(figures, "", frozenset().union(*(known.codes_at(tier) for tier in tiers_of(element))))
    sources = tuple(source_entries(known.lines))
    beside = [each.weight for each in known.elements if each.parent_id == element.parent_id]
    return IndicatorPage(
        entry=entry,
        base_period_label=label(element.base_period, element.period_type) if element.base_period else "",
        siblings=len(beside),
        share=element.weight / sum(beside),
        sources=sources,
        releases=_releases(known, element),
        tables=tuple(table for table in tables if table.lines),
        bases=_bases([*([line.coverage for line in table.lines] for table in tables if table.lines), whole]),
        with_figure=sum(each.with_figure for each in whole),
        with_limits=sum(each.with_limits for each in whole),
        areas=_areas(known, entry, figures),
        chain=latest_chain(known),
        next_release=next_release(element.code, [source.code for source in sources]),
    )


def latest_chain(known: Published) -> Chain | None:
    """How the figures of the release that came in last were derived; None when they were published as they are."""
    if not known.lines or not known.lines[0].derivation_id:
        return None
    names = {code: each.name for code, each in known.indicators.items()}
    return chain_of(known.lines[0].import_id, known.run.imports, names)


def coverage_tables(known: Published, element: Element) -> list[CoverageTable]:
    """How much there is of an indicator, by tier: one query."""
    figures = figures_of(known.run.snapshot_id, element.code, known.snapshot_areas)
    return [_table(known, element, figures, tier) for tier in tiers_of(element)]


def counted(coverage: Coverage) -> dict[str, int]:
    """How many areas have no figure, by kind, `UNMENTIONED` among them."""
    return {**coverage.absences, UNMENTIONED: coverage.unmentioned}


def absence_labels() -> dict[str, Words]:
    """Every kind of absence that a table may count, in words."""
    return {**{str(kind): kind.label for kind in Absence}, UNMENTIONED: _("not in any release")}


def _table(known: Published, element: Element, figures: PackedFigures, tier: Tier) -> CoverageTable:
    found = coverage(figures, tier, known.codes_at(tier))
    kinds = {kind: words for kind, words in absence_labels().items() if any(counted(each).get(kind) for each in found)}
    told = known.told(element, tier)
    lines = [
        CoverageLine(
            coverage=each,
            period_label=label(each.period, element.period_type),
            scored=bool(told.get("used")) and told.get("period") == each.period,
            missing=tuple(counted(each).get(kind, 0) for kind in kinds),
        )
        for each in reversed(found)
        if each.with_figure or each.absences
    ]
    return CoverageTable(tier, tuple(kinds.values()), tuple(lines))


def _bases(columns: Iterable[Iterable[Coverage]]) -> tuple[BasisLine, ...]:
    counted = [sum((Counter(each.bases) for each in column), Counter[str]()) for column in columns]
    counts = {basis: tuple(column[basis] for column in counted) for basis in Basis}
    return tuple(BasisLine(basis.label, found) for basis, found in counts.items() if any(found))


def _releases(known: Published, element: Element) -> tuple[ToldRelease, ...]:
    # Of a single release every figure counts, and none was revised: nothing to look for.
    several = len(known.lines) > 1
    changed = revisions(element.code, [line.import_id for line in known.lines], known.area_names) if several else {}
    return tuple(_told(line, changed.get(line.import_id), element) for line in known.lines)


def _told(line: ReleaseLine, changed: Revisions | None, element: Element) -> ToldRelease:
    found = changed or Revisions(counting=line.new if changed is None else 0)
    changes = tuple(
        (change.area, label(change.period, element.period_type), change.before, change.after)
        for change in found.largest
    )
    return ToldRelease(line, found, changes)


def _areas(known: Published, entry: Entry, figures: PackedFigures) -> tuple[AreaFigure, ...]:
    """Every area at its own tier, by name: those of which the indicator tells nothing at it are left out."""
    values = {each.tier: _values(figures, each.period) for each in entry.tiers}
    return tuple(
        AreaFigure(area, area.tiers[0], values[area.tiers[0]].get(area.code))
        for area in known.areas
        if area.tiers[0] in values
    )


def _values(figures: PackedFigures, period: str) -> Mapping[str, float]:
    for series in figures.series:
        if series.period == period:
            pairs = zip(figures.areas, series.values.tolist(), strict=True)
            return {code: value for code, value in pairs if not np.isnan(value)}
    return {}
