import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from apps.figures.sheets import UnreadableSheet, read_sheet
from tests.figures.bad_files import BAD, MAIN, parcel, rows, saved, workbook


def read(content, name="table.csv", **asked):
    sheet = read_sheet(content, name, **asked)
    return sheet, [(line.number, line.cells) for line in sheet.lines]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name,value\nYnys Môn,1\n".encode(), "utf-8"),
        ("name,value\nYnys Môn,1\n".encode("utf-8-sig"), "utf-8"),
        ("name,value\nYnys Môn,1\n".encode("utf-16"), "utf-16"),
        ("name,value\nYnys Môn,1\n".encode("cp1252"), "windows-1252"),
        ("name;value\r\nYnys Môn;1\r\n".encode(), "utf-8"),
        ("name\tvalue\rYnys Môn\t1\r".encode(), "utf-8"),
        ("name|value\nYnys Môn|1\n".encode(), "utf-8"),
    ],
)
def test_text_is_read_in_whatever_encoding_with_whatever_separator(content, encoding):
    sheet, lines = read(content)

    assert sheet.encoding == encoding
    assert lines == [(1, ("name", "value")), (2, ("Ynys Môn", "1"))]
    assert bool(sheet.notes) == (encoding == "windows-1252")


def test_commas_in_quotation_marks_are_no_separators_and_lines_keep_their_numbers():
    _, lines = read(b'name;value\n\n"Bristol, City of";"1;2"\n;\n"a\nb";3\n')

    assert lines == [(1, ("name", "value")), (3, ("Bristol, City of", "1;2")), (6, ("a\nb", "3"))]


def test_a_table_can_be_gone_through_twice():
    for content in (b"a,b\n1,2\n", workbook(["a", "b"], [1, 2])):
        sheet = read_sheet(content, "x.csv")

        assert list(sheet.lines) == list(sheet.lines)
        assert len(list(sheet.lines)) == 2


def test_the_content_counts_and_not_the_name():
    book, lines = read(workbook(["area"], ["E06000001"]), "figures.csv")
    text, _ = read(b"area\nE06000001\n", "figures.xlsx")

    assert (book.kind, lines[1][1]) == ("xlsx", ("E06000001",))
    assert text.kind == "csv"
    assert any("Its name does not say so" in note for note in [*book.notes, *text.notes])


def test_cells_of_a_workbook_are_read_as_their_user_sees_them():
    book = Workbook()
    sheet = book.active
    sheet.append(
        ["text", 12, 0.1 + 0.2, 1e15, True, date(2022, 4, 1), datetime(2022, 4, 1, 12, 30), 0.123, "#N/A", -3.5]
    )
    sheet["H1"].number_format = "0.0%"
    sheet["J1"].number_format = '[Red]0.0" days"'

    _, lines = read(saved(book))

    assert lines == [
        (1, ("text", "12", "0.3", "1e+15", "TRUE", "2022-04-01", "2022-04-01T12:30:00", "12.3%", "#N/A", "-3.5"))
    ]


def test_days_of_a_workbook_that_counts_from_1904():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([date(2022, 4, 1)])

    assert read(saved(book))[1] == [(1, ("2022-04-01",))]


def test_of_a_formula_the_last_value_is_read_and_it_is_told():
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1*2</f></c><c r="C1" t="str"><f>"x"</f><v>x</v></c>'
    sheet, lines = read(parcel(f'<sheetData><row r="1">{cells}</row></sheetData>'), "a.xlsx")

    assert lines == [(1, ("2", "", "x"))]
    assert any(note.startswith("A1, C1: a formula stands there") for note in sheet.notes)
    assert any(note.startswith("B1: a formula that was never worked out") for note in sheet.notes)


def test_rows_and_cells_that_hold_nothing_keep_their_place():
    sheet, lines = read(parcel('<sheetData><row r="3"><c r="C3"><v>7</v></c></row><row r="9"/></sheetData>'), "a.xlsx")

    assert lines == [(3, ("", "", "7"))]


def test_hidden_worksheets_are_not_offered_and_hidden_rows_are_told():
    book = Workbook()
    book.active.title = "Figures"
    book.active.append(["area"])
    book.active.row_dimensions[1].hidden = True
    book.create_sheet("Secret").sheet_state = "hidden"

    sheet, _ = read(saved(book))

    assert sheet.worksheets == ("Figures",)
    assert any("1 rows are hidden" in note for note in sheet.notes)


