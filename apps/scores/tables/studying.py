"""How sure the scores of a table are, for every period: ranges, what each choice moves, what each indicator moves."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import sensitivity, studying
from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel
from apps.scores.engine.score import PanelScores
from apps.scores.engine.stirring import Stirring, field_of
from apps.scores.tables.cells import Problems, opened, parsed, written
from apps.scores.tables.figures import FigureTable
from apps.scores.tables.frameworks import FrameworkTable

Floats = NDArray[np.float64]

LIMIT_COLUMNS = ("area", "period", "code", "lower", "upper")
RANGES = ("area", "period", "code", "score", *studying.RANGE_COLUMNS)
LEFT_OUT = ("period", "code", "left_out", "places", "most_places", "points", "unscored")
SHARES = ("period", "code", "output", "choice", "first", "first_low", "first_high", "total", "total_low", "total_high")
SKIPPED = ("period", "code", "why")
SAMPLES = 500
#: The same table gives the same draws.
_SEED = 1


def read_limits(path: Path, figures: FigureTable, table: FrameworkTable) -> tuple[Floats, Floats]:
    """Lower and upper 95% limits, (indicators, periods, areas) each, from a tidy CSV file with LIMIT_COLUMNS.

    Raises BadTable. Areas, periods and codes that the figures do not have are left out.
    """
    framework, panel = table.framework, figures.panel
    columns = {framework.codes[position]: at for at, position in enumerate(framework.indicators.tolist())}
    areas = {area: at for at, area in enumerate(figures.areas)}
    periods = {period: at for at, period in enumerate(panel.periods)}
    found = np.full((2, *panel.figures.shape), np.nan)
    problems = Problems(path.name)
    with opened(path, LIMIT_COLUMNS) as limits:
        places = [limits.header.index(name) for name in LIMIT_COLUMNS]
        for number, cells in limits.rows:
            area, period, code, *ends = (cells[place] for place in places)
            values = [parsed(end) for end in ends]
            for name, value in zip(("lower", "upper"), values, strict=True):
                if value is None:
                    problems.say(number, name, "it is not a number. Write it like 12.5, or leave it empty.")
            if None not in values and area in areas and period in periods and code in columns:
                found[:, columns[code], periods[period], areas[area]] = np.array(values, dtype=np.float64)
    problems.insist_none()
    return found[0], found[1]


def write_study(
    folder: Path,
    figures: FigureTable,
    table: FrameworkTable,
    method: Method,
    found: PanelScores,
    *,
    limits: tuple[Floats, Floats] | None = None,
    stirring: Stirring | None = None,
) -> int:
    """Write ranges.csv, shares.csv, left_out.csv and skipped.csv into a folder; how many headlines were studied.

    Each root of the framework is studied in each period by itself, against the scores that were `found`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stirring = replace(stirring or Stirring(), ways=_ways(method))
    tables: dict[str, list[Sequence[Any]]] = {"ranges": [], "shares": [], "left_out": [], "skipped": []}
    count = 0
    for at, period in enumerate(figures.panel.periods):
        for root in np.flatnonzero(table.framework.parent == ROOT).tolist():
            code = table.framework.codes[root]
            if why := _why_not(table.framework, method, found, at, root):
                tables["skipped"].append((period, code, why))
                continue
            branch = _branch(figures, table.framework, method, found, limits, stirring, at, root)
            if not len(branch.field.uncertain):
                tables["skipped"].append((period, code, "errors of figures: none of them comes with limits"))
            tables["ranges"] += _ranges(branch, figures.areas, period, stirring)
            tables["shares"] += _shares(branch, period, stirring)
            tables["left_out"] += _left_out(branch, period)
            count += 1
    for name, header in (("ranges", RANGES), ("shares", SHARES), ("left_out", LEFT_OUT), ("skipped", SKIPPED)):
        _write(folder / f"{name}.csv", header, tables[name])
    return count


def _ways(method: Method) -> tuple[str, ...]:
    """The method's own way to one scale, and the others that take turns with it."""
    others = () if method.base_period else tuple(way for way in Stirring().ways if way != method.normalise)
    return (method.normalise, *others)


