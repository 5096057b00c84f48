import math

import numpy as np
import pytest

from apps.scores.engine import normalise, treat
from apps.scores.engine.ranking import ranks

NAN = math.nan
TIED = np.array([10.0, 30.0, NAN, 20.0, 20.0])


def test_min_max_is_the_share_of_the_way_between_the_ends():
    found = normalise.min_max(np.array([2.0, 3.0, NAN, 6.0]), 2, 6)

    np.testing.assert_array_equal(found, [0, 0.25, NAN, 1])


def test_beyond_a_goalpost_is_below_nothing_or_above_one():
    # Life expectancy between the 20 and 85 years of the Human Development Report.
    found = normalise.goalposts(np.array([20.0, 85.0, 72.0, 13.5, 91.5]), 20, 85)

    np.testing.assert_allclose(found, [0, 1, 0.8, -0.1, 1.1])


@pytest.mark.parametrize(("low", "high"), [(NAN, 5), (5, NAN), (5, 5)])
def test_without_two_ends_there_is_no_share(low, high):
    assert np.isnan(normalise.goalposts(np.array([1.0]), low, high)).all()


def test_the_distance_to_a_target_is_from_the_lowest_of_the_group():
    found = normalise.distance_to_target(np.array([10.0, 30.0, 60.0]), 10, 50)

    np.testing.assert_allclose(found, [0, 0.5, 1.25])


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("lowest", [0, 1, NAN, 1 / 3, 1 / 3]), ("mean", [0, 1, NAN, 0.5, 0.5]), ("highest", [0, 1, NAN, 2 / 3, 2 / 3])],
)
def test_a_percentile_rank_is_the_share_of_the_others_below(ties, expected):
    np.testing.assert_allclose(normalise.percentile_rank(TIED, ties), expected)


def test_ranks_drawn_out_at_the_upper_end():
    # -23 ln(1 - R (1 - e^(-100/23))): R = 1 gives 100; R = 1/2 gives -23 ln(1 - 0.493533) = 15.6468.
    found = normalise.rank_exponential(np.array([5.0, 9.0]))

    assert found[1] == pytest.approx(100, abs=1e-12)
    assert found[0] == pytest.approx(15.6468, abs=1e-4)


def test_about_a_tenth_lies_above_fifty():
    found = normalise.rank_exponential(np.arange(1000.0))

    assert (found > 50).mean() == pytest.approx(0.1, abs=0.003)


@pytest.mark.parametrize("way", [normalise.percentile_rank, normalise.rank_exponential])
@pytest.mark.parametrize("values", [[1.0], [2.0, 2.0, NAN], [NAN, NAN]])
def test_ranks_of_what_is_all_the_same_say_nothing(way, values):
    assert np.isnan(way(np.array(values))).all()


def test_weighted_moments_worked_by_hand():
    # Weights 1 and 3 of 2 and 6: mean 5; squares 9 and 1, weighted 12: 12 / 4 = 3, and 12 * 4 / (16 - 10) = 8.
    values, weights = np.array([2.0, 6.0]), np.array([1.0, 3.0])

    assert treat.weighted_mean(values, weights) == 5
    assert treat.weighted_spread(values, weights) == pytest.approx(math.sqrt(3))
    assert treat.weighted_spread(values, weights, ddof=1) == pytest.approx(math.sqrt(8))


def test_equal_weights_are_no_weights():
    values, weights = np.array([1.0, 2.0, 4.0, 9.0]), np.full(4, 7.0)

    assert treat.weighted_spread(values, weights) == pytest.approx(treat.spread(values))
    assert treat.weighted_spread(values, weights, ddof=1) == pytest.approx(treat.spread(values, ddof=1))


def test_a_whole_indicator_is_bent_towards_its_longer_tail_and_keeps_its_order():
    values = np.array([-1.0, 0.0, 1.0, 2.0, 99.0, NAN])

    above, below = treat.bend_whole(values, values), treat.bend_whole(-values, -values)

    # The lowest lies a hundredth of the range above nothing: ln 1 = 0.
    assert above[0] == pytest.approx(0)
    assert (np.diff(above[:5]) > 0).all()
    np.testing.assert_allclose(below, -above)


def test_ranks_count_all_that_stand_before():
    np.testing.assert_array_equal(ranks(np.array([5.0, 7.0, NAN, 7.0, 1.0])), [3, 1, NAN, 1, 4])


def test_a_hair_puts_nobody_before_another():
    assert ranks(np.array([5.0, 5.0 + 1e-12])).tolist() == [1, 1]
