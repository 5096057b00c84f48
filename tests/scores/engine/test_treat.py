import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scores.engine import treat

# The example that spreadsheets give for SKEW and KURT.
KNOWN = np.array([3, 4, 5, 2, 3, 4, 5, 6, 4, 7], dtype=float)
TAIL = np.array([*range(20), 500, 900], dtype=float)
few_floats = st.lists(st.integers(-1000, 1000).map(lambda n: n / 8), min_size=1, max_size=25).map(np.array)
often = settings(max_examples=80, deadline=None)


def test_skewness_is_that_of_a_spreadsheet():
    assert treat.skewness(KNOWN) == pytest.approx(0.359543, abs=1e-6)


def test_kurtosis_is_that_of_a_spreadsheet():
    assert treat.excess_kurtosis(KNOWN) == pytest.approx(-0.151800, abs=1e-6)


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0], [0.1, 0.1, 0.1, 0.1]])
def test_too_few_or_equal_figures_are_not_skewed(values):
    values = np.array(values)

    assert treat.skewness(values) == 0
    assert treat.excess_kurtosis(values) == 0
    assert not treat.is_skewed(values)


def test_spread_divides_by_all_or_by_one_less():
    values = np.array([2.0, 4.0, 6.0])

    assert treat.spread(values) == pytest.approx(math.sqrt(8 / 3))
    assert treat.spread(values, ddof=1) == 2
    assert treat.spread(np.array([7.0]), ddof=1) == 0


def test_winsorising_takes_the_longer_tail_one_figure_at_a_time():
    treated, points = treat.winsorise(TAIL, 5)

    assert points == 2
    assert treated.tolist() == [*range(20), 19, 19]


def test_winsorising_works_on_the_low_side_too_and_leaves_gaps_alone():
    values = np.append(-TAIL, np.nan)

    treated, points = treat.winsorise(values, 5)

    assert points == 2
    assert treated[:22].tolist() == [*(-float(n) for n in range(20)), -19, -19]
    assert math.isnan(treated[22])


def test_winsorising_stops_at_its_limit():
    treated, points = treat.winsorise(TAIL, 1)

    assert points == 1
    assert treated.max() == 500


def test_figures_that_are_not_skewed_are_left_as_they_are():
    treated, points = treat.winsorise(KNOWN, 5)

    assert points == 0
    assert treated is KNOWN


@often
@given(few_floats, st.integers(0, 5))
def test_winsorising_never_widens_never_reorders_and_counts_what_it_moved(values, limit):
    treated, points = treat.winsorise(values, limit)

    assert points <= limit
    assert np.count_nonzero(treated != values) <= points
    assert treated.min() >= values.min()
    assert treated.max() <= values.max()
    assert (np.diff(treated[np.argsort(values, kind="stable")]) >= 0).all()
    assert points == limit or not treat.is_skewed(treated) or len(values) - 1 <= points


@often
@given(few_floats, st.randoms(use_true_random=False))
def test_the_order_of_figures_changes_no_bit(values, random):
    mixed = values.tolist()
    random.shuffle(mixed)

    for measure in (treat.mean, treat.spread, treat.skewness, treat.excess_kurtosis):
        assert measure(np.array(mixed)) == measure(values)
