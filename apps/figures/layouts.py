"""How tables of figures are laid out: which column says what. The known layouts, and how one is found for a table.

A layout is data: what a steward chooses on screen for a table that nobody knows has the same form as those known here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from apps.figures.headings import (
    JOINED,
    MOST_HEADING_LINES,
    YEAR,
    headings_of,
    holds_data,
    is_of_a_period,
    looks_like_heading,
    plain,
    split_period,
    unique,
)

#: Where a table begins is looked for in so many lines: titles and notes may stand above it.
LINES_ABOVE = 40
_FEWEST_PERIODS = 2


@dataclass(frozen=True)
class Layout:
    """Which columns of a table say what; the rest says nothing that is needed.

    `area` holds codes or names, `name` names where `area` is empty. `series` are columns that together name the series.
    `spread`: "" for a row per figure; "periods" or "series" where every other column holds the figures of one.
    `status`: a column that says why there is no figure, and by `absences` what its words mean.
    """

    name: str = ""
    area: str = ""
    name_of_area: str = ""
    period: str = ""
    value: str = ""
    lower: str = ""
    upper: str = ""
    status: str = ""
    series: tuple[str, ...] = ()
    spread: str = ""
    ignored: tuple[str, ...] = ()
    absences: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain data; `from_json` gives the same back."""
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """What `to_json` gave; whatever else it holds is left."""
        known = {key: value for key, value in content.items() if key in cls.__dataclass_fields__}
        for key in ("series", "ignored"):
            known[key] = tuple(known.get(key, ()))
        return cls(**known)

    def columns(self) -> set[str]:
        """The columns that have a role."""
        named = (self.area, self.name_of_area, self.period, self.value, self.lower, self.upper, self.status)
        return {column for column in (*named, *self.series) if column}


@dataclass(frozen=True, slots=True)
class Offered:
    """One cell of figures as it stands in the table, its words untouched. `column`: where its value stands."""

    line: int
    column: str
    series: str
    area: str
    name: str
    period: str
    value: str
    lower: str = ""
    upper: str = ""
    status: str = ""


_HELD_BACK = {"u": "suppressed", "c": "suppressed", "x": "not-measured", "z": "not-measured"}
_SDG = {"Missing value": "not-measured"}

#: Every layout of a publisher that is known, the more particular before the more general.
LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("els", "areacd", "areanm", "period", "observation", "lci_95", "uci_95", "status", ("indicator",),
               absences=_HELD_BACK),
        Layout("fingertips", "Area Code", "Area Name", "Time period", "Value", "Lower CI 95.0 limit",
               "Upper CI 95.0 limit", series=("Indicator Name", "Sex", "Age", "Category")),
        Layout("lait", "LA and Regions", "", "Years", "Values", series=("Short Desc",)),
        Layout("health_index", "ltla21_code", "", "year", "value", series=("indicator",)),
        Layout("sdg", "GeoCode", "Local authority", "Year", "Value", status="Observation status", series=("Series",),
               absences=_SDG),
        Layout("climate", "area_code", "area_name", "period", "value", series=("indicator",)),
        Layout("tidy", "area", "name", "period", "value", "lower", "upper", "absence", ("indicator",),
               absences={key: key for key in ("not-measured", "suppressed", "not-comparable", "withdrawn")}),
        Layout("small_areas", "areacd", "areanm", spread="series", ignored=("tier",)),
    )
}  # fmt: skip
#: Columns of the climate companion that split a measure: the part is then the series.
_PARTS = ("group", "frequency", "efficiency")
#: What columns are called that have a role in tables of councils and publishers, in the order in which they are tried.
_WORDS: dict[str, tuple[str, ...]] = {
    "area": (
        "area", "areacd", "areacode", "gss", "gsscode", "onscode", "ons", "code", "geographycode", "geocode",
        "lacode", "ladcode", "ltlacode", "utlacode", "localauthoritycode", "newlacode", "ecode",
    ),
    "name_of_area": (
        "areaname", "areanm", "name", "localauthority", "localauthorityname", "council", "geographyname", "geography",
        "laname", "district", "authority", "ladname", "ltlaname", "place",
    ),
    "period": ("period", "year", "timeperiod", "time", "date", "years", "financialyear", "academicyear"),
    "value": (
        "value", "observation", "values", "obsvalue", "figure", "rate", "percentage", "percent", "count", "number",
        "population", "total", "amount",
    ),
    "lower": ("lower", "lci95", "lci", "lowerci", "lowerlimit", "lowerci950limit", "lower95", "low"),
    "upper": ("upper", "uci95", "uci", "upperci", "upperlimit", "upperci950limit", "upper95", "high"),
    "status": ("absence", "status", "observationstatus", "marker", "note"),
    "series": ("indicator", "series", "measure", "indicatorname", "variable", "metric"),
}  # fmt: skip
_PLACES = frozenset({"area", "name_of_area"})
_OF_FIGURES = frozenset({"value", "lower", "upper", "status"})
_CODED = re.compile(r"(?:lad|ltla|utla|la|cty|ctyua)\d\d_?(?:cd|code)", re.ASCII)
_NAMED = re.compile(r"(?:lad|ltla|utla|la|cty|ctyua)\d\d_?(?:nm|name)", re.ASCII)


