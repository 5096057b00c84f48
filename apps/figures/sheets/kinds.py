"""What every sort of table is read into."""

from collections.abc import Iterable
from dataclasses import dataclass, field

#: Wider than any table of figures; it bounds what one line may take.
MOST_COLUMNS = 2_000
#: Of what a cell says no more is kept: names and numbers are short.
LONGEST_CELL = 1_000


class UnreadableSheet(Exception):
    """The file cannot be read as a table; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Line:
    """The cells of one row; `number`: its line in a text file, or its row in a worksheet, as its user sees it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table. `lines` can be gone through again and again; each time they are read anew, a few at a time.

    `kind`: "csv" or "xlsx"; `notes`: sentences worth telling, some of them only there once the lines were read;
    `worksheets`: the names of those that are not hidden, of a workbook.
    """

    kind: str
    lines: Iterable[Line]
    notes: list[str] = field(default_factory=list)
    worksheets: tuple[str, ...] = ()
    worksheet: str = ""
    encoding: str = ""
    separator: str = ""
