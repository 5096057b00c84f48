import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.scores.engine.sums import bounded, totals

moderate = st.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False)


@given(st.lists(moderate, min_size=1, max_size=60))
@example([2.0759901491804357e-306])
@example([5e-324, 3e-310, -1e-308])
def test_a_sum_is_the_float_next_to_the_true_one(values):
    found, true = float(totals(np.array(values))), sum(map(Fraction, values))

    hair = Fraction(max(map(abs, values))) / 2**80
    assert abs(Fraction(found) - true) <= Fraction(math.ulp(found)) / 2 + hair


@given(st.lists(moderate, min_size=1, max_size=60), st.randoms())
def test_no_order_moves_a_bit_of_a_sum(values, random):
    other = list(values)
    random.shuffle(other)

    assert totals(np.array(values)).tobytes() == totals(np.array(other)).tobytes()


def test_every_row_has_its_own_sum():
    found = totals(np.array([[[1.0, 2.0], [1e300, 1e300]], [[0.0, 0.0], [1e-300, -3e-300]]]))

    np.testing.assert_allclose(found, [[3, 2e300], [0, -2e-300]])


def test_the_sum_of_nothing_is_nothing():
    assert totals(np.empty((2, 0))).tolist() == [0, 0]


#: So many that the quick way is taken, which asks whether one grid is enough.
_MANY = 3000


@pytest.mark.parametrize(
    "spread",
    [
        lambda chance: chance.normal(50, 10, _MANY),
        lambda chance: chance.normal(0, 1, _MANY) ** 2,
        lambda chance: np.exp(chance.normal(0, 8, _MANY)),
        lambda chance: chance.normal(0, 1, _MANY) * 1e290,
        lambda chance: np.round(chance.normal(0, 10, _MANY)) / 2,
        lambda chance: np.full(_MANY, 0.1),
    ],
)
def test_the_sum_of_many_is_the_float_next_to_the_true_one(spread):
    values = spread(np.random.default_rng(1))

    found = float(totals(values))

    assert found == float(sum(map(Fraction, values.tolist())))


def test_a_sum_next_to_the_middle_between_two_floats_is_rounded_by_what_is_left_over():
    # 1 + 2 ** -53 is the middle between 1 and the next float; what stands beyond it decides.
    rest = 2.0**-90
    values = np.zeros((2, _MANY))
    values[:, :2] = 1.0, 2.0**-53
    values[0, 2] = rest

    found = totals(values)

    assert found.tolist() == [1 + 2.0**-52, 1.0]


@pytest.mark.parametrize("scratch", [None, np.empty((4, _MANY))])
def test_rows_of_very_different_size_are_summed_each_on_a_grid_of_its_own(scratch):
    values = np.random.default_rng(2).normal(1, 1, (4, _MANY)) * np.array([[1e-30], [1.0], [1e30], [0.0]])

    found = bounded(values, np.abs(values).max(axis=-1), scratch)

    assert found.tolist() == [float(sum(map(Fraction, row.tolist()))) for row in values]
