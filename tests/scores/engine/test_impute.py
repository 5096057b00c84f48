import math

import numpy as np
import pytest

from apps.scores.engine import impute
from apps.scores.engine.denominate import denominate

NAN = math.nan
YEARS = np.array([2015.0, 2016.0, 2018.0, 2021.0])


def series(*values):
    """One indicator of one area over YEARS."""
    return np.array(values, dtype=float).reshape(1, -1, 1)


def flat(found):
    values, filled = found
    return values.ravel().tolist(), filled.ravel().tolist()


def test_a_gap_takes_the_mean_of_its_own_group_in_its_own_period():
    values = np.array([[[1.0, 3.0, NAN, 10.0], [5.0, NAN, NAN, 20.0]]])

    found, filled = impute.group_mean(values, np.array([0, 0, 0, 1]))

    assert found[0].tolist() == [[1, 3, 2, 10], [5, 5, 5, 20]]
    assert filled[0].tolist() == [[False, False, True, False], [False, True, True, False]]


def test_an_area_of_no_group_and_a_group_without_figures_stay_empty():
    values = np.array([[[1.0, NAN, NAN]]])

    found, filled = impute.group_mean(values, np.array([0, -1, 1]))

    assert np.isnan(found[0, 0, 1:]).all()
    assert not filled.any()


@pytest.mark.parametrize(
    ("most", "expected"),
    [(1, [1, 1, NAN, NAN]), (3, [1, 1, 1, NAN]), (6, [1, 1, 1, 1]), (0, [1, NAN, NAN, NAN])],
)
def test_a_figure_is_carried_forward_so_many_years_and_no_more(most, expected):
    found, filled = flat(impute.carry_forward(series(1, NAN, NAN, NAN), YEARS, most))

    np.testing.assert_array_equal(found, expected)
    assert filled == [False, *(not math.isnan(value) for value in expected[1:])]


def test_what_was_carried_is_not_carried_on_from_where_it_was_put():
    found, _filled = flat(impute.carry_forward(series(1, NAN, NAN, NAN), YEARS, 2))

    np.testing.assert_array_equal(found, [1, 1, NAN, NAN])


def test_a_line_runs_between_years_and_not_beyond_them():
    found, filled = flat(impute.linear(series(NAN, 10, NAN, 20), YEARS))

    np.testing.assert_allclose(found, [NAN, 10, 14, 20])
    assert filled == [False, False, True, False]


def test_nothing_follows_from_one_figure():
    found, filled = flat(impute.linear(series(NAN, 10, NAN, NAN), YEARS))

    np.testing.assert_array_equal(found, [NAN, 10, NAN, NAN])
    assert not any(filled)


def test_a_rate_is_of_those_who_are_there():
    found = denominate(np.array([10.0, 10.0, NAN, 10.0, 10.0]), np.array([4.0, 0.0, 4.0, NAN, -1.0]))

    np.testing.assert_array_equal(found, [2.5, NAN, NAN, NAN, NAN])
