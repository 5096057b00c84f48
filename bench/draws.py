"""A thousand draws of everything that is uncertain, beside scoring once a thousand times over."""

from dataclasses import replace
from functools import partial

import numpy as np

from apps.scores.engine import sensitivity
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Panel
from apps.scores.engine.score import score_panel
from apps.scores.engine.stirring import Draws, Field, Stirring, clearly, drawn, ends, field_of, noise, stir
from bench.harness import Timing, side_by_side
from bench.panels import _QUICK, SIZES, _framework, _panel

#: Draws that are worked on at once: they stay in the processor's own memory.
_AT_ONCE = 50
_SCORED_AGAIN = 10


def drawing(rounds: int) -> list[Timing]:
    """Uncertainty of one year: draws, ranges and pairs of a whole framework, and what each indicator moves."""
    timings: list[Timing] = []
    for name in _QUICK:
        areas, indicators, _years = SIZES[name]
        panel, framework = _panel(areas, indicators, 1), _framework(indicators)
        stirring = Stirring()
        field = _field(panel, stirring)
        draws = stir(framework, stirring, range(indicators), 1)
        errors = noise(1, range(areas), len(field.uncertain), stirring.draws)
        every = _drawn(field, draws, errors)
        above = every[framework.above]
        times = stirring.draws // _SCORED_AGAIN
        again, *others = side_by_side(
            {
                f"score one year of {name} {stirring.draws:,} times anew": partial(_scored_again, panel, indicators),
                f"draw {name} {stirring.draws:,} times, everything": partial(_drawn, field, draws, errors),
                "and the ranges of every area and element": partial(_ranges, every),
                "and every pair of areas, on all but indicators": partial(_pairs, above),
                "and each indicator left out once, by places and points": partial(
                    sensitivity.without_each, field, range(indicators), len(framework) - 1
                ),
            },
            max(rounds // 10, 2),
        )
        whole = Timing(
            again.name, [each * times for each in again.seconds], note=f"{_SCORED_AGAIN} taken {times} times"
        )
        timings += [whole, *(Timing(each.name, each.seconds, whole) for each in others)]
    return timings


def _field(panel: Panel, stirring: Stirring) -> Field:
    """One indicator in eight comes with limits, as in the starter set."""
    indicators = len(panel.figures)
    limited = np.where(np.arange(indicators)[:, None] % 8 == 0, panel.figures[:, 0], np.nan)
    return field_of(panel, limited - 3, limited + 3, _framework(indicators), Method(), stirring.ways)


def _drawn(field: Field, draws: Draws, errors: np.ndarray) -> np.ndarray:
    parts = [slice(start, start + _AT_ONCE) for start in range(0, len(draws), _AT_ONCE)]
    return np.concatenate([drawn(field, draws.part(of), errors[:, of], slice(None)) for of in parts], axis=1)


def _ranges(every: np.ndarray) -> None:
    for scores in every:
        ends(scores)


def _pairs(every: np.ndarray) -> None:
    for scores in every:
        clearly(scores)


def _scored_again(panel: Panel, indicators: int) -> None:
    framework, chance = _framework(indicators), np.random.default_rng(1)
    for _ in range(_SCORED_AGAIN):
        weights = framework.weight * chance.uniform(0.75, 1.25, len(framework))
        score_panel(panel, replace(framework, weight=weights), Method())
