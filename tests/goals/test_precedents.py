"""Whether others ever moved as far, from a like start, in as long a time: by hand."""

import numpy as np
import pytest

from apps.goals.precedents import NEAR, Precedents, precedents

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