@dataclass(frozen=True)
class Found:
    """A layout, the line of the table's columns, and those columns.

    Where their names take several lines, `last` is the lowest of these, and `parts` what each name is joined from.
    """

    layout: Layout
    line: int
    columns: tuple[str, ...]
    last: int = 0
    parts: tuple[tuple[str, ...], ...] = ()


def find_layout(lines: Iterable[tuple[int, Sequence[str]]]) -> Found | None:
    """The layout of a table from its first lines (number, cells); None where its columns say too little."""
    first = [(number, unique(cells)) for number, cells in lines]
    for number, columns in first:
        if known := _known(columns):
            return Found(known, number, columns)
    for number, columns in first:
        guessed = guess(columns)
        if is_whole(guessed):
            return Found(guessed, number, columns)
    return None


def is_whole(layout: Layout) -> bool:
    """Whether figures can be read by it: it says where the areas are, and where the figures."""
    where = layout.area or layout.name_of_area
    return bool(where and (layout.spread or (layout.value and layout.period)))


def header_line(lines: Iterable[tuple[int, Sequence[str]]]) -> tuple[int, tuple[str, ...]]:
    """The line that most likely names the columns: the first as wide as any, all of words; (0, ()) without lines."""
    first = [(number, unique(cells)) for number, cells in lines]
    widest = max((sum(map(bool, cells)) for _, cells in first), default=0)
    for number, cells in first:
        if sum(map(bool, cells)) == widest and widest:
            return number, cells
    return 0, ()


def deep_headings(lines: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, int] | None:
    """Where headings of several lines seem to begin, and how many they are: the fewest that tell all columns apart.

    None where no line is needed beyond the one above the figures, or where no table is found so.
    """
    for at in range(1, len(lines)):
        if not holds_data(lines[at][1]) or not looks_like_heading(lines[at - 1][1]):
            continue
        width = sum(map(bool, map(str.strip, lines[at][1])))
        for many in range(2, min(MOST_HEADING_LINES, at) + 1):
            above = [cells for _, cells in lines[at - many : at]]
            if not all(map(looks_like_heading, above)) or any(_tells_apart(cells, width) for cells in above):
                break
            found = headings_of(above)
            bare = [JOINED.join(parts) for parts in found.parts]
            if _tells_apart(bare, width) and is_whole(guess(found.names, found.parts)):
                return lines[at - many][0], many
    return None


def _tells_apart(cells: Sequence[str], width: int) -> bool:
    """Whether a line names so many columns, none of them as another."""
    names = [cell.strip() for cell in cells if cell.strip()]
    return len(names) >= width and len(set(names)) == len(names)


