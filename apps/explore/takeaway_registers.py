"""The registers, the figures of an indicator and the list of practice, as tables to take away."""

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.periods import label
from apps.explore.indicators import Entry, Gap, Published
from apps.explore.indicators_page import absence_labels
from apps.explore.releases import ShownRelease
from apps.explore.sheets import Absent, Cell, Column, Sheet, Standing
from apps.explore.sources import ListedSource
from apps.explore.takeaway import Behind, or_absent, standing_of
from apps.figures.models import Basis
from apps.figures.registers import FigureRow
from apps.framework.models import Element
from apps.practice.models import CaseStudy
from apps.scores.models import Run
from apps.scores.readings import Words


def register_standing(request: HttpRequest, run: Run, title: str, name: str, *args: str) -> Standing:
    """What a register stands on: its address always shows what is published, so the citation names the run."""
    return standing_of(request, run, title, reverse(f"explore:{name}", args=args))


def figure_columns(element: Element | None = None) -> tuple[Column, ...]:
    """What the table of all figures of an indicator has: the columns of figures.csv."""
    unit, decimals = (element.unit, element.decimals) if element else ("", 1)
    return (
        Column("area", _("Area")),
        Column("area-name", _("Name")),
        Column("period", _("Period"), note=_("A start and a length, 2022-01-01/P3Y, or one day.")),
        Column("period-name", _("Period in words")),
        Column("value", _("Figure"), "number", unit, decimals=decimals),
        Column("lower", _("Lower limit"), "number", unit, _("95% limits, where the source gives them."), decimals),
        Column("upper", _("Upper limit"), "number", unit, decimals=decimals),
        Column("basis", _("How the figure was reached")),
        Column("source", _("Source")),
        Column("vintage", _("Vintage")),
        Column("release", _("Release")),
    )


def figure_sheet(
    standing: Standing, known: Published, element: Element, rows: Iterable[FigureRow], behind: Behind
) -> Sheet:
    """Every figure of an indicator that the published scores rest on."""
    told = {line.import_id: (line.source, line.vintage, line.release) for line in known.lines}
    kinds = absence_labels()
    return Sheet(
        name=f"{element.code}-figures",
        title=standing_title(element),
        columns=figure_columns(element),
        rows=tuple(_figure_row(element, row, told.get(row.import_id, ("", "", "")), kinds) for row in rows),
        standing=standing,
        notes=tuple(note for note in (element.why, element.quality_note, element.proxy) if note),
        sources=behind.sources,
        errata=behind.errata,
    )


def standing_title(element: Element) -> str:
    """What the table of an indicator is called."""
    return _("%(name)s: every figure, %(unit)s") % {"name": element.name, "unit": element.unit}


def indicator_columns() -> tuple[Column, ...]:
    """What the register of indicators has: a row for each indicator at each tier, and for each gap."""
    return (
        Column("element", _("Element")),
        Column("name", _("Name")),
        Column("headline", _("Headline")),
        Column("domain", _("Domain")),
        Column("unit", _("Unit")),
        Column("tier", _("Tier")),
        Column("period", _("Period")),
        Column("have", _("Areas with a figure"), "number"),
        Column("areas", _("Areas"), "number"),
        Column("publisher", _("Publisher")),
        Column("vintage", _("Vintage")),
        Column("licence", _("Licence")),
        Column("why", _("Why it is not scored")),
    )


def indicators_sheet(standing: Standing, entries: Iterable[Entry], gaps: Iterable[Gap], behind: Behind) -> Sheet:
    """The register of indicators, as it was narrowed; places where nothing is measured are in it too."""
    rows = [*(row for entry in entries for row in _entry_rows(entry)), *map(_gap_row, gaps)]
    return Sheet(
        name="indicators",
        title=_("Indicators"),
        columns=indicator_columns(),
        rows=tuple(rows),
        standing=standing,
        sources=behind.sources,
        errata=behind.errata,
    )


def source_columns() -> tuple[Column, ...]:
    """What the register of sources has."""
    return (
        Column("source", _("Code")),
        Column("title", _("Title")),
        Column("publisher", _("Publisher")),
        Column("licence", _("Licence")),
        Column("attribution", _("Attribution")),
        Column("vintages", _("Vintages"), note=_("Newest first.")),
        Column("loaded", _("Last came in"), "date"),
        Column("indicators", _("Indicators"), note=_("Codes, by which the API knows them.")),
        Column("address", _("At the publisher")),
    )


def sources_sheet(standing: Standing, sources: Iterable[ListedSource]) -> Sheet:
    """The register of sources."""
    return Sheet("sources", _("Sources"), source_columns(), tuple(map(_source_row, sources)), standing)


