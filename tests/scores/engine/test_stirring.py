import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import Declared, Panel
from apps.scores.engine.score import score_panel
from apps.scores.engine.stirring import (
    Stirring,
    clearly,
    drawn,
    ends,
    field_of,
    noise,
    share_above,
    still,
    stir,
)
from tests.scores.engine.forests import cases

NAN = math.nan
ONE = Framework([1], [ROOT], [1.0], [1])
# Two indicators under one domain, the second of which counts three times as much.
TWO = Framework([1, 1, 2], [2, 2, ROOT], [1.0, 3.0, 1.0], [1, 1, 0])
EVERYTHING = slice(None)
CALM = Stirring(draws=4, weights=0.0, spread=0.0, ways=("z-score",), leave_out=False)
# Half of a 95% interval, in standard errors.
HALF = 1.959964


def panel(figures, transforms=None, reference=None):
    """A panel of one period from rows of indicators, each with the figures of all areas."""
    figures = np.array(figures, dtype=float)
    count, areas = figures.shape
    everyone = np.ones(areas, dtype=bool) if reference is None else reference
    plain = Declared.plain(tuple(transforms or ["none"] * count))
    return Panel(figures[:, None], plain, everyone, np.full(areas, -1))


def field(figures, framework=ONE, *, lower=None, upper=None, ways=("z-score",), transforms=None, **method):
    blank = np.full(np.shape(figures), NAN)
    limits = [blank if limit is None else np.array(limit, dtype=float) for limit in (lower, upper)]
    return field_of(panel(figures, transforms), *limits, framework, Method(**{"k": 1.0} | method), ways)


def calm_errors(of, draws):
    return np.zeros((len(of.uncertain), draws, of.bent.shape[1]))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_where_nothing_is_stirred_every_draw_is_the_published_score_to_the_last_bit(case):
    framework, figures, inside = case
    of = panel(figures.T, reference=inside)
    blank = np.full(figures.T.shape, NAN)
    draws = stir(framework, CALM, range(figures.shape[1]), seed=1)

    found = field_of(of, blank, blank, framework, Method(), CALM.ways)
    scores = drawn(found, draws, calm_errors(found, 4), EVERYTHING)

    published = score_panel(of, framework, Method()).scores
    np.testing.assert_array_equal(scores, np.repeat(published, 4, axis=1))


def test_a_figure_is_drawn_within_reach_of_its_limits_on_the_scale_of_the_published_ones():
    # The mean is 4 and the standard deviation √(8/3); the second figure has a standard error of 1.
    reach = np.array([[NAN, HALF, NAN]])
    of = field([[2, 4, 6]], lower=4 - reach, upper=4 + reach)
    errors = noise(7, [1, 2, 3], len(of.uncertain), 1000)

    low, high = ends(drawn(of, still(ONE, 1000), errors, EVERYTHING)[0])

    step = -NormalDist().inv_cdf(25.5 / 1000) / math.sqrt(8 / 3)
    np.testing.assert_allclose(low, [5 - 2 / math.sqrt(8 / 3), 5 - step, 5 + 2 / math.sqrt(8 / 3)], atol=1e-8)
    np.testing.assert_allclose(high[1], 5 + step, atol=1e-8)


def test_limits_are_taken_through_the_transform_each_side_for_itself():
    # On the logarithm: 1, 10 and 100 are 0, 1 and 2 tens apart; the limits 1 and 1000 lie one below and two above.
    tens = math.log(10)
    of = field([[1, 10, 100]], lower=[[NAN, 1, NAN]], upper=[[NAN, 1000, NAN]], transforms=["log"])

    assert of.below[0, 1] == pytest.approx(tens / HALF)
    assert of.above[0, 1] == pytest.approx(2 * tens / HALF)
    errors = np.array([[[0, -HALF, 0], [0, HALF, 0]]])
    scores = drawn(of, still(ONE, 2), errors, EVERYTHING)[0, :, 1]
    # The spread of 0, 1 and 2 is √(2/3). Beyond the highest published figure the line goes on.
    np.testing.assert_allclose(scores, [5 - 1 / math.sqrt(2 / 3), 5 + 2 / math.sqrt(2 / 3)])


