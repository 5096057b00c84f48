import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel, UnfitFigures
from apps.scores.engine.score import score_panel
from tests.scores.engine.forests import frameworks
from tests.scores.engine.slow_panel import slow_panel

NAN = math.nan
ONE = Framework([1], [ROOT], [1.0], [1], ("air",))
# Two indicators under one domain.
TWO = Framework([1, 1, 2], [2, 2, ROOT], [1.0, 3.0, 1.0], [1, 1, 0], ("air", "water", "nature"))
SHARES = {"lowest": 0.0, "highest": 100.0, "centre": 50.0}


def panel(figures, *, group=None, groups=(), companions=None, transforms=None, years=True, **declared):
    """A panel of `figures`, given by period, then area, then indicator, in 2015 and the years after it."""
    figures = np.array(figures, dtype=float)
    periods, areas, count = figures.shape
    figures = np.ascontiguousarray(np.moveaxis(figures, 2, 0))
    plain = Declared.plain(tuple(transforms or ["none"] * count))
    return Panel(
        figures=figures,
        declared=replace(plain, **{name: np.array(values, dtype=float) if name != "denominators" else values
                                   for name, values in declared.items()}),
        reference=np.ones(areas, dtype=bool),
        group=np.array(group if group is not None else [-1] * areas),
        groups=groups,
        periods=tuple(str(2015 + at) for at in range(periods)),
        years=np.arange(2015.0, 2015 + periods) if years else np.full(periods, NAN),
        companions={code: np.array(values, dtype=float) for code, values in (companions or {}).items()},
    )  # fmt: skip


def scores(framework, of, **choices):
    return by_period(score_panel(of, framework, Method(cap="none", **choices)).scores)


def by_period(values):
    """Values by period, then area, then element, as they are written down here."""
    return np.moveaxis(values, 0, 2)


def test_every_period_is_compared_with_itself_or_with_the_base():
    figures = [[[2], [4], [6]], [[4], [6], [8]]]

    itself = scores(ONE, panel(figures), k=1.0)
    base = scores(ONE, panel(figures), k=1.0, base_period="2015")

    step = math.sqrt(1.5)
    np.testing.assert_allclose(itself[:, :, 0], [[5 - step, 5, 5 + step]] * 2)
    np.testing.assert_allclose(base[1, :, 0], [5, 5 + step, 5 + 2 * step])


def test_outliers_are_drawn_in_where_the_base_is_measured_and_nowhere_else():
    figures = [[[float(n)] for n in range(20)] + [[500.0]]] * 2

    found = scores(ONE, panel(figures, transforms=["winsorise"]), k=1.0, base_period="2015")

    assert found[0, 20, 0] > found[0, 19, 0] + 50


def test_areas_of_a_group_are_compared_with_each_other():
    found = scores(
        ONE, panel([[[2], [4], [100], [300], [9]]], group=[0, 0, 1, 1, -1], groups=("north", "south")),
        normalise="min-max", within="group", **SHARES,
    )  # fmt: skip

    np.testing.assert_array_equal(found[0, :, 0], [0, 100, 0, 100, NAN])


def test_an_indicator_is_divided_by_what_it_is_counted_in():
    counts = panel([[[10], [10], [10]]], companions={"population": [[10, 20, 40]]}, denominators=("population",))

    found = scores(ONE, counts, normalise="min-max", **SHARES)

    np.testing.assert_allclose(found[0, :, 0], [100, 100 / 3, 0])
    assert np.isnan(scores(ONE, counts, denominate="none", normalise="min-max", **SHARES)).all()


def test_less_is_better_turns_goalposts_and_targets_round():
    less = Framework([1], [ROOT], [1.0], [-1])
    of = panel([[[10], [20], [40]]], goalpost_low=[0], goalpost_high=[50], target=[5])

    np.testing.assert_allclose(scores(less, of, normalise="goalposts", **SHARES)[0, :, 0], [80, 60, 20])
    # From 40, the worst of the group, to 5: 30 of 35 steps, 20 of 35, none.
    far = scores(less, of, normalise="distance-to-target", **SHARES)[0, :, 0]
    np.testing.assert_allclose(far, [100 * 30 / 35, 100 * 20 / 35, 0])


