"""The parts of a workbook, out of a zip file that a stranger made: nothing is unpacked beyond what it may be."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from apps.figures.sheets.kinds import LONGEST_CELL, UnreadableSheet

_MOST_ENTRIES = 2_000
#: What all parts may be when they are unpacked, and how many times its packed size one may be beyond a floor.
MOST_BYTES = 400_000_000
_MOST_TIMES, _ANYWAY = 150, 2_000_000
_CHUNK = 1 << 16
_LISTED = b"PK\x01\x02"
#: The only two ways in which spreadsheet programs pack; others unpack a few bytes to gigabytes at once.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
#: How deep elements stand in one another, how many names they and their attributes have in all, and how many bytes
#: stand between < and >: far more than any workbook needs. The reader of XML itself knows no such bounds.
_DEEPEST, _MOST_NAMES, _LONGEST_TAG = 100, 10_000, 1_000_000
_SAVE = "Open it in a spreadsheet program, save it anew as .xlsx, and upload that."
_STRANGE = f"The workbook holds something that no spreadsheet program writes. {_SAVE}"
_DAMAGED = f"The workbook is damaged or broke off on its way. {_SAVE}"
_BOMB = f"This file would unpack to far more than any table needs, so it was not opened. {_SAVE}"
_OTHERS = (
    ("word/document.xml", "This is a Word document. Copy its table into a workbook and upload that."),
    ("ppt/presentation.xml", "This is a presentation. Copy its table into a workbook and upload that."),
    ("content.xml", "This is an OpenDocument file. Save it as .xlsx and upload that."),
)
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, OverflowError,
    ValueError,
)  # fmt: skip


class Parcel:
    """A zip file that was looked over before anything in it is read; of a cell in it `longest` characters are kept."""

    def __init__(self, content: bytes, longest: int = LONGEST_CELL, most: int = MOST_BYTES) -> None:
        self.longest, self._most = longest, most
        # Counted before it is listed: of a file full of entries the list alone would take more than the file.
        if content.count(_LISTED) > _MOST_ENTRIES:
            raise UnreadableSheet(_BOMB)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _FAULTS:
            raise UnreadableSheet(_DAMAGED) from None
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        self._look_over()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece; never more than it says it is."""
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableSheet(f"A part of the workbook is missing ({name[:60]}). {_SAVE}")
        left = entry.file_size
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise UnreadableSheet(_BOMB)
                    yield piece
        except _FAULTS:
            raise UnreadableSheet(_DAMAGED) from None

    def _look_over(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableSheet("The workbook has a password. Save it without one and upload that.")
        if any(entry.compress_type not in _PACKED for entry in entries):
            raise UnreadableSheet(_STRANGE)
        if _is_bomb(entries, self._most) or len(entries) != len(self._entries):
            raise UnreadableSheet(_BOMB)
        if "xl/workbook.xml" not in self._entries:
            for name, sentence in _OTHERS:
                if name in self._entries:
                    raise UnreadableSheet(sentence)
            raise UnreadableSheet("This is a zip file, not a workbook. Unpack it and upload the table in it.")


def _is_bomb(entries: list[zipfile.ZipInfo], most: int) -> bool:
    if sum(entry.file_size for entry in entries) > most:
        return True
    if any(each.file_size > max(_ANYWAY, _MOST_TIMES * each.compress_size) for each in entries):
        return True
    # Parts that lie in one another are how a small file unpacks to a large one.
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    pairs = zip(ordered, ordered[1:], strict=False)
    return any(one.header_offset + one.compress_size > after.header_offset for one, after in pairs)


class Reader:
    """Reads one XML part piece by piece; who derives from it is told of beginnings, ends and text by plain names."""

    def __init__(self, parcel: Parcel, name: str) -> None:
        self._pieces = parcel.chunks(name)
        self._read = self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.text
        # No part of a workbook has a document type; entities are how a short text unpacks to a long one.
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def pieces(self) -> Iterator[None]:
        """Read on, a piece at a time."""
        try:
            for piece in self._pieces:
                self._parser.Parse(piece, False)
                self._read += len(piece)
                unfinished = self._read - self._parser.CurrentByteIndex
                if unfinished > _LONGEST_TAG or len(self._parser.intern) > _MOST_NAMES:
                    raise UnreadableSheet(_STRANGE)
                yield None
            self._parser.Parse(b"", True)
        except expat.ExpatError:
            raise UnreadableSheet(_DAMAGED) from None
        yield None

    def read(self) -> None:
        """Read all of it."""
        for _ in self.pieces():
            pass

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text inside an element, in pieces."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableSheet(_STRANGE)
        self.start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(" ")[2])

    def _refuse(self, *_: object) -> None:
        raise UnreadableSheet(_STRANGE)