def test_one_of_several_worksheets_is_chosen_by_its_name():
    content = workbook(Cover=[["About"]], Figures=[["area", "value"], ["E06000001", 2]])

    assert read(content)[1] == [(1, ("About",))]
    assert read(content, worksheet="Figures")[1][1] == (2, ("E06000001", "2"))
    with pytest.raises(UnreadableSheet, match="There are: Cover, Figures"):
        read(content, worksheet="Nothing")


def test_a_worksheet_that_says_it_is_endless_and_holds_little_is_read_at_once():
    content = parcel('<dimension ref="A1:XFD1048576"/>' + rows(3), names=("Sheet",))

    assert len(read(content, "a.xlsx")[1]) == 3


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gets_one_sentence_that_says_what_to_do(what):
    content, words = BAD[what]

    with pytest.raises(UnreadableSheet) as refusal:
        read(content)

    assert words in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_bombs_are_refused_in_little_memory(tmp_path):
    for what in ("zip bomb", "entity bomb", "entries in one another", "thousands of entries", "far cell"):
        (tmp_path / what).write_bytes(BAD[what][0])
    script = (
        "import sys, pathlib\n"
        "from apps.figures.sheets import read_sheet, UnreadableSheet\n"
        "for path in pathlib.Path(sys.argv[1]).iterdir():\n"
        "    try:\n"
        "        list(read_sheet(path.read_bytes(), 'a.xlsx').lines)\n"
        "        sys.exit('read ' + path.name)\n"
        "    except UnreadableSheet:\n"
        "        pass\n"
        "status = pathlib.Path('/proc/self/status')\n"
        "print(status.read_text().split('VmHWM:')[1].split()[0] if status.exists() else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200_000, "kilobytes at most, with Python itself"


def outcome(content):
    """The numbers of the lines, or the sentence of the refusal."""
    try:
        return [line.number for line in read_sheet(content, "x.csv").lines], ""
    except UnreadableSheet as refusal:
        return [], str(refusal)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf"]))
def test_whatever_bytes_come_are_read_or_refused(content, start):
    numbers, sentence = outcome(start + content)

    assert all(numbers)
    assert numbers or sentence.endswith(".")


@pytest.mark.parametrize("content", [b",", b",,\n,,\n", b'"",""', b"\n;\n"])
def test_a_table_of_separators_alone_is_empty(content):
    assert outcome(content) == ([], "The file is empty. Choose the file that holds the figures.")


_WHOLE = workbook(["area", "period", "value"], *[["E06000001", "2024", number] for number in range(30)])


@given(st.integers(min_value=0, max_value=len(_WHOLE) - 1), st.integers(min_value=0, max_value=255))
def test_a_workbook_with_a_byte_changed_is_read_or_refused(at, byte):
    content = bytearray(_WHOLE)
    content[at] = byte

    numbers, sentence = outcome(bytes(content))

    assert all(numbers)
    assert sentence == "" or sentence.endswith(".")


def test_cells_may_be_written_in_pieces_and_with_how_they_are_spoken():
    part = f'<sst xmlns="{MAIN}"><si><r><t>Ynys </t></r><r><t>Môn</t></r><rPh><t>spoken</t></rPh></si></sst>'
    content = parcel(
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c></row></sheetData>',
        others={"xl/sharedStrings.xml": part},
    )

    assert read(content, "a.xlsx")[1] == [(1, ("Ynys Môn",))]


@pytest.mark.parametrize(("epoch", "serial"), [("0", "2958465.9999999"), ("1", "2958000")])
def test_a_day_behind_the_last_that_there_is_stays_a_number(epoch, serial):
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = parcel(
        f'<sheetData><row r="1"><c r="A1" s="1"><v>{serial}</v></c></row></sheetData>',
        others={"xl/styles.xml": styles},
        before=f'<workbookPr date1904="{epoch}"/>',
    )

    assert read(content, "a.xlsx")[1] == [(1, (f"{float(serial):.15g}",))]


def test_of_a_cell_in_text_no_more_is_kept_than_of_one_in_a_workbook():
    _, lines = read(b"area,note\nE06000001," + b"x" * 1_500 + b"\n")

    assert lines[1][1] == ("E06000001", "x" * 1_000)


def test_an_encoding_that_somebody_names_is_taken_instead_of_the_one_guessed():
    content = "name,value\nYnys Môn,1\n".encode("mac-roman")

    assert read(content)[1][1][1][0] != "Ynys Môn"
    assert read(content, encoding="mac-roman")[1][1] == (2, ("Ynys Môn", "1"))
    with pytest.raises(UnreadableSheet, match="Line 2 is not written in UTF-8"):
        read(content, encoding="utf-8")
