"""Wide tables worked out from small areas or the census: one row per area, one column per series, no period."""

from collections.abc import Iterator
from pathlib import Path

from apps.figures.sources import SourceRow, table, tidy

_WORDS = frozenset({"areacd", "areanm", "tier"})


def read(path: Path) -> Iterator[SourceRow]:
    """Every cell of every column of numbers; the period is left empty, for the recipe to say."""
    for row in table(path):
        for column, value in row.items():
            if column not in _WORDS:
                yield tidy(column, row["areacd"], "", value)
