"""Where figures come from, as registers list it: releases, sources, how much there is of an indicator, and revisions.

Everything is asked for by the imports, or by the snapshot, of a run: what came in since is for nobody to see yet.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.common.periods import parse
from apps.figures.models import Basis, Figure, Import, SnapshotSeries
from apps.figures.registered import with_registered
from apps.figures.snapshots import PackedFigures, Series, unpack

#: Of the changes of one release so many are told, the largest first.
CHANGES_TOLD = 5
_COLUMNS = (
    "pk", "element_code", "header__source", "source__code", "source__title", "source__publisher", "source__vintage",
    "source__licence", "source__attribution", "release", "loaded_at", "new", "revised", "unchanged", "refused",
    "derivation_id",
)  # fmt: skip
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release as readers see it: what it says of itself, and what came in with it.

    `source` is the code that its file names, the same for every vintage. `new`, `revised` and `unchanged` count
    figures, `left_out` the rows that were not taken in. `derivation_id` is of a derived release only. Where
    the publisher offers it (`url`) and whom to ask (`contact`) only a steward says.
    """

    import_id: int
    element_code: str
    source: str
    title: str
    publisher: str
    vintage: str
    licence: str
    attribution: str
    release: str
    loaded_at: datetime | None
    new: int
    revised: int
    unchanged: int
    left_out: int
    derivation_id: int | None = None
    url: str = ""
    contact: str = ""


