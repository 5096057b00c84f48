"""Scores, and every step on the way to them, as tidy CSV files."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine.ranking import ranks
from apps.scores.engine.score import PanelScores
from apps.scores.tables.cells import written
from apps.scores.tables.figures import FIGURE_COLUMNS, FigureTable
from apps.scores.tables.frameworks import FrameworkTable

Floats = NDArray[np.float64]

SCORE_COLUMNS = ("area", "period", "code", "level", "score", "rank", "coverage")


def write_scores(path: Path, figures: FigureTable, table: FrameworkTable, found: PanelScores, within: str) -> int:
    """Write the scores as a tidy CSV file with SCORE_COLUMNS; how many rows.

    Every element of every area and period has a row, without a score where there is none. Rank 1 is the highest of its
    period, or of its group in that period where areas are compared within groups.
    """
    framework, panel = table.framework, figures.panel
    elements = list(zip(framework.codes, framework.level.tolist(), strict=True))
    group = panel.group if within == "group" else None
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SCORE_COLUMNS)
        for at, period in enumerate(panel.periods):
            scores, coverage = found.scores[:, at], found.coverage[:, at]
            writer.writerows(score_rows(figures.areas, period, elements, scores, coverage, group))
    return len(panel.periods) * len(figures.areas) * len(framework)


def score_rows(
    areas: Sequence[str],
    period: str,
    elements: Sequence[tuple[str, int]],
    scores: Floats,
    coverage: Floats,
    group: NDArray[np.int64] | None = None,
) -> Iterator[tuple[Any, ...]]:
    """The rows of one period, with SCORE_COLUMNS: area by area, highest elements first.

    `elements`: code and level of each; `scores` and `coverage` (elements, areas), nan where there is no score; `group`
    (areas,): the group of each area within which it is ranked, all together without.
    """
    places = _ranked(scores, group)
    for row, area in enumerate(areas):
        one = zip(elements, scores[:, row].tolist(), places[:, row].tolist(), coverage[:, row].tolist(), strict=True)
        for (code, level), score, place, covered in reversed(list(one)):
            rank = "" if math.isnan(place) else int(place)
            yield area, period, code, level, written(score), rank, written(covered)


class Steps:
    """Writes the table after every step into a folder, numbered in order: `area,period,code,value` and, where figures
    were filled in, `imputed`."""

    def __init__(self, folder: Path, figures: FigureTable, table: FrameworkTable) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._figures, self._table, self._count = folder, figures, table, 0

    def __call__(self, step: str, values: Floats) -> None:
        """Keep `values` (indicators or elements, periods, areas) as they are after `step`."""
        self._count += 1
        self._write(f"{self._count:02}-{step}.csv", values)

    def finish(self, found: PanelScores) -> None:
        """Say which values were filled in, which figures were drawn in, and why an element has no score."""
        prepared, areas, periods = found.prepared, self._figures.areas, self._figures.panel.periods
        codes = self._codes(len(prepared.values))
        filled = () if prepared.imputed is None else np.argwhere(prepared.imputed)
        self._rows(
            "imputed.csv",
            FIGURE_COLUMNS,
            (
                (areas[row], periods[period], codes[column], written(prepared.values[column, period, row]))
                for column, period, row in filled
            ),
        )
        self._rows(
            "outliers.csv",
            ("period", "code", "drawn_in", "logarithm"),
            (
                (
                    periods[period],
                    codes[column],
                    int(prepared.drawn_in[column, period]),
                    int(prepared.logged[column, period]),
                )
                for column, period in np.argwhere((prepared.drawn_in > 0) | prepared.logged)
            ),
        )
        self._rows("absent.csv", ("area", "period", "code", "why"), self._absent(found))

    def _absent(self, found: PanelScores) -> Iterator[tuple[Any, ...]]:
        framework, panel = self._table.framework, self._figures.panel
        column_of = {int(position): column for column, position in enumerate(framework.indicators)}
        for position, period, row in np.argwhere(np.isnan(found.scores)):
            if (column := column_of.get(int(position))) is None:
                covered = found.coverage[position, period, row]
                why = f"too little below it: {covered:.0%} of the weight" if covered else "nothing below it has a score"
            elif math.isnan(found.prepared.values[column, period, row]):
                why = "no figure"
            else:
                why = "cannot be put on the scale: all are the same, no group, or no goalposts or target are declared"
            yield self._figures.areas[row], panel.periods[period], framework.codes[position], why

    def _write(self, name: str, values: Floats) -> None:
        codes = self._codes(len(values))
        areas, periods = self._figures.areas, self._figures.panel.periods
        self._rows(
            name,
            FIGURE_COLUMNS,
            (
                (area, period, code, written(value))
                for at, period in enumerate(periods)
                for row, area in enumerate(areas)
                for code, value in zip(codes, values[:, at, row].tolist(), strict=True)
            ),
        )

    def _codes(self, count: int) -> tuple[str, ...]:
        framework = self._table.framework
        leaves = tuple(framework.codes[position] for position in framework.indicators)
        return leaves if count == len(leaves) else framework.codes

    def _rows(self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        with (self._folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)


def _ranked(scores: Floats, group: NDArray[np.int64] | None) -> Floats:
    found = np.full_like(scores, np.nan)
    together = [np.arange(scores.shape[1])] if group is None else [np.flatnonzero(group == n) for n in np.unique(group)]
    for areas in together:
        for element in range(len(scores)):
            found[element, areas] = ranks(scores[element, areas])
    return found
