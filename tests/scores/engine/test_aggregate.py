import math

import numpy as np
import pytest

from apps.scores.engine import aggregate

NAN = math.nan
ROWS = np.array([[1.0, 4.0], [NAN, 4.0], [NAN, NAN], [0.0, 4.0]])
EVEN, THREE_TO_ONE = np.array([1.0, 1.0]), np.array([3.0, 1.0])


@pytest.mark.parametrize(
    ("mean", "weights", "expected"),
    [
        (aggregate.weighted_mean, EVEN, [2.5, 4, NAN, 2]),
        (aggregate.weighted_mean, THREE_TO_ONE, [1.75, 4, NAN, 1]),
        (aggregate.weighted_geometric_mean, EVEN, [2, 4, NAN, 0]),
        (aggregate.weighted_geometric_mean, THREE_TO_ONE, [math.sqrt(2), 4, NAN, 0]),
        (aggregate.weighted_harmonic_mean, EVEN, [1.6, 4, NAN, 0]),
        (aggregate.weighted_harmonic_mean, THREE_TO_ONE, [16 / 13, 4, NAN, 0]),
    ],
)
def test_means_worked_by_hand(mean, weights, expected):
    np.testing.assert_allclose(mean(ROWS.T, weights), expected)


def test_each_area_may_have_its_own_weights():
    weights = np.array([[3.0, 3.0, 3.0, 1.0], [1.0, 1.0, 1.0, 1.0]])

    np.testing.assert_allclose(aggregate.weighted_mean(ROWS.T, weights), [1.75, 4, NAN, 2])
    np.testing.assert_allclose(aggregate.coverage(ROWS.T, np.ones((2, 4)), weights), [1, 0.25, 0, 1])


def test_what_is_unbalanced_is_paid_for():
    # 80 and 120: mean 100, standard deviation 20, so the penalty is 20 * 20 / 100 = 4. 100 and 100 pay nothing.
    scores = np.array([[80.0, 120.0], [100.0, 100.0], [NAN, 90.0], [-5.0, 5.0]])

    taken = aggregate.adjusted_mazziotta_pareto(scores.T, EVEN)
    put_on = aggregate.adjusted_mazziotta_pareto(scores.T, EVEN, "positive")

    np.testing.assert_allclose(taken, [96, 100, 90, NAN])
    np.testing.assert_allclose(put_on, [104, 100, 90, NAN])


@pytest.mark.parametrize("mean", [aggregate.weighted_geometric_mean, aggregate.weighted_harmonic_mean])
def test_scores_below_nothing_have_no_such_mean(mean):
    with pytest.raises(ValueError, match="scores of 0 or more, and one of them is -1"):
        mean(np.array([[-1.0], [2.0]]), EVEN)
