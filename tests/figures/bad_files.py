"""Files that are not what they should be, made in code: nothing of the kind is kept."""

import io
import zipfile

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>E06000001</t></is></c><c r="B{0}"><v>1</v></c></row>'


def workbook(*rows, **worksheets):
    """A workbook as a spreadsheet program saves it: the rows of its one worksheet, or those of several by name."""
    book = Workbook()
    book.remove(book.active)
    for name, each in (worksheets or {"Sheet": rows}).items():
        sheet = book.create_sheet(name)
        for row in each:
            sheet.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parcel(sheet, *, doctype="", before="", others=None, names=("Sheet",), level=zipfile.ZIP_DEFLATED):
    """A workbook put together by hand: the XML of its worksheet, and whatever else is to be in the zip file."""
    sheets = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId1"/>' for at, name in enumerate(names, start=1))
    names_of_xml = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    parts = {
        "xl/workbook.xml": f"<workbook {names_of_xml}>{before}<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{LINK}</Relationships>",
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, content in (parts | (others or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def rows(count):
    return "<sheetData>" + "".join(ROW.format(number) for number in range(1, count + 1)) + "</sheetData>"


LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("bcdefgh", "cdefghi", strict=True))
    + "]>"
)


def zip_bomb():
    """50 MB of nothing in 50 KB, where a worksheet should be."""
    return parcel("<sheetData>" + " " * 50_000_000 + "</sheetData>")


def overlapping():
    """Two entries of the directory that point to the same bytes."""
    content = bytearray(parcel(rows(3)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 42 : at + 46] = (0).to_bytes(4, "little")
    return bytes(content)


def lying():
    """An entry that says of itself that it is smaller than it is."""
    content = bytearray(parcel(rows(2_000)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def nested():
    return parcel("<x>" * 200_000)


def many_names():
    """A new name for every element: who reads XML keeps each."""
    return parcel("".join(f"<x{number}/>" for number in range(50_000)))


def many_styles():
    """A worksheet with a cell whose style is looked up among very many."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 80_000}</cellXfs></styleSheet>'
    cell = '<sheetData><row r="1"><c s="1"><v>1</v></c></row></sheetData>'
    return parcel(cell, others={"xl/styles.xml": styles}, level=zipfile.ZIP_STORED)


def encrypted():
    content = bytearray(parcel(rows(1)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


#: What each is, and words of the sentence that is said of it.
BAD = {
    "empty": (b"", "is empty"),
    "spaces only": (b" \r\n\t\n", "is empty"),
    "byte order mark only": (b"\xef\xbb\xbf", "is empty"),
    "NUL bytes": (b"area,value\nE06000001,\x001\n", "not a text file"),
    "binary": (bytes(range(1, 256)) * 4, "cannot be read"),
    "mixed encodings": ("name,value\nÉire,1\n".encode() + "Åland,2\n".encode("cp1252"), "mixes two encodings"),
    "UTF-16 that breaks off": (b"\xff\xfea\x00b", "breaks off"),
    "PDF": (b"%PDF-1.7\n%x", "PDF"),
    "web page": (b"\n<!DOCTYPE html><html>", "web page"),
    "JSON": (b'{"value": 1}', "JSON"),
    "image": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "image"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel"),
    "quotation mark never closed": (b'area,value\nE06000001,"1\nE06000002,2\n', "quotation mark"),
    "a row without end": (b'area,value\n"E06000001"' + b',"\n"' * 500, "begins on line 2"),
    "very long line": (b"area," + b"x" * 30_000, "characters long"),
    "thousands of columns": (b"," * 3_000, "cells"),
    "zip that is no workbook": (zipped(notes_txt="x"), "not a workbook"),
    "Word document": (zipped(word__document_xml="<x/>"), "Word document"),
    "OpenDocument": (zipped(content_xml="<x/>"), "OpenDocument"),
    "workbook that breaks off": (workbook(["area", "value"], ["E06000001", 1])[:-300], "damaged"),
    "workbook with a hole": (
        workbook(*[["area", "value"]] * 500).replace(b"xl/worksheets", b"xl/wortsheets"),
        "missing",
    ),
    "password": (encrypted(), "password"),
    "zip bomb": (zip_bomb(), "unpack to far more"),
    "entries in one another": (overlapping(), "unpack to far more"),
    "packed so that it unpacks at once": (parcel(rows(3), level=zipfile.ZIP_BZIP2), "no spreadsheet program writes"),
    "packed with a memory of its own": (parcel(rows(3), level=zipfile.ZIP_LZMA), "no spreadsheet program writes"),
    "elements within elements": (nested(), "no spreadsheet program writes"),
    "ever new elements": (many_names(), "no spreadsheet program writes"),
    "an attribute without end": (
        parcel(f'<sheetData x="{"y" * 3_000_000}"/>', level=zipfile.ZIP_STORED),
        "no spreadsheet program writes",
    ),
    "thousands of worksheets": (parcel("", names=[f"S{at}" for at in range(3_000)]), "far more parts"),
    "thousands of styles": (many_styles(), "far more parts"),
    "thousands of entries": (parcel("", others={f"x{at}": "" for at in range(3_000)}), "unpack to far more"),
    "entity bomb": (parcel("<sheetData>&i;</sheetData>", doctype=LAUGHS), "no spreadsheet program writes"),
    "file from outside": (
        parcel("<sheetData>&x;</sheetData>", doctype='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "no spreadsheet program writes",
    ),
    "XML that breaks off": (parcel("<sheetData><row>"), "damaged"),
    "far cell": (parcel('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'), "beyond column"),
    "a row beyond all rows": (
        parcel('<sheetData><row r="900000000"><c r="A900000000"><v>1</v></c></row></sheetData>'),
        "no worksheet has more",
    ),
    "a smaller size than it has": (lying(), "damaged"),
}
