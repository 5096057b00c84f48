"""`make bench`: prints one table per part, with what it was measured on."""

import argparse
import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from django.core.management import call_command

import bench.scratch  # noqa: F401 - first: it says which database everything below uses
from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from bench import bulk, draws, end_to_end, goals, goals_many, pages, panels, parts, recompute, shared, what_if, whole
from bench.harness import Timing, table


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--data", type=Path, default=Path("../shared/data"), help="the publishers' files")
    options.add_argument("--markdown", action="store_true", help="as it goes into docs/proof.md")
    options.add_argument("--whole", action="store_true", help="only a whole recompute of size M, packed and plain")
    options.add_argument("--large", action="store_true", help="only the score step of size L: minutes, and some ten GB")
    options.add_argument(
        "--end-to-end", choices=panels.SIZES, help="only this size, from stored figures to stored scores"
    )
    options.add_argument("--what-if", choices=panels.SIZES, help="only this size, other weights as whole requests")
    options.add_argument("--pages", action="store_true", help="only the public pages, beside an empty and a plain one")
    options.add_argument("--shared", action="store_true", help="only the pages of a workspace with very much in it")
    options.add_argument("--many", action="store_true", help="only a million rows of one indicator, then five million")
    options.add_argument("--goals", action="store_true", help="only three thousand goals held to a publication")
    asked = options.parse_args()
    print(_measured_on())
    if asked.large:
        _show("Score a panel of size L", panels.scoring_at("L", 3), markdown=asked.markdown)
        return
    call_command("migrate", verbosity=0)
    if not _only_one(asked):
        _all(asked)


def _only_one(asked: argparse.Namespace) -> bool:
    """The one part that was asked for; False where none was."""
    if asked.whole:
        _show("Whole recompute", whole.recomputing_all(3), markdown=asked.markdown)
    elif asked.end_to_end:
        _show("End to end", end_to_end.recomputing(asked.end_to_end, 2), markdown=asked.markdown)
    elif asked.what_if:
        _show("What if", what_if.asking_at(asked.what_if, asked.rounds), markdown=asked.markdown)
    elif asked.many:
        load_areas(by=OPERATOR)
        _show("Many rows", bulk.bringing(), markdown=asked.markdown)
        _show("As many as may come", bulk.most(), markdown=asked.markdown)
    elif asked.goals:
        parts.loading()
        parts.scoring(1)
        _show("Many goals", goals_many.holding_many(3), markdown=asked.markdown)
    elif asked.pages:
        parts.loading()
        parts.scoring(1)
        _pages(asked.rounds, markdown=asked.markdown)
    elif asked.shared:
        parts.loading()
        parts.scoring(1)
        _show("A workspace with much in it", shared.reading(asked.rounds), markdown=asked.markdown)
    else:
        return False
    return True


def _all(asked: argparse.Namespace) -> None:
    if asked.data.is_dir():
        _show("Compile", parts.compiling(asked.data), markdown=asked.markdown)
    else:
        print(f"\nCompile: not timed, there is no folder {asked.data}.")
    _show("Load", parts.loading(), markdown=asked.markdown)
    _show("Many rows", bulk.bringing(), markdown=asked.markdown)
    _show("Score", parts.scoring(asked.rounds), markdown=asked.markdown)
    _show("Score again", recompute.recomputing(max(asked.rounds // 4, 3)), markdown=asked.markdown)
    _show("Score a panel", panels.scoring(asked.rounds), markdown=asked.markdown)
    _show("Score from files", panels.from_files(), markdown=asked.markdown)
    _show("Draws", draws.drawing(asked.rounds), markdown=asked.markdown)
    _show("Goals", goals.holding(asked.rounds), markdown=asked.markdown)
    _show("Read", parts.reading(asked.rounds), markdown=asked.markdown)
    _pages(asked.rounds, markdown=asked.markdown)
    _show("A workspace with much in it", shared.reading(asked.rounds), markdown=asked.markdown)
    # Last, as it publishes a run of its own.
    _show("What if", what_if.asking(asked.rounds), markdown=asked.markdown)


def _pages(rounds: int, *, markdown: bool) -> None:
    made, kept = pages.reading(rounds)
    _show("Pages made anew", made, markdown=markdown)
    _show("Pages as kept", kept, markdown=markdown)


def _measured_on() -> str:
    python, cores = platform.python_version(), os.cpu_count()
    return (
        f"{datetime.now(UTC):%d %B %Y}: {platform.system()} {platform.machine()}, {cores} cores, Python {python}, "
        f"numpy {np.__version__}, SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}"
    )


def _show(title: str, timings: list[Timing], *, markdown: bool) -> None:
    print(f"\n{'### ' if markdown else ''}{title}\n\n{table(timings, markdown=markdown)}", flush=True)


if __name__ == "__main__":
    main()
