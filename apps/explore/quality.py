"""How good the indicators are, as far as the framework, the releases and the published run state it; nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from apps.common.periods import age_in_years
from apps.explore.indicators import AtTier, Entry, Gap, Published
from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import unpack
from apps.framework.models import Element


@dataclass(frozen=True)
class Precision:
    """Of how many figures of the period that is shown the publisher gives 95% limits; `figures` are all of them."""

    with_limits: int
    figures: int

    @property
    def kind(self) -> str:
        """`all`, `some` or `none` of the figures come with limits; empty where there are no figures."""
        if not self.figures:
            return ""
        return "all" if self.with_limits == self.figures else "some" if self.with_limits else "none"


@dataclass(frozen=True)
class Line:
    """One indicator: how old its period was at the date of the edition (years), its window, its precision."""

    entry: Entry
    age: float | None
    precision: Precision

    @property
    def element(self) -> Element:
        return self.entry.element

    @property
    def is_scored(self) -> bool:
        """Whether it is scored at some tier."""
        return any(not at.why_not for at in self.entry.tiers)

    @property
    def is_complete(self) -> bool:
        """Whether every area of its tiers has a figure."""
        return bool(self.entry.tiers) and all(at.have == at.areas for at in self.entry.tiers)

    @property
    def at(self) -> dict[str, AtTier]:
        """What is known of it at each tier, by tier."""
        return {str(at.tier): at for at in self.entry.tiers}


@dataclass(frozen=True)
class Counts:
    """How many of the indicators are what; `gaps` counts the elements below which nothing is measured."""

    all: int
    scored: int
    complete: int
    limits_all: int
    limits_some: int
    limits_none: int
    modelled: int
    proxies: int
    tracked: int
    gaps: int
    oldest: float | None
    median_age: float | None


def lines_of(known: Published, entries: Iterable[Entry]) -> list[Line]:
    """Indicators with what is stated of their quality: one query."""
    chosen = list(entries)
    shown = {entry.element.code: _period(entry) for entry in chosen}
    precisions = _precisions(known, shown)
    return [
        Line(
            entry=entry,
            age=age_in_years(period, known.run.as_at) if (period := shown[entry.element.code]) else None,
            precision=precisions.get(entry.element.code, Precision(0, 0)),
        )
        for entry in chosen
    ]


def counts_of_quality(lines: Iterable[Line], gaps: Iterable[Gap]) -> Counts:
    """The summary above the list."""
    every = list(lines)
    ages = [line.age for line in every if line.age is not None]

    def kind(name: str) -> int:
        return sum(line.precision.kind == name for line in every)

    return Counts(
        all=len(every),
        scored=sum(line.is_scored for line in every),
        complete=sum(line.is_complete for line in every),
        limits_all=kind("all"),
        limits_some=kind("some"),
        limits_none=kind("none"),
        modelled=sum(line.element.modelled for line in every),
        proxies=sum(bool(line.element.proxy) for line in every),
        tracked=sum(bool(line.element.base_period) for line in every),
        gaps=len(list(gaps)),
        oldest=max(ages, default=None),
        median_age=float(np.median(ages)) if ages else None,
    )


def by_domain(known: Published, lines: Iterable[Line]) -> list[tuple[Element, list[Line]]]:
    """The lines under the element below the headline that holds them, in published order."""
    groups: dict[int, list[Line]] = {}
    for line in lines:
        path = line.entry.path
        holder = path[1] if len(path) > 1 else path[0] if path else line.element
        groups.setdefault(holder.pk, []).append(line)
    return [(element, groups[element.pk]) for element in known.elements if element.pk in groups]


def _period(entry: Entry) -> str:
    """The period that is scored, or shown, at the tier with the latest one."""
    return max((at.period for at in entry.tiers), default="")


def _precisions(known: Published, shown: Mapping[str, str]) -> dict[str, Precision]:
    wanted = {(code, period) for code, period in shown.items() if period}
    rows = SnapshotSeries.objects.filter(
        snapshot=known.run.snapshot_id or 0,
        element_code__in=sorted({code for code, _ in wanted}),
        period__in=sorted({period for _, period in wanted}),
    )
    found = {}
    for code, period, values, lower, upper in rows.values_list("element_code", "period", "values", "lower", "upper"):
        if (code, period) in wanted:
            there = ~np.isnan(unpack(values))
            limits = ~np.isnan(unpack(lower)) & ~np.isnan(unpack(upper)) if lower and upper else ~there & there
            found[code] = Precision(int((there & limits).sum()), int(there.sum()))
    return found
