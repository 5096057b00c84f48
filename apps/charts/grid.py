"""Pure: many areas by many elements as the head and body of a table, each score in the colour of its band.

Rows are joined as text: a whole tier has thirty thousand cells, and a template would take seconds. Cells end where the
next begins, as HTML allows, so that the page stays small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: With more cells than this a score is told as a whole number, and the cells are no links.
MOST_EXACT = 6000
_NONE = "–"
#: By whole number: the cuts of the bands (3.5, 4.5, 5.5, 6.5) are where it changes, so that it tells the band as well.
_WHOLE = np.array([f"<td class=b{min(max(whole - 2, 1), 5)}>{whole}" for whole in range(11)] + [f"<td>{_NONE}"], object)
_NO_SCORE = len(_WHOLE) - 1


@dataclass(frozen=True)
class Line:
    """One area: its name and the address below which its elements have theirs, ending in a stroke."""

    name: str
    href: str


@dataclass(frozen=True)
class Column:
    """One element: its code, its name, the group it is under, and the address that orders the areas by it.

    `sorted`: empty, or `ascending` or `descending` where the areas are ordered by it.
    """

    code: str
    name: str
    group: str
    href: str
    sorted: str = ""


def whole(scores: Floats) -> NDArray[np.int64]:
    """Scores as whole numbers, by the two decimals that are shown elsewhere; a half goes up; -1 where there is none."""
    shown = np.floor(np.round(np.nan_to_num(scores, nan=-1), 2) + 0.5).astype(np.int64)
    return np.where(np.isnan(scores), -1, shown)


def is_exact(lines: int, columns: int) -> bool:
    """Whether so many areas by so many elements are told to two decimals, each cell a link."""
    return lines * columns <= MOST_EXACT


def table(lines: Sequence[Line], columns: Sequence[Column], scores: Floats, corner: str) -> str:
    """The `thead` and `tbody` of a table, names escaped, from `scores` (areas, elements), nan where there is none."""
    numbers = whole(scores)
    if is_exact(len(lines), len(columns)):
        codes = [f"{escape(column.code)}/" for column in columns]
        body = (
            _exact(line, codes, each, steps.tolist())
            for line, each, steps in zip(lines, scores.tolist(), numbers, strict=True)
        )
    else:
        cells = _WHOLE[np.where(numbers < 0, _NO_SCORE, numbers)]
        body = (_head(line) + "".join(row) for line, row in zip(lines, cells.tolist(), strict=True))
    return f"<thead>{_heads(columns, corner)}</thead><tbody>{''.join(body)}</tbody>"


def _exact(line: Line, codes: Sequence[str], scores: Sequence[float], numbers: Sequence[int]) -> str:
    href = escape(line.href)
    return _head(line) + "".join(
        f"<td>{_NONE}"
        if number < 0
        else f'<td class=b{min(max(number - 2, 1), 5)}><a href="{href}{code}">{score:.2f}</a>'
        for code, score, number in zip(codes, scores, numbers, strict=True)
    )


def _head(line: Line) -> str:
    return f'<tr><th scope=row><a href="{escape(line.href)}">{escape(line.name)}</a></th>'


def _heads(columns: Sequence[Column], corner: str) -> str:
    names = "".join(_name(column) for column in columns)
    corner = escape(corner)
    if not any(column.group for column in columns):
        return f"<tr><th scope=col>{corner}</th>{names}</tr>"
    groups: list[list[str | int]] = []
    for column in columns:
        if groups and groups[-1][0] == column.group:
            groups[-1][1] = int(groups[-1][1]) + 1
        else:
            groups.append([column.group, 1])
    spans = "".join(
        f"<th scope=colgroup colspan={count}><span>{escape(str(name))}</span></th>" for name, count in groups
    )
    return f"<tr><th scope=col rowspan=2>{corner}</th>{spans}</tr><tr>{names}</tr>"


def _name(column: Column) -> str:
    order = f" aria-sort={column.sorted}" if column.sorted else ""
    mark = {"descending": " ▼", "ascending": " ▲"}.get(column.sorted, "")
    link = f'<a href="{escape(column.href)}">{escape(column.name)}{mark}</a>'
    return f'<th scope=col data-code="{escape(column.code)}"{order}>{link}</th>'
