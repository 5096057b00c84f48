import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.scores.engine.sums import totals

moderate = st.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False)


@given(st.lists(moderate, min_size=1, max_size=60))
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
