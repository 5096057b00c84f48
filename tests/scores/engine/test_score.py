import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.score import UnfitFigures, score
from tests.scores.engine.forests import cases, slow_scores

STANDING = Method()
UNCAPPED = Method(cap="none")
NAN = math.nan
often = settings(max_examples=80, deadline=None)


def scored(figures, framework, inside=None, method=STANDING, transforms=None):
    figures = np.array(figures, dtype=float)
    inside = np.ones(len(figures), dtype=bool) if inside is None else np.array(inside)
    return score(figures, framework, method, inside, transforms or ["none"] * len(framework.indicators))


def tree(*elements):
    """A framework from (level, parent, weight, direction) tuples."""
    level, parent, weight, direction = (np.array(column) for column in zip(*elements, strict=True))
    return Framework(level, parent, weight, direction)


ONE = tree((1, ROOT, 1, 1))
# Two indicators under a domain, and an empty domain beside it, under one headline.
HALF_EMPTY = tree((1, 2, 1, 1), (1, 2, 3, -1), (3, 4, 1, 0), (3, 4, 1, 0), (4, ROOT, 1, 0))


def test_a_sum_worked_by_hand():
    # Mean 4, standard deviation sqrt(8/3) = 1.63299: z is -1.22474, 0 and 1.22474; 5/3 of that is 2.04124.
    found = scored([[2], [4], [6]], ONE)

    assert found.scores[:, 0] == pytest.approx([2.95876, 5, 7.04124], abs=1e-5)
    assert found.z[:, 0] == pytest.approx([-1.22474, 0, 1.22474], abs=1e-5)
    assert found.moments.mean[0] == 4
    assert found.moments.spread[0] == pytest.approx(1.63299, abs=1e-5)


def test_a_tree_worked_by_hand():
    # The second indicator is better when less: 10 is the best of it. Weights 1 and 3.
    found = scored([[2, 30], [4, 20], [6, 10]], HALF_EMPTY)

    step = 5 / 3 * math.sqrt(1.5)
    assert found.scores[:, 2] == pytest.approx([5 - step, 5, 5 + step])
    assert found.coverage[0].tolist() == [1, 1, 1, 0, 0.5]
    assert found.scores[:, 4] == pytest.approx(found.scores[:, 2])
    assert np.isnan(found.scores[:, 3]).all()


def test_weights_are_shared_out_over_what_is_present():
    found = scored([[2, 30], [4, NAN], [6, 10]], HALF_EMPTY)

    assert found.coverage[1, 2] == 0.25
    assert math.isnan(found.scores[1, 2])
    assert found.scores[0, 2] == pytest.approx((found.scores[0, 0] + 3 * found.scores[0, 1]) / 4)


def test_half_of_the_weight_is_enough_and_less_is_not():
    thirds = tree(*[(1, 3, 1, 1)] * 3, (3, ROOT, 1, 0))

    found = scored([[1, 1, 1], [2, 2, 2], [3, 3, NAN], [4, NAN, NAN]], thirds)

    assert found.coverage[:, 3] == pytest.approx([1, 1, 2 / 3, 1 / 3])
    assert np.isnan(found.scores[:, 3]).tolist() == [False, False, False, True]


def test_one_half_counts_as_half_whatever_the_last_bit_of_its_sum_says():
    # 0.7 + 0.1 is a bit less than 0.8, so these shares add up to a bit less than one half.
    framework = tree((1, 3, 0.7, 1), (1, 3, 0.1, 1), (1, 3, 0.8, 1), (3, ROOT, 1, 0))

    found = scored([[1, 1, NAN], [2, 2, 1], [3, 3, 2]], framework)

    assert found.coverage[0, 3] < 0.5
    assert not math.isnan(found.scores[0, 3])


