"""The empty table of our own form that stewards and councils fill in."""

import io

from openpyxl import Workbook

from apps.areas.models import Area

COLUMNS = ("area", "name", "indicator", "period", "value", "lower", "upper", "absence")
_NOTES = (
    ("area", "The code of the area, such as E08000035. Leave the row out, or its value empty, if there is no figure."),
    ("name", "The name of the area: for you to read. It is used where there is no code."),
    ("indicator", "The name or code of the indicator. The column may go if the table holds only one."),
    ("period", "A year (2023), a financial or school year (2023/24), a day (2021-03-21), or 2022-01-01/P3Y."),
    ("value", "A number in the indicator's unit."),
    ("lower", "The lower 95% limit, if there is one."),
    ("upper", "The upper 95% limit, if there is one."),
    ("absence", "Where there is no value: not-measured, suppressed, not-comparable or withdrawn."),
)  # fmt: skip
_WIDTHS = (12, 32, 28, 16, 12, 12, 12, 16)


def template_workbook() -> bytes:
    """A workbook with a row for each area, and a worksheet that says what the columns mean."""
    book = Workbook(write_only=True)
    sheet, notes = book.create_sheet("Figures"), book.create_sheet("What the columns mean")
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + at)].width = width
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for code, name in Area.objects.in_force().order_by("code").values_list("code", "name"):
        sheet.append([code, name])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 14, 110
    for row in _NOTES:
        notes.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