def test_limits_are_divided_as_the_figures_are():
    # 2, 8 and 18 of 1, 2 and 3 residents are 2, 4 and 6 each; limits of 8 ∓ 2 are 4 ∓ 1.
    of_all = panel([[2, 8, 18]])
    declared = replace(of_all.declared, denominators=("population",))
    of_all = replace(of_all, declared=declared, companions={"population": np.array([[1.0, 2, 3]])})

    of = field_of(of_all, np.array([[NAN, 6, NAN]]), np.array([[NAN, 10, NAN]]), ONE, Method(k=1.0), ("z-score",))

    assert of.bent.tolist() == [[2, 4, 6]]
    assert of.below[0, 1] == pytest.approx(1 / HALF)
    scores = drawn(of, still(ONE, 1), np.array([[[0, HALF, 0]]]), EVERYTHING)[0, 0]
    np.testing.assert_allclose(scores[1], 5 + 1 / math.sqrt(8 / 3))


def test_where_areas_are_compared_within_groups_a_drawn_figure_is_put_on_the_scale_of_its_own():
    # Of 2, 4 and 6 the spread is √(8/3), of 40, 50 and 60 √(200/3).
    of_all = replace(panel([[2, 4, 6, 40, 50, 60]]), group=np.array([0, 0, 0, 1, 1, 1]), groups=("low", "high"))
    limits = np.array([[NAN, 4, NAN, NAN, 50, NAN]])

    of = field_of(of_all, limits - 1, limits + 1, ONE, Method(k=1.0, within="group"), ("z-score",))
    scores = drawn(of, still(ONE, 1), np.array([[[0, HALF, 0, 0, HALF, 0]]]), EVERYTHING)[0, 0]

    np.testing.assert_allclose(scores[[1, 4]], [5 + 1 / math.sqrt(8 / 3), 5 + 1 / math.sqrt(200 / 3)])


@pytest.mark.parametrize(
    ("lower", "upper"),
    [(NAN, 5.0), (3.0, NAN), (4.5, 5.0), (3.0, 3.5)],
    ids=["no lower limit", "no upper limit", "both above the figure", "both below the figure"],
)
def test_limits_that_do_not_hold_the_figure_between_them_are_no_limits(lower, upper):
    of = field([[2, 4, 6]], lower=[[NAN, lower, NAN]], upper=[[NAN, upper, NAN]])

    assert len(of.uncertain) == 0


def test_a_limit_that_has_no_logarithm_leaves_the_indicator_without_any():
    of = field([[1, 2, 3]], lower=[[0, 1, 2]], upper=[[2, 3, 4]], transforms=["log"])

    assert len(of.uncertain) == 0


def test_an_area_has_the_same_errors_whoever_is_drawn_beside_it():
    together, alone = noise(7, [11, 12, 13], 2, 50), noise(7, [12], 2, 50)

    np.testing.assert_array_equal(together[:, :, 1], alone[:, :, 0])
    assert not np.array_equal(together[:, :, 0], together[:, :, 1])
    assert not np.array_equal(noise(8, [12], 2, 50), alone)


