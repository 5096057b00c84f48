"""What compiling needs to know of areas: today's codes, former ones, parts, districts and weights."""

import re
from collections import defaultdict
from dataclasses import dataclass

from apps.areas.reading import AreaDefinitions


@dataclass(frozen=True)
class Places:
    """Codes and how they hang together. `parts` leads from an area to what was merged into it, step by step."""

    districts: tuple[str, ...]
    upper: tuple[str, ...]
    recoded: dict[str, str]
    joint: dict[str, str]
    counties: dict[str, str]
    parts: dict[str, tuple[str, ...]]
    weights: dict[str, float]
    members: dict[str, tuple[str, ...]]
    residents: dict[str, float]
    names: dict[str, str]

    def code_of(self, area: str) -> str:
        """The code of an area given by code or by name; empty when no area of ours has that name."""
        return area if re.fullmatch(r"[A-Z]\d{8}", area) else self.names.get(plain_name(area), "")


def places(defined: AreaDefinitions) -> Places:
    """The definition files, turned round for compiling."""
    parts: dict[str, list[str]] = defaultdict(list)
    members: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for area in defined.areas:
        names[plain_name(area.name)] = area.code
        if area.parent:
            members[area.parent].append(area.code)
    for row in defined.predecessors:
        if row.relation == "merged":
            parts[row.within or row.area].append(row.code)
            names.setdefault(plain_name(row.name), row.code)
    return Places(
        districts=tuple(area.code for area in defined.areas if area.in_district),
        upper=tuple(area.code for area in defined.areas if area.in_upper),
        recoded=_one_to_one(defined, "recoded"),
        joint=_one_to_one(defined, "joint"),
        counties=_one_to_one(defined, "county"),
        parts={area: tuple(codes) for area, codes in parts.items()},
        weights={row.code: float(row.population) for row in defined.predecessors if row.population},
        members={county: tuple(codes) for county, codes in members.items()},
        residents={area.code: float(area.population) for area in defined.areas},
        names=names,
    )


def _one_to_one(defined: AreaDefinitions, relation: str) -> dict[str, str]:
    return {row.code: row.area for row in defined.predecessors if row.relation == relation}


def plain_name(name: str) -> str:
    """A name without the dress that publishers vary: case, “, City of”, “, County of”, “County ”, “ Borough”."""
    folded = re.sub(r",? (city|county) of$", "", " ".join(name.casefold().split()))
    return re.sub(r" borough$", "", re.sub(r"^county ", "", folded))
