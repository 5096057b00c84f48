"""Interim marks, read and written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.goals.marks import UnreadMark, read_marks, write_marks


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("2027-06-30: 22.5", (date(2027, 6, 30), 22.5)),
        ("2027: 22.5", (date(2027, 12, 31), 22.5)),
        ("  2027 = 22,5 % ", (date(2027, 12, 31), 22.5)),
        ("2027 £32,000", (date(2027, 12, 31), 32000.0)),
        ("2027: -3", (date(2027, 12, 31), -3.0)),
    ],
)
def test_a_mark_is_a_year_or_a_day_and_a_figure(line, mark):
    assert read_marks(line) == (mark,)


def test_empty_lines_are_passed_over():
    assert len(read_marks("\n2027: 1\n\n 2028: 2\n")) == 2
    assert read_marks("") == ()


@pytest.mark.parametrize(
    "line", ["soon: 3", "2027: a lot", "2027-02-30: 3", "2027", "27: 3", "2027: nan", "2027-13-01: 1"]
)
def test_what_is_no_mark_is_told_by_its_line(line):
    with pytest.raises(UnreadMark) as raised:
        read_marks(f"2026: 1\n{line}")

    assert str(raised.value) == line


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.floats(-1e9, 1e9)), max_size=6))
def test_what_is_written_is_read_again(marks):
    assert list(read_marks(write_marks(marks))) == marks
