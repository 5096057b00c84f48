"""The headings of a table that take one line or several: one name for each column, and what it is made of. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.figures.numerals import read_numeral

#: Headings take so many lines at most.
MOST_HEADING_LINES = 3
#: Between the words of a name that is joined from several lines.
JOINED = " / "
YEAR = re.compile(r"(?:19|20)\d{2}(?:\D.*)?", re.ASCII)
_PERIOD_WORDS = frozenset({"period", "periods", "year", "years", "time", "timeperiod", "date"})
_AREA = re.compile(r"[A-Z]\d{8}", re.ASCII)

Numbered = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Headings:
    """The columns of a table by name. `parts`: what each name is joined from; empty where one line names them."""

    names: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


def unique(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of columns; the second of two that are the same has a number behind it."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for cell in cells:
        name = cell.strip()
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(found)


def headings_of(lines: Sequence[Sequence[str]]) -> Headings:
    """The names of columns from the cells of each line of headings, the uppermost first.

    A cell above others names those to its right too, as far as these are empty, as a spreadsheet's merged cells do.
    """
    if len(lines) < 2:
        return Headings(unique(lines[0]) if lines else ())
    parts = _parts(lines)
    return Headings(unique([JOINED.join(each) for each in parts]), parts)


def _parts(lines: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Of each column its words from above to below, none of them twice."""
    width = max(map(len, lines))
    own = [[cell.strip() for cell in line] + [""] * (width - len(line)) for line in lines]
    words: list[list[str]] = [[] for _ in range(width)]
    for depth, line in enumerate(own):
        carried = ""
        for at in range(width):
            below = any(lower[at] for lower in own[depth + 1 :])
            # Where a line above begins anew, so does this one.
            if line[at] or any(upper[at] for upper in own[:depth]):
                # A word with nothing beneath it is the name of its own column alone.
                carried = line[at] if below else ""
            said = line[at] or (carried if below else "")
            if said and said.casefold() not in map(str.casefold, words[at]):
                words[at].append(said)
    return tuple(map(tuple, words))


def is_of_a_period(parts: Sequence[str]) -> bool:
    """Whether a joined name holds a year, so that its column comes and goes with releases."""
    return any(map(YEAR.fullmatch, parts))


def split_period(parts: Sequence[str]) -> tuple[str, str]:
    """The series and the period that a joined name says, the lowest year being the period; ("", "") without a year."""
    years = [part for part in parts if YEAR.fullmatch(part)]
    if not years:
        return "", ""
    rest = [part for part in parts if part != years[-1] and plain(part) not in _PERIOD_WORDS]
    return JOINED.join(rest), years[-1]


def plain(name: str) -> str:
    """A name without its case, spaces and signs, to be compared."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def other_heading(lines: Iterable[Numbered], line: int, last: int = 0) -> int:
    """The line next to those of the columns' names, `line` to `last`, which seems to name columns too; 0 without one.

    Above it stand the groups of columns, below it often their units: a line of words in several cells, and no figure.
    """
    beside = {number: cells for number, cells in lines}
    for number in (line - 1, (last or line) + 1):
        words = [cell.strip() for cell in beside.get(number, ()) if cell.strip()]
        if _several(words) and (all(map(YEAR.fullmatch, words)) or not any(map(looks_like_data, words))):
            return number
    return 0


def looks_like_heading(cells: Sequence[str]) -> bool:
    """Whether a line may be one of several of headings: words or years in several cells, and no figure."""
    words = [cell.strip() for cell in cells if cell.strip()]
    return _several(words) and not holds_data(cells)


def holds_data(cells: Sequence[str]) -> bool:
    """Whether a line holds a figure, an area's code or a mark of absence. A number may be a year, and then is none."""
    return any(looks_like_data(cell.strip()) for cell in cells if cell.strip() and not YEAR.fullmatch(cell.strip()))


def looks_like_data(cell: str) -> bool:
    """A number, the code of an area, or a mark that there is no figure."""
    return not read_numeral(cell).fault or bool(_AREA.fullmatch(cell))


def _several(words: Sequence[str]) -> bool:
    return len(set(words)) > 1 or len(words) > 2
