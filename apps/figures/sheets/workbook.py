"""Tables in workbooks (.xlsx): read row by row, as their user sees them; no formula, macro or link is ever run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apps.figures.sheets.book import Book, whole
from apps.figures.sheets.kinds import LONGEST_CELL, MOST_COLUMNS, Line, Sheet, UnreadableSheet
from apps.figures.sheets.parcel import MOST_BYTES, Parcel, Reader

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_LISTED = 5
_LAST_ROW = 1_048_576
_LAST_SERIAL, _LEAP_DAY = 2_958_466, 60


def read_workbook(content: bytes, worksheet: str = "", longest: int = LONGEST_CELL, most: int = MOST_BYTES) -> Sheet:
    """The table of a worksheet; raises UnreadableSheet, also while its lines are read."""
    book = Book(Parcel(content, longest, most))
    names = tuple(book.visible)
    if not names:
        raise UnreadableSheet("All worksheets are hidden, or there are none. Show the one with the table and save it.")
    if worksheet and worksheet not in names:
        raise UnreadableSheet(f"There is no worksheet “{worksheet[:60]}”. There are: {', '.join(names)[:300]}.")
    chosen = worksheet or names[0]
    notes = [f"The worksheet “{chosen}” was read, of {len(names)}."] if len(names) > 1 else []
    return Sheet("xlsx", _Rows(book, book.visible[chosen], notes), notes, worksheets=names, worksheet=chosen)


@dataclass
class _Places:
    """Cells of some kind: how many, and the first few by name."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, column: int, row: int) -> None:
        self.count += 1
        if self.count <= _LISTED:
            self.first.append(f"{_letters(column)}{row}")

    def __str__(self) -> str:
        listed = ", ".join(self.first)
        return f"{listed} and {self.count - _LISTED:,} more cells" if self.count > _LISTED else listed


@dataclass
class _Seen:
    """What is worth telling of a worksheet, filled while its rows are read."""

    formulas: _Places = field(default_factory=_Places)
    never_worked_out: _Places = field(default_factory=_Places)
    hidden_rows: int = 0
    joined: int = 0

    def notes(self) -> Iterator[str]:
        if self.formulas.count:
            yield f"{self.formulas}: a formula stands there. What it last came to was read, nothing worked out."
        if self.never_worked_out.count:
            yield f"{self.never_worked_out}: a formula that was never worked out. It was read as empty."
        if self.hidden_rows:
            yield f"{self.hidden_rows:,} rows are hidden in the worksheet. They were read like the others."
        if self.joined:
            yield f"Cells are joined in {self.joined:,} places. What they say was read in the first of them only."


@dataclass(frozen=True)
class _Rows:
    book: Book
    part: str
    notes: list[str]

    def __iter__(self) -> Iterator[Line]:
        seen = _Seen()
        reader = _Cells(self.book, self.part, seen)
        for _ in reader.pieces():
            yield from reader.ready
            reader.ready.clear()
        self.notes.extend(note for note in seen.notes() if note not in self.notes)


class _Cells(Reader):
    """The rows of one worksheet, those that hold anything, in `ready` as soon as they are whole."""

    def __init__(self, book: Book, part: str, seen: _Seen) -> None:
        super().__init__(book.parcel, part)
        self.ready: list[Line] = []
        self._book, self._seen = book, seen
        self._number = self._at = self._room = 0
        self._row: dict[int, str] = {}
        self._kind = self._style = ""
        self._text: list[str] = []
        self._in_value = self._has_formula = self._spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self._at = _column(place[1]) if place else self._at + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._text, self._has_formula, self._in_value = [], False, False
            self._room = self._book.parcel.longest
        elif name in ("v", "t"):
            self._in_value = not self._spoken
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._number = whole(attributes.get("r", "")) or self._number + 1
            if self._number > _LAST_ROW:
                raise UnreadableSheet(
                    f"A row has the number {self._number:,}, and no worksheet has more than {_LAST_ROW:,}. "
                    "Save the table anew."
                )
            self._row, self._at = {}, 0
            self._seen.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "mergeCell":
            self._seen.joined += 1
        elif name == "rPh":
            self._spoken = True

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._row:
            cells = [""] * (max(self._row) + 1)
            for at, text in self._row.items():
                cells[at] = text
            self.ready.append(Line(self._number, tuple(cells)))
        elif name == "rPh":
            self._spoken = False

    def text(self, text: str) -> None:
        if self._in_value and self._room > 0:
            self._text.append(text)
            self._room -= len(text)

    def _end_cell(self) -> None:
        raw = "".join(self._text)
        if self._has_formula:
            kept = self._seen.formulas if raw else self._seen.never_worked_out
            kept.add(self._at, self._number)
        text = self._value(raw) if raw else ""
        if not text.strip():
            return
        if self._at > MOST_COLUMNS:
            raise UnreadableSheet(
                f"Cell {_letters(self._at)}{self._number} lies beyond column {_letters(MOST_COLUMNS)}, up to which "
                "tables are read. Delete what is there, or save the table alone."
            )
        self._row[self._at - 1] = text[: self._book.parcel.longest]

    def _value(self, raw: str) -> str:
        if self._kind == "s":
            at = whole(raw)
            return self._book.texts[at] if at < len(self._book.texts) else ""
        if self._kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if self._kind == "d":
            return raw.removesuffix("T00:00:00")
        if self._kind != "n":
            return raw
        try:
            return self._number_shown(float(raw))
        except ValueError:
            return raw

    def _number_shown(self, number: float) -> str:
        style = whole(self._style)
        shown = self._book.shown[style] if self._style and style < len(self._book.shown) else ""
        if shown == "percent":
            return f"{number * 100:.13g}%"
        if shown == "date" and (day := _day(number, from_1904=self._book.from_1904)):
            return day
        return f"{number:.15g}"


def _day(serial: float, *, from_1904: bool) -> str:
    """The day, and the time if there is one, that a number of days stands for; empty where it stands for none."""
    if not 1 <= serial < _LAST_SERIAL:
        return ""
    begin = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not from_1904 and serial < _LEAP_DAY:
        # Excel takes 1900 for a leap year, so that its first two months are a day off.
        begin += timedelta(days=1)
    try:
        when = begin + timedelta(days=int(serial), seconds=round((serial - int(serial)) * 86_400))
    except OverflowError:
        return ""
    return when.isoformat().removesuffix("T00:00:00")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
