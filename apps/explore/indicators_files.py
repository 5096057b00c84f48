"""What the page of an indicator shows, as tables to keep: the same head as a release file, and no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from apps.explore.indicators import Published
from apps.explore.indicators_page import CoverageTable, absence_labels, counted, latest_chain
from apps.figures.errata import errata_on, told
from apps.figures.models import Basis
from apps.figures.registers import figure_rows
from apps.figures.release import REQUIRED_KEYS
from apps.framework.models import Element

FIGURE_COLUMNS = (
    "area", "area-name", "period", "value", "lower", "upper", "absence", "basis", "source", "vintage", "release",
)  # fmt: skip
#: A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | int | None


def figures_file(known: Published, element: Element) -> bytes:
    """Every figure of an indicator that counts, each with its source, vintage and release."""
    told = {line.import_id: (line.source, line.vintage, line.release) for line in known.lines}
    rows = ((*row[:-1], *told.get(row.import_id, ("", "", ""))) for row in figure_rows(element.code, list(told)))
    return _file(_head(known, element), FIGURE_COLUMNS, rows)


def coverage_file(known: Published, element: Element, tables: Iterable[CoverageTable]) -> bytes:
    """The table of coverage, by tier and period: areas in all, with a figure, with limits, and counts by kind."""
    kinds = tuple(absence_labels())
    columns = (
        "tier", "period", "areas", "with-figure", "with-limits", *(f"missing:{kind}" for kind in kinds),
        *(f"basis:{basis}" for basis in Basis.values),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            table.tier.value,
            found.period,
            found.areas,
            found.with_figure,
            found.with_limits,
            *(counted(found).get(kind, 0) for kind in kinds),
            *(found.bases.get(basis, 0) for basis in Basis.values),
        )
        for table in tables
        for found in (line.coverage for line in table.lines)
    ]
    return _file(_head(known, element), columns, rows)


def _head(known: Published, element: Element) -> list[tuple[str, str]]:
    """What the file says of itself: the keys of a release file, then what it stands on."""
    latest = known.lines[0] if known.lines else None
    facts = {
        "code": element.code,
        "name": element.name,
        "unit": element.unit,
        "source": latest.source if latest else "",
        "title": latest.title if latest else "",
        "publisher": latest.publisher if latest else element.publisher,
        "vintage": latest.vintage if latest else "",
        "licence": latest.licence if latest else element.licence,
        "attribution": latest.attribution if latest else "",
        "release": latest.release if latest else "",
    }
    head = [(key, facts[key]) for key in REQUIRED_KEYS if facts[key]]
    head += [("period-type", element.period_type)] if element.period_type else []
    if chain := latest_chain(known):
        head += [("derived-by", chain.derived_by), ("made-from", chain.made_from)]
    others = dict.fromkeys((line.title, line.vintage, line.licence, line.attribution) for line in known.lines[1:])
    own = (facts["title"], facts["vintage"], facts["licence"], facts["attribution"])
    head += [("also-from", "; ".join(other)) for other in others if other != own]
    head += [("edition", known.run.edition.code), ("run", str(known.run.pk))]
    errata = errata_on([element.code]) if known.run.has_errata else []
    head += [("erratum", told(erratum)) for erratum in errata]
    return [*head, ("note", _("The figures that the published scores rest on. A missing one says why."))]


def _file(head: Iterable[tuple[str, str]], columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([f"# {key}: {' '.join(said.split())}"] for key, said in head)
    writer.writerow(columns)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _written(cell: Cell) -> Cell:
    """Numbers to the last digit, whole ones without a point; words that no spreadsheet takes for a formula."""
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
