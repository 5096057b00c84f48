"""Between a stored file that someone delivered and what is read of it: what was chosen, remembered and found."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from apps.figures.delivered import Choices, Delivered
from apps.figures.finding import find_table, first_lines, headings_at
from apps.figures.headings import JOINED, MOST_HEADING_LINES, YEAR
from apps.figures.layouts import LINES_ABOVE, deep_headings, find_layout, guess
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
            first = first_lines(Numbered(tried))
        except UnreadableSheet:
            continue
        if find_layout(first[:LINES_ABOVE]) or deep_headings(first):
            return tried
    return sheet


def choices_of(delivery: Delivery) -> Choices:
    """What was chosen of how to read a delivery."""
    return Choices.from_json(delivery.choices)


def with_remembered(choices: Choices, lines: Numbered) -> tuple[Choices, str]:
    """The choices made last for a table whose columns are the same, where none were made for this one.

    With a sentence about it, empty where nothing was said of such a table.
    """
    if choices.layout or choices.series:
        return choices, ""
    shapes = _shapes(choices, lines)
    known = Mapping.objects.filter(signature__in=shapes).order_by("-changed_at").first()
    if known is None:
        return choices, ""
    line, heading_lines, columns = shapes[known.signature]
    former = Choices.from_json(known.choices)
    if lacking := sorted((former.layout.columns() if former.layout else set()) - set(columns)):
        return choices, (
            "A table like this was known, but what was said of it names a column that is not in this one: "
            f"“{lacking[0]}”. Say below how to read this one."
        )
    facts = {key: value for key, value in former.facts.items() if key not in ("release", "vintage")}
    remembered = replace(
        former,
        worksheet=choices.worksheet,
        line=line,
        facts=facts | dict(choices.facts),
        encoding=choices.encoding,
        heading_lines=heading_lines,
    )
    return remembered, (
        "Read as was said of the last table with the same columns. Look whether it is of the same thing; "
        "if not, say how to read it."
    )


def as_taken(choices: Choices, found: Delivered) -> Choices:
    """What was chosen, as far as the table could be read so: its columns may have been looked for anew.

    Where series were told and found in them, the layout is known now, to be remembered with what was said of them.
    """
    table = found.table
    layout = choices.layout if table.heading_lines == choices.heading_lines else None
    if layout is None and table.found and found.made and choices.series:
        layout = table.found.layout
    return replace(choices, layout=layout, line=choices.line and table.line, heading_lines=table.heading_lines)


def _shapes(choices: Choices, lines: Numbered) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """By their signature all the ways in which the columns may be named: first line, how many lines, names."""
    first = first_lines(lines)
    table = find_table(first, choices.layout, choices.line, choices.heading_lines)
    found = {signature(table.columns, table.parts): (table.line, table.heading_lines, table.columns)}
    if choices.line or choices.heading_lines > 1:
        return found
    for number, _ in first:
        for many in range(2, MOST_HEADING_LINES + 1):
            if several := headings_at(first, number, many):
                names, parts = several[0].names, several[0].parts
                found.setdefault(signature(names, parts), (number, many, names))
    return found


def signature(columns: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> str:
    """What tables of one shape are known by. Columns that are years come and go with every release.

    `parts`: what names are joined from where headings take several lines; the years among them do not count.
    """
    if parts:
        bare = [JOINED.join(part for part in each if not YEAR.fullmatch(part)) for each in parts]
        words = ["joined", *dict.fromkeys(name.casefold() for name in bare if name)]
    else:
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
        "last": table.last,
        "heading_lines": table.heading_lines,
        "suggested": list(table.suggested),
        "numbers": list(table.numbers),
        "signature": signature(table.columns, table.parts),
        "layout": table.found.layout.to_json() if table.found else {},
        "guess": {} if table.found else guess(table.columns, table.parts).to_json(),
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
