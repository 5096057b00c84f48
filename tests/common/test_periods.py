"""Periods: what is read, what is refused, and the words for them."""

from datetime import date

import pytest
from django.utils.translation import get_language, gettext

from apps.common import periods


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023-01-01/P1Y", date(2023, 1, 1), date(2023, 12, 31)),
        ("2022-01-01/P3Y", date(2022, 1, 1), date(2024, 12, 31)),
        ("2024-04-01/P1Y", date(2024, 4, 1), date(2025, 3, 31)),
        ("2015-11-16/P1Y", date(2015, 11, 16), date(2016, 11, 15)),
        ("2024-02-29/P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("2025-01-31/P1M", date(2025, 1, 31), date(2025, 2, 28)),
        ("2025-10-01/P3M", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025-12-31/P2D", date(2025, 12, 31), date(2026, 1, 1)),
        ("2021-03-21", date(2021, 3, 21), date(2021, 3, 21)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, start: date, end: date) -> None:
    assert periods.parse(text) == periods.Period(start, end, text)


@pytest.mark.parametrize(
    "text",
    ["", "2023", "2023/24", "2023-02-30", "2023-13-01/P1Y", "2023-01-01/P0Y", "2023-01-01/P1W", " 2023-01-01",
     "2023-01-01/P1Y\n", "9999-01-01/P5Y", "٢٠٢٣-01-01"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period: "):
        periods.parse(text)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("2023-01-01/P1Y", "", "2023"),
        ("2022-01-01/P3Y", "three years from", "2022 to 2024"),
        ("2024-04-01/P1Y", "financial year", "April 2024 to March 2025"),
        ("2016-04-01/P10Y", "", "April 2016 to March 2026"),
        ("2024-09-01/P1Y", "academic year starting", "school year 2024/25"),
        ("1999-09-01/P1Y", "academic year starting", "school year 1999/00"),
        ("2024-11-16/P1Y", "year from mid-November", "16 November 2024 to 15 November 2025"),
        ("2025-06-01/P1M", "", "June 2025"),
        ("2021-03-21", "Census day 2021", "21 March 2021"),
        ("2025-04-01", "year to April", "year to April 2025"),
        ("2025-01-01/P1Y", "published 2025", "published 2025"),
    ],
)
def test_a_period_is_written_for_readers(text: str, kind: str, words: str) -> None:
    assert periods.label(text, kind) == words


@pytest.mark.parametrize(
    ("period", "short"),
    [
        ("2022-01-01/P1Y", "2022"),
        ("2019-01-01/P3Y", "2019–2021"),
        ("2022-04-01/P1Y", "2022/23"),
        ("2021-11-16/P1Y", "2021/22"),
        ("2019-04-01/P3Y", "2019/20–2021/22"),
        ("2022-04-01/P3M", "April 2022–June 2022"),
        ("2021-03-21", "21 March 2021"),
    ],
)
def test_a_sentence_can_hold_two_periods(period: str, short: str) -> None:
    assert periods.in_short(period) == short


def test_age_is_counted_from_the_end_of_the_period() -> None:
    on = date(2026, 6, 30)

    assert periods.age_in_years("2020-07-01/P1Y", on) == pytest.approx(5, abs=0.01)
    assert periods.age_in_years("2026-06-30", on) == 0
    assert periods.age_in_years("2026-01-01/P1Y", on) < 0


def test_earlier_periods_sort_first() -> None:
    texts = ["2022-01-01/P3Y", "2013-01-01/P3Y", "2021-01-01/P3Y"]

    in_order = sorted(periods.parse(text) for text in texts)

    assert [period.text for period in in_order] == ["2013-01-01/P3Y", "2021-01-01/P3Y", "2022-01-01/P3Y"]


def test_a_label_is_said_in_the_language_that_is_read() -> None:
    tongue = ["en"]
    periods.speak(lambda words: words if tongue[0] == "en" else words.replace(" to ", " i "), lambda: tongue[0])

    try:
        english = periods.label("2022-01-01/P3Y")
        tongue[0] = "cy"
        welsh = periods.label("2022-01-01/P3Y")
    finally:
        periods.speak(gettext, get_language)

    assert (english, welsh) == ("2022 to 2024", "2022 i 2024")
