"""Pure: the published lists of codes, changes and populations to this app's own definition files."""

import csv
import re
from collections import Counter
from pathlib import Path

Row = dict[str, str]

ENGLAND = "E92000001"
TYPES = {"E06": "unitary", "E07": "district", "E08": "metropolitan", "E09": "london", "E10": "county"}
# Joint codes and counties stand in no published list of changes; the counties are those whose bounds did not move.
JOINT = {
    "E67000001": ("City of London and Hackney", "E09000012"),
    "E67000002": ("Cornwall and Isles of Scilly", "E06000052"),
}
COUNTIES = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
SPLIT = {
    "E10000006": ("E06000063", "E06000064"),
    "E10000009": ("E06000058", "E06000059"),
    "E10000021": ("E06000061", "E06000062"),
}

_PLACE = ("latitude", "longitude")
AREA_COLUMNS = (
    "code", "name", "slug", "type", "in_district", "in_upper", "parent", "nation", "region_code", "region",
    "latitude", "longitude", "population", "population_year",
)  # fmt: skip
PREDECESSOR_COLUMNS = ("code", "name", "area", "relation", "ended", "within", "population")


def area_rows(folder: Path) -> list[Row]:
    """Today's 296 districts and 21 counties of England, with their census population and a point inside them."""
    listed = [
        row for row in _read(folder / "la_all_codes.csv") if row["CTRYCD"] == ENGLAND and row["Current"] == "TRUE"
    ]
    rows = [
        _area(row["LADCD"], row["LADNM"], row, parent=row["UTLACD"] if row["LADCD"].startswith("E07") else "")
        for row in listed
    ]
    counties = {row["UTLACD"]: row for row in listed if row["LADCD"].startswith("E07")}
    rows += [_area(code, row["UTLANM"], row, parent="") for code, row in counties.items()]
    points = {row["code"]: row for row in _read(folder / "centroids.csv")}
    residents = {row["code"]: row["population"] for row in _read(folder / "population.csv") if row["year"] == "2021"}
    for row in rows:
        point = points[row["code"]]
        row["latitude"], row["longitude"] = (f"{float(point[key]):.5f}" for key in _PLACE)
        row["population"], row["population_year"] = residents[row["code"]], "2021"
    for row in rows:
        _amid(row, [each for each in rows if each["parent"] == row["code"]])
    return sorted(rows, key=lambda row: row["code"])


def _amid(county: Row, districts: list[Row]) -> None:
    """Put a county amid its districts, by where people live: of counties the published points are partly elsewhere."""
    people = sum(int(row["population"]) for row in districts)
    for key in _PLACE if people else ():
        county[key] = f"{sum(float(row[key]) * int(row['population']) for row in districts) / people:.5f}"


def predecessor_rows(folder: Path) -> list[Row]:
    """Every code figures may still carry: `within` names the later area a part had joined on the way."""
    former = [
        row for row in _read(folder / "la_all_codes.csv") if row["CTRYCD"] == ENGLAND and row["Current"] != "TRUE"
    ]
    parts = Counter(row["LADCD_ACTIVE"] for row in former)
    changes = [row for row in _read(folder / "changes.csv") if row["type"] in ("merger", "new_code", "termination")]
    ended = {row["oldcd"]: row["start"] for row in changes}
    became = {row["oldcd"]: row["newcd"] for row in changes}
    names = {row["oldcd"]: row["oldnm"] for row in changes}
    rows = []
    for row in former:
        code, area = row["LADCD"], row["LADCD_ACTIVE"]
        within = became.get(code, area)
        relation = "recoded" if parts[area] == 1 else "merged"
        rows.append(_former(code, row["LADNM"], area, relation, "" if within == area else within))
    rows += [_former(code, name, area, "joint") for code, (name, area) in JOINT.items()]
    rows += [_former(code, names[code], area, "county") for code, area in COUNTIES.items()]
    rows += [_former(code, names[code], area, "split") for code, areas in SPLIT.items() for area in areas]
    residents = _latest_population(folder)
    for row in rows:
        row["ended"] = ended.get(row["code"], "")
        row["population"] = residents.get(row["code"], "") if row["relation"] == "merged" else ""
    return sorted(rows, key=lambda row: (row["code"], row["area"]))


def _area(code: str, name: str, row: Row, parent: str) -> Row:
    kind = TYPES[code[:3]]
    return {
        "code": code,
        "name": name,
        "slug": _slug(name),
        "type": kind,
        "in_district": "no" if kind == "county" else "yes",
        "in_upper": "no" if kind == "district" else "yes",
        "parent": parent,
        "nation": row["CTRYNM"],
        "region_code": row["RGNCD"],
        "region": row["RGNNM"],
    }


def _former(code: str, name: str, area: str, relation: str, within: str = "") -> Row:
    return {"code": code, "name": name, "area": area, "relation": relation, "ended": "", "within": within}


def _latest_population(folder: Path) -> dict[str, str]:
    rows = sorted(_read(folder / "population.csv"), key=lambda row: int(row["year"]))
    return {row["code"]: row["population"] for row in rows}


def _slug(name: str) -> str:
    """Short enough to type: “Bristol, City of” is at /bristol/."""
    short = re.sub(r", (City|County) of$", "", name)
    return re.sub(r"[^a-z0-9]+", "-", short.lower().replace("'", "")).strip("-")


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
