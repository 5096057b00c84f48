"""Pure: a table as it stands on a page, written as CSV, as a workbook and as JSON, with all that it stands on.

Numbers are as computed; `Column.decimals` (or `Shown.decimals`, where a column holds several units) is how many places
the page shows. A place without a number is an `Absent` of a kind: no file ever leaves it empty.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from apps.common.spreadsheets import harmless, undated

#: The forms in which a table is given out, and what a browser is told that each is.
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
#: A table is written in memory, whole: what breaks off is no table. Longer ones are in the file of the whole edition.
MOST_ROWS = 50_000
#: What no workbook can hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000
_WIDTHS = {"text": 28, "number": 14, "date": 14}


@dataclass(frozen=True)
class Absent:
    """No number, and of which kind: `suppressed`, `no-score`. `label` says it in words, for the key of marks."""

    kind: str
    label: str

    @property
    def mark(self) -> str:
        """How it is written where a number would stand."""
        return f"[{self.kind}]"


@dataclass(frozen=True)
class Shown:
    """A number in a column of several units, and how many places the page shows of it."""

    value: float
    decimals: int


Cell = str | int | float | date | Absent | Shown


@dataclass(frozen=True)
class Column:
    """What stands below one another: its key for programs, its name, its unit, a note, and what kind its cells have."""

    key: str
    label: str
    kind: str = "text"
    unit: str = ""
    note: str = ""
    decimals: int = 2


@dataclass(frozen=True)
class Origin:
    """A publication that numbers of the table come from, and what its licence asks for."""

    title: str
    publisher: str
    vintage: str
    licence: str
    attribution: str = ""


@dataclass(frozen=True)
class Standing:
    """What a table stands on: the edition and run, its days, its permanent address, and how it is cited."""

    edition: str
    edition_name: str
    run: int
    as_at: date
    published: date | None
    address: str
    citation: str
    current: bool = True


@dataclass(frozen=True)
class Sheet:
    """One table. `name` is that of its file, without an ending; `hrefs` are where its rows lead on a page.

    Raises ValueError for a row that does not fit its columns, and for an empty place in a column of numbers.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    standing: Standing
    notes: tuple[str, ...] = ()
    sources: tuple[Origin, ...] = ()
    errata: tuple[str, ...] = ()
    hrefs: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row of {len(row)} cells in a table of {len(self.columns)} columns: {row}")
            for column, cell in zip(self.columns, row, strict=True):
                if column.kind != "text" and isinstance(cell, str):
                    raise ValueError(f"“{column.key}” holds words where a {column.kind} or its absence belongs: {cell}")

    @property
    def absences(self) -> dict[str, str]:
        """The kinds of absence in it, and what each means."""
        found = {cell.kind: cell.label for row in self.rows for cell in row if isinstance(cell, Absent)}
        return dict(sorted(found.items()))


def written(sheet: Sheet, form: str) -> bytes:
    """A table in one of FORMS. Raises ValueError where it has more than MOST_ROWS rows."""
    if len(sheet.rows) > MOST_ROWS:
        raise ValueError(f"{len(sheet.rows):,} rows are more than the {MOST_ROWS:,} that one table may have.")
    return {"csv": as_csv, "xlsx": as_workbook, "json": as_json}[form](sheet)


