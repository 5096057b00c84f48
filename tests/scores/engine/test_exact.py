import math
from decimal import Context, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.scores.engine import exact

PRECISE = Context(prec=40)
positive = st.floats(min_value=5e-324, max_value=1.7e308)


def one(function, value):
    return float(function(np.array([value]))[0])


@given(positive)
def test_a_logarithm_is_the_float_next_to_the_true_one(value):
    assert one(exact.log, value) == float(Decimal(value).ln(PRECISE))


@given(st.floats(min_value=-700, max_value=700))
def test_an_exponential_is_the_float_next_to_the_true_one(value):
    assert one(exact.exp, value) == float(Decimal(value).exp(PRECISE))


@given(st.floats(min_value=1e-290, max_value=1e290), st.sampled_from([1, -1]))
def test_a_cube_root_is_the_float_next_to_the_true_one(value, sign):
    third = PRECISE.divide(Decimal(1), Decimal(3))

    assert one(exact.cbrt, sign * value) == sign * float(PRECISE.power(Decimal(value), third))


@pytest.mark.parametrize("function", [exact.log, exact.exp, exact.cbrt])
def test_shape_and_gaps_stay_however_many_values_there_are(function):
    values = np.full((3, 10_000), 1.0)
    values[1, 9_999] = math.nan

    found = function(values)

    assert found.shape == values.shape
    assert np.isnan(found).sum() == 1
    assert math.isnan(found[1, 9_999])
    assert found[2, 9_999] == one(function, 1.0)


def test_the_cube_root_of_nothing_is_nothing():
    assert one(exact.cbrt, 0.0) == 0
