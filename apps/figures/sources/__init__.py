"""One module per source format: a file in, tidy rows out, nothing judged and nothing filled in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOT_MEASURED = "not-measured"
SUPPRESSED = "suppressed"
_MISSING = frozenset({"", "-", "NA", "[x]"})


@dataclass(frozen=True)
class SourceRow:
    """One published cell, its words untouched. `area` is a code, or a name where the source has no codes."""

    series: str
    area: str
    period: str
    value: str
    lower: str = ""
    upper: str = ""
    absence: str = ""


def tidy(series: str, area: str, period: str, value: str) -> SourceRow:
    """A row without limits, whose blank, “-” or “NA” means that there is no figure."""
    value = value.strip()
    if value in _MISSING:
        return SourceRow(series, area, period, "", absence=NOT_MEASURED)
    return SourceRow(series, area, period, value)


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, with or without a byte order mark."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