def test_goalposts_are_bent_with_the_figures():
    of = panel([[[1], [10], [100]]], transforms=["log"], goalpost_low=[1], goalpost_high=[100])

    np.testing.assert_allclose(scores(ONE, of, normalise="goalposts", **SHARES)[0, :, 0], [0, 50, 100])


def test_a_score_may_be_put_on_the_scale_once_more_at_a_level():
    of = panel([[[1, 9], [2, 9], [9, 1]]])

    found = scores(TWO, of, normalise="none", levels={"2": {"normalise": "min-max", "weights": "equal"}}, **SHARES)

    # Means 5, 5.5 and 5: the ends of the scale.
    np.testing.assert_allclose(found[0, :, 2], [0, 100, 0])
    np.testing.assert_array_equal(found[0, :, 0], [1, 2, 9])


def test_each_group_may_state_its_own_weights():
    of = panel([[[0, 8], [0, 8], [0, 8]]], group=[0, 1, -1], groups=("north", "south"))
    stated = {"north": {"air": 1.0, "water": 1.0}, "south": {"air": 7.0, "water": 1.0}}

    found = scores(TWO, of, normalise="none", weights="group", group_weights=stated)

    # The framework gives water three quarters.
    assert found[0, :, 2].tolist() == [4, 1, 6]


def test_a_mean_may_weigh_what_is_unbalanced():
    of = panel([[[80, 120], [100, 100]]])

    found = scores(TWO, of, normalise="none", averaging="adjusted-mazziotta-pareto", weights="equal")

    np.testing.assert_allclose(found[0, :, 2], [96, 100])


def test_z_scores_may_be_weighted_by_a_companion():
    # Weights 1 and 3 of 2 and 6: mean 5, standard deviation sqrt(3). Who has no weight has no say, and a score.
    of = panel([[[2], [6], [11]]], companions={"population": [[1, 3, NAN]]})

    found = scores(ONE, of, normalise_weights="population", k=1.0, centre=5.0)

    np.testing.assert_allclose(found[0, :, 0], [5 - math.sqrt(3), 5 + 1 / math.sqrt(3), 5 + 6 / math.sqrt(3)])


def test_filled_gaps_are_marked_and_scored():
    of = panel([[[2], [6]], [[NAN], [8]]])

    found = score_panel(of, ONE, Method(impute="carry-forward", impute_years=1.0))

    assert found.prepared.imputed[0].tolist() == [[False, False], [True, False]]
    assert found.prepared.values[0, 1, 0] == 2
    assert found.coverage[0, 1, 0] == 1


@pytest.mark.parametrize(("at", "filled"), [("published", 10), ("treated", 5.5)])
def test_a_gap_is_filled_before_or_after_the_transform_as_the_method_says(at, filled):
    # Between 1 and 100: the mean of their roots is 5.5, the root of a mean of 100 and 100 is 10.
    of = panel([[[100], [100], [NAN]]] if at == "published" else [[[1], [100], [NAN]]], transforms=["sqrt"])

    found = score_panel(of, ONE, Method(impute="group-mean", impute_at=at))

    assert found.prepared.values[0, 0, 2] == filled


def test_a_logarithm_is_taken_where_drawing_in_was_not_enough():
    long_tail = [[[math.exp(n / 2)] for n in range(40)]]

    found = score_panel(panel(long_tail), ONE, Method(outliers="winsorise-else-log", winsorise_points=2))

    assert found.prepared.logged.tolist() == [[True]]
    assert (np.diff(found.prepared.values[0, 0]) > 0).all()


def test_drawing_in_is_enough_where_one_figure_stands_out():
    one_out = [[[float(n)] for n in range(20)] + [[500.0]]]

    found = score_panel(panel(one_out), ONE, Method(outliers="winsorise-else-log"))

    assert not found.prepared.logged.any()
    assert found.prepared.drawn_in.tolist() == [[1]]