@dataclass(frozen=True)
class SourceEntry:
    """A source by the code that files name: its facts are those of its latest release, which come newest first."""

    code: str
    releases: tuple[ReleaseLine, ...]

    @property
    def latest(self) -> ReleaseLine:
        """The release that came in last."""
        return self.releases[0]

    @property
    def vintages(self) -> tuple[str, ...]:
        """Each vintage once, newest first."""
        return tuple(dict.fromkeys(line.vintage for line in self.releases))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The codes of the indicators whose figures come from it, by code."""
        return tuple(sorted({line.element_code for line in self.releases}))


@dataclass(frozen=True)
class Coverage:
    """Of how many areas of a tier an indicator has a figure in one period, and what is known of those and of the rest.

    `absences` and `bases` count areas by kind; `unmentioned` those of which no release says anything.
    """

    tier: str
    period: str
    areas: int
    with_figure: int
    with_limits: int
    absences: Mapping[str, int]
    bases: Mapping[str, int]

    @property
    def unmentioned(self) -> int:
        """How many areas have neither a figure nor a reason."""
        return self.areas - self.with_figure - sum(self.absences.values())


class Change(NamedTuple):
    """One figure that a release revised, in the unit of its indicator."""

    area: str
    period: str
    before: float
    after: float


@dataclass(frozen=True)
class Revisions:
    """What one release changed: the largest changes of a figure, and how many changed in another way.

    `counting` is how many of its figures count now; `gained` were missing before, `lost` are missing now, `restated`
    have the same value and other limits, another reason or another basis.
    """

    largest: tuple[Change, ...] = ()
    counting: int = 0
    gained: int = 0
    lost: int = 0
    restated: int = 0


class FigureRow(NamedTuple):
    """A figure that counts, and the import that it came with."""

    area_code: str
    area_name: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    absence: str
    basis: str
    import_id: int


def release_lines(imports: Collection[int], code: str | None = None) -> list[ReleaseLine]:
    """The releases of some imports, of one indicator or all, the one that was loaded last first: one query.

    What was worked out here for areas that a reorganisation made comes after all that publishers gave out. Of a source
    that a steward registered the words are theirs, not those of the file.
    """
    rows = Import.objects.filter(pk__in=list(imports), source__isnull=False)
    if code is not None:
        rows = rows.filter(element_code=code)
    own = F("reorganisation").asc(nulls_first=True)
    found = with_registered(rows, "url", "contact").order_by(own, "-sequence").values_list("registered", *_COLUMNS)
    return [
        # What a file names as its source is in its header; a later vintage of it has a row, and a code, of its own.
        replace(ReleaseLine(pk, element, named or known, *rest), **(said or {}))
        for said, pk, element, named, known, *rest in found
    ]


def source_entries(lines: Iterable[ReleaseLine]) -> list[SourceEntry]:
    """The sources of some releases (given newest first), by publisher and title."""
    families: dict[str, list[ReleaseLine]] = {}
    for line in lines:
        families.setdefault(line.source, []).append(line)
    entries = [SourceEntry(code, tuple(family)) for code, family in families.items()]
    return sorted(entries, key=lambda entry: (entry.latest.publisher.casefold(), entry.latest.title.casefold()))


def family_of(source_code: str, imports: Collection[int]) -> str | None:
    """The code that files name a source by, from the code of one of its vintages; None when no figures come from it."""
    rows = Import.objects.filter(pk__in=list(imports), source__code=source_code)
    return rows.values_list("header__source", flat=True).first()


def figures_of(snapshot_id: int | None, code: str, areas: Sequence[str]) -> PackedFigures:
    """The figures of one indicator in a snapshot, a series for each period, earliest first.

    `areas`: the codes of the areas of the snapshot, in its order.
    """
    rows = SnapshotSeries.objects.filter(snapshot=snapshot_id or 0, element_code=code)
    series = [
        Series(code, period, unpack(values), _maybe(lower), _maybe(upper), notes)
        for period, values, lower, upper, notes in rows.values_list("period", "values", "lower", "upper", "notes")
    ]
    return PackedFigures(tuple(areas), tuple(sorted(series, key=lambda each: parse(each.period))))


def counts_of(
    snapshot_id: int | None,
    wanted: Collection[tuple[str, str]],
    tiers: Mapping[str, Collection[str]],
    areas: Sequence[str],
) -> dict[tuple[str, str], dict[str, int]]:
    """How many areas of each tier have a figure, by code and period: one query.

    `tiers`: the codes of their areas; `areas`: those of the snapshot, in its order.
    """
    inside = {tier: _inside(areas, codes) for tier, codes in tiers.items()}
    codes, periods = {code for code, _period in wanted}, {period for _code, period in wanted}
    rows = SnapshotSeries.objects.filter(
        snapshot=snapshot_id or 0, element_code__in=sorted(codes), period__in=sorted(periods)
    )
    return {
        (code, period): _counted(unpack(values), inside)
        for code, period, values in rows.values_list("element_code", "period", "values")
        if (code, period) in wanted
    }


def counts_in(figures: PackedFigures, tiers: Mapping[str, Collection[str]]) -> dict[tuple[str, str], dict[str, int]]:
    """The same of figures that were read already, for all their periods."""
    inside = {tier: _inside(figures.areas, codes) for tier, codes in tiers.items()}
    return {(series.code, series.period): _counted(series.values, inside) for series in figures.series}


def coverage(figures: PackedFigures, tier: str, codes: Collection[str]) -> list[Coverage]:
    """How much of an indicator there is for the areas of a tier (their codes), period by period, earliest first."""
    inside = _inside(figures.areas, codes)
    among = {code for code, flag in zip(figures.areas, inside.tolist(), strict=True) if flag}
    return [_coverage(series, tier, inside, among) for series in figures.series]


def revisions(code: str, imports: Collection[int], names: Mapping[int, str]) -> dict[int, Revisions]:
    """What each import of one indicator changed of the figures before it, by import: one query, however many.

    `names`: what areas are called, those that ended among them.
    """
    rows = Figure.objects.filter(element_code=code, imported__in=list(imports)).order_by("imported__sequence")
    latest: dict[tuple[int, str], tuple[int, float | None]] = {}
    moved: dict[int, list[tuple[int, str, float | None, float | None]]] = {}
    for import_id, area_id, period, value in rows.values_list("imported_id", "area_id", "period", "value"):
        if before := latest.get((area_id, period)):
            moved.setdefault(import_id, []).append((area_id, period, before[1], value))
        latest[area_id, period] = (import_id, value)
    counting = Counter(import_id for import_id, _value in latest.values())
    return {each: _revisions(moved.get(each, []), names, counting[each]) for each in {*moved, *counting}}


def figure_rows(code: str, imports: Collection[int]) -> Iterator[FigureRow]:
    """The figures of one indicator that count, by area and period, each with its import: two queries."""
    areas = {pk: (area, name) for pk, area, name in Area.objects.values_list("pk", "code", "name")}
    rows = Figure.objects.filter(element_code=code, imported__in=list(imports)).order_by("imported__sequence")
    columns = ("area_id", "period", "value", "lower", "upper", "absence", "basis", "imported_id")
    # A later import overwrites an earlier one cell by cell.
    cells = {(areas[row[0]], row[1]): row[2:] for row in rows.values_list(*columns)}
    for (area, period), cell in sorted(cells.items(), key=lambda each: (each[0][0], parse(each[0][1]))):
        yield FigureRow(*area, period, *cell)


def _maybe(content: bytes | memoryview | None) -> NDArray[np.float64] | None:
    return None if content is None else unpack(content)


def _counted(values: NDArray[np.float64], inside: Mapping[str, Flags]) -> dict[str, int]:
    known = ~np.isnan(values)
    return {tier: int((known & flags).sum()) for tier, flags in inside.items()}


def _inside(areas: Iterable[str], codes: Collection[str]) -> Flags:
    wanted = set(codes)
    return np.array([code in wanted for code in areas], dtype=np.bool_)


def _coverage(series: Series, tier: str, inside: Flags, among: set[str]) -> Coverage:
    known = inside & ~np.isnan(series.values)
    both = np.zeros_like(known)
    if series.lower is not None and series.upper is not None:
        both = known & ~np.isnan(series.lower) & ~np.isnan(series.upper)
    noted = [note for code, note in series.notes.items() if code in among]
    bases = Counter(note["basis"] for note in noted if "basis" in note and "absence" not in note)
    plain = int(known.sum()) - sum(bases.values())
    return Coverage(
        tier=tier,
        period=series.period,
        areas=len(among),
        with_figure=int(known.sum()),
        with_limits=int(both.sum()),
        absences=Counter(note["absence"] for note in noted if "absence" in note),
        bases=bases + Counter({str(Basis.PUBLISHED): plain}),
    )


def _revisions(
    moved: Iterable[tuple[int, str, float | None, float | None]], names: Mapping[int, str], counting: int
) -> Revisions:
    changes, kinds = [], Counter[str]()
    for area_id, period, before, after in moved:
        if before is not None and after is not None and before != after:
            changes.append(Change(names[area_id], period, before, after))
        else:
            kinds["restated" if before == after else "gained" if before is None else "lost"] += 1
    changes.sort(key=lambda change: (-abs(change.after - change.before), change.area, change.period))
    return Revisions(tuple(changes[:CHANGES_TOLD]), counting, kinds["gained"], kinds["lost"], kinds["restated"])
