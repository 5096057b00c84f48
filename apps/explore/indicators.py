"""The register of indicators: all of the published edition, what there is of each, and where nothing is measured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F

from apps.areas.models import Area, name_in_language
from apps.common.tiers import Tier
from apps.figures.registers import ReleaseLine, SourceEntry, counts_in, counts_of, release_lines, source_entries
from apps.figures.snapshots import PackedFigures
from apps.framework.models import Element
from apps.framework.queries import elements_of
from apps.scores.arrays import applies
from apps.scores.engine.method import Method
from apps.scores.models import Run, RunTier
from apps.scores.sentences import Indicator, period_label, why_group_unscored, why_indicator_unscored


class AreaLine(NamedTuple):
    """An area, as far as a register names it."""

    code: str
    name: str
    slug: str
    in_upper: bool
    in_district: bool
    name_cy: str

    @property
    def local_name(self) -> str:
        """Its name in the language that is read."""
        return name_in_language(self.name, self.name_cy)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers it belongs to, its default first."""
        return tuple(tier for tier, held in ((Tier.UPPER, self.in_upper), (Tier.DISTRICT, self.in_district)) if held)


@dataclass(frozen=True)
class Published:
    """What the registers stand on: the published run, its edition's elements, its tiers, its areas, its releases."""

    run: Run
    elements: tuple[Element, ...]
    tiers: Mapping[str, RunTier]
    areas: tuple[AreaLine, ...]
    lines: tuple[ReleaseLine, ...]
    #: The codes of the areas of the run's snapshot, in its order.
    snapshot_areas: tuple[str, ...]
    #: What areas are called by their number, those that ended among them.
    area_names: Mapping[int, str]

    @property
    def indicators(self) -> dict[str, Element]:
        """The indicators by code, in published order."""
        return {element.code: element for element in self.elements if element.is_indicator}

    def codes_at(self, tier: str) -> frozenset[str]:
        """The codes of today's areas of a tier."""
        return frozenset(area.code for area in self.areas if tier in area.tiers)

    def told(self, element: Element, tier: str) -> dict[str, Any]:
        """What the run says of an indicator at a tier: its period, whether it is used, the moments of the group."""
        found: dict[str, Any] = self.tiers[tier].indicators.get(element.code, {}) if tier in self.tiers else {}
        return found

    @cached_property
    def _by_number(self) -> dict[int, Element]:
        return {each.pk: each for each in self.elements}

    def path_to(self, element: Element) -> tuple[Element, ...]:
        """What holds an element, from its headline down."""
        path: list[Element] = []
        above = element.parent_id
        while above is not None:
            path.insert(0, self._by_number[above])
            above = self._by_number[above].parent_id
        return tuple(path)


@dataclass(frozen=True)
class AtTier:
    """An indicator at one tier: the period that is scored, or the latest, and how many of its areas have a figure then.

    `why_not` says why it is not scored, empty when it is; `group_mean` is in the unit of the indicator.
    """

    tier: Tier
    period: str
    period_label: str
    have: int
    areas: int
    why_not: str
    group_mean: float | None


@dataclass(frozen=True)
class Entry:
    """An indicator as the register lists it; `latest` is the release that came in last, None where none did."""

    element: Element
    path: tuple[Element, ...]
    tiers: tuple[AtTier, ...]
    latest: ReleaseLine | None

    @property
    def period_labels(self) -> tuple[str, ...]:
        """The period that is scored; of each tier where they differ."""
        return tuple(dict.fromkeys(each.period_label for each in self.tiers if each.period_label))

    @property
    def words(self) -> str:
        """All that a search looks in."""
        source = (self.latest.title, self.latest.publisher) if self.latest else (self.element.publisher,)
        above = [element.name for element in self.path]
        return " ".join([self.element.code, self.element.name, self.element.unit, *above, *source]).casefold()


@dataclass(frozen=True)
class Gap:
    """An element without any indicator below it, and why."""

    element: Element
    path: tuple[Element, ...]
    why: str

    @property
    def words(self) -> str:
        """All that a search looks in."""
        return " ".join([self.element.code, self.element.name, *(each.name for each in self.path)]).casefold()


@dataclass(frozen=True)
class Group:
    """A domain (or a headline that has none) with its indicators and its gaps, in published order."""

    headline: Element
    element: Element
    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]


