"""Trafford Data Lab's climate companion: one long table per file; some split a measure by one more column."""

from collections.abc import Iterator
from pathlib import Path

from apps.figures.sources import SourceRow, table, tidy

_SPLITS = ("group", "frequency", "efficiency")


def read(path: Path) -> Iterator[SourceRow]:
    """Every row; the series is the indicator, or the part of it where a column splits it."""
    for row in table(path):
        series = next((row[split] for split in _SPLITS if split in row), row["indicator"])
        yield tidy(series, row["area_code"], row["period"], row["value"])
