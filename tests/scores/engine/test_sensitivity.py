import math

import numpy as np
import pytest

from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.sensitivity import CHOICES, averagings, design, outputs, shares, without_each
from apps.scores.engine.stirring import Stirring, field_of, noise, stir
from tests.scores.engine.test_stirring import TWO, field, panel

# By hand: the first choice alone, the second alone, and what the two do only together.
WEIGHTS, SPREAD = CHOICES.index("weights"), CHOICES.index("spread")


def of_design(act, samples=4000):
    rows = design(samples, seed=5)
    return {share.choice: share for share in shares(act(rows), seed=5, resamples=200)}


def test_shares_of_a_sum_are_those_of_its_squared_factors():
    found = of_design(lambda rows: 2 * rows[:, WEIGHTS] + rows[:, SPREAD])

    assert found["weights"].first == pytest.approx(0.8, abs=0.05)
    assert found["weights"].total == pytest.approx(0.8, abs=0.03)
    assert found["spread"].first == pytest.approx(0.2, abs=0.05)
    assert found["spread"].total == pytest.approx(0.2, abs=0.02)
    assert found["way"].total == 0


def test_what_two_choices_do_only_together_is_in_the_total_of_both_and_in_no_first():
    # Of centred uniform numbers the product has no part that either explains alone.
    found = of_design(lambda rows: (rows[:, WEIGHTS] - 0.5) * (rows[:, SPREAD] - 0.5))

    for choice in ("weights", "spread"):
        assert found[choice].first == pytest.approx(0, abs=0.08)
        assert found[choice].total == pytest.approx(1, abs=0.08)


def test_the_intervals_hold_the_truth_and_grow_with_fewer_samples():
    many, few = (of_design(lambda rows: 2 * rows[:, WEIGHTS] + rows[:, SPREAD], samples) for samples in (4000, 200))

    for found in (many, few):
        assert found["weights"].total_low < 0.8 < found["weights"].total_high
    widths = [found["weights"].first_high - found["weights"].first_low for found in (many, few)]
    assert widths[1] > 3 * widths[0]


def test_an_output_that_does_not_vary_has_no_shares():
    found = of_design(lambda rows: np.ones(len(rows)), samples=20)

    assert all(math.isnan(share.total) and math.isnan(share.first_low) for share in found.values())


def test_a_sample_whose_scoring_gives_nothing_is_left_out_whole():
    def act(rows):
        found = rows[:, WEIGHTS].copy()
        found[3] = math.nan
        return found

    found = of_design(act, samples=500)

    assert found["weights"].total == pytest.approx(1, abs=0.1)


def test_in_a_design_each_sample_changes_one_choice_at_a_time():
    rows = design(3, seed=1).reshape(3, len(CHOICES) + 2, len(CHOICES))

    for sample in rows:
        for at in range(len(CHOICES)):
            same = [other for other in range(len(CHOICES)) if other != at]
            np.testing.assert_array_equal(sample[at + 2, same], sample[0, same])
            assert sample[at + 2, at] == sample[1, at]
    assert ((rows >= 0) & (rows < 1)).all()


def test_what_is_left_out_is_told_by_places_and_points_and_by_who_loses_a_score():
    # By the first indicator alone the order is 1, 2, 3, by the second alone 3, 2, 1; the third area has no second.
    of = field([[6, 4, 2, 4], [2, 4, 6, math.nan]], TWO)

    first, second = without_each(of, [0, 1], root=2)

    z = 2 / math.sqrt(8 / 3)
    first_z = np.array([2, 0, -2]) / math.sqrt(2)
    published = np.array([5 + (a - 3 * b) / 4 for a, b in zip(first_z, [z, 0, -z], strict=True)])
    assert first.unscored == 0
    assert first.points == pytest.approx(np.abs(published - [5 - z, 5, 5 + z]).mean())
    assert first.places == 0
    # Without the second, which has three quarters of the weight, the order turns round.
    assert second.places == pytest.approx(4 / 3)
    assert second.most_places == 2
    assert second.unscored == 0


def test_an_area_that_rests_on_one_indicator_loses_its_score_without_it():
    even = Framework([1, 1, 2], [2, 2, ROOT], [1.0, 1.0, 1.0], [1, 1, 0])
    of = field([[6, 4, 2], [2, 4, math.nan]], even)

    first, second = without_each(of, [0, 1], root=2)

    assert (first.unscored, second.unscored) == (1, 0)


def test_a_scoring_by_the_methods_own_ways_and_nothing_stirred_moves_nothing():
    stirring = Stirring(weights=0.0, spread=0.0)
    figures = [[6, 4, 2, 3], [2, 4, 6, 5]]
    blank = np.full(np.shape(figures), math.nan)
    of = field_of(panel(figures), blank, blank, TWO, Method(), stirring.ways)
    stirred, errors = stir(TWO, stirring, [0, 1], 1), noise(1, range(4), 0, 10)
    still_row, turned = np.zeros(len(CHOICES)), np.zeros(len(CHOICES))
    turned[CHOICES.index("left-out")] = 0.99

    found = outputs(of, np.array([still_row, turned]), stirring, stirred, errors, root=2)

    # A number of 0 stands for the first way, which is the method's own; for leaving out it stands for nothing.
    assert found[0].tolist() == [0, 0]
    # 0.99 leaves out the second indicator, which weighs three times as much: the order turns round.
    assert found[1, 0] == pytest.approx(2.0)


def test_the_mean_that_takes_turns_is_another_than_the_methods_own():
    assert averagings("arithmetic") == ("arithmetic", "adjusted-mazziotta-pareto")
    assert averagings("adjusted-mazziotta-pareto") == ("adjusted-mazziotta-pareto", "arithmetic")
