"""DfE Local Authority Interactive Tool: measures by name of council, without official codes."""

from collections.abc import Iterator
from pathlib import Path

from apps.figures.sources import SourceRow, table, tidy


def read(path: Path) -> Iterator[SourceRow]:
    """Every cell; regions and abolished councils come too, by the names the source gives them."""
    for row in table(path):
        yield tidy(row["Short Desc"], row["LA and Regions"], row["Years"], row["Values"])
