"""Rows and cells of a CSV file, and what is said when they are bad."""

import csv
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: So many things wrong with a file are told at once.
MOST_TOLD = 20


class BadTable(Exception):
    """A file cannot be used: a sentence for each of the first things that are wrong with it, in order of its rows.

    `count`: how many there are in all.
    """

    def __init__(self, problems: Sequence[str], count: int = 0) -> None:
        told = list(problems[:MOST_TOLD])
        if (more := max(count, len(problems)) - len(told)) > 0:
            told.append(f"… and {more} more.")
        super().__init__("\n".join(told))


class Problems:
    """What is wrong with the rows of one file."""

    def __init__(self, file: str) -> None:
        self.file, self.count = file, 0
        self._sentences: list[str] = []

    def say(self, number: int, column: str, sentence: str) -> None:
        """Note what is wrong with a cell."""
        self.add(f"{self.file}, row {number}, column {column}: {sentence}")

    def add(self, sentence: str) -> None:
        """Note what is wrong with the file."""
        self.count += 1
        if len(self._sentences) < MOST_TOLD:
            self._sentences.append(sentence)

    def insist_none(self) -> None:
        """Raises BadTable when anything was noted."""
        if self.count:
            raise BadTable(self._sentences, self.count)


@dataclass(frozen=True)
class Table:
    """The header of a CSV file, and its rows: each its number as a spreadsheet counts them, and a cell per column."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def opened(path: Path, needed: Sequence[str]) -> Iterator[Table]:
    """A CSV file with at least the columns `needed`. White space around cells is left out. Raises BadTable."""
    try:
        file = path.open(newline="", encoding="utf-8-sig")
    except OSError as error:
        raise BadTable([f"{path} cannot be opened: {error.strerror}."]) from None
    with file:
        reader = csv.reader(file, strict=True)
        try:
            header = tuple(name.strip() for name in next(reader, []))
        except (csv.Error, UnicodeDecodeError) as error:
            raise BadTable([_unreadable(path, 1, error)]) from None
        problems = Problems(path.name)
        for name in needed:
            if name not in header:
                problems.add(f"{path.name}, row 1: there is no column {name}.")
        for name in sorted({name for name in header if name and header.count(name) > 1}):
            problems.add(f"{path.name}, row 1: there are two columns {name}.")
        problems.insist_none()
        yield Table(header, _rows(path, reader, len(header)))


def text_of(path: Path) -> str:
    """A whole text file. Raises BadTable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadTable([f"{path} cannot be opened: {error.strerror}."]) from None
    except UnicodeDecodeError:
        raise BadTable([f"{path.name}: it is not in UTF-8."]) from None


def parsed(said: str) -> float | None:
    """A number; nan for an empty cell; None for what is no finite number."""
    if not said:
        return math.nan
    try:
        value = float(said)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in said else None


def written(value: float) -> str:
    """A number with every digit it has; an empty cell for nan."""
    return "" if math.isnan(value) else repr(float(value) + 0.0)


def _rows(path: Path, reader: Any, width: int) -> Iterator[tuple[int, list[str]]]:
    number, blank = 1, [""] * width
    try:
        for cells in reader:
            number += 1
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                raise BadTable([f"{path.name}, row {number}: it has {len(cells)} cells, and the header {width}."])
            if any(cells):
                yield number, [cell.strip() for cell in (cells + blank)[:width]]
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadTable([_unreadable(path, number + 1, error)]) from None


def _unreadable(path: Path, number: int, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{path.name}, row {_first_not_in_utf8(path)}: it is not in UTF-8."
    return f"{path.name}, row {number}: it cannot be read as CSV ({error})."


def _first_not_in_utf8(path: Path) -> int:
    # The reader is ahead of the row it gives, so the row is looked for anew.
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1
