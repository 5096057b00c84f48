"""Large panels are worked on in blocks; no bit may tell where one ends."""

import numpy as np
import pytest

from apps.scores.engine import rolling, scaling
from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel
from apps.scores.engine.ranking import ranks
from apps.scores.engine.score import score_panel

# Two domains under one headline; the last indicator hangs on the headline itself, and one domain has no children.
FOREST = Framework(
    level=[1, 1, 1, 2, 2, 1, 3],
    parent=[3, 3, 3, 6, 6, 6, ROOT],
    weight=[1.0, 2.0, 0.7, 1.0, 1.0, 3.0, 1.0],
    direction=[1, -1, 1, 0, 0, 1, 0],
    codes=("a", "b", "c", "domain", "empty", "d", "headline"),
)


def figures_by_chance(shape=(4, 3, 50)):
    chance = np.random.default_rng(5)
    figures = chance.normal(50, 10, shape)
    figures[chance.random(shape) < 0.2] = np.nan
    figures[0, 1] = 7.7
    figures[1, 2] = np.nan
    return Panel(
        figures=figures,
        declared=Declared.plain(("none", "winsorise", "log", "none")),
        reference=np.arange(shape[2]) != 3,
        group=np.arange(shape[2]) % 3 - 1,
        groups=("north", "south"),
        periods=("2015", "2016", "2017"),
        years=np.array([2015.0, 2016, 2017]),
    )


@pytest.mark.parametrize(
    "method",
    [
        Method(),
        Method(cap="every", ddof=1),
        Method(cap="none", least_coverage=1e-12),
        Method(base_period="2016"),
        Method(within="group"),
        Method(weights="group", group_weights={"north": {"a": 2.5}}),
    ],
)
@pytest.mark.parametrize("at_once", [1, 7, 20, 60])
def test_the_size_of_a_block_moves_no_bit_of_a_score(method, at_once, monkeypatch):
    panel = figures_by_chance()
    # Whoever asks for the steps gets them from whole arrays.
    whole = score_panel(panel, FOREST, method, keep=lambda step, values: None)
    monkeypatch.setattr(scaling, "_BLOCK", at_once * 8)
    monkeypatch.setattr(rolling, "_CELLS", at_once)

    found = score_panel(panel, FOREST, method)

    for name in ("scores", "coverage", "normalised"):
        assert getattr(found, name).tobytes() == getattr(whole, name).tobytes(), name
    assert not np.isnan(found.scores).all()


def test_ranks_of_many_rows_are_those_of_each():
    scores = np.round(np.random.default_rng(6).normal(5, 1, (2, 3, 40)), 1)
    scores[0, :, ::7] = np.nan

    found = ranks(scores)

    for row, ranked in zip(scores.reshape(-1, 40), found.reshape(-1, 40), strict=True):
        slowly = [np.nan if np.isnan(score) else 1 + sum(row > score) for score in row]
        np.testing.assert_array_equal(ranked, slowly)