def test_the_errors_of_a_figure_are_the_quantiles_of_the_normal_distribution_in_another_order():
    errors = noise(7, [1], 1, 5)[0, :, 0]

    quantiles = [NormalDist().inv_cdf(share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]
    np.testing.assert_allclose(sorted(errors), quantiles, atol=1e-9)


def test_weights_are_multiplied_within_their_reach_and_nothing_else_moves():
    of = field([[2, 4, 6], [6, 4, 2]], TWO)
    stirring = replace(CALM, draws=400, weights=0.25)

    scores = drawn(of, stir(TWO, stirring, [0, 1], seed=3), calm_errors(of, 400), EVERYTHING)

    z = 2 / math.sqrt(8 / 3)
    np.testing.assert_allclose(scores[0], np.tile([5 - z, 5, 5 + z], (400, 1)))
    # As published (−z + 3z) / 4; at the ends the weights are 1.25 and 2.25, or 0.75 and 3.75.
    least, most = 5 + z * (2.25 - 1.25) / 3.5, 5 + z * (3.75 - 0.75) / 4.5
    assert scores[2, :, 0].min() >= least
    assert scores[2, :, 0].max() <= most
    assert scores[2, :, 0].max() - scores[2, :, 0].min() > 0.8 * (most - least)


def test_what_a_standard_deviation_is_worth_is_stirred_around_the_mean_of_the_group():
    of = field([[2, 4, 6]])
    stirring = replace(CALM, draws=200, spread=0.2)

    scores = drawn(of, stir(ONE, stirring, [0], seed=3), calm_errors(of, 200), EVERYTHING)[0]

    z = 2 / math.sqrt(8 / 3)
    assert (scores[:, 1] == 5).all()
    assert 5 + 0.8 * z <= scores[:, 2].min() < 5 + 0.85 * z
    assert 5 + 1.15 * z < scores[:, 2].max() <= 5 + 1.2 * z


def test_every_way_to_one_scale_keeps_the_mean_of_the_group_and_has_its_share_of_the_draws():
    of = field([[0, 1, 5]], ways=("z-score", "min-max", "percentile-rank"), cap="none")
    stirring = replace(CALM, draws=300, ways=("z-score", "min-max", "percentile-rank"))

    draws = stir(ONE, stirring, [0], seed=3)
    scores = drawn(of, draws, calm_errors(of, 300), EVERYTHING)[0]

    assert np.bincount(draws.way).tolist() == [100, 100, 100]
    np.testing.assert_allclose(scores.mean(axis=1), 5)
    # Shares of the way 0, 1/5 and 1 have a mean of 2/5; by rank they are 0, 1/2 and 1.
    np.testing.assert_allclose(scores[draws.way == 1][0], [5 - 4, 5 - 2, 5 + 6])
    np.testing.assert_allclose(scores[draws.way == 2][0], [0, 5, 10])


def test_each_indicator_is_left_out_in_its_share_of_the_draws_and_the_rest_counts_alone():
    of = field([[2, 4, 6], [6, 4, 2]], TWO)
    draws = stir(TWO, replace(CALM, draws=10, leave_out=True), [0, 1], seed=3)

    scores = drawn(of, draws, calm_errors(of, 10), EVERYTHING)

    assert sorted(draws.left_out.tolist()) == [0] * 5 + [1] * 5
    z = 2 / math.sqrt(8 / 3)
    np.testing.assert_allclose(scores[2, draws.left_out == 0][:, 0], 5 + z)
    np.testing.assert_allclose(scores[2, draws.left_out == 1][:, 0], 5 - z)
    assert np.isnan(scores[0, draws.left_out == 0]).all()


def test_without_its_only_indicator_an_element_has_no_score():
    lonely = Framework([1, 2], [1, ROOT], [1.0, 1.0], [1, 0])
    of = field([[2, 4, 6]], lonely)
    draws = stir(lonely, replace(CALM, leave_out=True), [0], seed=3)

    assert np.isnan(drawn(of, draws, calm_errors(of, 4), EVERYTHING)).all()


@settings(max_examples=100, deadline=None)
@given(cases())
def test_where_only_weights_differ_the_short_way_gives_the_same_scores_as_the_long_one(case):
    framework, figures, inside = case
    blank = np.full(figures.T.shape, NAN)
    of = field_of(panel(figures.T, reference=inside), blank, blank, framework, Method(), ("z-score",))
    draws = stir(framework, replace(CALM, draws=7, weights=0.25), [], seed=3)
    # One more draw, in which something else differs too, sends all of them the long way.
    other = replace(draws.part(slice(0, 1)), spread=np.array([0.9]))
    columns = {name: np.concatenate([getattr(draws, name), getattr(other, name)]) for name in vars(draws)}

    short = drawn(of, draws, calm_errors(of, 7), EVERYTHING)
    long = drawn(of, type(draws)(**columns), calm_errors(of, 8), EVERYTHING)[:, :7]

    np.testing.assert_allclose(short, long, rtol=1e-13)
    np.testing.assert_array_equal(np.isnan(short), np.isnan(long))


def test_what_has_just_enough_beneath_it_has_a_score_in_every_draw():
    half_empty = Framework([1, 2, 2, 3], [1, 3, 3, ROOT], [1.0, 1.0, 1.0, 1.0], [1, 0, 0, 0])
    of = field([[2, 4, 6]], half_empty)
    draws = stir(half_empty, replace(CALM, draws=50, weights=0.25), [0], seed=3)

    assert not np.isnan(drawn(of, draws, calm_errors(of, 50), EVERYTHING)[3]).any()


def test_a_block_of_areas_is_scored_as_it_is_among_all():
    figures, reach = [[2, 4, 6, 9], [6, 3, 2, 4]], 0.5
    of = field(figures, TWO, lower=np.array(figures) - reach, upper=np.array(figures) + reach)
    draws, keys = stir(TWO, Stirring(draws=20, ways=("z-score",)), [0, 1], seed=3), [5, 6, 7, 8]

    whole = drawn(of, draws, noise(3, keys, 2, 20), EVERYTHING)
    some = drawn(of, draws, noise(3, keys[1:3], 2, 20), slice(1, 3))
    two = drawn(of, draws.part(slice(4, 9)), noise(3, [8, 5], 2, 20)[:, 4:9], np.array([3, 0]))

    np.testing.assert_array_equal(some, whole[:, :, 1:3])
    np.testing.assert_array_equal(two, whole[:, 4:9, [3, 0]])


def test_the_middle_of_the_draws_is_told_by_draws_themselves_and_only_where_half_have_a_score():
    scores = np.column_stack(
        [
            np.arange(1000.0),
            np.where(np.arange(1000) < 500, np.arange(1000), NAN),
            np.where(np.arange(1000) < 499, 1, NAN),
        ]
    )

    low, high = ends(np.random.default_rng(1).permutation(scores))

    np.testing.assert_array_equal(low, [25, 12, NAN])
    np.testing.assert_array_equal(high, [974, 487, NAN])


def test_two_areas_are_clearly_different_when_nineteen_of_twenty_draws_have_the_same_sign():
    # The first is above the second in 19 of 20 draws, and above the third in 18; the fourth is the same as the first.
    first = np.arange(20.0)
    second = np.where(np.arange(20) < 19, first - 1, first + 1)
    third = np.where(np.arange(20) < 18, first - 2, first + 2)

    above, below = clearly(np.column_stack([first, second, third, first]))

    assert above.tolist() == [1, 0, 0, 1]
    assert below.tolist() == [0, 2, 0, 0]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([1.0, 2.0, 3.0, NAN]), min_size=4, max_size=4), min_size=1, max_size=6))
