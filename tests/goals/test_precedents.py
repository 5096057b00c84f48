"""Whether others ever moved as far, from a like start, in as long a time: by hand."""

import numpy as np
import pytest

from apps.goals.precedents import NEAR, OwnPast, Precedents, Weight, own_past, precedents, weight

WHEN = np.array([2018.5, 2019.5, 2020.5, 2021.5, 2022.5])
#: One area a column. The first falls by 2 a year from 20; the second by 1; the third stays at 20; the fourth begins at
#: 30 and comes down to 20 at the very end; the fifth has lost its figures but the first.
FIGURES = np.array(
    [
        [20.0, 20.0, 20.0, 30.0, 20.0],
        [18.0, 19.0, 20.0, 28.0, np.nan],
        [16.0, 18.0, 20.0, 26.0, np.nan],
        [14.0, 17.0, 20.0, 24.0, np.nan],
        [12.0, 16.0, 20.0, 20.0, np.nan],
    ]
)


def asked(change, years, baseline=20.0):
    return precedents(WHEN, FIGURES, baseline=baseline, change=change, years=years)


@pytest.mark.parametrize(
    ("change", "years", "moved"),
    [(-3.0, 3, 2), (-4.0, 3, 1), (-6.0, 3, 1), (-7.0, 3, 0), (-4.0, 4, 2), (3.0, 3, 0)],
)
def test_areas_are_counted_that_began_alike_and_moved_as_far_in_the_time(change, years, moved):
    # The fourth reaches 20 when nothing can be followed any more; the fifth cannot be followed at all.
    assert asked(change, years) == Precedents(3, moved, years)


def test_a_longer_time_than_the_figures_hold_is_asked_of_as_much_as_they_hold():
    assert asked(-8.0, 12) == Precedents(3, 1, 4.0)


def test_a_start_counts_within_half_of_how_far_areas_lie_apart():
    near = NEAR * float(np.nanmean(np.nanstd(FIGURES, axis=1)))

    assert asked(-4.0, 4, baseline=20 + near * 0.99).areas == 3
    assert asked(-4.0, 4, baseline=20 + near * 1.01).areas == 0


def test_one_period_or_no_figure_is_no_precedent():
    assert precedents(WHEN[:1], FIGURES[:1], baseline=20, change=-1, years=1) is None
    assert precedents(WHEN, np.full((5, 2), np.nan), baseline=20, change=-1, years=1) is None


@pytest.mark.parametrize(
    ("area", "change", "years", "past"),
    [
        # The first falls by 2 a year: by 6 in three years, from wherever it stood.
        (0, -6.0, 3, OwnPast(True, 3)),
        (0, -7.0, 3, OwnPast(False, 3)),
        (0, 1.0, 3, OwnPast(False, 3)),
        (0, -8.0, 12, OwnPast(True, 4.0)),
        (2, -1.0, 4, OwnPast(False, 4)),
        (4, -1.0, 4, None),
        (0, 0.0, 4, None),
    ],
)
def test_of_its_own_past_an_area_is_asked_whether_it_ever_moved_as_far(area, change, years, past):
    assert own_past(WHEN, FIGURES[:, area], change=change, years=years) == past


@pytest.mark.parametrize(
    ("moved", "areas", "found"),
    [
        (0, 5, Weight.MORE_THAN_ANY),
        (1, 5, Weight.MORE_THAN_MOST),
        (1, 4, None),
        (2, 8, Weight.AS_MANY),
        (6, 8, Weight.AS_MANY),
        (7, 8, Weight.LESS_THAN_MOST),
        (8, 8, Weight.LESS_THAN_MOST),
        (0, 0, None),
    ],
)
def test_precedents_are_weighed_by_the_share_that_moved_as_far(moved, areas, found):
    assert weight(Precedents(areas, moved, 3)) == found
    assert weight(None) is None