def test_an_area_outside_the_group_has_no_score_and_moves_nobody():
    figures = [[2.0], [4.0], [6.0], [9_000.0]]

    alone = scored(figures[:3], ONE)
    with_it = scored(figures, ONE, inside=[True, True, True, False])

    assert with_it.scores[:3].tolist() == alone.scores.tolist()
    assert np.isnan(with_it.scores[3]).all()
    assert with_it.coverage[3].tolist() == [0]


@pytest.mark.parametrize("same", [0.1, 5.0, 1e9 + 0.1])
def test_figures_that_are_all_the_same_give_no_score(same):
    # The mean of three 0.1 is not 0.1: a spread taken from it would make scores out of a rounding error.
    found = scored([[same]] * 3, ONE)

    assert np.isnan(found.scores).all()
    assert found.coverage.tolist() == [[0], [0], [0]]


def test_a_score_is_capped_at_the_indicator_unless_the_method_says_otherwise():
    figures = [[0.0]] * 30 + [[1.0]]

    assert scored(figures, ONE).scores.max() == 10
    assert scored(figures, ONE, method=UNCAPPED).scores.max() > 10


def test_capping_everywhere_also_caps_means():
    framework = tree((1, 1, 1, 1), (3, ROOT, 1, 0))
    figures = [[0.0]] * 30 + [[1.0]]
    narrow = {"lowest": 4.9, "highest": 5.1}

    assert scored(figures, framework, method=Method(cap="every", **narrow)).scores[:, 1].max() == 5.1
    assert scored(figures, framework, method=Method(cap="none", **narrow)).scores[:, 1].max() > 5.1


def test_no_figures_at_all_leave_every_element_without_a_score():
    found = scored([[NAN, NAN]] * 2, HALF_EMPTY)

    assert np.isnan(found.scores).all()
    assert not found.coverage.any()
    assert np.isnan(found.moments.mean).all()


def test_a_transform_is_applied_before_the_scale():
    found = scored([[1.0], [10.0], [100.0]], ONE, transforms=["log"])

    assert found.moments.mean[0] == pytest.approx(math.log(10))
    assert found.scores[:, 0] == pytest.approx(scored([[0], [1], [2]], ONE).scores[:, 0])


def test_winsorising_reports_how_many_figures_it_drew_in():
    figures = [[float(n)] for n in range(20)] + [[500.0]]

    found = scored(figures, ONE, transforms=["winsorise"])

    assert found.moments.drawn_in.tolist() == [1]
    assert found.z[20, 0] == found.z[19, 0]


def test_a_logarithm_of_nothing_names_its_column():
    framework = tree((1, ROOT, 1, 1), (1, ROOT, 1, 1))

    with pytest.raises(UnfitFigures, match="figures above 0") as caught:
        scored([[1, 0], [2, 3]], framework, transforms=["none", "log"])

    assert caught.value.column == 1


def test_a_figure_without_end_names_its_column():
    with pytest.raises(UnfitFigures, match="finite number") as caught:
        scored([[1], [math.inf]], ONE)

    assert caught.value.column == 0


