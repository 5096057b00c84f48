"""Pure: which areas are alike, from the publisher's three tables to our definition file, and from that to checked rows.

The publisher (the Office for National Statistics, "clustering local authorities against subnational indicators") names
for each area up to twenty others, closest first, of all four nations. Codes of other nations are kept: a page says how
many of those that were named are not in this index.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from apps.areas.reading import DEFINITIONS
from apps.common.errors import FaultyDefinition

COLUMNS = ("area", "likeness", "neighbours")
#: Likeness to the name that the publisher's file gives it.
SOURCES = {"overall": "global", "economic": "economic", "demographic": "demographic"}
MOST = 20
_CODE = re.compile(r"[ENSW]\d{8}", re.ASCII)


@dataclass(frozen=True)
class NeighboursRow:
    """The areas most like one, by code, closest first."""

    line: int
    area: str
    likeness: str
    neighbours: tuple[str, ...]


def neighbour_rows(folder: Path, ours: set[str]) -> list[dict[str, str]]:
    """The rows of our definition file from the publisher's folder, for `ours` (codes of areas)."""
    rows = []
    for likeness, name in SOURCES.items():
        # The files begin with a byte order mark.
        with (folder / f"{name}-neighbours.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["AREACD"] in ours:
                    named = [row[str(place)].strip() for place in range(1, MOST + 1)]
                    rows.append(
                        {"area": row["AREACD"], "likeness": likeness, "neighbours": " ".join(filter(None, named))}
                    )
    return sorted(rows, key=lambda row: (row["area"], list(SOURCES).index(row["likeness"])))


def read_neighbours(folder: Path = DEFINITIONS) -> tuple[NeighboursRow, ...]:
    """What the definition file says. Raises FaultyDefinition, each thing wrong a sentence with its line."""
    path = folder / "neighbours.csv"
    if not path.is_file():
        raise FaultyDefinition([f"{path.name} is missing from {folder.name}: put it back from the project's sources."])
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = tuple(
            NeighboursRow(reader.line_num, row["area"], row["likeness"], tuple(row["neighbours"].split()))
            for row in reader
        )
    if problems := _problems(rows):
        raise FaultyDefinition(problems)
    return rows


def _problems(rows: tuple[NeighboursRow, ...]) -> list[str]:
    found: list[str] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        at = f"neighbours.csv, line {row.line}"
        if row.likeness not in SOURCES:
            found.append(f"{at}: “{row.likeness}” is no likeness. They are {', '.join(SOURCES)}.")
        if (row.area, row.likeness) in seen:
            found.append(f"{at}: {row.area} is there twice for “{row.likeness}”.")
        seen.add((row.area, row.likeness))
        found += [f"{at}: “{code}” is not a code of an area." for code in row.neighbours if not _CODE.fullmatch(code)]
        if row.area in row.neighbours or len(set(row.neighbours)) < len(row.neighbours):
            found.append(f"{at}: an area is named twice, or is its own neighbour.")
    return found
