"""Tables in text files: their encoding and separator found out, their lines as cells."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from apps.figures.release import LONGEST_LINE, require_few
from apps.figures.sheets.kinds import LONGEST_CELL, MOST_COLUMNS, Line, Sheet, UnreadableSheet

_SAVE = "Save the table as “CSV UTF-8” or .xlsx and upload that."
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", f"This is an old Excel workbook, or one with a password. {_SAVE}"),
    (b"%PDF", f"This is a PDF. Ask for the table behind it. {_SAVE}"),
    (b"\x89PNG", f"This is an image. {_SAVE}"),
    (b"\xff\xd8\xff", f"This is an image. {_SAVE}"),
    (b"GIF8", f"This is an image. {_SAVE}"),
    (b"<", "This is a web page or XML, perhaps saved from an error page. Download the file again."),
    (b"{", f"This is JSON. {_SAVE}"),
    (b"[{", f"This is JSON. {_SAVE}"),
)
_EMPTY = "The file is empty. Choose the file that holds the figures."


#: Encodings that somebody may say a text file is written in, by Python's names for them.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "iso8859-15": "ISO 8859-15 (Western European)",
    "mac-roman": "Mac OS Roman",
    "cp850": "DOS code page 850",
}


@dataclass(frozen=True)
class _TextLines:
    text: str
    separator: str
    longest: int = LONGEST_CELL

    def __iter__(self) -> Iterator[Line]:
        begins, blank = 1, True

        def given() -> Iterator[str]:
            for number, line in enumerate(_short_lines(self.text), start=1):
                require_few(number + 1 - begins)
                yield line

        reader = csv.reader(given(), delimiter=self.separator, strict=True)
        try:
            for cells in reader:
                if len(cells) > MOST_COLUMNS:
                    raise UnreadableSheet(
                        f"Line {begins} has {len(cells):,} cells, and at most {MOST_COLUMNS:,} are read. Look whether "
                        "the right separator stands between them."
                    )
                if any(cell.strip() for cell in cells):
                    blank = False
                    yield Line(reader.line_num, tuple(cell[: self.longest] for cell in cells))
                begins = reader.line_num + 1
        except csv.Error:
            raise UnreadableSheet(
                f"The row that begins on line {begins} cannot be read. Look there for a quotation mark that is never "
                "closed, or one inside a cell, and correct it."
            ) from None
        if blank:
            raise UnreadableSheet(_EMPTY)


def read_text(content: bytes, encoding: str = "", longest: int = LONGEST_CELL) -> Sheet:
    """The table of a text file; raises UnreadableSheet, also while its lines are read.

    `encoding`: one of `ENCODINGS`, as somebody said; found out where it is empty.
    """
    text, encoding, notes = _told(content, encoding) if encoding else _decoded(content)
    separator = _separator(text)
    return Sheet("csv", _TextLines(text, separator, longest), notes, encoding=encoding, separator=separator)


def _told(content: bytes, encoding: str) -> tuple[str, str, list[str]]:
    """Text in the encoding that somebody named."""
    if encoding not in ENCODINGS:
        raise UnreadableSheet(f"No text is read as {encoding!r} here. Choose one of the encodings offered.")
    _refuse_foreign(content)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableSheet(
            f"Line {line} is not written in {ENCODINGS[encoding]}, as was said. Upload the file again, and choose "
            "another encoding or none."
        ) from None
    return _without_nul(text), encoding, [f"Read as {ENCODINGS[encoding]}, as was said."]


def _decoded(content: bytes) -> tuple[str, str, list[str]]:
    _refuse_foreign(content)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableSheet(f"The file begins as UTF-16 text but breaks off. {_SAVE}") from None
        return _without_nul(text), "utf-16", []
    try:
        return _without_nul(content.decode("utf-8-sig")), "utf-8", []
    except UnicodeDecodeError as error:
        return _windows(content, error.start)


def _refuse_foreign(content: bytes) -> None:
    """Refuse what is no text at all."""
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start and not content.strip():
        raise UnreadableSheet(_EMPTY)
    for signature, sentence in _FOREIGN:
        if start.startswith(signature):
            raise UnreadableSheet(sentence)


def _windows(content: bytes, at: int) -> tuple[str, str, list[str]]:
    """Text that is not UTF-8, as Windows-1252, unless characters of UTF-8 stand in it too."""
    line = max(content.count(b"\n", 0, at), content.count(b"\r", 0, at)) + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableSheet(f"Line {line} holds a character that cannot be read. {_SAVE}") from None
    if not content.decode("utf-8", "ignore").isascii():
        raise UnreadableSheet(f"The file mixes two encodings: line {line} is not UTF-8, other lines are. {_SAVE}")
    note = (
        f"Read as Windows-1252, as line {line} is not UTF-8: look whether names with accents are right. If they are "
        "not, say under “How to read it” how its characters are written."
    )
    return _without_nul(text), "windows-1252", [note]


def _without_nul(text: str) -> str:
    if "\0" in text or not text.strip():
        raise UnreadableSheet(f"This is not a text file, or it is empty. {_SAVE}")
    return text


def _separator(text: str) -> str:
    """What stands most often outside quotation marks in the first lines."""
    plain = "".join(text[:100_000].split('"')[::2])
    first = [line for line in plain.splitlines()[:20] if line.strip()]
    return max(",;\t|", key=lambda mark: (sum(mark in line for line in first), sum(line.count(mark) for line in first)))


def _short_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise UnreadableSheet(
                f"Line {number} is {len(line):,} characters long: at most {LONGEST_LINE:,} are read. {_SAVE}"
            )
        yield line