def test_pairs_are_counted_as_one_would_by_hand(rows):
    scores = np.array(rows)

    above, below = clearly(scores, least=0.6)

    for area in range(4):
        pairs = [[(row[area], row[other]) for row in rows] for other in range(4)]
        pairs = [[(a, b) for a, b in each if not math.isnan(a + b)] for each in pairs]
        pairs = [each for each in pairs if len(each) * 2 >= len(rows)]
        assert above[area] == sum(sum(a > b for a, b in each) >= 0.6 * len(each) for each in pairs)
        assert below[area] == sum(sum(a < b for a, b in each) >= 0.6 * len(each) for each in pairs)


def test_in_how_many_draws_an_area_is_above_leaves_out_those_without_a_difference():
    scores, others = np.array([[1.0, 5], [2, 5], [3, NAN], [0, 5]]), np.array([[0.0], [2], [1], [1]])

    assert share_above(scores, others).tolist() == [2 / 3, 1.0]
    assert np.isnan(share_above(np.ones((2, 1)), np.ones((2, 1)))).all()


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"weights": 1.0}, {"spread": -0.1}, {"ways": ()}])
def test_a_stirring_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="stirring|draw"):
        Stirring(**wrong)


def test_a_stirring_comes_back_from_data_as_it_was():
    assert Stirring.from_json(Stirring(draws=7, ways=("z-score",)).to_json()) == Stirring(draws=7, ways=("z-score",))
