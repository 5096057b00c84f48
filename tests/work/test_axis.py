"""A line of half years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.work.axis import MOST_YEARS, Axis, Span, axis_of

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("starts", "ends", "span"),
    [
        (date(2025, 1, 1), date(2025, 6, 30), Span(0, 1, 5)),
        (date(2025, 7, 1), date(2026, 1, 1), Span(1, 2, 3)),
        (date(2027, 12, 31), date(2027, 12, 31), Span(5, 1, 0)),
        (date(2019, 1, 1), date(2026, 7, 1), Span(0, 4, 2, is_cut=True)),
        (date(2027, 1, 1), date(2050, 1, 1), Span(4, 2, 0)),
    ],
)
def test_something_stands_in_the_half_years_that_it_touches(starts, ends, span):
    assert Axis(2025, 2027).span(starts, ends) == span


def test_words_stand_after_what_is_too_short_for_them_where_there_is_room():
    assert [Span(*each).is_short for each in ((0, 3, 4), (0, 4, 4), (4, 3, 3))] == [True, False, False]


def test_what_is_over_before_or_begins_after_has_no_place():
    assert Axis(2025, 2027).span(date(2020, 1, 1), date(2024, 12, 31)) is None
    assert Axis(2025, 2027).span(date(2028, 1, 1), date(2029, 1, 1)) is None


def test_the_line_holds_all_days_and_today_and_no_more_years_than_fit_on_paper():
    assert axis_of([], TODAY) == Axis(2026, 2026)
    assert axis_of([date(2022, 5, 1), date(2031, 12, 31)], TODAY) == Axis(2022, 2031)
    assert axis_of([date(1990, 1, 1), date(2031, 12, 31)], TODAY) == Axis(2031 - MOST_YEARS + 1, 2031)
    assert axis_of([date(2090, 1, 1)], TODAY) == Axis(2026, 2026 + MOST_YEARS - 1)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_place_fills_the_line_with_what_lies_before_and_after(one, other):
    axis = axis_of([one, other], TODAY)
    span = axis.span(min(one, other), max(one, other))

    assert TODAY.year in axis.years
    assert len(axis.years) <= MOST_YEARS
    assert span is None or span.before + span.during + span.after == axis.steps
