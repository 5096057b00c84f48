import math

import numpy as np
import pytest

from apps.scores.engine import transform


def test_a_logarithm_keeps_the_shape_and_the_gaps():
    found = transform.log(np.array([[1.0, math.e], [np.nan, 100.0]]))

    assert found.shape == (2, 2)
    assert found[0].tolist() == [0.0, 1.0]
    assert math.isnan(found[1, 0])
    assert found[1, 1] == pytest.approx(4.605170185988092, rel=1e-15)


def test_every_logarithm_is_within_half_a_bit_of_the_true_one():
    # ln 3 = 1.098612288668109691395..., ln 0.7 = -0.356674943938732378912...
    found = transform.log(np.array([3.0, 0.7]))

    assert found.tolist() == [1.0986122886681098, -0.35667494393873245]


@pytest.mark.parametrize("value", [0.0, -2.5])
def test_a_logarithm_needs_figures_above_nothing(value):
    with pytest.raises(ValueError, match="above 0, and one of them is"):
        transform.log(np.array([3.0, np.nan, value]))


def test_a_square_root_may_be_of_nothing_but_not_of_less():
    assert transform.sqrt(np.array([0.0, 9.0])).tolist() == [0, 3]

    with pytest.raises(ValueError, match="0 or more, and one of them is -1"):
        transform.sqrt(np.array([4.0, -1.0]))


def test_no_transform_is_no_change():
    values = np.array([1.0, np.nan])

    assert transform.none(values) is values


def test_a_reciprocal_keeps_the_order_and_the_gaps():
    found = transform.reciprocal(np.array([[2.0, 4.0], [np.nan, 10.0]]))

    assert found[0].tolist() == [-0.5, -0.25]
    assert math.isnan(found[1, 0])
    assert found[1, 1] == -0.1


def test_a_reciprocal_needs_figures_above_nothing():
    with pytest.raises(ValueError, match="above 0, and one of them is 0"):
        transform.reciprocal(np.array([3.0, np.nan, 0.0]))


def test_cubes_and_their_roots_keep_the_order_on_both_sides_of_nothing():
    assert transform.cube(np.array([-2.0, 0.0, 3.0])).tolist() == [-8, 0, 27]
    assert transform.cbrt(np.array([-8.0, 0.0, 27.0])).tolist() == [-2, 0, 3]


def test_a_square_is_not_of_less_than_nothing():
    assert transform.square(np.array([0.0, 3.0])).tolist() == [0, 9]

    with pytest.raises(ValueError, match="0 or more, and one of them is -3"):
        transform.square(np.array([2.0, -3.0]))
