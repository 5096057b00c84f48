"""Any file of figures that people bring, as a table of text cells."""

from apps.figures.sheets.kinds import LONGEST_CELL, Line, Sheet, UnreadableSheet
from apps.figures.sheets.parcel import MOST_BYTES
from apps.figures.sheets.text import ENCODINGS, read_text
from apps.figures.sheets.workbook import read_workbook

__all__ = ["ENCODINGS", "Line", "Sheet", "UnreadableSheet", "read_sheet"]

_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm")


def read_sheet(
    content: bytes,
    name: str,
    *,
    worksheet: str = "",
    encoding: str = "",
    longest: int = LONGEST_CELL,
    most: int = MOST_BYTES,
) -> Sheet:
    """The table in a file, whatever its name says it is; raises UnreadableSheet, also while its lines are read.

    `worksheet`: which of a workbook; the first that is not hidden unless it is named. `encoding`: one of `ENCODINGS`,
    in which a text file is written; found out unless it is named. `longest`: so much of what a cell says is kept.
    `most`: what a workbook may unpack to, in bytes; less where somebody waits for it.
    """
    workbook = content.startswith(_ZIP)
    sheet = read_workbook(content, worksheet, longest, most) if workbook else read_text(content, encoding, longest)
    if workbook != name.casefold().endswith(_WORKBOOKS):
        what = "a workbook" if workbook else "a text file"
        sheet.notes.append(f"Its name does not say so, but this is {what}, and was read as one.")
    return sheet
