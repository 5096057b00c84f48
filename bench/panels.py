"""The engine on panels of the sizes that its goals are stated in; and any table scored from files."""

import csv
import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from django.core.management import call_command
from numpy.typing import NDArray

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.ranking import ranks
from apps.scores.engine.rolling import roll_up
from apps.scores.engine.scaling import Scale
from apps.scores.engine.score import score_panel
from bench.harness import Timing, seconds_of, side_by_side
from bench.panel_pandas import NOT_HERE, scored_by_pandas

#: Areas, indicators, years.
SIZES = {"S": (150, 50, 5), "M": (400, 100, 15), "L": (35_000, 200, 20)}
#: Those that take seconds and little memory; `python -m bench.large` takes the other one.
_QUICK = ("S", "M")
_FILES = (2_000, 30, 5)


def scoring(rounds: int) -> list[Timing]:
    """The score step of a whole panel, ranks, and other weights for one year, beside copying its figures once."""
    return [timing for name in _QUICK for timing in scoring_at(name, rounds)]


def scoring_at(name: str, rounds: int) -> list[Timing]:
    size = SIZES[name]
    panel, framework, method = _panel(*size), _framework(size[1]), Method()
    described = " x ".join(map(str, size))
    ready = np.zeros_like(panel.figures)
    scores = score_panel(panel, framework, method).scores
    contenders: dict[str, Callable[[], object]] = {
        f"copy the figures of {name} to memory that is ready, {described}": partial(np.copyto, ready, panel.figures),
        f"score every year and level of {name}": partial(score_panel, panel, framework, method),
        f"rank every element above the indicators of {name}, every year": partial(ranks, scores[framework.above]),
        f"other weights: scores of one year of {name}, and ranks of its headlines": _slid(panel, framework, scores),
    }
    by_pandas = scored_by_pandas(panel, framework, method)
    if by_pandas:
        # It has to come out the same, but for the last bits.
        np.testing.assert_allclose(by_pandas(), scores, atol=1e-9)
        contenders[f"the scores of {name} by pandas, one wide frame"] = by_pandas
    found = side_by_side(contenders, rounds)
    if not by_pandas:
        found[1] = replace(found[1], note=NOT_HERE)
    return found


def _slid(panel: Panel, framework: Framework, scores: NDArray[np.float64]) -> Callable[[], object]:
    """What a change of weights asks for: the last year's scores of everything above the indicators, and some ranks."""
    leaves = np.ascontiguousarray(scores[framework.indicators][:, -1:])
    one_year = replace(panel, figures=np.ascontiguousarray(panel.figures[:, -1:]), periods=panel.periods[-1:])
    scale = Scale(one_year, Method())
    chance, roots = np.random.default_rng(2), np.flatnonzero(framework.parent == ROOT)

    def slide() -> object:
        weights = chance.uniform(0.5, 2.0, len(framework))
        found, _ = roll_up(
            leaves, framework, Method(), scale, weights=lambda position: weights[framework.children_of(position)]
        )
        return ranks(found[roots, 0])

    return slide


def from_files() -> list[Timing]:
    """`score_table` on a table of 300,000 figures, beside reading the file once as text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        read = Timing("read the figures' file as text", [seconds_of((folder / "V.csv").read_text)])
        options = {"framework": "F.csv", "figures": "V.csv", "method": "M.json", "out": "out.csv"}
        paths = {key: folder / value for key, value in options.items()}
        with (folder / "said.txt").open("w") as said:
            taken = seconds_of(lambda: call_command("score_table", **paths, stdout=said, stderr=said))
        described = " x ".join(map(str, _FILES))
        return [read, Timing(f"score_table, {described}", [taken], read)]


def _framework(indicators: int) -> Framework:
    """Indicators under subdomains, domains and three headlines, as even as they come."""
    parts, domains, heads = max(1, indicators // 5), 10, 3
    level = [1] * indicators + [2] * parts + [3] * domains + [4] * heads
    parent = [
        *(indicators + at % parts for at in range(indicators)),
        *(indicators + parts + at % domains for at in range(parts)),
        *(indicators + parts + domains + at % heads for at in range(domains)),
        *[ROOT] * heads,
    ]
    direction = [1 - 2 * (at % 2) for at in range(indicators)] + [0] * (parts + domains + heads)
    return Framework(np.array(level), np.array(parent), np.ones(len(level)), np.array(direction))


def _panel(areas: int, indicators: int, years: int) -> Panel:
    """Random figures of which one in twenty is missing."""
    chance = np.random.default_rng(1)
    figures = chance.normal(50, 10, (indicators, years, areas))
    figures[chance.random(figures.shape) < 0.05] = np.nan
    return Panel(
        figures=figures,
        declared=Declared.plain(("none",) * indicators),
        reference=np.ones(areas, dtype=bool),
        group=np.full(areas, NO_GROUP),
        periods=tuple(str(2000 + at) for at in range(years)),
        years=np.arange(2000.0, 2000.0 + years),
    )


def _write(folder: Path) -> None:
    areas, indicators, years = _FILES
    chance = random.Random(1)
    with (folder / "F.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("code", "parent", "level"))
        rows.writerow(("index", "", 2))
        rows.writerows((f"i{at}", "index", 1) for at in range(indicators))
    with (folder / "V.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("area", "period", "code", "value"))
        rows.writerows(
            (f"E{area:08}", 2018 + year, f"i{at}", f"{chance.lognormvariate(0, 1):.6f}")
            for year in range(years)
            for area in range(areas)
            for at in range(indicators)
        )
    (folder / "M.json").write_text("{}")
