"""Figures as people write or paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.goals.local_reading import MOST, ReadFigure, Unread, UnreadLines, read_lines, read_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", "2024-01-01/P1Y"),
        (" March  2024 ", "2024-03-01/P1M"),
        ("Sept 2024", "2024-09-01/P1M"),
        ("2024-03", "2024-03-01/P1M"),
        ("Q2 2024", "2024-04-01/P3M"),
        ("2024 q4", "2024-10-01/P3M"),
        ("2019 to 2021", "2019-01-01/P3Y"),
        ("2019–2021", "2019-01-01/P3Y"),
        ("April 2023 to March 2024", "2023-04-01/P1Y"),
        ("January 2024 – June 2024", "2024-01-01/P6M"),
        ("2024-03-21", "2024-03-21"),
        ("2022-01-01/P3Y", "2022-01-01/P3Y"),
    ],
)
def test_a_period_is_read_as_people_write_it(text, period):
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023/24", "may be a school year or a financial one"),
        ("last year", "is no period"),
        ("Mai 2024", "is no period"),
        ("2024-13", "is no period"),
        ("2021 to 2019", "is no period"),
        ("0000", "no such period"),
        ("", "is no period"),
    ],
)
def test_what_is_no_period_or_could_be_two_is_told_kindly(text, said):
    with pytest.raises(Unread, match=said):
        read_period(text)


def test_lines_are_read_from_a_spreadsheet_with_a_line_of_names_above():
    text = "Year\tVisits\tLower\tUpper\n2022\t1,040\t1,000\t1,080\n2023\t12.5%\t\t\n\n"

    assert read_lines(text) == [
        ReadFigure("2022-01-01/P1Y", 1040.0, 1000.0, 1080.0),
        ReadFigure("2023-01-01/P1Y", 12.5),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2022; 40\n2023; many", "Line 2: “many” is no figure"),
        ("2022; 40\nsoon; 41", "Line 2: “soon” is no period"),
        ("2022; 40; 38", "there is one limit"),
        ("2022; 40; 41; 38", "do not stand on either side"),
        ("2022 40", "Line 1: write a period and a figure"),
        ("2022; 40\n2022; 41", "The same period stands on two lines"),
        ("Year\tVisits", "There is no figure in it"),
        ("2022; 1\n" * (MOST + 1), "at a time at most"),
    ],
)
def test_each_bad_line_is_told(text, said):
    with pytest.raises(UnreadLines) as wrong:
        read_lines(text)

    assert said in " ".join(wrong.value.sentences)


def test_all_bad_lines_are_told_at_once():
    with pytest.raises(UnreadLines) as wrong:
        read_lines("2021; 40\n2022; x\n2023; y")

    assert len(wrong.value.sentences) == 2


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reader(text):
    try:
        said = read_lines(text)
    except UnreadLines as wrong:
        said = wrong.sentences

    assert said