def published(run: Run, code: str | None = None) -> Published:
    """What the registers stand on, with the releases of one indicator or of all: three queries."""
    read = run.tiers.defer("elements", "scored", "inputs_sha256").annotate(in_order=F("run__snapshot__areas"))
    tiers = {tier.tier: tier for tier in read}
    # The areas of the run, not those of today: a reorganisation shows with the run that is published after it.
    codes = {code for tier in tiers.values() for code in tier.areas}
    named = Area.objects.order_by("name").values_list(
        "pk", "code", "name", "slug", "in_upper", "in_district", "name_cy"
    )
    rows = list(named)
    return Published(
        run=run,
        elements=tuple(elements_of(run.edition)),
        tiers=tiers,
        areas=tuple(AreaLine(*row[1:]) for row in rows if row[1] in codes),
        lines=tuple(release_lines(run.imports, code)),
        area_names={row[0]: name_in_language(row[2], row[6]) for row in rows},
        snapshot_areas=next((tuple(tier.in_order or ()) for tier in read), ()),
    )


def entries_of(known: Published, elements: Iterable[Element], figures: PackedFigures | None = None) -> list[Entry]:
    """Some indicators as the register lists them: one query for all, none where their `figures` were read already."""
    chosen = list(elements)
    latest: dict[str, ReleaseLine] = {}
    for line in known.lines:
        latest.setdefault(line.element_code, line)
    inside: dict[str, frozenset[str]] = {tier: known.codes_at(tier) for tier in Tier}
    told = {(each.code, tier): known.told(each, tier) for each in chosen for tier in tiers_of(each)}
    if figures is None:
        wanted = {(code, period) for (code, _tier), about in told.items() if (period := about.get("period"))}
        counts = counts_of(known.run.snapshot_id, wanted, inside, known.snapshot_areas)
    else:
        counts = counts_in(figures, inside)

    def at(element: Element, tier: Tier) -> AtTier:
        about = told[element.code, tier]
        have = counts.get((element.code, about.get("period", "")), {}).get(tier, 0)
        return _at(element, tier, about, (have, len(inside[tier])))

    return [
        Entry(each, known.path_to(each), tuple(at(each, tier) for tier in tiers_of(each)), latest.get(each.code))
        for each in chosen
    ]


def groups_of(known: Published, entries: Iterable[Entry], gaps: Iterable[Gap]) -> list[Group]:
    """Indicators and gaps under the domain that holds them; what holds none of them is left out."""
    groups: dict[int, tuple[list[Entry], list[Gap]]] = {}
    for entry in entries:
        groups.setdefault(_domain(entry.element, entry.path).pk, ([], []))[0].append(entry)
    for gap in gaps:
        groups.setdefault(_domain(gap.element, gap.path).pk, ([], []))[1].append(gap)
    return [
        Group((*known.path_to(element), element)[0], element, tuple(found[0]), tuple(found[1]))
        for element in known.elements
        if (found := groups.get(element.pk))
    ]


def gaps_of(known: Published) -> list[Gap]:
    """Every element that has nothing below it though it is no indicator, and why."""
    method = Method.from_json(known.run.method)
    holding = {element.parent_id for element in known.elements}
    return [
        Gap(element, known.path_to(element), why_group_unscored(element, (), 0.0, method))
        for element in known.elements
        if not element.is_indicator and element.pk not in holding
    ]


def sources_of(known: Published) -> list[SourceEntry]:
    """The sources of the releases that readers see."""
    return source_entries(known.lines)


def chosen_of(entries: Iterable[Entry], wanted: Mapping[str, str]) -> list[Entry]:
    """The entries that fit what was chosen: every word of `q`, the `tier` they are collected at, the `source`."""
    tier, source = wanted.get("tier", ""), wanted.get("source", "")
    return [
        entry
        for entry in entries
        if fits(entry.words, wanted.get("q", ""))
        and tier in ("", entry.element.tier)
        and (not source or (entry.latest is not None and entry.latest.source == source))
    ]


def chosen_gaps(gaps: Iterable[Gap], wanted: Mapping[str, str]) -> list[Gap]:
    """The gaps that fit what was chosen: they have neither a tier nor a source, only words."""
    return [gap for gap in gaps if set(wanted) <= {"q"} and fits(gap.words, wanted.get("q", ""))]


def fits(words: str, sought: str) -> bool:
    """Whether every word that was typed is somewhere in `words`."""
    return all(word in words for word in sought.casefold().split())


def tiers_of(element: Element) -> tuple[Tier, ...]:
    """The tiers that an indicator is collected at."""
    return tuple(tier for tier in Tier if applies(element, tier))


def _at(element: Element, tier: Tier, about: Mapping[str, Any], counted: tuple[int, int]) -> AtTier:
    period = about.get("period", "")
    return AtTier(
        tier=tier,
        period=period,
        period_label=period_label(element, period),
        have=counted[0],
        areas=counted[1],
        why_not="" if about.get("used") else why_indicator_unscored(element, Indicator(dict(about), "")),
        group_mean=about.get("group_mean"),
    )


def _domain(element: Element, path: tuple[Element, ...]) -> Element:
    """The domain that an element stands under; its headline where it hangs on that, itself where nothing is above."""
    return (*path, element)[1] if len(path) > 1 or element.level == Element.Level.DOMAIN else (*path, element)[0]