def _why_not(framework: Framework, method: Method, found: PanelScores, at: int, root: int) -> str:
    """Why a headline is not studied in a period; empty where it is."""
    if framework.level[root] == 1:
        return "it is an indicator, with nothing below it"
    if np.isnan(found.scores[root, at]).all():
        return "no area has a score"
    if method.base_period or method.impute in ("carry-forward", "linear"):
        return "its scores rest on other periods too, and each period is studied by itself"
    return ""


def _branch(
    figures: FigureTable,
    framework: Framework,
    method: Method,
    found: PanelScores,
    limits: tuple[Floats, Floats] | None,
    stirring: Stirring,
    at: int,
    root: int,
) -> studying.Branch:
    places = _below(framework, root)
    position = {place: index for index, place in enumerate(places)}
    part = Framework(
        level=framework.level[places],
        parent=np.array([position.get(int(framework.parent[place]), ROOT) for place in places]),
        weight=framework.weight[places],
        direction=framework.direction[places],
        codes=tuple(framework.codes[place] for place in places),
    )
    of_all = framework.indicators.tolist()
    columns = [of_all.index(place) for place in places if framework.level[place] == 1]
    panel = _one_period(figures.panel, columns, at)
    blank = np.full((len(columns), panel.figures.shape[2]), np.nan)
    lower, upper = (limit[columns, at] for limit in limits) if limits else (blank, blank)
    codes = tuple(framework.codes[of_all[column]] for column in columns)
    return studying.Branch(
        code=framework.codes[root],
        places=places,
        scores=found.scores[places, at],
        field=field_of(panel, lower, upper, part, method, stirring.ways),
        codes=codes,
        keys=tuple(map(studying.key_of, figures.areas)),
    )


def _below(framework: Framework, root: int) -> list[int]:
    inside = {root}
    for place in range(root, -1, -1):
        if int(framework.parent[place]) in inside:
            inside.add(place)
    return sorted(inside)


def _one_period(panel: Panel, columns: Sequence[int], at: int) -> Panel:
    declared = panel.declared
    return replace(
        panel,
        figures=np.ascontiguousarray(panel.figures[columns, at : at + 1]),
        declared=Declared(
            transforms=tuple(declared.transforms[column] for column in columns),
            denominators=tuple(declared.denominators[column] for column in columns),
            goalpost_low=declared.goalpost_low[columns],
            goalpost_high=declared.goalpost_high[columns],
            target=declared.target[columns],
        ),
        periods=panel.periods[at : at + 1],
        years=panel.years[at : at + 1],
        companions={code: series[at : at + 1] for code, series in panel.companions.items()},
    )


def _ranges(
    branch: studying.Branch, areas: Sequence[str], period: str, stirring: Stirring
) -> Iterator[tuple[Any, ...]]:
    whole = studying.ranges(branch, stirring, _SEED, slice(0, len(areas)), _quiet)
    codes = branch.field.framework.codes
    for row, area in enumerate(areas):
        for at, code in enumerate(codes):
            if not np.isnan(whole[at, row, 2]):
                yield area, period, code, written(branch.scores[at, row]), *map(written, whole[at, row].tolist())


def _shares(branch: studying.Branch, period: str, stirring: Stirring) -> Iterator[tuple[Any, ...]]:
    outputs = studying.scorings(branch, stirring, _SEED, sensitivity.design(SAMPLES, _SEED), _quiet)
    for at, name in enumerate(sensitivity.OUTPUTS):
        for share in sensitivity.shares(outputs[:, at], _SEED):
            ends = (share.first, share.first_low, share.first_high, share.total, share.total_low, share.total_high)
            yield period, branch.code, name, share.choice, *map(written, ends)


def _left_out(branch: studying.Branch, period: str) -> Iterator[tuple[Any, ...]]:
    for each in sensitivity.without_each(branch.field, studying.scored_columns(branch.field), branch.root):
        moved = map(written, (each.places, each.most_places, each.points))
        yield period, branch.code, branch.codes[each.column], *moved, each.unscored


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _quiet(done: int, total: int) -> None:
    pass
