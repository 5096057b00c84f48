"""Which areas can be told apart, of all areas of a group at once."""

from itertools import combinations

import numpy as np

from apps.scores.models import RunTier
from apps.scores.readings import CLEAR
from apps.scores.studies import told_apart
from apps.scores.telling import Draws, draws_of


def test_all_areas_at_once_are_told_apart_as_two_by_two(small_world):
    tier = RunTier.objects.get(run=small_world.run, tier="upper")
    codes = [small_world.areas[name].code for name in ("Ambleton", "Brackford", "Dunmere")]

    draws = draws_of(tier, "health")

    for one, other in combinations(codes, 2):
        above, below = told_apart(tier, "health", one, other)
        expected = "above" if above >= CLEAR else "below" if below >= CLEAR else "neither"
        assert draws.clearly(one, other) == expected
        opposite = {"above": "below", "below": "above", "neither": "neither"}
        assert draws.clearly(other, one) == opposite[expected]


def test_an_indicator_without_limits_and_an_element_without_scores_have_no_draws(small_world):
    tier = RunTier.objects.get(run=small_world.run, tier="upper")

    assert draws_of(tier, "smoking") is None
    assert draws_of(tier, "nothing") is None


def test_before_anything_is_drawn_nothing_can_be_told(small_world):
    tier = RunTier.objects.get(run=small_world.run, tier="upper")
    tier.studies.update(finished_at=None)

    assert draws_of(tier, "health") is None


def test_areas_that_too_few_draws_know_both_cannot_be_told_apart():
    scores = np.array([[1.0, 2.0], [1.0, np.nan], [1.0, np.nan]])
    draws = Draws(("A", "B"), scores)

    assert draws.clearly("A", "B") == ""
    assert draws.clearly("A", "C") == ""
    assert draws.neighbours(["A", "B"]) == ["", ""]
    assert draws.neighbours([]) == []


def test_two_areas_are_clearly_different_from_95_of_100_draws():
    base = np.zeros(100)
    mostly = np.where(np.arange(100) < 95, 1.0, -1.0)
    hardly = np.where(np.arange(100) < 94, 1.0, -1.0)
    draws = Draws(("A", "B", "C"), np.stack([base, mostly, hardly], axis=1))

    assert draws.clearly("B", "A") == "above"
    assert draws.clearly("A", "B") == "below"
    assert draws.clearly("C", "A") == "neither"