def guess(columns: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> Layout:
    """What the names of columns suggest; roles that none of them suggests are empty. `parts`: as in `Headings`."""
    years = _years(columns, parts)
    roles = _roles(columns, parts)
    series = (roles.pop("series"),) if "series" in roles else ()
    if len(years) >= _FEWEST_PERIODS and "period" not in roles:
        roles = {
            role: column for role, column in roles.items() if role in ("area", "name_of_area") or column not in years
        }
        other = tuple(column for column in columns if column and column not in years and column not in roles.values())
        return Layout("wide", spread="periods", series=series, ignored=tuple(set(other) - set(series)), **roles)
    if ("area" in roles or "name_of_area" in roles) and "value" not in roles and "period" not in roles and not series:
        places: dict[str, Any] = {role: roles[role] for role in ("area", "name_of_area") if role in roles}
        return Layout("columns", spread="series", **places)
    return Layout("mapped", series=series, **roles)


def _roles(columns: Sequence[str], parts: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The columns that have a role by their names, or else by a part of a joined name that no other column has."""
    named = {plain(column): column for column in columns if column}
    roles: dict[str, Any] = {}
    for role, words in _WORDS.items():
        chosen = next((named[word] for word in words if word in named and named[word] not in roles.values()), "")
        if chosen:
            roles[role] = chosen
    for role, shape in (("area", _CODED), ("name_of_area", _NAMED)):
        if role not in roles and (found := next((named[word] for word in named if shape.fullmatch(word)), "")):
            roles[role] = found
    joined = [(column, each) for column, each in zip(columns, parts, strict=False) if len(each) > 1]
    for place in (-1, 0):
        told = [(plain(each[place]), column) for column, each in joined if not is_of_a_period(each)]
        _add_roles(roles, told, lowest=place == -1)
    return roles


def _add_roles(roles: dict[str, Any], told: Sequence[tuple[str, str]], *, lowest: bool) -> None:
    """Fill roles that are empty by one part of each joined name. Groups of columns are seldom more than a measure."""
    often = Counter(word for word, _ in told)
    once = {word: column for word, column in told if often[word] == 1}
    for role, words in _WORDS.items():
        if lowest:
            wanted = role not in _OF_FIGURES or "period" in roles
        else:
            wanted = role == "period" or (role in _PLACES and not roles.keys() & _PLACES)
        free = (once[word] for word in words if word in once and once[word] not in roles.values())
        if wanted and role not in roles and (chosen := next(free, "")):
            roles[role] = chosen


def _years(columns: Sequence[str], parts: Sequence[Sequence[str]]) -> list[str]:
    """The columns that hold the figures of one period each."""
    if parts:
        return [column for column, each in zip(columns, parts, strict=True) if is_of_a_period(each)]
    return [column for column in columns if YEAR.fullmatch(column)]


def read_offered(found: Found, lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Offered]:
    """Every cell of figures of a table, line by line; `lines` are all of the table's, those above its columns too."""
    layout, columns = found.layout, found.columns
    at = {column: position for position, column in enumerate(columns)}
    spread = [(column, *_told_by(column, found)) for column in spread_columns(layout, columns)]
    for number, cells in lines:
        if number <= max(found.line, found.last):
            continue

        def cell(column: str, cells: Sequence[str] = cells) -> str:
            place = at.get(column, len(cells))
            return cells[place].strip() if place < len(cells) else ""

        if not any(each.strip() for each in cells):
            continue
        series = ", ".join(filter(None, map(cell, layout.series)))
        area, name, period = cell(layout.area), cell(layout.name_of_area), cell(layout.period)
        if not layout.spread:
            rest = (cell(layout.value), cell(layout.lower), cell(layout.upper), cell(layout.status))
            yield Offered(number, layout.value, series, area, name, period, *rest)
        for column, part, when in spread:
            of = part if layout.spread == "series" else ", ".join(filter(None, (series, part)))
            yield Offered(number, column, of, area, name, when or period, cell(column))


def _told_by(column: str, found: Found) -> tuple[str, str]:
    """The series and the period that the name of a column says; a period that it does not say is empty."""
    if found.layout.spread == "series":
        return column, ""
    series, when = split_period(found.parts[found.columns.index(column)] if found.parts else ())
    return series, when or column


def spread_columns(layout: Layout, columns: Sequence[str]) -> list[str]:
    """The columns that each hold the figures of one period, or of one series."""
    if not layout.spread:
        return []
    taken = layout.columns() | set(layout.ignored)
    return [column for column in columns if column and column not in taken]


def _known(columns: Sequence[str]) -> Layout | None:
    have = set(columns)
    for layout in LAYOUTS.values():
        fitted = _fitted(layout, columns)
        needed = fitted.columns() - {fitted.lower, fitted.upper, fitted.name_of_area, fitted.status}
        if layout.name in ("els", "fingertips"):
            needed = fitted.columns() - {fitted.name_of_area}
        if needed <= have and is_whole(fitted) and (not layout.spread or not {"value", "observation"} & have):
            return fitted
    return None


def _fitted(layout: Layout, columns: Sequence[str]) -> Layout:
    """A known layout for the columns at hand: some files of a publisher split a measure, or write a name otherwise."""
    have = set(columns)
    changes: dict[str, Any] = {}
    if layout.name == "climate" and (part := next((part for part in _PARTS if part in have), "")):
        changes["series"] = (part,)
    if layout.name == "sdg" and "Local Authority" in have:
        changes["name_of_area"] = "Local Authority"
    if layout.name == "fingertips":
        changes["series"] = tuple(column for column in layout.series if column in have)
    if layout.name == "tidy" and "indicator" not in have:
        changes["series"] = ()
    for role in ("name_of_area", "lower", "upper", "status"):
        if getattr(layout, role) not in have and layout.name not in ("els", "sdg"):
            changes[role] = ""
    return replace(layout, **changes)
