"""Where in a file its table begins: the line or lines that name its columns, what they are, and how it is laid out.

Pure: lines of cells with their numbers in. What is odd is told in sentences.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from apps.figures.headings import MOST_HEADING_LINES, Headings, headings_of, holds_data, other_heading, unique
from apps.figures.layouts import (
    LINES_ABOVE,
    Found,
    Layout,
    deep_headings,
    find_layout,
    guess,
    header_line,
    is_whole,
)

#: So many lines on either side of the columns' names are kept to be looked at.
_LINES_SHOWN = 3
_COUNTED = {1: "one line", 2: "two lines", 3: "three lines"}

Lines = Iterable[tuple[int, Sequence[str]]]
First = Sequence[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True)
class Table:
    """A table as it was found: its layout, columns and series (name, cells, some labels of periods).

    Its columns are named in `heading_lines` lines, from `line` to `last`; of several, `parts` are what each name is
    joined from. `suggested`: where headings of several lines seem to begin and how many they are, else (0, 0).
    `notes`: sentences about how its columns were found; `first`: the lines around their names, to look at;
    `numbers`: those of all lines that were looked at.
    """

    found: Found | None
    columns: tuple[str, ...]
    line: int
    series: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    first: tuple[tuple[int, tuple[str, ...]], ...] = ()
    heading_lines: int = 1
    last: int = 0
    parts: tuple[tuple[str, ...], ...] = ()
    suggested: tuple[int, int] = (0, 0)
    numbers: tuple[int, ...] = ()


def find_table(lines: Lines, layout: Layout | None = None, line: int = 0, heading_lines: int = 1) -> Table:
    """Where the table begins and how it is laid out, by what was said of it or else by what its columns suggest.

    `line`: the first that names its columns; looked for where it is 0. Headings that were said to take more lines than
    there are above a line of figures are read from one, which is told.
    """
    first = first_lines(lines)
    table = _table_at(first, layout, line, heading_lines)
    # Whoever said where the columns are named is not told otherwise.
    suggested = (0, 0) if layout or line or table.heading_lines > 1 else deep_headings(first) or (0, 0)
    table = replace(table, suggested=suggested, numbers=tuple(number for number, _ in first))
    top, bottom = min(table.line, suggested[0] or table.line) - _LINES_SHOWN, table.last + _LINES_SHOWN
    around = tuple(each for each in first if top <= each[0] <= bottom)
    return replace(table, notes=tuple(_notes(first, table, line, heading_lines)), first=around)


def first_lines(lines: Lines) -> First:
    """The lines in which a table has to begin, and the headings that may stand below the last of them."""
    return [(number, tuple(cells)) for number, cells in islice(lines, LINES_ABOVE + MOST_HEADING_LINES)]


def headings_at(first: First, line: int, heading_lines: int) -> tuple[Headings, int] | None:
    """The columns that so many lines from `line` on name, and the last of these; None where no line is left below."""
    at = next((at for at, (number, _) in enumerate(first[:LINES_ABOVE]) if number == line), None)
    if at is None or at + heading_lines >= len(first):
        return None
    block = first[at : at + heading_lines]
    return headings_of([cells for _, cells in block]), block[-1][0]


def _table_at(first: First, layout: Layout | None, line: int, heading_lines: int) -> Table:
    if heading_lines > 1:
        if several := headings_at(first, line or _begin(first), heading_lines):
            return _deep(
                several, layout or guess(several[0].names, several[0].parts), line or _begin(first), heading_lines
            )
        # It was said of other headings than those that are read.
        layout, line = None, line if any(number == line for number, _ in first[:LINES_ABOVE]) else 0
    if layout or line:
        line, columns = _columns_at(first, line)
        layout = layout or guess(columns)
        return Table(Found(layout, line, columns) if is_whole(layout) else None, columns, line, last=line)
    if found := find_layout(first[:LINES_ABOVE]):
        return Table(found, found.columns, found.line, last=found.line)
    line, columns = header_line(first[:LINES_ABOVE])
    return Table(None, columns, line, last=line)


def _deep(several: tuple[Headings, int], layout: Layout, line: int, heading_lines: int) -> Table:
    headings, last = several
    found = Found(layout, line, headings.names, last, headings.parts) if is_whole(layout) else None
    return Table(found, headings.names, line, heading_lines=heading_lines, last=last, parts=headings.parts)


def _begin(first: First) -> int:
    """The line in which headings of several lines most likely begin."""
    if deep := deep_headings(first):
        return deep[0]
    found = find_layout(first[:LINES_ABOVE])
    return found.line if found else header_line(first[:LINES_ABOVE])[0]


def _columns_at(first: First, line: int) -> tuple[int, tuple[str, ...]]:
    for number, cells in first[:LINES_ABOVE]:
        if number == line:
            return number, unique(cells)
    return header_line(first[:LINES_ABOVE])


def _notes(first: First, table: Table, asked: int, heading_lines: int) -> Iterator[str]:
    line, last = table.line, table.last
    if asked and asked != line:
        yield (
            f"Line {asked} holds nothing of the table, so the names of the columns were looked for, and line {line} "
            "was taken. Choose another line if that is wrong."
        )
    elif heading_lines > table.heading_lines:
        yield (
            f"The headings were said to take {_COUNTED[heading_lines]} from line {line} on, but there are not so many "
            f"lines above a line of figures. Line {line} alone was taken: say anew how many lines the headings take."
        )
    below = [number for number, cells in first if line < number <= last and holds_data(cells)]
    if below:
        yield (
            f"Line {below[0]} was read as one of the headings, as was said, though it seems to hold figures. If it "
            "does, say that the headings take fewer lines, or begin further up."
        )
    yield from _of_other_headings(first, table)


def _of_other_headings(first: First, table: Table) -> Iterator[str]:
    line, last, (begin, many) = table.line, table.last, table.suggested
    other = other_heading(first, line, last)
    if other and table.heading_lines > 1:
        if table.heading_lines < MOST_HEADING_LINES:
            yield (
                f"Line {other} seems to name columns too. Lines {line} to {last} were taken for the headings. If line "
                f"{other} belongs to them, say where they begin and how many lines they take."
            )
        return
    said = []
    if other:
        said.append(f"Line {other} seems to name columns too. One line names them here: line {line} was taken.")
    if many:
        said.append(
            f"The headings seem to take {_COUNTED[many]}, from line {begin} on. Under “How to read it” this is filled "
            "in already: read the table like this if it is right."
        )
    elif other:
        said.append(
            f"If line {other} says more, choose that one; if both are needed, say under “How to read it” that the "
            "headings take two lines, and where they begin."
        )
    if said:
        yield " ".join(said)
