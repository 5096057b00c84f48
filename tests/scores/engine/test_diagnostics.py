"""Diagnostics, each held to a sum done by hand."""

import numpy as np
import pytest

from apps.scores.engine import diagnostics
from apps.scores.engine.framework import ROOT, Framework

NAN = np.nan
#: Twelve areas: six at 1 and six at 3, in halves; `CROSS` crosses them.
HALVES = np.array([1.0, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3])
CROSS = np.array([1.0, 1, 1, 3, 3, 3, 1, 1, 1, 3, 3, 3])
#: As HALVES but for the sixth area and the twelfth, which change places.
NEARLY = np.array([1.0, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 1])


def test_a_correlation_is_the_one_by_hand():
    # All lie 1 from the mean of 2, so sums of squares are 12; ten products are +1, two are -1: 8 / 12.
    r, areas = diagnostics.pearson(HALVES, NEARLY)

    assert r == pytest.approx(8 / 12, abs=1e-15)
    assert areas == 12
    assert diagnostics.pearson(HALVES, CROSS)[0] == pytest.approx(0)
    assert diagnostics.pearson(HALVES, 4 - HALVES)[0] == -1


def test_a_correlation_is_over_the_areas_that_have_both():
    # Without the two that differ the rest agree.
    gone = NEARLY.copy()
    gone[[5, 11]] = NAN

    assert diagnostics.pearson(HALVES, gone) == (pytest.approx(1), 10)


def test_too_few_areas_or_what_is_flat_has_no_correlation():
    few = HALVES.copy()
    few[:3] = NAN

    assert np.isnan(diagnostics.pearson(few, HALVES)[0])
    assert diagnostics.pearson(few, HALVES)[1] == 9
    assert np.isnan(diagnostics.pearson(np.full(12, 0.1), HALVES)[0])


def test_ranks_see_only_the_order():
    rising = np.arange(12.0)

    assert diagnostics.spearman(rising, rising**3) == (pytest.approx(1), 12)
    assert diagnostics.pearson(rising, rising**3)[0] < 0.95


def test_tied_ranks_share_their_mean():
    # Ranks of HALVES are 3.5 and 9.5, of NEARLY the same: as with the values themselves.
    assert diagnostics.spearman(HALVES, NEARLY)[0] == pytest.approx(8 / 12)


def test_correlations_are_those_of_each_pair():
    found, areas = diagnostics.correlations(np.array([HALVES, NEARLY, CROSS]))

    assert found[0] == pytest.approx([1, 8 / 12, 0])
    assert np.array_equal(found, found.T)
    assert (areas == 12).all()


def test_alpha_is_the_one_by_hand():
    # Both vary by 12 / 11. Their sum is 2, 4 or 6: ten areas lie 2 from its mean, so it varies by 40 / 11.
    # alpha = 2 / 1 * (1 - (24 / 11) / (40 / 11)) = 2 * (1 - 0.6) = 0.8.
    assert diagnostics.cronbach_alpha(np.array([HALVES, NEARLY])) == (pytest.approx(0.8), 12)


def test_alpha_of_what_goes_against_each_other_is_below_nothing():
    # The sum of HALVES and a series that is against it in ten of twelve: two areas lie 2 off, so 8 / 11.
    # 2 * (1 - 24 / 8) = -4.
    assert diagnostics.cronbach_alpha(np.array([HALVES, 4 - NEARLY]))[0] == pytest.approx(-4)


@pytest.mark.parametrize(
    "values",
    [
        np.array([HALVES]),
        np.array([HALVES[:9], NEARLY[:9]]),
        np.array([HALVES, 4 - HALVES]),
    ],
    ids=["one alone", "nine areas", "a sum that is flat"],
)
def test_alpha_is_not_given_where_it_says_nothing(values):
    assert np.isnan(diagnostics.cronbach_alpha(values)[0])


def test_components_of_two_are_their_sum_and_their_difference():
    # The matrix 1, r; r, 1 has the eigenvalues 1 + r and 1 - r: 20/12 and 4/12, shares 10/12 and 2/12, on vectors of
    # (1, 1) and (1, -1) over the root of 2; loadings sqrt(20/24) and sqrt(4/24).
    found = diagnostics.principal_components(np.array([HALVES, NEARLY]))

    assert found.eigenvalues == pytest.approx([20 / 12, 4 / 12])
    assert found.shares == pytest.approx([10 / 12, 2 / 12])
    assert found.loadings[:, 0] == pytest.approx([np.sqrt(20 / 24)] * 2)
    assert found.loadings[:, 1] == pytest.approx([np.sqrt(4 / 24), -np.sqrt(4 / 24)])


def test_the_first_of_the_largest_loadings_is_positive_whichever_way_the_series_run():
    found = diagnostics.principal_components(np.array([4 - HALVES, NEARLY]))

    assert (found.loadings[0] > 0).all()
    assert found.loadings[1, 0] == pytest.approx(-np.sqrt(20 / 24))


def test_there_are_no_components_of_one_or_of_what_is_flat():
    assert diagnostics.principal_components(np.array([HALVES])) is None
    assert diagnostics.principal_components(np.array([HALVES, np.full(12, 3.0)])) is None


def test_what_has_no_score_leaves_its_share_to_its_siblings():
    # a (weight 3) of a1 and a2, b (weight 1) of b1, under one root.
    framework = Framework(
        np.array([1, 1, 1, 2, 2, 3]), np.array([3, 3, 4, 5, 5, ROOT]), np.ones(6), np.array([1, 1, 1, 0, 0, 0])
    )
    weights = np.array([1.0, 1, 1, 3, 1, 1])
    # The first area has all; the second has no a2; the third no b; the fourth no score at all.
    scored = np.array([[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 0]], dtype=bool)

    shares = diagnostics.weight_shares(framework, weights, scored)

    assert shares[:, 0] == pytest.approx([0.375, 0.375, 0.25, 0.75, 0.25, 1])
    assert shares[:, 1] == pytest.approx([0.75, 0, 0.25, 0.75, 0.25, 1])
    assert shares[:, 2] == pytest.approx([0.5, 0.5, 0, 1, 0, 1])
    assert np.isnan(shares[:, 3]).all()


def test_a_robust_z_is_the_one_by_hand():
    # The median of 1, 2, 3, 4, 100 is 3; from it they lie 2, 1, 0, 1, 97, of which the median is 1.
    found = diagnostics.robust_z(np.array([1.0, 2, 3, 4, 100, NAN]))

    assert found[4] == pytest.approx(0.6745 * 97)
    assert found[0] == pytest.approx(-1.349)
    assert np.isnan(found[5])
    assert np.isnan(diagnostics.robust_z(np.array([1.0, 1, 1, 5]))).all()


def test_how_many_share_the_commonest_figure():
    assert diagnostics.commonest_share(np.array([0.0, 0, 0, 1, NAN])) == 0.75
    assert np.isnan(diagnostics.commonest_share(np.array([NAN])))


def test_the_spread_as_a_share_of_the_mean():
    # 1 and 3: mean 2, standard deviation 1.
    assert diagnostics.relative_spread(HALVES) == 0.5
    assert np.isnan(diagnostics.relative_spread(np.array([-1.0, 1.0])))
