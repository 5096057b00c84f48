import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.figures.numerals import read_numeral, speaks_against


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("12", "12"),
        ("-3.5", "-3.5"),
        ("1e-3", "1e-3"),
        ("1,234", "1234"),
        ("12,345,678.9", "12345678.9"),
        ("1 234", "1234"),
        ("1\u00a0234.5", "1234.5"),
        ("12.3%", "12.3"),
        ("12.3 %", "12.3"),
        ("−4.2", "-4.2"),
        ("£1,250", "1250"),
        ("-£12", "-12"),
        (" 7 ", "7"),
    ],
)
def test_a_number_is_found_in_its_dress(cell, text):
    read = read_numeral(cell)

    assert (read.text, read.absence, read.fault, read.remark) == (text, "", "", "")


@pytest.mark.parametrize(
    ("cell", "absence"),
    [
        ("", "not-measured"),
        ("-", "not-measured"),
        ("–", "not-measured"),
        ("..", "not-measured"),
        (":", "not-measured"),
        ("NA", "not-measured"),
        ("n/a", "not-measured"),
        ("#N/A", "not-measured"),
        ("[x]", "not-measured"),
        ("[z]", "not-measured"),
        ("*", "suppressed"),
        ("[c]", "suppressed"),
        ("c", "suppressed"),
        ("[u]", "suppressed"),
        ("[low]", "suppressed"),
        ("Suppressed", "suppressed"),
    ],
)
def test_a_mark_says_that_there_is_no_figure_and_which_sort_of_none(cell, absence):
    assert read_numeral(cell).absence == absence
    assert read_numeral(cell).fault == ""


@pytest.mark.parametrize(("cell", "text"), [("12.3 [p]", "12.3"), ("45r", "45"), ("7 [e]", "7"), ("88%*", "88")])
def test_a_mark_behind_a_figure_is_taken_off_and_told(cell, text):
    read = read_numeral(cell)

    assert read.text == text
    assert "without the mark" in read.remark


@pytest.mark.parametrize(
    "cell",
    [
        "12,3",
        "1.234.567",
        "twelve",
        "inf",
        "-inf",
        "1e308",
        "0x1F",
        "12/3",
        "1,23,456",
        "12-15",
        "<5",
        "1_000",
        "٣",
        "+",
    ],
)
def test_what_is_no_number_is_said_to_be_none(cell):
    read = read_numeral(cell)

    assert read.fault
    assert read.text == ""


@given(st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_a_number_an_absence_or_a_fault(cell):
    read = read_numeral(cell)

    assert sum(map(bool, (read.text, read.absence, read.fault))) == 1
    if read.text:
        float(read.text)


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_a_number_written_plainly_is_read_as_it_is(number):
    assert float(read_numeral(repr(number)).text) == number


@pytest.mark.parametrize(
    ("cell", "unit", "odd"),
    [
        ("12%", "% of adults", False),
        ("12%", "percentage points", False),
        ("12%", "per 100,000 adults", True),
        ("£1,250", "pounds per resident", False),
        ("£1,250", "minutes", True),
        ("$12", "pounds per resident", True),
        ("12", "minutes", False),
    ],
)
def test_a_sign_beside_a_number_is_held_against_the_unit(cell, unit, odd):
    assert speaks_against(read_numeral(cell).sign, unit) is odd
