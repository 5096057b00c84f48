"""Quarters of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.reports.quarters import after, begun, last_whole


@pytest.mark.parametrize(
    ("day", "begins", "follows", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 11, 29), date(2026, 10, 1), date(2027, 1, 1), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(2024, 3, 31), date(2024, 1, 1), date(2024, 4, 1), (date(2023, 10, 1), date(2023, 12, 31))),
    ],
)
def test_a_day_has_a_quarter_one_after_it_and_a_last_one_that_is_over(day, begins, follows, last):
    assert (begun(day), after(day), last_whole(day)) == (begins, follows, last)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_quarters_follow_one_another_without_a_gap(day):
    assert last_whole(after(day)) == (begun(day), after(day) - timedelta(days=1))
