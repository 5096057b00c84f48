"""A table to take away, as a page shows it: the same cells, rounded for reading, absences in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common.numbers import number
from apps.explore.sheets import Absent, Cell, Column, Sheet, Shown


@dataclass(frozen=True)
class TableCell:
    """What components/table.html shows in one place."""

    text: str
    href: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class TableHead:
    """The head of one column."""

    label: str
    numeric: bool


def table_of(sheet: Sheet, keys: Sequence[str], caption: str) -> dict[str, Any]:
    """Some columns of a table, as components/table.html takes them; the first leads where the row does."""
    chosen = [next(at for at, column in enumerate(sheet.columns) if column.key == key) for key in keys]
    hrefs = sheet.hrefs or ("",) * len(sheet.rows)
    heads = [sheet.columns[at] for at in chosen]
    return {
        "caption": caption,
        "columns": [TableHead(_labelled(head), head.kind == "number") for head in heads],
        "rows": [
            [_cell(sheet.columns[at], row[at], href if at == chosen[0] else "") for at in chosen]
            for row, href in zip(sheet.rows, hrefs, strict=True)
        ],
    }


def _labelled(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


def _cell(column: Column, cell: Cell, href: str) -> TableCell:
    numeric = column.kind == "number"
    if isinstance(cell, Absent):
        return TableCell(_short(cell), href, numeric)
    if isinstance(cell, Shown):
        return TableCell(number(cell.value, cell.decimals), href, numeric)
    if isinstance(cell, float):
        return TableCell(number(cell, column.decimals), href, numeric)
    if isinstance(cell, date):
        return TableCell(date_format(cell, "j F Y"), href, numeric)
    return TableCell(str(cell), href, numeric)


def _short(cell: Absent) -> str:
    """The kind of an absence in a word or two: a column of numbers is narrow."""
    words = {
        "not-applicable": "–",
        "no-score": _("no score"),
        "no-range": _("not known"),
        "no-limit": _("none given"),
        "no-average": _("none"),
        "no-part": _("no part"),
        "not-compared": _("not compared"),
        "not-collected": _("not collected"),
    }
    return words.get(cell.kind, cell.label)
