"""A release file read by blocks of whole lines, so that its size is bounded by the disk and not by memory.

It says what `read_release` says of the same file, to the letter (tests/figures/test_screening.py).
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from apps.figures.fields import is_plain
from apps.figures.release import (
    LONGEST_LINE,
    MARK,
    REQUIRED_KEYS,
    ReleaseRow,
    UnreadableRelease,
    check_complete,
    no_csv,
    places_of,
    read_columns,
    read_header_line,
    read_row,
    require_few,
    require_short,
    require_text,
    without_padding,
)

#: Bytes that are looked at together; a block ends with a line, so it may be somewhat shorter or longer.
BLOCK = 1 << 20
#: So many bytes tell what kind of file it is.
_SIGNATURE = 8
#: A character takes at most so many bytes.
_WIDEST = 4

Chunks = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class PlainLines:
    """Whole lines without a quotation mark: a comma in them ends a cell, and nothing else does."""

    first: int
    content: bytes


@dataclass
class Stream:
    """A release whose header is read, and whose rows come in parts, once, in the order of the file.

    A part is either lines as they are, for whoever can read many at once, or rows. Raises UnreadableRelease as it goes.
    """

    header: dict[str, str]
    columns: tuple[str, ...]
    most_rows: int
    parts: Iterator["PlainLines | list[ReleaseRow]"] = field(repr=False)
    _places: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._places = places_of(self.columns)

    def drain(self) -> None:
        """Read on to the end, for what is wrong there; raises UnreadableRelease."""
        rows = 0
        for part in self.parts:
            rows += sum(1 for _ in self.rows_of(part)) if isinstance(part, PlainLines) else len(part)
        check_complete(self.header, self.columns, rows)

    def rows_of(self, lines: PlainLines) -> Iterator[ReleaseRow]:
        """The rows of some lines, one by one."""
        text = io.StringIO(lines.content.decode(), newline="")
        for number, line in enumerate(text, start=lines.first):
            if row := self.row_of(number, line):
                yield row

    def row_of(self, number: int, line: str) -> ReleaseRow | None:
        """The row of one line without quotation marks; None where it says nothing."""
        try:
            cells = without_padding(next(csv.reader([line], strict=True), []))
        except csv.Error as error:
            raise no_csv(number, error) from None
        return read_row(number, cells, self.columns, self._places) if cells else None


def open_release(chunks: Chunks, *, most_lines: int) -> Stream:
    """The header of a release and its rows to come. `chunks` gives the bytes of the file, each time from the start."""
    lines = _inspect(chunks(), most_lines)
    feed = _Feed(_blocks(_without_mark(chunks())))
    header: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    for number, cells in feed.records():
        if not cells[0].startswith("#"):
            columns = read_columns(number, cells)
            break
        read_header_line(header, number, ",".join(cells))
    stream = Stream(header, columns, lines, iter(()))
    if columns:
        stream.parts = _parts(feed, stream.columns)
    if not columns or any(not header.get(key) for key in REQUIRED_KEYS):
        stream.drain()
    return stream


class _Feed:
    """Gives the lines of blocks to a reader of CSV, and knows how many it gave."""

    def __init__(self, blocks: Iterator[bytes | int]) -> None:
        self._blocks = blocks
        self._lines: list[str] = []
        self._at = 0
        self.number = self.ended = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while not self.left:
            self.take_up(self.next_block())
        require_few(self.number + 1 - self.ended)
        line = self._lines[self._at]
        self._at += 1
        self.number += 1
        require_short(self.number, len(line))
        return line

    @property
    def left(self) -> int:
        """How many lines of the block that was taken up are still to be given."""
        return len(self._lines) - self._at

    def next_block(self) -> bytes:
        """The next block, or what is left of this; raises StopIteration."""
        if self.left:
            rest = "".join(self._lines[self._at :]).encode()
            self._lines, self._at = [], 0
            return rest
        block = next(self._blocks)
        if isinstance(block, bytes):
            return block
        require_short(self.number + 1, block)
        raise AssertionError("a line that is measured is too long")

    def take_up(self, block: bytes) -> None:
        """Give out the lines of a block."""
        self._lines, self._at = list(io.StringIO(block.decode(), newline="")), 0

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """What stands in the lines from here on, with the number of its last line."""
        reader = csv.reader(self, strict=True)
        self.ended = self.number
        try:
            for cells in reader:
                self.ended = self.number
                if said := without_padding(cells):
                    yield self.number, said
        except csv.Error as error:
            raise no_csv(self.number, error) from None


def _parts(feed: _Feed, columns: tuple[str, ...]) -> Iterator[PlainLines | list[ReleaseRow]]:
    places = places_of(columns)
    while True:
        try:
            block = feed.next_block()
        except StopIteration:
            return
        if is_plain(block, LONGEST_LINE):
            first = feed.number + 1
            feed.number += block.count(b"\n") + (not block.endswith(b"\n"))
            yield PlainLines(first, block)
            continue
        feed.take_up(block)
        rows = []
        records = feed.records()
        # A cell in quotation marks may go on in the next block: then that is gone through line by line, too.
        while feed.left and (record := next(records, None)):
            rows.append(read_row(*record, columns, places))
        yield rows


def _inspect(chunks: Iterable[bytes], most_lines: int) -> int:
    """At most how many lines a file has; raises UnreadableRelease where it has too many, or is no text."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    start, feeds, returns, zeros, strange = b"", 0, 0, False, None
    for chunk in _without_mark(chunks):
        start = start if len(start) >= _SIGNATURE else (start + chunk[: 1 << 12]).lstrip() or chunk.lstrip()[:8]
        if strange is None:
            try:
                decode(chunk)
            except UnicodeDecodeError as error:
                strange = feeds + error.object.count(b"\n", 0, error.start) + 1
        feeds, returns = feeds + chunk.count(b"\n"), returns + chunk.count(b"\r")
        zeros = zeros or b"\0" in chunk
    if strange is None:
        try:
            decode(b"", True)
        except UnicodeDecodeError:
            strange = feeds + 1
    # Lines end in either of the two, or in both.
    if max(feeds, returns) > most_lines:
        raise UnreadableRelease(f"The file has more than {most_lines:,} lines. Split it, and upload the parts in turn.")
    require_text(start, zeros=zeros, strange=strange)
    return feeds + returns + 1


