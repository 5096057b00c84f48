"""Headings of several lines, read without a database."""

import pytest

from apps.figures.delivered import Choices
from apps.figures.delivering import Numbered, open_table, signature
from apps.figures.finding import find_table
from apps.figures.headings import headings_of, split_period
from apps.figures.layouts import Layout, deep_headings, guess, read_offered
from apps.figures.sheets import read_sheet
from tests.figures.bad_files import workbook

BY_SEX = ("Council,Male,,Female,", ",2023,2024,2023,2024", "Ambleton,41,42,51,52", "Dunmere,33,-,43,44")


def rows(*lines):
    return [(number, line.split(",")) for number, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (BY_SEX[:2], ("Council", "Male / 2023", "Male / 2024", "Female / 2023", "Female / 2024")),
        # The first columns are named below, and no group is above them.
        ((",,Rate,", "Code,Council,2022,2023"), ("Code", "Council", "Rate / 2022", "Rate / 2023")),
        # A name that takes both lines is of its own column alone.
        (("Council,,", ",2022,2023"), ("Council", "2022", "2023")),
        # Equal words are said once, whatever their case.
        (("Council,Recycled,Recycled", "council,recycled,2023"), ("Council", "Recycled", "Recycled / 2023")),
        # A group ends where one above it ends.
        (
            ("Area,Male,,,Female,", ",2022,2023,,,2023", "Code,%,%,n,n,n"),
            ("Area / Code", "Male / 2022 / %", "Male / 2023 / %", "Male / 2023 / n", "Female / n", "Female / 2023 / n"),
        ),
        # Columns that nothing names stay without a name, and two of one name are told apart.
        (("Council,Rate,,,", ",n,n,,Note"), ("Council", "Rate / n", "Rate / n (2)", "", "Rate / Note")),
        # The lines are not of one length.
        (("Council,Rate", ",2022,2023"), ("Council", "Rate / 2022", "Rate / 2023")),
    ],
)
def test_the_words_of_a_column_are_joined_from_above_to_below(lines, names):
    assert headings_of([line.split(",") for line in lines]).names == names


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("Male", "2023"), ("Male", "2023")),
        (("2022/23", "Rate", "Male"), ("Rate / Male", "2022/23")),
        (("Year", "2023"), ("", "2023")),
        (("Male", "Rate"), ("", "")),
    ],
)
def test_a_joined_name_says_its_series_and_its_period(parts, told):
    assert split_period(parts) == told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (BY_SEX, (1, 2)),
        (("Recycling in our area,,,,", *BY_SEX), (2, 2)),
        ((",,Rate,,Count,", "Code,Council,2022,2023,2022,2023", "E06000001,Hartlepool,1,2,3,4"), (1, 2)),
        (("Council,Male,,,", ",Rate,,Count,", ",2022,2023,2022,2023", "Hartlepool,1,2,3,4"), (1, 3)),
        # One line says all there is to say, whatever stands above or below it.
        (("Source:,our survey,", "Code,Council,2023", "E06000001,Hartlepool,1"), None),
        (("Council,Region,2023,2024", "Ambleton,North,,", "Dunmere,South,3,4"), None),
        (("Council,Status,Note", "Ambleton,good,all", "Dunmere,3,4"), None),
        (("colour,taste", "red,sweet"), None),
        ((), None),
    ],
)
def test_headings_of_several_lines_are_noticed_where_one_line_does_not_tell_columns_apart(lines, told):
    assert deep_headings(rows(*lines)) == told


def test_columns_of_two_lines_hold_a_series_and_a_period_each_with_the_lines_of_the_file():
    lines = rows("A title,,,,", *BY_SEX)
    table = find_table(lines, line=2, heading_lines=2)

    cells = [(cell.line, cell.series, cell.name, cell.period, cell.value) for cell in read_offered(table.found, lines)]

    assert (table.line, table.last, table.found.layout.spread) == (2, 3, "periods")
    assert cells[:4] == [
        (4, "Male", "Ambleton", "2023", "41"),
        (4, "Male", "Ambleton", "2024", "42"),
        (4, "Female", "Ambleton", "2023", "51"),
        (4, "Female", "Ambleton", "2024", "52"),
    ]
    assert len(cells) == 8


def test_a_joined_name_suggests_a_role_where_no_other_column_says_the_same():
    headings = headings_of(
        [["Area", "", "When", "Figures", "", ""], ["Code", "Name", "Year", "Value", "Lower", "Upper"]]
    )

    layout = guess(headings.names, headings.parts)

    assert (layout.area, layout.name_of_area, layout.period) == ("Area / Code", "Area / Name", "When / Year")
    assert (layout.value, layout.lower, layout.upper) == ("Figures / Value", "Figures / Lower", "Figures / Upper")


def test_groups_of_measures_are_series_and_no_values():
    headings = headings_of([["Council", "Rate", "", "Count", ""], ["", "Male", "Female", "Male", "Female"]])

    layout = guess(headings.names, headings.parts)

    assert layout == Layout("columns", name_of_area="Council", spread="series")


@pytest.mark.parametrize(
    ("asked", "heads", "said"),
    [
        ({"line": 1, "heading_lines": 3}, (1, 1), "there are not so many lines above a line of figures"),
        ({"line": 9, "heading_lines": 2}, (1, 1), "Line 9 holds nothing of the table"),
        ({"heading_lines": 2}, (1, 2), ""),
        ({}, (1, 1), "The headings seem to take two lines, from line 1 on."),
    ],
)
def test_what_does_not_fit_is_said_and_one_line_is_read(asked, heads, said):
    table = find_table(rows(*BY_SEX[:3]), **asked)

    assert (table.line, table.last) == heads
    assert said in " ".join(table.notes)


def test_a_line_of_figures_that_was_said_to_be_a_heading_is_told():
    table = find_table(rows(*BY_SEX), line=2, heading_lines=2)

    assert (table.line, table.last) == (2, 3)
    assert "Line 3 was read as one of the headings" in " ".join(table.notes)


def test_a_layout_of_other_headings_is_not_held_on_to():
    layout = Layout("wide", name_of_area="Council", spread="periods")

    table = find_table(rows("Council,2023", "Ambleton,1"), layout, 1, 2)

    assert table.found is None or table.found.layout != layout


def test_a_shape_is_known_by_its_headings_whatever_years_stand_among_them():
    lines = [line.split(",") for line in BY_SEX[:2]]
    later = [lines[0], [cell.replace("2024", "2025") for cell in lines[1]]]
    other = [["Council", "Men", "", "Women", ""], lines[1]]

    marks = [signature(found.names, found.parts) for found in map(headings_of, (lines, later, other))]

    assert marks[0] == marks[1] != marks[2]
    # What was remembered of headings of one line stays known.
    assert signature(("Council", "2023")) == signature(("Council",)) != signature(("Council",), (("Council",),))


def test_a_workbook_is_read_alike_and_a_cover_before_its_table_is_passed_over():
    content = workbook(*([cell or None for cell in line.split(",")] for line in BY_SEX))
    sheet = read_sheet(content, "table.xlsx")

    table = find_table(Numbered(sheet), line=1, heading_lines=2)

    assert table.columns[1:3] == ("Male / 2023", "Male / 2024")
    assert find_table(Numbered(open_table(content, "table.xlsx", Choices()))).suggested == (1, 2)
