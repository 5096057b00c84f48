import io

from openpyxl import load_workbook

from apps.figures.marking import Headed, Mark, marked_workbook
from apps.figures.sheets import read_sheet

TABLE = b"A title\n\narea,period,value\nE06000001,2024,many\n=cmd|' /C calc'!A0,2024,-3\n007,2024,+1\n"
MARKS = [
    Mark(4, "value", "“many” is not a number.", refused=True),
    Mark(5, "", "“=cmd” is not the name of an area here.", refused=True),
    Mark(6, "value", "Far from all others.", refused=False),
]
HEADED = Headed(3, 3, ("area", "period", "value"))


def made():
    content = marked_workbook(read_sheet(TABLE, "a.csv"), HEADED, MARKS)
    return load_workbook(io.BytesIO(content))


def test_every_row_is_where_it_was_with_what_is_wrong_before_it():
    table = made()["Table"]

    assert table["B1"].value == "A title"
    assert [cell.value for cell in table[3]] == ["Problem", "area", "period", "value"]
    assert table["A4"].value == "Left out: “many” is not a number."
    assert table["A6"].value == "Kept, but look: Far from all others."


def test_the_cell_that_is_wrong_is_filled_and_says_why():
    table = made()["Table"]

    assert table["D4"].comment.text == "“many” is not a number."
    assert table["D4"].fill.fgColor.rgb.endswith("F4C7B5")
    assert table["D6"].fill.fgColor.rgb.endswith("FFF0B8")
    assert table["B4"].comment is None


def test_no_cell_is_a_formula_and_numbers_stay_numbers():
    table = made()["Table"]

    assert table["B5"].value == "'=cmd|' /C calc'!A0"
    assert all(cell.data_type != "f" for row in table.iter_rows() for cell in row)
    assert table["D5"].value == -3
    assert table["B6"].value == "007"


def test_all_problems_are_listed_by_line():
    listed = list(made()["Problems"].iter_rows(values_only=True))

    assert listed[0] == ("Line", "Column", "What is wrong or odd", "The row is")
    assert listed[1] == (4, "value", "“many” is not a number.", "left out")
    assert listed[3][3] == "kept, but look"


def test_whatever_a_table_holds_the_workbook_can_be_opened():
    sheet = read_sheet("ar\ufffeea,\uffff,\x0b\n1,2,3\n".encode(), "a.csv")

    marks = [Mark(2, "\uffff", "\ufffe\x01 is odd.", refused=True)]
    book = load_workbook(io.BytesIO(marked_workbook(sheet, Headed(1, 1, ("ar\ufffeea", "\uffff", "\x0b")), marks)))

    assert [cell.value for cell in book["Table"][1]] == ["Problem", "area", None, None]


def test_a_column_with_a_very_long_name_keeps_its_mark():
    name = "Share of residents who " + "very much " * 20
    sheet = read_sheet(f"area,{name}\nE06000001,many\n".encode(), "a.csv")

    marks = [Mark(2, name[:100], "“many” is not a number.", refused=True)]
    content = marked_workbook(sheet, Headed(1, 1, ("area", name.strip())), marks)

    assert load_workbook(io.BytesIO(content))["Table"]["C2"].comment.text == "“many” is not a number."
