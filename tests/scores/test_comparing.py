"""What moved between two runs, counted over a whole tier."""

import numpy as np
import pytest

from apps.common.bands import band_of
from apps.framework.models import Element
from apps.scores.comparing import Named, TierScores, compare_tier

AREAS = ["A", "B", "C", "D"]


def compared(before, after):
    element = Element(code="waste", name="Waste", level=Element.Level.HEADLINE)
    named = Named({area: area for area in AREAS}, {"waste": element})
    new, old = (TierScores(AREAS, {}, {"waste": np.array(scores)}) for scores in (after, before))
    return compare_tier("upper", new, old, named).headlines[0]


def test_every_area_whose_score_lies_in_another_band_is_counted_not_only_the_largest_moves():
    found = compared(before=[3.49, 5.0, 6.5, 7.0], after=[3.5, 5.4, 6.49, 9.9])

    assert found.changed == 4
    assert found.rebanded == 2


def test_a_score_gained_or_lost_is_not_a_change_of_band():
    found = compared(before=[np.nan, 5.0, 1.0, 9.0], after=[5.0, np.nan, 1.0, 9.0])

    assert (found.gained, found.lost, found.rebanded) == (1, 1, 0)


@pytest.mark.parametrize("score", [0.0, 3.49, 3.5, 4.495, 4.5, 5.5, 6.5, 6.504, 10.0])
def test_bands_are_counted_as_readers_see_them(score):
    away = 10.0 if score < 5 else 0.0
    other = 0 if band_of(score) == band_of(away) else 1

    assert compared(before=[score] * 4, after=[away] * 4).rebanded == 4 * other
