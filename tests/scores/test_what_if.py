"""Other weights: with none it is what is stored, with some it is what one works out by hand."""

import numpy as np
import pytest

from apps.common.tiers import Tier
from apps.figures.snapshots import unpack
from apps.scores.arrays import Node
from apps.scores.engine.method import Method
from apps.scores.models import ElementScores
from apps.scores.what_if import Ground, Shift, _steps, band, ground_of, weigh


def ground(*rows, method=None, weights=None):
    """A headline of two domains, `a` of two indicators and `b` of one; a row of scores for each indicator."""
    weights = weights or {}
    levels = (("a1", 1, "a"), ("a2", 1, "a"), ("b1", 1, "b"), ("a", 3, "top"), ("b", 3, "top"), ("top", 4, ""))
    nodes = tuple(
        Node(code, level, parent, weights.get(code, 1.0), 1 if level == 1 else 0, "none", 5)
        for code, level, parent in levels
    )
    leaves = np.array(rows, dtype=float)
    areas = tuple(f"E{at}" for at in range(leaves.shape[1]))
    return Ground(nodes, {code: code.upper() for code, *_ in levels}, areas, method or Method(), leaves)


@pytest.mark.django_db
@pytest.mark.parametrize("tier", [Tier.UPPER, Tier.DISTRICT])
def test_with_the_published_weights_every_score_is_the_stored_one_bit_for_bit(tier, small_world):
    found = ground_of(small_world.run, tier)

    weighed = weigh(found, {})

    stored = {row.element_code: row for row in ElementScores.objects.filter(run_tier__tier=tier)}
    known = small_world.run.tiers.get(tier=tier)
    inside = np.isin(known.areas, known.scored)
    assert set(stored) == set(weighed.scores)
    for code, row in stored.items():
        assert weighed.scores[code].tobytes() == unpack(bytes(row.scores))[inside].tobytes(), code
        assert weighed.coverage[code].tobytes() == unpack(bytes(row.coverage))[inside].tobytes(), code


def test_a_part_that_counts_double_counts_double():
    # a = (2 + 4) / 2 = 3; b = 9; top = (2 * 3 + 1 * 9) / 3 = 5 instead of (3 + 9) / 2 = 6.
    tried = ground([2], [4], [9])

    assert tried.published.scores["top"] == [6]
    assert weigh(tried, {"a": 2.0}).scores["top"] == [5]


def test_what_is_chosen_multiplies_the_weight_that_the_index_gives():
    # The index gives a 3, so with half of it: (1.5 * 3 + 1 * 9) / 2.5 = 13.5 / 2.5 = 5.4.
    tried = ground([2], [4], [9], weights={"a": 3.0})

    assert weigh(tried, {"a": 0.5}).scores["top"] == [5.4]


def test_a_part_of_a_part_moves_what_stands_above_it():
    # a = (2 * 1 + 4 * 3) / 4 = 3.5; top = (3.5 + 9) / 2 = 6.25.
    weighed = weigh(ground([2], [4], [9]), {"a2": 3.0})

    assert weighed.scores["a"] == [3.5]
    assert weighed.scores["top"] == [6.25]


def test_what_is_left_out_counts_neither_in_the_mean_nor_against_coverage():
    # Without b nothing has figures but a: top = a = 3, and all of what belongs to it is covered.
    weighed = weigh(ground([2], [4], [np.nan]), {"b": 0.0})

    assert weighed.scores["top"] == [3]
    assert weighed.coverage["top"] == [1]
    assert not {"b", "b1"} & set(weighed.scores)


def test_leaving_out_what_has_no_figures_gives_a_score_and_counting_it_double_takes_it():
    # a has a third of the weight, less than half; without b's 2 it has all of it.
    tried = ground([2], [4], [np.nan])

    assert tried.published.coverage["top"] == [0.5]
    assert np.isnan(weigh(tried, {"b": 2.0}).scores["top"]).all()
    assert weigh(tried, {"b": 0.0}).scores["top"] == [3]


def test_a_score_of_nothing_that_was_left_out_does_not_pull_a_geometric_mean_to_nothing():
    # sqrt(4 * 9) = 6 once the 0 does not belong any more; with it the mean is 0.
    tried = ground([0], [4], [9], method=Method(averaging="geometric"))

    assert tried.published.scores["top"] == [0]
    assert weigh(tried, {"a1": 0.0}).scores["top"] == pytest.approx([6])


@pytest.mark.parametrize("factor", [-1.0, np.nan, np.inf])
def test_what_is_no_weight_is_refused(factor):
    with pytest.raises(ValueError, match="0 or more"):
        weigh(ground([2], [4], [9]), {"a": factor})


def test_a_shift_counts_as_scores_are_shown():
    # Bands change at 4.50 and 5.50: the first area crosses one; the third moves by less than is shown.
    shift = Shift(np.array([4.4, 6.0, 5.001, np.nan, 3.0]), np.array([4.6, 5.8, 5.004, 5.0, np.nan]))

    assert (shift.areas, shift.rebanded, shift.up, shift.down) == (5, 1, 1, 1)
    assert (shift.gained, shift.lost) == (1, 1)
    assert shift.most == pytest.approx(0.2)


@pytest.mark.django_db
def test_what_was_unpacked_once_is_not_asked_for_again(small_world, django_assert_num_queries):
    ground_of(small_world.run, Tier.UPPER)

    with django_assert_num_queries(0):
        assert ground_of(small_world.run, Tier.UPPER) is not None


@pytest.mark.django_db
def test_a_run_without_results_has_nothing_to_try_weights_on(small_world):
    assert ground_of(small_world.run, "elsewhere") is None


def test_bands_of_many_scores_are_those_of_each():
    scores = np.array([0.0, 3.494, 3.495, 3.4949999999, 4.495, 5.495, 5.5, 6.49500001, 10.0, -2.0, 14.0, 6.4951])

    assert _steps(scores).tolist() == [band(score).step for score in scores.tolist()]