@pytest.mark.parametrize(
    ("choices", "declared", "sentence"),
    [
        ({"normalise_weights": "people"}, {}, "no figures of “people”"),
        ({}, {"denominators": ("people",)}, "no figures of “people”"),
        ({"base_period": "1999"}, {}, "base period “1999”"),
        ({"impute": "linear"}, {}, "must begin with its year"),
    ],
)
def test_what_a_method_needs_and_does_not_find_is_named(choices, declared, sentence):
    with pytest.raises(ValueError, match=sentence):
        score_panel(panel([[[1], [2]]], years=False, **declared), ONE, Method(**choices))


def test_an_unfit_figure_of_any_period_names_its_column():
    with pytest.raises(UnfitFigures, match="above 0") as caught:
        score_panel(panel([[[1, 2]], [[1, 0]]], transforms=["none", "log"]), TWO, Method())

    assert caught.value.column == 1


def test_steps_are_handed_over_in_order():
    kept = {}

    score_panel(panel([[[1, 9], [2, 9]]]), TWO, Method(), keep=lambda step, values: kept.update({step: values.copy()}))

    assert list(kept) == ["transformed", "treated", "normalised", "scaled", "level-2"]
    assert kept["normalised"].shape == (2, 1, 2)
    assert kept["level-2"].shape == (3, 1, 2)


@st.composite
def panels(draw):
    framework = draw(frameworks())
    count, areas, periods = len(framework.indicators), draw(st.integers(2, 6)), draw(st.integers(1, 3))
    cell = st.integers(1, 60).map(lambda n: n / 4) | st.just(NAN)
    flat = draw(st.lists(cell, min_size=periods * areas * count, max_size=periods * areas * count))
    codes = tuple(f"e{at}" for at in range(len(framework)))
    framework = Framework(framework.level, framework.parent, framework.weight, framework.direction, codes)
    of = panel(
        np.array(flat).reshape(periods, areas, count),
        group=draw(st.lists(st.integers(-1, 1), min_size=areas, max_size=areas)),
        groups=("north", "south"),
        goalpost_low=draw(st.lists(st.sampled_from([0.0, 2.0, NAN]), min_size=count, max_size=count)),
        goalpost_high=[12.0] * count,
        target=draw(st.lists(st.sampled_from([20.0, -3.0, NAN]), min_size=count, max_size=count)),
    )
    return framework, of


@st.composite
def methods(draw):
    way = draw(st.sampled_from(["z-score", "min-max", "goalposts", "percentile-rank", "rank-exponential",
                                "distance-to-target", "none"]))  # fmt: skip
    ranked = way in ("percentile-rank", "rank-exponential")
    averaging = draw(st.sampled_from(["arithmetic", "geometric", "harmonic", "adjusted-mazziotta-pareto"]))
    # Means that need scores above 0 are asked of capped scores only; what is not normalised may lie below.
    bounded = averaging in ("geometric", "harmonic") or way == "none" and averaging != "arithmetic"
    return Method(
        normalise=way,
        ties=draw(st.sampled_from(["lowest", "mean", "highest"])),
        within=draw(st.sampled_from(["all", "group"])),
        base_period="" if ranked else draw(st.sampled_from(["", "2015"])),
        averaging=averaging,
        cap="every" if bounded else draw(st.sampled_from(["indicator", "every", "none"])),
        lowest=0.5,
        weights=draw(st.sampled_from(["given", "equal", "group"])),
        group_weights={"north": {"e0": 2.0, "e1": 5.0}, "south": {"e2": 0.1}},
        least_coverage=draw(st.sampled_from([0.01, 0.5, 1.0])),
        levels=draw(
            st.sampled_from([{}, {"2": {"averaging": "arithmetic", "weights": "equal"}, "3": {"least_coverage": 0.3}}])
        ),
    )


@settings(max_examples=300, deadline=None)
@given(panels(), methods())
def test_it_agrees_with_every_method_done_slowly(case, method):
    framework, of = case

    found = score_panel(of, framework, method)

    slow, covered = slow_panel(of, framework, method)
    np.testing.assert_allclose(by_period(found.coverage), covered, rtol=0, atol=1e-12)
    np.testing.assert_allclose(by_period(found.scores), np.array(slow, dtype=float), rtol=1e-9, atol=1e-9)
