"""The release file: what is read, what is refused and with which words, and writing it back."""

import io
import zipfile

import pytest

from apps.figures.release import REQUIRED_KEYS, Release, ReleaseRow, UnreadableRelease, read_release, write_release

HEADER = {key: f"the {key}" for key in REQUIRED_KEYS}
HEAD = "".join(f"# {key}: {value}\n" for key, value in HEADER.items())
COLUMNS = "area,period,value,lower,upper,absence,basis\n"


def test_a_release_is_read_with_its_header_and_line_numbers() -> None:
    content = (HEAD + COLUMNS + "E06000001,2023-01-01/P1Y,4.5,4.1,4.9,,recoded\n").encode()

    release = read_release(content)

    assert release.header == HEADER
    assert release.rows == [ReleaseRow(12, "E06000001", "2023-01-01/P1Y", "4.5", "4.1", "4.9", "", "recoded")]


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_do_no_harm() -> None:
    content = (
        b"\xef\xbb\xbf" + (HEAD + "\n" + COLUMNS + "E06000001,2023-01-01/P1Y,4.5\n\n").replace("\n", "\r\n").encode()
    )

    release = read_release(content)

    assert [(row.line, row.value, row.basis) for row in release.rows] == [(13, "4.5", "published")]


def test_a_file_saved_again_by_a_spreadsheet_can_still_be_read() -> None:
    padded = "".join(line + ",,,,,,\n" for line in HEAD.splitlines())

    release = read_release((padded + COLUMNS + "E06000001,2023-01-01/P1Y,4.5,,,,\n").encode())

    assert release.header == HEADER
    assert release.rows[0].value == "4.5"


def test_columns_may_stand_in_another_order_and_limits_be_left_out() -> None:
    release = read_release((HEAD + "value,area,period\n4.5,E06000001,2023-01-01/P1Y\n").encode())

    assert release.rows == [ReleaseRow(12, "E06000001", "2023-01-01/P1Y", "4.5", "", "", "", "published")]


def _workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf \n", "The file is empty"),
        (_workbook(), "workbook or a zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"<!doctype html><p>Not found", "web page or XML"),
        (b'{"figures": []}', "This is JSON"),
        (b"area\0period", "not a text file"),
        ((HEAD + COLUMNS).encode() + b"E06000001,2023-01-01/P1Y,4\xa3\n", "Line 12 holds a character"),
        ((HEAD + COLUMNS + 'E06000001,"2023-01-01/P1Y,4\n').encode(), "Line 12 cannot be read as CSV"),
        (("# only words\n" + HEAD).encode(), "Line 1 begins with # but"),
        ((HEAD + "# code: again\n").encode(), "Line 11 gives “code” a second time"),
        ((HEAD + "place,year,number\n").encode(), "“area”, “period”, “value” cannot be found"),
        ((HEAD + "area;period;value\n").encode(), "with commas between them"),
        ((HEAD + "area,period,value,colour\n").encode(), "names a column nobody knows: “colour”"),
        ((HEAD + "area,period,value,value\n").encode(), "names a column twice"),
        ((HEAD + COLUMNS + "E06000001,2023-01-01/P1Y,1,2,3,,published,extra\n").encode(), "Line 12 has 8 cells"),
        ((HEAD.replace("# unit: the unit\n", "") + COLUMNS + "E06000001,2023,1\n").encode(), "does not say its “unit”"),
        ((HEAD + COLUMNS).encode(), "holds no figures"),
        (HEAD.encode(), "holds no figures"),
    ],
)
def test_what_is_no_release_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableRelease, match=sentence) as caught:
        read_release(content)

    assert str(caught.value).endswith(".")


def test_a_release_written_and_read_again_is_the_same() -> None:
    header = HEADER | {"title": 'Homes, streets and "place"', "period-type": "calendar year"}
    rows = [
        ReleaseRow(13, "E06000001", "2023-01-01/P1Y", "-4.5", "-5", "-4", "", "published"),
        ReleaseRow(14, "E06000002", "2023-01-01/P1Y", "", "", "", "suppressed", "published"),
    ]

    again = read_release(write_release(Release(header, rows)))

    assert again == Release(header, rows)


def test_no_cell_written_can_run_as_a_formula() -> None:
    rows = [ReleaseRow(1, "=HYPERLINK(1)", "+cmd", "-4.5", "@SUM", "", "", "published")]
    header = HEADER | {"title": "harmless,=1+1"}

    text = write_release(Release(header, rows)).decode()

    assert text.endswith("'=HYPERLINK(1),'+cmd,-4.5,'@SUM,,,published\n")
    assert '"# title: harmless,=1+1"' in text


def test_a_release_that_does_not_say_everything_is_written_with_what_it_says() -> None:
    assert write_release(Release({"code": "neet"}, [])).startswith(b"# code: neet\narea,period,")


def test_a_header_of_two_lines_is_not_written() -> None:
    with pytest.raises(ValueError, match="must be one line"):
        write_release(Release(HEADER | {"title": "two\nlines"}, []))
