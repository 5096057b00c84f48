"""Forecasts: worked by hand, by property, and tried on series of which it is known how they come about."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.goals.forecasting import FEWEST, NOMINAL, Trial, apart, forecast, times, tried

HALF = Trial(made=400, origins=4, held=0.8, pace=0.5)
YEARS = [f"{year}-01-01/P1Y" for year in range(2010, 2022)]


def walks(seed, *, drift=0.0, areas=400):
    """Areas that take a step of chance each year, of size 1, beside the drift."""
    steps = np.random.default_rng(seed).normal(drift, 1.0, size=(len(YEARS), areas))
    return steps.cumsum(axis=0) + 50


def test_a_forecast_goes_on_at_a_share_of_the_pace_of_the_past():
    # 2 a year, each as the one before: half of it for the 3 years from the middle of 2014 to the middle of 2017.
    found = forecast(YEARS[:5], [40, 42, 44, 46, 48], date(2017, 7, 2), HALF)

    assert found.value == pytest.approx(48 + 0.5 * 2 * 3, abs=0.01)
    assert found.lower == pytest.approx(found.value, abs=0.05)
    assert found.upper == pytest.approx(found.value, abs=0.05)


def test_a_range_by_hand():
    # Steps 1, -1, 1, -1 about no drift: their standard deviation is sqrt(4 / 3), and one and a half of it called for.
    found = forecast(YEARS[:5], [40, 41, 40, 41, 40], date(2015, 7, 2), Trial(400, 4, 0.8, 0.5, 1.5))

    assert found.value == pytest.approx(40, abs=0.01)
    assert found.upper - found.value == pytest.approx(1.5 * math.sqrt(4 / 3), rel=0.01)


def test_too_few_figures_and_days_gone_by_are_not_forecast():
    assert forecast(YEARS[: FEWEST - 1], [1, 2, 3, 4], date(2020, 1, 1), HALF) is None
    assert forecast(YEARS[:5], [1, 2, 3, 4, 5], date(2014, 7, 1), HALF) is None


def test_of_windows_that_overlap_every_other_is_left_out_from_the_latest_backwards():
    windows = [f"{year}-01-01/P3Y" for year in range(2010, 2019)]

    assert apart(windows) == ["2012-01-01/P3Y", "2015-01-01/P3Y", "2018-01-01/P3Y"]


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=10),
    shift=st.floats(-1e3, 1e3),
    scale=st.floats(0.01, 100),
)
def test_a_forecast_has_no_unit_of_its_own(values, shift, scale):
    periods, day = YEARS[: len(values)], date(2027, 1, 1)
    plain = forecast(periods, values, day, HALF)
    moved = forecast(periods, [shift + scale * value for value in values], day, HALF)
    turned = forecast(periods, [-value for value in values], day, HALF)

    rough = max(1.0, scale) * 1e-6 * max(1.0, *(abs(value) for value in values))
    assert moved.value == pytest.approx(shift + scale * plain.value, abs=rough)
    assert moved.upper - moved.lower == pytest.approx(scale * (plain.upper - plain.lower), abs=rough)
    assert turned.lower == pytest.approx(-plain.upper, abs=rough)


@given(values=st.lists(st.floats(0, 100), min_size=5, max_size=10))
def test_a_range_only_widens_with_time(values):
    periods = YEARS[: len(values)]
    last = 2010 + len(values)
    widths = [
        (found.upper - found.lower)
        for found in (forecast(periods, values, date(last + n, 1, 1), HALF) for n in range(1, 9))
    ]

    assert widths == sorted(widths)
    assert all(width >= 0 for width in widths)


@pytest.mark.parametrize("ahead", [1, 3])
def test_ranges_on_walks_of_chance_hold_about_as_often_as_they_say(ahead):
    trial = tried(YEARS, walks(20261129), ahead)

    assert trial.made == 400 * len(range(FEWEST - 1, len(YEARS) - ahead))
    assert trial.held == pytest.approx(NOMINAL, abs=0.03)
    # The width of the normal distribution, and somewhat more for what so few figures know of how they move.
    assert 1.28 <= trial.width <= 1.6


def test_the_pace_is_that_which_came_nearer_in_the_past():
    resting, rising = tried(YEARS, walks(7), 3), tried(YEARS, walks(7, drift=2.0), 3)

    assert (resting.pace, resting.error) == (0.0, 1.0)
    assert rising.pace == 0.5
    assert rising.error < 0.7


def test_ranges_do_not_hold_where_one_time_is_unlike_the_others():
    # In the last two years something comes to all areas that never came before.
    figures = walks(1)
    figures[-2:] += 50

    trial = tried(YEARS, figures, 3)

    assert trial.held == pytest.approx(5 / 7 * NOMINAL, abs=0.15)
    assert not tried(YEARS[4:], figures[4:], 3).is_trusted


def test_a_figure_that_is_missing_takes_its_area_out_of_what_it_touches_only():
    figures = walks(2, areas=2)
    figures[0, 0] = np.nan

    # Up to ten figures are looked at: those of the first origins hold the missing one, those of the last do not.
    whole, part = tried(YEARS, walks(2, areas=2), 1), tried(YEARS, figures, 1)
    assert whole.made - part.made == sum(last + 1 <= 10 for last in range(FEWEST - 1, len(YEARS) - 1))


def test_nothing_is_said_of_more_years_than_could_be_tried():
    figures = walks(3)

    assert tried(YEARS[:7], figures[:7], 2).origins == 1
    assert not tried(YEARS[:7], figures[:7], 2).is_enough
    assert tried(YEARS[:7], figures[:7], 9) == Trial(0, 0)


def test_nothing_can_be_tried_on_a_short_series():
    trial = tried(YEARS[:FEWEST], walks(4)[:FEWEST], 1)

    assert trial.made == 0
    assert not trial.is_enough
    assert not Trial(29, 2, 1.0).is_enough
    assert Trial(30, 2, 1.0).is_enough


def test_figures_that_never_change_are_forecast_to_stay_and_no_error_can_be_told():
    trial = tried(YEARS, np.full((len(YEARS), 40), 5.0), 1)

    assert (trial.held, trial.width, trial.error) == (1.0, 0.0, None)


def test_times_are_the_middles_of_periods():
    assert times(["2022-01-01/P3Y"]) == pytest.approx(2023 + 182 / 365)