def _without_mark(chunks: Iterable[bytes]) -> Iterator[bytes]:
    given = iter(chunks)
    start = b""
    for chunk in given:
        start += chunk
        if len(start) >= len(MARK):
            break
    yield start.removeprefix(MARK)
    yield from given


def _blocks(chunks: Iterator[bytes]) -> Iterator[bytes | int]:
    """Blocks of whole lines; or, of a line longer than any row, its length, and nothing after it."""
    pending = b""
    for chunk in chunks:
        pending += chunk
        if len(pending) < BLOCK:
            continue
        # Lines that end in a carriage return alone: the last of all may be half of an end.
        cut = pending.rfind(b"\n") + 1 or pending.rfind(b"\r", 0, -1) + 1
        if cut:
            yield pending[:cut]
            pending = pending[cut:]
        elif len(pending) > LONGEST_LINE * _WIDEST:
            yield _length_of_line(pending, chunks)
            return
    if pending:
        yield pending


_INSIDE = bytes(range(0x80, 0xC0))


def _length_of_line(start: bytes, chunks: Iterator[bytes]) -> int:
    """The characters of a line that is too long to be kept, with its end."""
    length, returned = 0, False
    for piece in chain([start], chunks):
        if returned:
            return length + piece.startswith(b"\n")
        ends = [at for at in (piece.find(b"\n"), piece.find(b"\r")) if at >= 0]
        line = piece[: min(ends) + 1] if ends else piece
        length += len(line.translate(None, _INSIDE))
        if ends and line.endswith(b"\n"):
            return length
        returned = bool(ends)
        if returned and len(line) < len(piece):
            return length + piece[len(line) :].startswith(b"\n")
    return length
