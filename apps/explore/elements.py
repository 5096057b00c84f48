"""One element across all areas of a tier: what is known of each, in an order that readers choose, and who is alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from apps.areas.models import Area, ReferenceGroup
from apps.common.tiers import Tier
from apps.figures.queries import Provenance, provenances
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.arrays import applies, read_area, read_ranges
from apps.scores.engine.method import Method
from apps.scores.models import AreaRange, AreaScores, Publication, RunTier, Study
from apps.scores.readings import Page, Reading, reading_of
from apps.scores.telling import Draws, draws_of


@dataclass(frozen=True)
class AreaLine:
    """One area: what is read of it, and whether it is of the group that is compared.

    `beside`: in an order by value, how it stands to the area of the line before: `above`, `below` or `neither`, empty
    where it cannot be told; `against`: so it stands to the area that is marked.
    """

    area: Area
    reading: Reading
    in_group: bool
    beside: str = ""
    against: str = ""

    @property
    def number(self) -> float | None:
        """What areas are told apart by: the figure of an indicator, the score of everything else."""
        return self.reading.value if self.reading.is_indicator else self.reading.score

    @property
    def step(self) -> int:
        """The step of its band, 0 without a score."""
        return self.reading.band.step if self.reading.band else 0

    @property
    def missing(self) -> str:
        """Why there is no number, in a few words; empty where there is one."""
        if self.number is not None:
            return ""
        return str(self.reading.absence_label or self.reading.reason)


@dataclass(frozen=True)
class Across:
    """One element at one tier: `lines` of all areas by name; `above` are the elements that hold it, from its headline.

    `centre`: the average of the group, in the unit of the figures or of scores. `indicators`: codes of those that it
    rests on.
    """

    run_tier: RunTier
    element: Element
    tier: Tier
    above: tuple[Element, ...]
    parts: tuple[Element, ...]
    lines: tuple[AreaLine, ...]
    group: ReferenceGroup | None
    source: Provenance | None
    period_label: str
    centre: float | None
    indicators: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[float]:
        """The numbers of the areas of the group that have one."""
        return [line.number for line in self.lines if line.in_group and line.number is not None]

    @cached_property
    def has_limits(self) -> bool:
        """Whether the source of an indicator gives limits for any of its figures."""
        return any(line.reading.lower is not None for line in self.lines)

    @cached_property
    def has_ranges(self) -> bool:
        """Whether any of its scores has a range."""
        return any(line.reading.range is not None for line in self.lines)

    def line_of(self, slug: str) -> AreaLine | None:
        """The line of one area by its slug."""
        return next((line for line in self.lines if line.area.slug == slug), None)

    def draws(self) -> Draws | None:
        """By which areas are told apart; None where there are none."""
        return draws_of(self.run_tier, self.element.code)


def published_tier(tier: str) -> RunTier | None:
    """One tier of the run that the public reads, with its run and edition; None before the first publication."""
    published = Publication.objects.values("run")
    return RunTier.objects.select_related("run__edition").filter(run__in=published, tier=tier).first()


def across(run_tier: RunTier, code: str) -> Across | None:
    """What all areas have on one element; None when the edition has no such element. Five queries."""
    elements = elements_of(run_tier.run.edition)
    element = next((each for each in elements if each.code == code), None)
    if element is None:
        return None
    method = Method.from_json(run_tier.run.method)
    sources = provenances([code], run_tier.run.imports) if element.is_indicator else {}
    group_code = method.upper_group if run_tier.tier == Tier.UPPER else method.district_group
    below = _below(element, elements)
    lines = tuple(_lines(run_tier, element, below, method))
    about = run_tier.indicators.get(code, {})
    return Across(
        run_tier=run_tier,
        element=element,
        tier=Tier(run_tier.tier),
        above=tuple(_above(element, elements)),
        parts=tuple(each for each in elements if each.parent_id == element.pk),
        lines=lines,
        group=ReferenceGroup.objects.filter(code=group_code).first(),
        source=sources.get(code),
        period_label=next((line.reading.period_label for line in lines if line.reading.period_label), ""),
        centre=about.get("group_mean") if element.is_indicator else method.centre,
        indicators=tuple(each.code for each in below if each.is_indicator),
    )


def ordered(
    lines: Iterable[AreaLine], order: str, draws: Draws | None = None, marked: AreaLine | None = None
) -> list[AreaLine]:
    """Lines by `name`, by `region` and name, or by `value`, the highest first and those without one at the end.

    By value each line says how it stands to the one before, and to the one `marked`, as far as the draws tell.
    """
    listed = sorted(lines, key=lambda line: line.area.local_name)
    if order == "region":
        return sorted(listed, key=lambda line: line.area.region)
    if order != "value":
        return listed
    listed.sort(key=lambda line: (line.number is None, -(line.number or 0.0)))
    if draws is None:
        return listed
    codes = [line.area.code for line in listed]
    mine = marked.area.code if marked else ""
    against = [draws.clearly(code, mine) if mine and code != mine else "" for code in codes]
    told = zip(listed, draws.neighbours(codes), against, strict=True)
    return [replace(line, beside=beside, against=other) for line, beside, other in told]


@dataclass(frozen=True)
class Branch:
    """An element of the framework, at which tiers it has figures, and what lies below it."""

    element: Element
    tiers: tuple[Tier, ...]
    parts: tuple["Branch", ...]


def framework_tree(elements: Iterable[Element]) -> tuple[Branch, ...]:
    """The headlines with all below them, in the published order."""
    below: dict[int | None, list[Element]] = {}
    for element in elements:
        below.setdefault(element.parent_id, []).append(element)
    return tuple(_branch(element, below) for element in below.get(None, []))


def _branch(element: Element, below: dict[int | None, list[Element]]) -> Branch:
    parts = tuple(_branch(each, below) for each in below.get(element.pk, []))
    if element.is_indicator:
        return Branch(element, tuple(tier for tier in Tier if applies(element, tier)), parts)
    return Branch(element, tuple(tier for tier in Tier if any(tier in part.tiers for part in parts)), parts)


def _above(element: Element, elements: Iterable[Element]) -> list[Element]:
    known = {each.pk: each for each in elements}
    found: list[Element] = []
    while element.parent_id is not None:
        element = known[element.parent_id]
        found.insert(0, element)
    return found


def _rows(run_tier: RunTier, element: Element) -> QuerySet[Any]:
    """What the run says of each area, with the ranges of its scores and the `note` on one element only, by name."""
    # The study by itself, so that the database looks for it once and not for every area.
    study = Study.objects.filter(run_tier=run_tier, kind=Study.Kind.UNCERTAINTY, finished_at__isnull=False)
    ranges = AreaRange.objects.filter(study=Subquery(study.values("pk")[:1]), area=OuterRef("area"))
    rows = AreaScores.objects.filter(run_tier=run_tier).select_related("area").order_by("area__name")
    return rows.defer("notes").annotate(
        ranges=Subquery(ranges.values("packed")[:1]), note=KeyTransform(element.code, "notes")
    )


def _below(element: Element, elements: Iterable[Element]) -> list[Element]:
    """An element and all that lies below it; `elements` hold parents before children."""
    found = {element.pk: element}
    for each in elements:
        if each.parent_id in found:
            found[each.pk] = each
    return list(found.values())


def _lines(run_tier: RunTier, element: Element, below: list[Element], method: Method) -> Iterator[AreaLine]:
    count, scored = len(run_tier.elements), frozenset(run_tier.scored)
    codes = {each.code for each in below}
    places = {code: at for at, code in enumerate(run_tier.elements) if code in codes}
    own = places.get(element.code)
    for row in _rows(run_tier, element):
        table = read_area(bytes(row.packed), count)
        page = Page(
            area=row.area,
            tier=run_tier.tier,
            in_group=row.area.code in scored,
            method=method,
            rows={code: table[at] for code, at in places.items()},
            notes={element.code: row.note or {}},
            indicators=run_tier.indicators,
            ranges={element.code: read_ranges(bytes(row.ranges), count)[own]} if row.ranges and own is not None else {},
        )
        yield AreaLine(row.area, reading_of(page, element, below), page.in_group)


def spread(known: Across) -> dict[str, float] | None:
    """The lowest and the highest number of the group, and where the middle half lies; None with fewer than four."""
    numbers = known.numbers
    if len(numbers) < 4:
        return None
    low, high = np.quantile(np.array(numbers), (0.25, 0.75)).tolist()
    return {"least": min(numbers), "most": max(numbers), "low": low, "high": high}