def as_csv(sheet: Sheet) -> bytes:
    """Lines `# key: value` that say what it is, the keys of its columns, then its rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    # Not quoted, as in the tables of the API: a reader that skips comments knows them by their first letter.
    out.writelines(f"# {key}: {' '.join(said.split())}\n" for key, said in _head(sheet))
    writer.writerow(column.key for column in sheet.columns)
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def as_json(sheet: Sheet) -> bytes:
    """Typed: numbers as numbers, days as text; a missing one is null, and `absent` of its row says of which kind."""
    standing = sheet.standing
    told: dict[str, Any] = {
        "title": sheet.title,
        "address": standing.address,
        "citation": standing.citation,
        "edition": {"code": standing.edition, "name": standing.edition_name},
        "run": standing.run,
        "current": standing.current,
        "as_at": standing.as_at.isoformat(),
        "published": standing.published.isoformat() if standing.published else None,
        "notes": list(sheet.notes),
        "errata": list(sheet.errata),
        "sources": [vars(source) for source in sheet.sources],
        "absences": sheet.absences,
        "columns": [
            {"key": each.key, "name": each.label, "kind": each.kind, "unit": each.unit, "note": each.note}
            for each in sheet.columns
        ],
        "rows": [_record(sheet.columns, row) for row in sheet.rows],
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def as_workbook(sheet: Sheet) -> bytes:
    """Three worksheets: the data alone, so that it is read without cleaning; notes with the key of marks; sources."""
    book = Workbook(write_only=True)
    data, notes, sources = (book.create_sheet(name) for name in ("Data", "Notes", "Sources"))
    data.freeze_panes = "B2"
    for at, column in enumerate(sheet.columns, start=1):
        data.column_dimensions[_letter(at)].width = _WIDTHS[column.kind]
    data.append([_bold(data, f"{each.label} ({each.unit})" if each.unit else each.label) for each in sheet.columns])
    for row in sheet.rows:
        data.append([_cell(data, column, cell) for column, cell in zip(sheet.columns, row, strict=True)])
    _notes(notes, sheet)
    _sources(sources, sheet.sources)
    out = io.BytesIO()
    book.save(out)
    return undated(out.getvalue())


def _head(sheet: Sheet) -> Iterable[tuple[str, str]]:
    standing = sheet.standing
    yield "title", sheet.title
    yield "edition", standing.edition
    yield "run", str(standing.run)
    yield "as-at", standing.as_at.isoformat()
    if standing.published:
        yield "published", standing.published.isoformat()
    yield "address", standing.address
    yield "cite", standing.citation
    for source in sheet.sources:
        yield "source", "; ".join(part for part in vars(source).values() if part)
    for erratum in sheet.errata:
        yield "erratum", erratum
    for column in sheet.columns:
        if about := _about(column):
            yield "column", f"{column.key}: {about}"
    for kind, label in sheet.absences.items():
        yield "mark", f"[{kind}] {label}"
    for note in sheet.notes:
        yield "note", note


def _about(column: Column) -> str:
    return ". ".join(part.rstrip(".") for part in (column.unit, column.note) if part)


def _text(cell: Cell) -> str | int:
    """Numbers to the last digit, whole ones without a point."""
    if isinstance(cell, Absent):
        return cell.mark
    if isinstance(cell, Shown):
        return _text(cell.value)
    if isinstance(cell, float):
        return repr(cell + 0.0).removesuffix(".0")
    if isinstance(cell, date):
        return _day(cell)
    return harmless(cell) if isinstance(cell, str) else cell


def _day(cell: date) -> str:
    return (cell.date() if isinstance(cell, datetime) else cell).isoformat()


def _record(columns: Sequence[Column], row: Sequence[Cell]) -> dict[str, Any]:
    pairs = list(zip(columns, row, strict=True))
    found = {column.key: _value(cell) for column, cell in pairs}
    absent = {column.key: cell.kind for column, cell in pairs if isinstance(cell, Absent)}
    return found | ({"absent": absent} if absent else {})


def _value(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Absent):
        return None
    if isinstance(cell, Shown):
        return cell.value
    return _day(cell) if isinstance(cell, date) else cell


def _cell(sheet: Any, column: Column, cell: Cell) -> Any:
    value = cell.value if isinstance(cell, Shown) else cell
    if isinstance(value, Absent):
        found = WriteOnlyCell(sheet, value=value.mark)
        found.alignment = Alignment(horizontal="right")
        return found
    if isinstance(value, str):
        return _words(value)
    if isinstance(value, datetime):
        value = value.date()
    found = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    if isinstance(value, float):
        # Shown as the page shows it; the whole number is in the cell.
        places = cell.decimals if isinstance(cell, Shown) else column.decimals
        found.number_format = f"#,##0.{'0' * places}" if places else "#,##0"
    elif isinstance(value, date):
        found.number_format = "d mmmm yyyy"
    return found


def _notes(sheet: Any, told: Sheet) -> None:
    standing = told.standing
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 110
    lines = [
        ("Title", told.title),
        ("Edition", f"{standing.edition_name} ({standing.edition})"),
        ("Run", str(standing.run)),
        ("Figures as at", standing.as_at.isoformat()),
        ("Published", standing.published.isoformat() if standing.published else ""),
        ("Permanent address", standing.address),
        ("How to cite it", standing.citation),
        *(("Correction", erratum) for erratum in told.errata),
        *(("Note", note) for note in told.notes),
        ("Numbers", "As computed, to the last digit; cells show as many places as the page does."),
        *((f"Mark [{kind}]", label) for kind, label in told.absences.items()),
        *((f"Column {column.label}", _about(column)) for column in told.columns if _about(column)),
    ]
    for name, said in lines:
        if said:
            sheet.append([_bold(sheet, name), _wrapped(sheet, said)])


def _sources(sheet: Any, sources: Iterable[Origin]) -> None:
    names = ("Title", "Publisher", "Vintage", "Licence", "Attribution")
    for at, width in enumerate((44, 32, 16, 22, 80), start=1):
        sheet.column_dimensions[_letter(at)].width = width
    sheet.append([_bold(sheet, name) for name in names])
    for source in sources:
        sheet.append([_words(said) for said in vars(source).values()])


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=_words(text))
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _wrapped(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=_words(text))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _words(text: str) -> str:
    return harmless(_UNWRITABLE.sub("", text)[:_LONGEST])


def _letter(at: int) -> str:
    return chr(ord("A") + at - 1) if at <= 26 else "A" + _letter(at - 26)
