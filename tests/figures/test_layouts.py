import pytest

from apps.figures.headings import other_heading
from apps.figures.layouts import LAYOUTS, Found, Layout, find_layout, guess, is_whole, read_offered

ELS = [
    "areacd", "areanm", "geography", "indicator", "period", "observation", "measure", "unit", "lci_95", "uci_95",
    "status", "notes",
]  # fmt: skip
LAIT = ["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"]
FINGERTIPS = [
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to percentiles", "Time period Sortable", "New data",
    "Compared to goal", "Time period range",
]  # fmt: skip


def rows(*lines):
    return [(number, cells) for number, cells in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    ("columns", "name", "series"),
    [
        (ELS, "els", ("indicator",)),
        (LAIT, "lait", ("Short Desc",)),
        (FINGERTIPS, "fingertips", ("Indicator Name", "Sex", "Age", "Category")),
        (["ltla21_code", "year", "indicator", "value"], "health_index", ("indicator",)),
        (["area_code", "area_name", "indicator", "period", "measure", "unit", "value"], "climate", ("indicator",)),
        (["area_code", "area_name", "indicator", "frequency", "period", "value"], "climate", ("frequency",)),
        (["Year", "Series", "Region", "Local Authority", "Observation status", "GeoCode", "Value"], "sdg", ("Series",)),
        (["area", "period", "value"], "tidy", ()),
        (["area", "name", "indicator", "period", "value", "lower", "upper", "absence"], "tidy", ("indicator",)),
        (["areacd", "areanm", "households", "crowded"], "small_areas", ()),
    ],
)
def test_a_publishers_table_is_known_by_its_columns(columns, name, series):
    found = find_layout(rows(columns, ["x"] * len(columns)))

    assert found.layout.name == name
    assert found.layout.series == series


def test_titles_and_notes_may_stand_above_the_columns():
    found = find_layout(rows(["Smoking, by council"], [], ["Source: our survey"], ["area", "period", "value"], ["x"]))

    assert (found.line, found.layout.name) == (4, "tidy")


@pytest.mark.parametrize(
    ("columns", "area", "value"),
    [
        (["Local authority", "Year", "Rate"], "", "Rate"),
        (["LAD23CD", "LAD23NM", "Year", "Percent"], "LAD23CD", "Percent"),
        (["ONS code", "Council", "Date", "Observation"], "ONS code", "Observation"),
    ],
)
def test_a_councils_table_is_guessed_at_from_the_names_of_its_columns(columns, area, value):
    layout = guess(columns)

    assert (layout.area, layout.value) == (area, value)
    assert is_whole(layout)


def test_a_column_for_each_year_is_seen_and_other_columns_are_left():
    found = find_layout(
        rows(["Code", "Council", "Notes", "2021/22", "2022/23"], ["E06000001", "Hartlepool", "", "3", "4"])
    )

    cells = list(read_offered(found, rows(found.columns, ["E06000001", "Hartlepool", "n", "3", "4"])))

    assert found.layout.spread == "periods"
    assert [(cell.period, cell.value, cell.column) for cell in cells] == [
        ("2021/22", "3", "2021/22"),
        ("2022/23", "4", "2022/23"),
    ]


def test_columns_that_say_nothing_of_areas_are_no_table():
    assert find_layout(rows(["colour", "taste"], ["red", "sweet"])) is None


def test_every_cell_of_a_row_is_offered_with_its_line_though_lines_are_short():
    found = Found(LAYOUTS["els"], 2, tuple(ELS))
    lines = rows(["a title"], ELS, ["E06000001", "Hartlepool", "", "Smoking", "2024", "12"], [""] * 3, ["E06000002"])

    cells = list(read_offered(found, lines))

    assert [(cell.line, cell.area, cell.value, cell.lower) for cell in cells] == [
        (3, "E06000001", "12", ""),
        (5, "E06000002", "", ""),
    ]


@pytest.mark.parametrize(
    "layout", [*LAYOUTS.values(), Layout("mapped", series=("a", "b"), absences={"x": "suppressed"})]
)
def test_a_layout_is_data(layout):
    assert Layout.from_json(layout.to_json()) == layout


def test_two_columns_of_one_name_are_told_apart_and_the_first_is_read():
    found = find_layout(rows(["area", "period", "value", "value"], ["E06000001", "2024", "1", "2"]))

    cells = list(read_offered(found, rows(found.columns, ["E06000001", "2024", "1", "2"])))

    assert found.columns == ("area", "period", "value", "value (2)")
    assert [cell.value for cell in cells] == ["1"]


@pytest.mark.parametrize(
    ("lines", "line", "other"),
    [
        ([",,Rate,,Count,", "Code,Council,2022,2023,2022,2023", "E06000001,Hartlepool,1,2,3,4"], 2, 1),
        (["Code,Council,Recycled", ",unit,tonnes per home", "E06000001,Hartlepool,1"], 1, 2),
        (["Council,Recycled,Recycled", ",2023,2024", "Hartlepool,1,2"], 1, 2),
        (["Recycling in our area,,", "Code,Council,2023", "E06000001,Hartlepool,1"], 2, 0),
        (["Council,2023,2024", "Hartlepool,[x],[x]"], 1, 0),
    ],
)
def test_a_second_line_of_headings_is_noticed(lines, line, other):
    assert other_heading(rows(*(each.split(",") for each in lines)), line) == other