def release_columns() -> tuple[Column, ...]:
    """What the register of releases has."""
    return (
        Column("element", _("Element")),
        Column("name", _("Indicator")),
        Column("release", _("Release")),
        Column("source", _("Source")),
        Column("publisher", _("Publisher")),
        Column("vintage", _("Vintage")),
        Column("licence", _("Licence")),
        Column("published", _("Published here"), "date"),
        Column("new", _("New"), "number", _("figures")),
        Column("revised", _("Revised"), "number", _("figures")),
        Column("unchanged", _("Unchanged"), "number", _("figures")),
        Column("left-out", _("Left out"), "number", _("rows")),
        Column("standing", _("Standing")),
    )


def releases_sheet(standing: Standing, releases: Iterable[ShownRelease]) -> Sheet:
    """The register of releases, all of its pages."""
    return Sheet("releases", _("Releases"), release_columns(), tuple(map(_release_row, releases)), standing)


def case_columns() -> tuple[Column, ...]:
    """What the list of practice has."""
    return (
        Column("title", _("Title")),
        Column("area", _("Area")),
        Column("area-name", _("Name")),
        Column("element", _("Element")),
        Column("element-name", _("Element’s name")),
        Column("summary", _("In short")),
        Column("published", _("Published"), "date"),
        Column("invented", _("Invented"), note=_("yes: written for the demonstration, about nobody’s work.")),
        Column("address", _("Address")),
    )


def cases_sheet(request: HttpRequest, standing: Standing, cases: Iterable[CaseStudy]) -> Sheet:
    """The list of practice, as it was narrowed, all of its pages."""
    notes = (_("Each is one story, chosen and judged by curators: none is a test."),)
    rows = tuple(_case_row(request, case) for case in cases)
    return Sheet("practice", _("Practice"), case_columns(), rows, standing, notes)


def _figure_row(
    element: Element, row: FigureRow, told: tuple[str, str, str], kinds: Mapping[str, Words]
) -> tuple[Cell, ...]:
    kind = row.absence or "no-figure"
    no_limit = _("no limits come with the figure")
    return (
        row.area_code,
        row.area_name,
        row.period,
        label(row.period, element.period_type),
        or_absent(row.value, kind, str(kinds.get(kind, kind))),
        or_absent(row.lower, "no-limit", no_limit),
        or_absent(row.upper, "no-limit", no_limit),
        str(Basis(row.basis).label) if row.basis else "",
        *told,
    )


def _entry_rows(entry: Entry) -> Iterator[tuple[Cell, ...]]:
    element, latest, path = entry.element, entry.latest, entry.path
    for at in entry.tiers:
        yield (
            element.code,
            element.name,
            path[0].name if path else "",
            path[1].name if len(path) > 1 else "",
            element.unit,
            str(at.tier.label),
            at.period_label,
            at.have,
            at.areas,
            latest.publisher if latest else element.publisher,
            latest.vintage if latest else "",
            latest.licence if latest else element.licence,
            at.why_not,
        )


def _gap_row(gap: Gap) -> tuple[Cell, ...]:
    nothing = Absent("no-indicator", _("nothing is measured here"))
    path = gap.path
    above = (path[0].name if path else "", path[1].name if len(path) > 1 else "")
    return gap.element.code, gap.element.name, *above, "", "", "", nothing, nothing, "", "", "", gap.why


def _source_row(source: ListedSource) -> tuple[Cell, ...]:
    entry, latest = source.entry, source.entry.latest
    loaded: Cell = (
        timezone.localtime(latest.loaded_at).date()
        if latest.loaded_at
        else Absent("unknown", _("when it came in was not kept"))
    )
    return (
        entry.code,
        latest.title,
        latest.publisher,
        latest.licence,
        latest.attribution,
        "; ".join(entry.vintages),
        loaded,
        " ".join(element.code for element in source.indicators),
        latest.url,
    )


def _release_row(each: ShownRelease) -> tuple[Cell, ...]:
    line, place = each.line, each.place
    counts = (line.new, line.revised, line.unchanged, line.left_out)
    standing = place.gone or (_("A later release has followed.") if place.followed else _("Its figures count."))
    words = (line.element_code, each.name, line.release, line.title, line.publisher, line.vintage, line.licence)
    return *words, timezone.localtime(place.since).date(), *counts, standing


def _case_row(request: HttpRequest, case: CaseStudy) -> tuple[Cell, ...]:
    published: Cell = (
        timezone.localtime(case.published_at).date() if case.published_at else Absent("unknown", _("not known"))
    )
    return (
        case.title,
        case.area.code,
        case.area.local_name,
        case.element.code,
        case.element.name,
        " ".join(case.summary.split()),
        published,
        _("yes") if case.is_demonstration else _("no"),
        request.build_absolute_uri(reverse("explore:case", args=[case.slug])),
    )