@pytest.mark.parametrize(
    ("figures", "inside", "transforms", "sentence"),
    [
        ([[1, 2]], [True], ["none"], "one column for each"),
        ([1.0], [True], ["none"], "one column for each"),
        ([[1]], [True, False], ["none"], "yes or no"),
        ([[1]], [1], ["none"], "yes or no"),
        ([[1]], [True], [], "name of its transform"),
        ([[1]], [True], ["root"], "no transform called root"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(figures, inside, transforms, sentence):
    with pytest.raises(ValueError, match=sentence):
        score(np.array(figures, dtype=float), ONE, STANDING, np.array(inside), transforms)


@often
@given(cases())
def test_it_agrees_with_the_method_done_slowly(case):
    framework, figures, inside = case

    found = scored(figures, framework, inside)

    scores, coverage = slow_scores(figures, framework, STANDING, inside)
    np.testing.assert_allclose(found.coverage, coverage, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.scores, scores, rtol=0, atol=1e-9)


@often
@given(cases(missing=False))
def test_the_mean_of_uncapped_indicator_scores_is_the_centre(case):
    framework, figures, inside = case

    found = scored(figures, framework, inside, UNCAPPED)

    means = found.scores[:, framework.indicators].mean(axis=0)
    assert means[~np.isnan(means)] == pytest.approx(5.0)


@often
@given(cases())
def test_reversing_every_indicator_turns_the_scores_round(case):
    framework, figures, inside = case
    turned = Framework(framework.level, framework.parent, framework.weight, -framework.direction)

    found, other = scored(figures, framework, inside), scored(figures, turned, inside)

    np.testing.assert_allclose(other.scores, 10 - found.scores, atol=1e-9)
    np.testing.assert_array_equal(other.coverage, found.coverage)


@often
@given(cases(), st.floats(-100, 100), st.floats(0.01, 100))
def test_another_unit_or_starting_point_changes_nothing(case, shift, factor):
    framework, figures, inside = case

    found, other = scored(figures, framework, inside), scored(figures * factor + shift, framework, inside)

    np.testing.assert_allclose(other.scores, found.scores, atol=1e-7)


@often
@given(cases(missing=False, weighted=False, fewest=3))
def test_means_never_spread_more_than_their_parts(case):
    framework, figures, inside = case
    found = scored(figures, framework, inside).scores

    for parent in framework.above:
        parts = found[:, framework.children_of(parent)]
        whole = found[:, parent]
        if parts.size and not np.isnan(parts).any():
            assert whole.std() <= parts.std(axis=0).max() + 1e-9
            assert (whole >= parts.min(axis=1) - 1e-9).all()
            assert (whole <= parts.max(axis=1) + 1e-9).all()


@often
@given(cases(), st.data())
def test_more_missing_figures_never_raise_coverage(case, data):
    framework, figures, inside = case
    fewer = figures.copy()
    gone = data.draw(st.lists(st.integers(0, figures.size - 1), min_size=1, max_size=5))
    fewer.ravel()[gone] = NAN

    assert (scored(fewer, framework, inside).coverage <= scored(figures, framework, inside).coverage + 1e-12).all()


@often
@given(cases())
def test_scores_lie_within_the_scale_and_exist_where_half_is_covered(case):
    framework, figures, inside = case
    found = scored(figures, framework, inside)
    present = ~np.isnan(found.scores)

    assert ((found.scores[present] >= 0) & (found.scores[present] <= 10)).all()
    assert ((found.coverage >= 0) & (found.coverage <= 1)).all()
    np.testing.assert_array_equal(present, found.coverage >= 0.5 - 1e-9)


@often
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_areas_changes_no_bit(case, random):
    framework, figures, inside = case
    order = list(range(len(figures)))
    random.shuffle(order)

    found, other = scored(figures, framework, inside), scored(figures[order], framework, inside[order])

    np.testing.assert_array_equal(other.scores, found.scores[order])
    np.testing.assert_array_equal(other.coverage, found.coverage[order])


@often
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_indicators_changes_nothing(case, random):
    framework, figures, inside = case
    count = len(framework.indicators)
    order = list(range(count))
    random.shuffle(order)
    # The indicators come first, so that only their own rows of the framework move.
    moved = np.array([*order, *range(count, len(framework))])
    other_framework = Framework(
        *(getattr(framework, name)[moved] for name in ("level", "parent", "weight", "direction"))
    )

    found = scored(figures, framework, inside)
    other = scored(figures[:, order], other_framework, inside)

    np.testing.assert_allclose(other.scores, found.scores[:, moved], atol=1e-12)


@often
@given(cases(), st.floats(0.1, 50))
def test_only_the_proportions_of_weights_matter(case, factor):
    framework, figures, inside = case
    heavier = Framework(framework.level, framework.parent, framework.weight * factor, framework.direction)

    found, other = scored(figures, framework, inside), scored(figures, heavier, inside)

    np.testing.assert_allclose(other.scores, found.scores, atol=1e-9)
