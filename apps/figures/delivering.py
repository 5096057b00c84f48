"""Between a stored file that someone delivered and what is read of it: what was chosen, remembered and found."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from apps.figures.delivered import Choices, Delivered, find_table
from apps.figures.layouts import LINES_ABOVE, find_layout
from apps.figures.models import Delivery, Mapping
from apps.figures.sheets import Sheet, UnreadableSheet, read_sheet

#: Of the first lines of a table no more is kept to be looked at than fits a page.
_CELLS_SHOWN, _CELL_SHOWN = 12, 60
#: On so many worksheets a table is looked for: each of them means going through the workbook once more.
_WORKSHEETS_TRIED = 6


class Numbered:
    """The lines of a sheet with their numbers; they can be gone through again and again."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        return ((line.number, line.cells) for line in self._sheet.lines)


def open_table(content: bytes, name: str, choices: Choices) -> Sheet:
    """The sheet that holds the table: the one that was chosen, else the first on which a table is found.

    Workbooks often begin with a cover or with notes. Raises UnreadableSheet.
    """
    sheet = read_sheet(content, name, worksheet=choices.worksheet, encoding=choices.encoding)
    if choices.worksheet or len(sheet.worksheets) < 2:
        return sheet
    for worksheet in sheet.worksheets[:_WORKSHEETS_TRIED]:
        tried = read_sheet(content, name, worksheet=worksheet)
        try:
            first = list(islice(Numbered(tried), LINES_ABOVE))
        except UnreadableSheet:
            continue
        if find_layout(first):
            return tried
    return sheet


def choices_of(delivery: Delivery) -> Choices:
    """What was chosen of how to read a delivery."""
    return Choices.from_json(delivery.choices)


def with_remembered(choices: Choices, lines: Numbered) -> Choices:
    """The choices made for the last table whose columns are the same, where none were made for this one."""
    if choices.layout or choices.series:
        return choices
    first = list(islice(lines, LINES_ABOVE))
    table = find_table(first, choices)
    known = Mapping.objects.filter(signature=signature(table.columns)).first()
    if known is None:
        return choices
    former = Choices.from_json(known.choices)
    facts = {key: value for key, value in former.facts.items() if key not in ("release", "vintage")}
    return replace(
        former,
        worksheet=choices.worksheet,
        line=table.line,
        facts=facts | dict(choices.facts),
        encoding=choices.encoding,
    )


def signature(columns: Sequence[str]) -> str:
    """What tables of one shape are known by. Columns that are years come and go with every release."""
    words = [column.casefold() for column in columns if not column[:4].isdigit()]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def table_json(found: Delivered, sheet: Sheet) -> dict[str, Any]:
    """What was found of a table, as its page shows it."""
    table = found.table
    return {
        "kind": sheet.kind,
        "worksheet": sheet.worksheet,
        "worksheets": list(sheet.worksheets),
        "encoding": sheet.encoding,
        "notes": [*sheet.notes, *table.notes],
        "first": [[number, [cell[:_CELL_SHOWN] for cell in cells[:_CELLS_SHOWN]]] for number, cells in table.first],
        "columns": list(table.columns),
        "line": table.line,
        "layout": table.found.layout.to_json() if table.found else {},
        "series": [[name, count, list(labels)] for name, count, labels in table.series],
        "made": {
            made.subject.code: {
                "series": list(made.recipe.series),
                "periods": len(made.compiled.periods),
                "left_out": list(made.compiled.left_out),
                "matched": dict(made.matched),
                "rules": dict(made.compiled.counts),
            }
            for made in found.made
        },
        "lacking": list(found.lacking),
    }
