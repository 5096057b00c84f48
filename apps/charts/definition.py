"""Pure: a chart as one definition. Its picture says what it is and what to see; beside it stand a table and a source.

The page, the file to take away, the frame on another site and the picture for a shared link are all made of this.
"""

import re
from dataclasses import dataclass
from html import unescape

_TOLD = re.compile(r"<title[^>]*>(.*?)</title><desc[^>]*>(.*?)</desc>", re.DOTALL)
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Row:
    """A row of the table beside a chart: its words, and where its mark lies in the picture, None where it has none."""

    cells: tuple[str, ...]
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class Chart:
    """A drawn chart: its kind, its SVG, its table and where its figures come from and of when, in one line."""

    kind: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str

    @property
    def title(self) -> str:
        """What it is, as the picture says it itself."""
        return told(self.svg)[0]

    @property
    def says(self) -> str:
        """What to see in it, as the picture says it to whoever cannot see it."""
        return told(self.svg)[1]


def told(svg: str) -> tuple[str, str]:
    """The title and the sentence of a picture of ours. Raises ValueError for any other."""
    found = _TOLD.search(svg)
    if found is None:
        raise ValueError("A picture has a title and a sentence.")
    return unescape(found[1]), unescape(found[2])


def size(svg: str) -> tuple[float, float]:
    """How wide and how high a picture of ours is. Raises ValueError for any other."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("A picture has a width and a height.")
    return float(found[1]), float(found[2])
