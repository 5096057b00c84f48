import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.api.tables import as_csv, harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_text_that_a_spreadsheet_would_run_is_disarmed(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-1.5, 0, 7, "E06000001", "a=b", "", True])
def test_numbers_and_plain_text_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_no_value_is_an_empty_cell():
    assert as_csv([], ["a", "b"], [[None, -1.5]]) == "a,b\r\n,-1.5\r\n"


def test_notes_are_one_line_each_whatever_they_hold():
    text = as_csv(["a note\nof two lines"], ["a"], [])

    assert text == "# a note of two lines\r\na\r\n"


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), min_size=2, max_size=2)
    )
)
def test_what_is_written_reads_back_but_for_the_disarming(rows):
    written = as_csv([], ["a", "b"], rows)

    read = list(csv.reader(io.StringIO(written, newline="")))[1:]

    assert read == [[harmless(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
