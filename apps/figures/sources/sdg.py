"""UK data for the Sustainable Development Goals: some areas carry a name and no code."""

from collections.abc import Iterator
from pathlib import Path

from apps.figures.sources import NOT_MEASURED, SourceRow, table, tidy


def read(path: Path) -> Iterator[SourceRow]:
    """Every row of a local authority, by its code or else by its name."""
    for row in table(path):
        name = row.get("Local Authority") or row.get("Local authority") or ""
        if row["Observation status"] == "Missing value":
            yield SourceRow(row["Series"], row["GeoCode"] or name, row["Year"], "", absence=NOT_MEASURED)
        else:
            yield tidy(row["Series"], row["GeoCode"] or name, row["Year"], row["Value"])
