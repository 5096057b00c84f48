"""Pure: the definition files of areas to checked rows. Each thing wrong is one sentence with its file and line."""

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from apps.common.errors import FaultyDefinition

DEFINITIONS = Path(__file__).resolve().parent / "definitions"
_CODE = re.compile(r"E(0[6-9]|10)\d{6}", re.ASCII)


@dataclass(frozen=True)
class AreaRow:
    """One area as it is now; `parent` is a county's code."""

    line: int
    code: str
    name: str
    slug: str
    type: str
    in_district: bool
    in_upper: bool
    parent: str
    nation: str
    region_code: str
    region: str
    latitude: float
    longitude: float
    population: int
    population_year: int
    name_cy: str = ""


@dataclass(frozen=True)
class PredecessorRow:
    """A code no longer in force, the area that stands for it, and how many people it counted where that matters."""

    line: int
    code: str
    name: str
    area: str
    relation: str
    ended: int | None
    within: str
    population: int | None


@dataclass(frozen=True)
class GroupRow:
    """A reference group: every area of its tier but those left out."""

    line: int
    code: str
    name: str
    tier: str
    leaves_out: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class ReorganisationRow:
    """One area of before of which a reorganisation made a new one; `share` is whole or part."""

    line: int
    title: str
    takes_effect: date
    law: str
    law_url: str
    code: str
    name: str
    predecessor: str
    predecessor_name: str
    share: str


@dataclass(frozen=True)
class AreaDefinitions:
    """What the four files say."""

    areas: tuple[AreaRow, ...]
    predecessors: tuple[PredecessorRow, ...]
    groups: tuple[GroupRow, ...]
    reorganisations: tuple[ReorganisationRow, ...] = ()


def read_areas(folder: Path = DEFINITIONS) -> AreaDefinitions:
    """The areas, predecessors, reference groups and reorganisations; raises FaultyDefinition."""
    problems: list[str] = []
    areas = tuple(_area(row, line, problems) for line, row in _rows(folder / "areas.csv", problems))
    former = tuple(_predecessor(row, line) for line, row in _rows(folder / "predecessors.csv", problems))
    groups = tuple(_group(row, line) for line, row in _rows(folder / "reference_groups.csv", problems))
    changes = tuple(
        row
        for line, each in _rows(folder / "reorganisations.csv", problems)
        if (row := _reorganisation(each, line, problems))
    )
    areas = _with_welsh(areas, folder / "names_cy.csv", problems)
    if not problems:
        problems += _area_problems(areas) + _predecessor_problems(former, areas) + _group_problems(groups, areas)
    if problems:
        raise FaultyDefinition(problems)
    return AreaDefinitions(areas, former, groups, changes)


def _with_welsh(areas: tuple[AreaRow, ...], path: Path, problems: list[str]) -> tuple[AreaRow, ...]:
    """The areas with their names in Welsh, of those that have one; the file may be left out."""
    named = {row["code"]: (line, row["name"]) for line, row in _rows(path, problems)} if path.is_file() else {}
    strangers = set(named) - {area.code for area in areas}
    problems += [f"names_cy.csv, line {named[code][0]}: {code} is not in areas.csv." for code in sorted(strangers)]
    return tuple(replace(area, name_cy=named.get(area.code, (0, ""))[1]) for area in areas)


def _rows(path: Path, problems: list[str]) -> list[tuple[int, dict[str, str]]]:
    if not path.is_file():
        problems.append(f"{path.name} is missing from {path.parent.name}: put it back from the project's sources.")
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return [(reader.line_num, row) for row in reader]


def _area(row: dict[str, str], line: int, problems: list[str]) -> AreaRow:
    def number(name: str) -> float:
        try:
            return float(row[name])
        except ValueError:
            problems.append(f"areas.csv, line {line}: the {name} of {row['code']}, “{row[name]}”, is not a number.")
            return 0

    return AreaRow(
        line=line,
        code=row["code"],
        name=row["name"],
        slug=row["slug"],
        type=row["type"],
        in_district=row["in_district"] == "yes",
        in_upper=row["in_upper"] == "yes",
        parent=row["parent"],
        nation=row["nation"],
        region_code=row["region_code"],
        region=row["region"],
        latitude=number("latitude"),
        longitude=number("longitude"),
        population=int(number("population")),
        population_year=int(number("population_year")),
    )


def _predecessor(row: dict[str, str], line: int) -> PredecessorRow:
    words = {name: row[name] for name in ("code", "name", "area", "relation", "within")}
    return PredecessorRow(line=line, ended=_whole(row["ended"]), population=_whole(row["population"]), **words)


def _group(row: dict[str, str], line: int) -> GroupRow:
    left_out = tuple(row["leaves_out"].split())
    return GroupRow(line, row["code"], row["name"], row["tier"], left_out, row["note"])


def _reorganisation(row: dict[str, str], line: int, problems: list[str]) -> ReorganisationRow | None:
    at = f"reorganisations.csv, line {line}"
    if row["share"] not in ("whole", "part"):
        problems.append(f"{at}: the share of {row['predecessor_name']} is whole or part, not “{row['share']}”.")
    try:
        day = date.fromisoformat(row["takes_effect"])
    except ValueError:
        problems.append(f"{at}: “{row['takes_effect']}” is not a day, such as 2023-04-01.")
        return None
    words = {key: value for key, value in row.items() if key != "takes_effect"}
    return ReorganisationRow(line=line, takes_effect=day, **words)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _area_problems(areas: tuple[AreaRow, ...]) -> list[str]:
    found: list[str] = []
    counties = {area.code for area in areas if area.type == "county"}
    codes: set[str] = set()
    slugs: set[str] = set()
    for area in areas:
        at = f"areas.csv, line {area.line}"
        if not _CODE.fullmatch(area.code):
            found.append(f"{at}: “{area.code}” is not the code of an English council area.")
        if area.code in codes or area.slug in slugs:
            found.append(f"{at}: the code {area.code} or the slug “{area.slug}” stands in the file twice.")
        if area.parent and area.parent not in counties:
            found.append(f"{at}: the county {area.parent} of {area.name} is not in the file.")
        if not (area.in_district or area.in_upper):
            found.append(f"{at}: {area.name} belongs to no tier.")
        codes.add(area.code)
        slugs.add(area.slug)
    return found


def _predecessor_problems(former: tuple[PredecessorRow, ...], areas: tuple[AreaRow, ...]) -> list[str]:
    current = {area.code for area in areas}
    found: list[str] = []
    for row in former:
        at = f"predecessors.csv, line {row.line}"
        if row.area not in current:
            found.append(f"{at}: {row.area}, which should stand for {row.name}, is not in areas.csv.")
        if row.code in current:
            found.append(f"{at}: {row.code} is a code in force, so it cannot be a former one.")
        if row.relation == "merged" and not row.population:
            found.append(f"{at}: {row.name} was merged but has no population to weigh it by.")
    return found


def _group_problems(groups: tuple[GroupRow, ...], areas: tuple[AreaRow, ...]) -> list[str]:
    current = {area.code for area in areas}
    return [
        f"reference_groups.csv, line {group.line}: {code}, left out of {group.name}, is not in areas.csv."
        for group in groups
        for code in group.leaves_out
        if code not in current
    ]
