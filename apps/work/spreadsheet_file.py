"""Policies and initiatives as a file for spreadsheets: the same columns out and in."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from apps.common.spreadsheets import harmless, undated
from apps.initiatives.models import Initiative
from apps.initiatives.sheet_columns import COLUMNS, cell_of

_HEAD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
#: What no workbook can hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_csv(initiatives: Iterable[Initiative]) -> bytes:
    """As CSV with the mark by which spreadsheets know that it is UTF-8."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow([column.heading for column in COLUMNS])
    rows.writerows([harmless(cell_of(column, each)) for column in COLUMNS] for each in initiatives)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(initiatives: Iterable[Initiative]) -> bytes:
    """As a workbook: the table, and a sheet that says what each column holds."""
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    table.title = "Initiatives"
    table.append([column.heading for column in COLUMNS])
    for each in initiatives:
        table.append([_cell(column.told(each)) for column in COLUMNS])
    for number, column in enumerate(COLUMNS, 1):
        table.column_dimensions[get_column_letter(number)].width = column.width
    _set_out(table)
    about = book.create_sheet("What the columns hold")
    about.append(["column", "what to write"])
    for column in COLUMNS:
        about.append([column.heading, str(column.about)])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 90
    _set_out(about)
    out = io.BytesIO()
    book.save(out)
    return undated(out.getvalue())


def _set_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = _WRAPPED
            if cell.row == 1:
                cell.font = _HEAD


def _cell(value: Any) -> Any:
    if isinstance(value, date | int):
        return value
    text = harmless(_UNWRITABLE.sub("", str("" if value is None else value)))
    return text or None
