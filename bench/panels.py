"""The engine on panels of the sizes that its goals are stated in; and any table scored from files."""

import csv
import random
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from django.core.management import call_command

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.score import score_panel
from bench.harness import Timing, seconds_of, side_by_side

#: Areas, indicators, years.
SIZES = {"S": (150, 50, 5), "M": (400, 100, 15)}
_FILES = (2_000, 30, 5)


def scoring(rounds: int) -> list[Timing]:
    """The score step of a whole panel, all levels, beside copying its figures once."""
    timings: list[Timing] = []
    for name, size in SIZES.items():
        panel, framework = _panel(*size), _framework(size[1])
        described = " x ".join(map(str, size))
        timings += side_by_side(
            {
                f"copy the figures of {name} in memory, {described}": panel.figures.copy,
                f"score every year and level of {name}": partial(score_panel, panel, framework, Method()),
            },
            rounds,
        )
    return timings


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
