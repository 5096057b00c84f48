"""What is known of a figure: its current value, its history, and where it came from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform

from apps.areas.models import Area
from apps.common.periods import parse
from apps.figures.models import Figure, Import, RegisteredSource
from apps.figures.registered import with_registered

_VERSION_COLUMNS = (
    "period", "value", "lower", "upper", "absence", "basis", "imported__release", "imported__source__title",
    "imported__source__vintage", "imported_id", "imported__loaded_at", "imported__state", "registered_title",
    "imported__derivation_id", "imported__behind",
)  # fmt: skip

#: element code, area code, period, value, lower, upper, absence, basis
CurrentRow = tuple[str, str, str, float | None, float | None, float | None, str, str]


@dataclass(frozen=True, slots=True)
class CurrentFigure:
    """The figure that counts now for one indicator, area and period: that of the import loaded last."""

    element_code: str
    area_code: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    absence: str
    basis: str


@dataclass(frozen=True, slots=True)
class FigureVersion:
    """One figure as one import brought it; only one version of a period is current."""

    period: str
    value: float | None
    lower: float | None
    upper: float | None
    absence: str
    basis: str
    release: str
    source_title: str
    vintage: str
    import_id: int
    loaded_at: datetime | None
    withdrawn: bool
    current: bool
    #: The imports that it was derived from, step by step; None where it was not derived here.
    behind: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures of one indicator came from: its latest loaded import."""

    element_code: str
    title: str
    publisher: str
    vintage: str
    licence: str
    attribution: str
    release: str
    import_id: int
    loaded_at: datetime | None


def imports_in_force(codes: Collection[str]) -> list[int]:
    """The imports whose figures of some indicators count now, a later one before an earlier: oldest first."""
    loaded = Import.objects.filter(state=Import.State.LOADED, element_code__in=sorted(set(codes)))
    return list(loaded.order_by("sequence").values_list("pk", flat=True))


def current_rows(
    codes: Collection[str] | None = None, area: Area | None = None, imports: Collection[int] | None = None
) -> Iterator[CurrentRow]:
    """The current figures as plain rows, in order of element, area and period: one query, and no model objects.

    `codes` None means every indicator. `imports` None means those in force now, where withdrawn ones do not count;
    else exactly those, such as the ones a published run rests on.
    """
    rows = Figure.objects.all() if area is None else Figure.objects.filter(area=area)
    if codes is not None:
        rows = rows.filter(element_code__in=sorted(set(codes)))
    if imports is None or area is None or codes is None:
        rows = rows.filter(_among(imports, "imported__"))
    else:
        # An area's figures of some indicators are few, and there is an index for them; the sum keeps SQLite from
        # taking that of imports instead, by which it reads the figures of all areas: thirty times as slow.
        rows = rows.alias(came_in=F("imported_id") + 0).filter(came_in__in=list(imports))
    named = dict(Area.objects.values_list("pk", "code")) if area is None else {area.pk: area.code}
    # A later import overwrites an earlier one cell by cell; cells that it does not mention stay.
    cells = {}
    columns = ("element_code", "area_id", "period", "value", "lower", "upper", "absence", "basis")
    for row in rows.order_by("imported__sequence").values_list(*columns).iterator(chunk_size=10_000):
        cells[row[0], named[row[1]], row[2]] = row[3:]
    # Sorted here, not there: two databases may sort text in two ways.
    for key in sorted(cells):
        yield *key, *cells[key]


def current_figures(codes: Collection[str] | None = None, area: Area | None = None) -> list[CurrentFigure]:
    """The current figures of some indicators (all when None), of one area or all, by element, area and period."""
    return [CurrentFigure(*row) for row in current_rows(codes, area)]


def figure_history(element_code: str, area: Area, imports: Collection[int] | None = None) -> list[FigureVersion]:
    """Every version of every figure of one indicator and area, by period, the current version first in each.

    `imports` None: all that ever came in, of which withdrawn ones are not current. Else only those imports: what
    readers see of a published run, whatever was loaded or withdrawn since.
    """
    came_in = Q(imported__state__in=[Import.State.LOADED, Import.State.WITHDRAWN])
    rows = Figure.objects.filter(came_in if imports is None else _among(imports, "imported__"))
    rows = rows.filter(element_code=element_code, area=area).order_by("-imported__sequence")
    # What a steward says of a source holds for all its vintages.
    title = RegisteredSource.objects.filter(code=OuterRef("code_of_source")).values("title")[:1]
    rows = rows.annotate(code_of_source=KeyTextTransform("source", "imported__header")).annotate(
        registered_title=Subquery(title)
    )
    seen: set[str] = set()
    versions = []
    for row in rows.values_list(*_VERSION_COLUMNS, named=True):
        withdrawn = imports is None and row.imported__state == Import.State.WITHDRAWN
        versions.append(_version(row, withdrawn=withdrawn, current=not withdrawn and row.period not in seen))
        if not withdrawn:
            seen.add(row.period)
    return sorted(versions, key=lambda version: (parse(version.period), not version.current))


def current_series(element_code: str, area: Area) -> list[FigureVersion]:
    """The current figures of one indicator and area, earliest period first."""
    return [version for version in figure_history(element_code, area) if version.current]


def provenance(element_code: str) -> Provenance | None:
    """Where the figures of one indicator came from; None when none are loaded."""
    return provenances([element_code]).get(element_code)


def provenances(codes: Collection[str] | None = None, imports: Collection[int] | None = None) -> dict[str, Provenance]:
    """Where the figures of some indicators (all when None) came from, by element code: one query.

    `imports` None means those in force now; else exactly those. Of a source that a steward registered the words are
    theirs.
    """
    # What was worked out for new areas is theirs alone: an indicator comes from its publisher.
    loaded = Import.objects.filter(_among(imports), source__isnull=False, reorganisation__isnull=True)
    if codes is not None:
        loaded = loaded.filter(element_code__in=sorted(set(codes)))
    columns = (
        "element_code", "source__title", "source__publisher", "source__vintage", "source__licence",
        "source__attribution", "release", "pk", "loaded_at", "registered",
    )  # fmt: skip
    rows = with_registered(loaded).order_by("sequence").values_list(*columns)
    return {row[0]: replace(Provenance(*row[:-1]), **(row[-1] or {})) for row in rows}


def _among(imports: Collection[int] | None, prefix: str = "") -> Q:
    return Q(**{f"{prefix}state": Import.State.LOADED}) if imports is None else Q(**{f"{prefix}pk__in": list(imports)})


def _version(row: Any, *, withdrawn: bool, current: bool) -> FigureVersion:
    return FigureVersion(
        period=row.period,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        absence=row.absence,
        basis=row.basis,
        release=row.imported__release,
        source_title=row.registered_title or row.imported__source__title or "",
        vintage=row.imported__source__vintage or "",
        import_id=row.imported_id,
        loaded_at=row.imported__loaded_at,
        withdrawn=withdrawn,
        current=current,
        behind=None if row.imported__derivation_id is None else tuple(row.imported__behind),
    )
