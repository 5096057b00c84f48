"""Figures as a tidy CSV file."""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Panel
from apps.scores.tables.cells import Problems, opened, parsed
from apps.scores.tables.frameworks import FrameworkTable

Floats = NDArray[np.float64]

FIGURE_COLUMNS = ("area", "period", "code", "value")

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, eq=False)
class FigureTable:
    """Figures as the engine takes them, the areas they are of in order of their codes, and what was noticed."""

    areas: tuple[str, ...]
    panel: Panel
    noticed: tuple[str, ...]


def read_figures(path: Path, framework: FrameworkTable, method: Method) -> FigureTable:
    """The figures in a tidy CSV file with FIGURE_COLUMNS and, if they have groups, `group`. Raises BadTable.

    Codes that are not of the framework are companion series.
    """
    with opened(path, FIGURE_COLUMNS) as table:
        reading = _FigureReading(path.name, table.header)
        for number, cells in table.rows:
            reading.take(number, cells)
    return reading.table(framework, method)


class _FigureReading:
    """The rows of a tidy table of figures, one after the other, held as numbers so that millions of them fit."""

    def __init__(self, file: str, header: Sequence[str]) -> None:
        self._problems = Problems(file)
        self._columns = [header.index(name) for name in FIGURE_COLUMNS]
        self._group_column = header.index("group") if "group" in header else None
        self._names: dict[str, dict[str, int]] = {"area": {}, "period": {}, "code": {}}
        self._at = {name: array("l") for name in ("area", "period", "code", "row")}
        self._values = array("d")
        self._group: dict[str, tuple[str, int]] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        area, period, code, said = (cells[at] for at in self._columns)
        if not (area and period and code):
            empty = "area" if not area else "period" if not period else "code"
            self._problems.say(number, empty, f"a figure needs its {empty}.")
            return
        value = parsed(said)
        if value is None:
            self._problems.say(number, "value", f"“{said}” is not a number. Leave the cell empty where there is none.")
            return
        for column, name in (("area", area), ("period", period), ("code", code)):
            names = self._names[column]
            self._at[column].append(names.setdefault(name, len(names)))
        if self._group_column is not None and (group := cells[self._group_column]):
            self._join(number, area, group)
        self._at["row"].append(number)
        self._values.append(value)

    def table(self, table: FrameworkTable, method: Method) -> FigureTable:
        if not self._values and not self._problems.count:
            self._problems.add(f"{self._problems.file}: there are no figures in it.")
        self._problems.insist_none()
        areas, periods = tuple(sorted(self._names["area"])), tuple(sorted(self._names["period"]))
        cube = self._cube(areas, periods)
        framework = table.framework
        leaves = [framework.codes[position] for position in framework.indicators]
        blank = np.full((len(periods), len(areas)), np.nan)
        groups = tuple(sorted({name for name, _ in self._group.values()}))
        panel = Panel(
            figures=np.stack([cube.get(code, blank) for code in leaves]),
            declared=table.declared,
            reference=np.ones(len(areas), dtype=bool),
            group=self._groups(areas, groups),
            groups=groups,
            periods=periods,
            years=np.array([float(found.group()) if (found := _YEAR.match(name)) else np.nan for name in periods]),
            companions={code: values for code, values in cube.items() if code not in framework.codes},
        )
        return FigureTable(areas, panel, tuple(self._noticed(cube, table, leaves, method)))

    def _cube(self, areas: Sequence[str], periods: Sequence[str]) -> dict[str, Floats]:
        """The figures by code, each (periods, areas)."""
        codes = list(self._names["code"])
        place = {
            column: _order(self._names[column], {name: at for at, name in enumerate(names)})[_numbers(self._at[column])]
            for column, names in (("area", areas), ("period", periods))
        }
        code, values = _numbers(self._at["code"]), np.frombuffer(self._values, dtype=np.float64)
        flat = (code * len(periods) + place["period"]) * len(areas) + place["area"]
        self._check_twice(flat, codes)
        self._problems.insist_none()
        full = np.full(len(codes) * len(periods) * len(areas), np.nan)
        full[flat] = values
        return dict(zip(codes, full.reshape(len(codes), len(periods), len(areas)), strict=True))

    def _check_twice(self, flat: NDArray[np.int64], codes: Sequence[str]) -> None:
        order = np.argsort(flat, kind="stable")
        again = np.flatnonzero(np.diff(flat[order]) == 0)
        rows, code = _numbers(self._at["row"]), _numbers(self._at["code"])
        for at in again:
            first, second = order[at], order[at + 1]
            self._problems.say(
                int(rows[second]),
                "value",
                f"the figure of “{codes[code[second]]}” for this area and period stands in row {rows[first]} already.",
            )

    def _groups(self, areas: Sequence[str], groups: Sequence[str]) -> NDArray[np.int64]:
        number = {name: at for at, name in enumerate(groups)}
        found = {area: number[group] for area, (group, _) in self._group.items()}
        return np.array([found.get(area, NO_GROUP) for area in areas], dtype=np.int64)

    def _noticed(
        self, cube: Mapping[str, Floats], table: FrameworkTable, leaves: Sequence[str], method: Method
    ) -> Iterator[str]:
        used = {*table.declared.denominators, method.normalise_weights} - {""}
        for code in sorted(set(cube) - set(table.framework.codes) - used):
            yield f"{self._problems.file}: “{code}” is neither in the framework nor asked for, so it was left out."
        for code in sorted((set(cube) & set(table.framework.codes)) - set(leaves)):
            yield f"{self._problems.file}: “{code}” is no indicator, so it was left out."
        for code in (code for code in leaves if code not in cube):
            yield f"{self._problems.file}: there are no figures of “{code}”."

    def _join(self, number: int, area: str, group: str) -> None:
        known = self._group.setdefault(area, (group, number))
        if known[0] != group:
            self._problems.say(
                number, "group", f"“{area}” is in “{known[0]}” in row {known[1]}, and in “{group}” here."
            )


def _order(names: Mapping[str, int], place: Mapping[str, int]) -> NDArray[np.int64]:
    return np.array([place[name] for name in names], dtype=np.int64)


def _numbers(values: "array[int]") -> NDArray[np.int64]:
    return np.frombuffer(values, dtype=np.int64)
