"""A table as it came, in a workbook, with what is wrong or odd marked where it stands."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from apps.figures.sheets import Sheet

_REFUSED = PatternFill("solid", fgColor="F4C7B5")
_ODD = PatternFill("solid", fgColor="FFF0B8")
_BOLD = Font(bold=True)
_LONGEST = 32_000
#: A name of so many characters may be the beginning of a longer one.
SHORTENED = 100
_WIDTH_OF_PROBLEM, _WIDTH = 60, 16


@dataclass(frozen=True)
class Mark:
    """Something about one row; `column` is the header of the cell it is about, empty for the whole row."""

    line: int
    column: str
    sentence: str
    refused: bool


@dataclass(frozen=True)
class Headed:
    """From which line to which the columns of a table are named, and their names, joined where it is several lines."""

    line: int
    last: int
    columns: Sequence[str]


def marked_workbook(sheet: Sheet, headed: Headed, marks: Iterable[Mark]) -> bytes:
    """The rows of a sheet in their order, behind a first column that says what is wrong, and a list of all of it.

    What is left out and what is kept but odd are told apart by words and by colour. Nothing in it is a formula.
    """
    by_line: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_line[mark.line].append(mark)
    book = Workbook(write_only=True)
    table, listed = book.create_sheet("Table"), book.create_sheet("Problems")
    table.column_dimensions["A"].width = _WIDTH_OF_PROBLEM
    table.freeze_panes = f"B{headed.last + 1}"
    written = 0
    for line in sheet.lines:
        # Rows that hold nothing keep their place, so that the numbers of rows stay those of the file.
        while written < line.number - 1:
            table.append([])
            written += 1
        if headed.line <= line.number <= headed.last:
            said = "Problem" if line.number == headed.last else ""
            table.append([_cell(table, cell, bold=True) for cell in (said, *line.cells)])
        else:
            table.append(_row(table, line.cells, headed.columns, by_line.get(line.number, [])))
        written = line.number
    _list(listed, [mark for number in sorted(by_line) for mark in by_line[number]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(table: object, cells: Sequence[str], columns: Sequence[str], marks: Sequence[Mark]) -> list[object]:
    if not marks:
        return ["", *map(_plain, cells)]
    said = " ".join(f"{'Left out' if mark.refused else 'Kept, but look'}: {mark.sentence}" for mark in marks)
    found: list[object] = [_cell(table, said, fill=_fill(marks))]
    about: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        for at in _columns_of(mark, columns):
            about[at].append(mark)
    for at, text in enumerate(cells):
        if at in about:
            sentence = " ".join(mark.sentence for mark in about[at])
            found.append(_cell(table, text, fill=_fill(about[at]), comment=sentence))
        else:
            found.append(_plain(text))
    return found


def _columns_of(mark: Mark, columns: Sequence[str]) -> list[int]:
    """Where the cell stands that a mark is about. It may know no more than the beginning of a long name."""
    exact = [at for at, name in enumerate(columns) if name and name == mark.column]
    if exact or len(mark.column) < SHORTENED:
        return exact
    return [at for at, name in enumerate(columns) if name.startswith(mark.column)]


def _list(listed: object, marks: Sequence[Mark]) -> None:
    sheet = listed
    for letter, width in (("A", _WIDTH), ("B", 24), ("C", 90), ("D", 20)):
        sheet.column_dimensions[letter].width = width  # type: ignore[attr-defined]
    sheet.append([_cell(sheet, name, bold=True) for name in ("Line", "Column", "What is wrong or odd", "The row is")])  # type: ignore[attr-defined]
    for mark in marks:
        fate = "left out" if mark.refused else "kept, but look"
        sheet.append([mark.line, _plain(mark.column), _plain(mark.sentence), fate])  # type: ignore[attr-defined]


def _cell(
    sheet: object, text: str, *, bold: bool = False, fill: PatternFill | None = None, comment: str = ""
) -> object:
    cell = WriteOnlyCell(sheet, value=_plain(text))  # type: ignore[arg-type]
    if bold:
        cell.font = _BOLD
    if fill:
        cell.fill = fill
    if comment:
        cell.comment = Comment(_writable(comment), "")
    return cell


def _fill(marks: Sequence[Mark]) -> PatternFill:
    return _REFUSED if any(mark.refused for mark in marks) else _ODD


def _writable(text: str) -> str:
    """What of a text XML can hold: a workbook with anything else in it is not opened."""
    return "".join(each for each in text[:_LONGEST] if (each >= " " and each not in "\ufffe\uffff") or each in "\t\n")


def _plain(text: str) -> str | float:
    """A number as one; of any other text nothing that a spreadsheet would take for a formula."""
    text = _writable(text)
    try:
        number = float(text) if text[:1].isdigit() or text[:1] in "-+." else None
    except ValueError:
        number = None
    if number is not None and "_" not in text and abs(number) < 1e300:
        # Codes that look like numbers keep their zeros in front.
        return text if len(text) > 1 and text[0] == "0" and text[1].isdigit() else number
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
