"""Which files people may bring as evidence."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.files.attachments import SORTS, fault_of, sort_of


def packed(*names, first=None):
    """A zip file with some files in it; `first` is put in front, not compressed, as OpenDocument has it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            # A ZipInfo of its own is dated 1980: with today's seconds in it, two workers would not name a test alike.
            archive.writestr(zipfile.ZipInfo(name), "x", zipfile.ZIP_DEFLATED)
    return stream.getvalue()


ODF = "application/vnd.oasis.opendocument."
WHOLE = {
    "pdf": b"%PDF-1.7\n1 0 obj",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "jpeg": b"\xff\xd8\xff\xe1\x00\x10Exif",
    "docx": packed("[Content_Types].xml", "word/document.xml"),
    "xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": packed("content.xml", first=ODF + "text"),
    "ods": packed("content.xml", first=ODF + "spreadsheet"),
    "csv": b"month,tonnes\n2026-01,12\n",
    "txt": "Ynys Môn\n".encode(),
}
TEXTS = {"csv", "txt"}
#: Sorts that look alike from outside, by what is inside.
ALIKE = [{"jpg", "jpeg"}, TEXTS]


def test_there_is_an_example_of_each_sort():
    assert set(WHOLE) == set(SORTS)


@pytest.mark.parametrize("content", WHOLE)
@pytest.mark.parametrize("name", WHOLE)
def test_a_file_is_taken_in_if_it_is_what_its_name_says(name, content):
    alike = name == content or any({name, content} <= sorts for sorts in ALIKE)
    # A text is whatever has no zeros in it, and so short a PDF has none.
    is_text = name in TEXTS and b"\x00" not in WHOLE[content]

    assert (fault_of(f"report.{name}", WHOLE[content]) == "") == (alike or is_text)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("report.pdf", "application/pdf"),
        ("REPORT.PDF", "application/pdf"),
        ("report.final.csv", "text/csv"),
        ("report.csv ", "text/csv"),
        ("wall.jpeg", "image/jpeg"),
        (".txt", "text/plain"),
        ("Tonnes.XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_end_of_a_name_tells_the_sort(name, media_type):
    assert sort_of(name).media_type == media_type


@pytest.mark.parametrize(
    "name",
    ["", "pdf", "report", "report.", "report.exe", "report.pdf.exe", "page.html", "drawing.svg", "a.docm", "a.zip"],
)
def test_other_sorts_are_not_taken_in_and_those_that_are_get_named(name):
    assert sort_of(name) is None
    said = fault_of(name, b"%PDF-1.7")
    assert said.startswith(f"“{name}” is of a sort that is not taken in here")
    assert "PDF" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", packed("word/document.xml")),
        ("a.docx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 100),
        ("a.docx", WHOLE["docx"][:40]),
        ("a.docx", b"MZ" + WHOLE["docx"]),
        ("a.odt", packed("content.xml")),
        ("a.odt", packed("mimetype", first=None)),
        ("a.odt", b"x" + WHOLE["odt"]),
        ("a.csv", "month,tonnes\n".encode("utf-16")),
        ("a.txt", b"MZ\x90\x00\x03"),
        ("a.pdf", b"x" * 1024 + b"%PDF-1.7"),
        ("a.png", b"\x89PNG"),
        ("a.jpg", b"GIF89a"),
    ],
)
def test_what_is_inside_has_to_be_what_the_name_says(name, content):
    assert "is not what its name says" in fault_of(name, content)


def test_a_pdf_may_have_something_in_front_as_readers_allow():
    assert fault_of("a.pdf", b"x" * 1019 + b"%PDF-1.7") == ""


@given(st.sampled_from(sorted(SORTS)), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]), st.binary(max_size=200))
def test_whatever_is_inside_the_answer_is_a_sentence_or_none(sort, beginning, rest):
    assert isinstance(fault_of(f"a.{sort}", beginning + rest), str)


@given(st.data())
def test_a_document_that_was_damaged_on_the_way_does_no_harm(data):
    whole = bytearray(WHOLE["docx"])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))

    assert isinstance(fault_of("a.docx", bytes(whole[:cut])), str)


def test_a_document_of_more_parts_than_any_has_is_none_and_its_list_is_not_read(monkeypatch):
    whole = packed("[Content_Types].xml", "word/document.xml")
    # Only the list of its parts is long: reading it is what would take a worker's time.
    bomb = whole + b"PK\x01\x02" * 5_000
    monkeypatch.setattr(zipfile, "ZipFile", None)

    assert "is not what its name says" in fault_of("report.docx", bomb)
