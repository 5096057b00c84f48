"""Inputs of the ONS Health Index: every district of 2021, every year, also years the publisher merely repeated."""

from collections.abc import Iterator
from pathlib import Path

from apps.figures.sources import SourceRow, table, tidy


def read(path: Path) -> Iterator[SourceRow]:
    """Every cell; which years are original is for the recipe to say."""
    for row in table(path):
        yield tidy(row["indicator"], row["ltla21_code"], row["year"], row["value"])
