"""What all worksheets of a workbook share: their names, the texts, how numbers are shown, from when dates count."""

import re
from functools import cached_property

from apps.figures.sheets.kinds import UnreadableSheet
from apps.figures.sheets.parcel import Parcel, Reader

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
#: Numbers of formats that every spreadsheet program knows.
_DATES = frozenset({14, 15, 16, 17, 22, 27, 30, 36, 45, 46, 47, 50, 57})
_PERCENTS = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MOST_TEXTS, _MOST_CHARACTERS = 3_000_000, 50_000_000
#: Worksheets, links to parts, and ways to show a cell: more than spreadsheet programs allow, or let anyone make.
_MOST_SHEETS, _MOST_LINKS, _MOST_STYLES = 1_000, 4_000, 70_000
_LONGEST_NAME, _LONGEST_CODE = 100, 255


class Book:
    """A workbook; what it shares is read when it is asked for."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        named, links = _Names(parcel, "xl/workbook.xml"), _Links(parcel, "xl/_rels/workbook.xml.rels")
        named.read()
        links.read()
        self.from_1904 = named.from_1904
        self.visible = {name: _path(links.targets[link]) for name, link in named.sheets if link in links.targets}

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells point to by number."""
        if "xl/sharedStrings.xml" not in self.parcel:
            return []
        reader = _Texts(self.parcel, "xl/sharedStrings.xml")
        reader.read()
        return reader.found

    @cached_property
    def shown(self) -> list[str]:
        """How a number in a cell of each style is shown: "date", "percent" or ""."""
        if "xl/styles.xml" not in self.parcel:
            return []
        reader = _Styles(self.parcel, "xl/styles.xml")
        reader.read()
        return [_shown_as(number, reader.formats.get(number, "")) for number in reader.styles]


class _Names(Reader):
    def __init__(self, parcel: Parcel, name: str) -> None:
        super().__init__(parcel, name)
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets.append((attributes.get("name", "")[:_LONGEST_NAME], attributes.get(_RELATION, "")))
            _insist_on(len(self.sheets) <= _MOST_SHEETS)
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Links(Reader):
    def __init__(self, parcel: Parcel, name: str) -> None:
        super().__init__(parcel, name)
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
            _insist_on(len(self.targets) <= _MOST_LINKS)


class _Texts(Reader):
    """What stands above characters to say how they are spoken (rPh) is no part of a text."""

    def __init__(self, parcel: Parcel, name: str) -> None:
        super().__init__(parcel, name)
        self._longest = parcel.longest
        self.found: list[str] = []
        self._parts: list[str] = []
        self._inside = self._spoken = False
        self._characters = self._room = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts, self._room = [], self._longest
        if name == "rPh":
            self._spoken = True
        self._inside = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        self._inside = False
        if name == "rPh":
            self._spoken = False
        if name == "si":
            text = "".join(self._parts)[: self._longest]
            self._characters += len(text)
            if len(self.found) >= _MOST_TEXTS or self._characters > _MOST_CHARACTERS:
                raise UnreadableSheet("The workbook holds more text than any table needs. Save the table as CSV.")
            self.found.append(text)

    def text(self, text: str) -> None:
        if self._inside and self._room > 0:
            self._parts.append(text)
            self._room -= len(text)


class _Styles(Reader):
    def __init__(self, parcel: Parcel, name: str) -> None:
        super().__init__(parcel, name)
        self.formats: dict[int, str] = {}
        self.styles: list[int] = []
        self._within = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.formats[whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")[:_LONGEST_CODE]
        if name == "cellXfs":
            self._within = True
        if name == "xf" and self._within:
            self.styles.append(whole(attributes.get("numFmtId", "")))
        _insist_on(len(self.styles) <= _MOST_STYLES and len(self.formats) <= _MOST_STYLES)

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False


def whole(text: str) -> int:
    """A whole number of at most nine digits; 0 for whatever else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _insist_on(bounded: bool) -> None:
    if not bounded:
        raise UnreadableSheet("The workbook has far more parts than any table needs. Save the table alone, or as CSV.")


def _shown_as(number: int, code: str) -> str:
    bare = _QUOTED.sub("", code).casefold()
    if number in _PERCENTS or "%" in bare:
        return "percent"
    if number in _DATES or (bare and "general" not in bare and re.search(r"[ymdh]", bare)):
        return "date"
    return ""


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
