"""Pure: rows as CSV that a spreadsheet can open without running anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence

#: A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | float | bool | None


def as_csv(notes: Iterable[str], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Lines of notes behind “#”, a header, and the rows. Numbers stay numbers; no value is an empty cell."""
    out = io.StringIO()
    for note in notes:
        out.write(f"# {' '.join(note.split())}\r\n")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: Cell) -> str | int | float:
    """A cell that no spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
