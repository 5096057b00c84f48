"""How many new figures come by a day: worked by hand, and by property."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.common.periods import parse
from apps.goals.coming import Figure, coming

YEARS = ["2022-01-01/P1Y", "2023-01-01/P1Y", "2024-01-01/P1Y"]
#: The run was published ten months after the latest figure's year.
KNOWN = date(2025, 10, 31)


def test_figures_come_as_often_and_as_late_as_they_did():
    found = coming(YEARS, YEARS[-1], date(2027, 12, 31), known=KNOWN)

    # That of 2025 by the end of October 2026, that of 2026 a year later.
    assert found.next == Figure("2025-01-01/P1Y", date(2026, 10, 31))
    assert (found.count, found.last) == (2, Figure("2026-01-01/P1Y", date(2027, 10, 31)))


def test_the_calendar_says_how_late_they_are():
    found = coming(YEARS, YEARS[-1], date(2027, 12, 31), known=KNOWN, announced=date(2026, 3, 31))

    assert found.next == Figure("2025-01-01/P1Y", date(2026, 3, 31))
    assert (found.count, found.last) == (2, Figure("2026-01-01/P1Y", date(2027, 3, 31)))


def test_an_announcement_that_has_passed_is_expected_now_at_the_earliest():
    assert coming(YEARS, YEARS[-1], None, known=KNOWN, announced=date(2025, 6, 30)).next.out >= KNOWN


def test_of_windows_that_overlap_only_those_that_begin_after_the_baseline_count():
    windows = ["2019-01-01/P3Y", "2020-01-01/P3Y", "2021-01-01/P3Y"]

    found = coming(windows, windows[-1], date(2028, 1, 1), known=date(2024, 12, 31))

    # 2022 to 2024 and 2023 to 2025 share years with 2021 to 2023; 2024 to 2026 is out 366 days after its end.
    assert found.next.period == "2024-01-01/P3Y"
    assert found.count == 1


def test_a_day_before_the_next_figure_sees_none():
    found = coming(YEARS, YEARS[-1], date(2026, 10, 30), known=KNOWN)

    assert (found.count, found.last) == (0, None)


def test_of_one_figure_nobody_knows_how_often_it_comes():
    assert coming(YEARS[:1], YEARS[0], date(2030, 1, 1), known=KNOWN) is None


def test_single_days_and_quarters_are_reckoned_too():
    days = ["2020-02-29", "2021-02-28", "2022-02-28"]
    quarters = ["2024-01-01/P3M", "2024-04-01/P3M", "2024-07-01/P3M"]

    assert coming(days, days[-1], None, known=date(2022, 6, 30)).next.period == "2023-02-28"
    assert coming(quarters, quarters[-1], None, known=KNOWN).next.period == "2024-10-01/P3M"


@given(
    count=st.integers(2, 12),
    span=st.integers(1, 5),
    late=st.integers(0, 900),
    ahead=st.integers(0, 15_000),
    more=st.integers(0, 2000),
)
def test_a_later_day_never_sees_fewer_and_all_are_out_in_order(count, span, late, ahead, more):
    periods = [f"{2010 + number}-01-01/P{span}Y" for number in range(count)]
    known = parse(periods[-1]).end + timedelta(days=late)
    due = known + timedelta(days=ahead)

    sooner = coming(periods, periods[-1], due, known=known)
    later = coming(periods, periods[-1], due + timedelta(days=more), known=known)

    assert later.count >= sooner.count
    assert sooner.next.out > known
    assert sooner.last is None or sooner.next.out <= sooner.last.out <= due
    assert parse(sooner.next.period).start > parse(periods[-1]).end
