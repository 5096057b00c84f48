"""`python -m bench.large`: size L, 35,000 areas x 200 indicators x 20 years, which needs minutes and some ten GB."""

import argparse
import multiprocessing
import tracemalloc
from dataclasses import replace
from functools import partial

import numpy as np

from apps.scores.engine.framework import Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Panel
from apps.scores.engine.score import score_panel
from bench.harness import Timing, seconds_of, table
from bench.panels import SIZES, _framework, _panel, scoring_at


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.large", description=__doc__)
    options.add_argument("--size", choices=SIZES, default="L")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--markdown", action="store_true", help="as it goes into docs/proof.md")
    asked = options.parse_args()
    size = SIZES[asked.size]
    panel, framework = _panel(*size), _framework(size[1])
    print(_memory(panel, framework), flush=True)
    print(table(shared(panel, framework, asked.rounds), markdown=asked.markdown), flush=True)
    del panel
    print(table(scoring_at(asked.size, asked.rounds), markdown=asked.markdown), flush=True)


def shared(panel: Panel, framework: Framework, rounds: int) -> list[Timing]:
    """The score step by one worker, and by two who take half of the years each."""
    periods = len(panel.periods)
    halves = [slice(0, periods // 2), slice(periods // 2, periods)]
    ready = np.zeros_like(panel.figures)
    copied = [seconds_of(partial(np.copyto, ready, panel.figures)) for _ in range(rounds)]
    del ready
    one = [seconds_of(partial(score_panel, panel, framework, Method())) for _ in range(rounds)]
    two = [seconds_of(partial(_by_two, panel, framework, halves)) for _ in range(rounds)]
    copy = Timing("copy the figures to memory that is ready", copied)
    return [
        copy,
        Timing("score every year and level, one worker", one, copy),
        Timing("the same, two workers", two, copy, "with starting both"),
    ]


def _by_two(panel: Panel, framework: Framework, halves: list[slice]) -> None:
    workers = [
        multiprocessing.get_context("fork").Process(target=_score_years, args=(panel, framework, half))
        for half in halves
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0


def _score_years(panel: Panel, framework: Framework, years: slice) -> None:
    own = replace(panel, figures=panel.figures[:, years], periods=panel.periods[years], years=panel.years[years])
    score_panel(own, framework, Method())


def _memory(panel: Panel, framework: Framework) -> str:
    """What the score step asks for at most, beside what it gives back."""
    tracemalloc.start()
    found = score_panel(panel, framework, Method())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    output = found.scores.nbytes + found.above.nbytes
    return (
        f"extra memory at most {most / 1e9:.2f} GB; scores, and coverage above indicators, {output / 1e9:.2f} GB "
        f"({most / output:.2f} times), figures {panel.figures.nbytes / 1e9:.2f} GB\n"
    )


if __name__ == "__main__":
    main()
