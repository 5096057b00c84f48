"""The cells of many lines at once: where each begins and ends in a block of bytes, and what stands there.

A cell is taken apart here only where it is short and plain; whoever asks looks at all others one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Words = NDArray[np.uint64]

_QUOTE, _COMMA, _FEED, _RETURN, _POINT = b'"', 0x2C, 0x0A, 0x0D, 0x2E
#: Bytes in a word, the words of a text that is looked up, and those of a number.
_WORD, _TEXT, _NUMBER = 8, 2, 3
_LONGEST_WHOLE = 9
_PLUS, _MINUS, _NOUGHT, _NINE = np.frombuffer(b"+-0\x09", np.uint8)
#: So many digits, and powers of ten up to so high, are exact in a float.
_EXACT = 15
_TENS = 10.0 ** np.arange(_EXACT + 1)
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_WORD + 1)], np.uint64)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)
_FOLD = np.uint64(32)


def is_plain(block: bytes, longest: int) -> bool:
    """Whether a comma in these lines always ends a cell, and a line feed a line; none longer than `longest` bytes."""
    if _QUOTE in block or (b"\r" in block and block.count(b"\r") != block.count(b"\r\n")):
        return False
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _FEED)
    return bool(np.diff(ends, prepend=-1, append=len(block)).max() <= longest)


class Fields:
    """The cells of a block of plain lines, of which those with `width` cells are taken apart.

    `starts` and `ends` give the lines (all of them); `whole` those that have `width` cells.
    """

    def __init__(self, block: bytes, width: int) -> None:
        closed = block if block.endswith(b"\n") else block + b"\n"
        self.bytes = np.frombuffer(closed + bytes(_WORD * _NUMBER), np.uint8)
        # A word of eight bytes from each place on.
        self._words = np.ndarray((len(closed) + _WORD * (_NUMBER - 1),), "<u8", self.bytes, strides=(1,))
        cuts = np.flatnonzero((self.bytes == _COMMA) | (self.bytes == _FEED))
        of_lines = np.flatnonzero(self.bytes[cuts] == _FEED)
        self.ends = cuts[of_lines]
        self.starts = np.concatenate(([0], self.ends[:-1] + 1))
        commas = np.diff(of_lines, prepend=-1) - 1
        self.whole = np.flatnonzero(commas == width - 1)
        stops = cuts[of_lines[self.whole][:, None] + np.arange(1 - width, 1)].reshape(-1, width)
        self._from = np.column_stack((self.starts[self.whole], stops[:, :-1] + 1))
        # Lines may end in a carriage return and a line feed.
        stops[:, -1] -= (self.bytes[stops[:, -1] - 1] == _RETURN) & (stops[:, -1] > self._from[:, -1])
        self._lengths = stops - self._from

    def empty(self, column: int) -> Flags:
        """Which cells of a column hold nothing at all."""
        return np.asarray(self._lengths[:, column] == 0)

    def texts(self, column: int) -> "Texts":
        """The cells of a column, to be looked up."""
        return Texts(self._cells(column, _TEXT), self._lengths[:, column] <= _WORD * _TEXT)

    def numbers(self, column: int) -> tuple[Floats, Flags]:
        """The numbers of a column, nan where there is none, and which cells are a plainly written one."""
        start, length = self._from[:, column], self._lengths[:, column]
        found = np.full(len(start), np.nan)
        if not length.any():
            return found, np.zeros(len(start), np.bool_)
        cells = self._cells(column, _NUMBER)
        spelled = _spelled(cells, int(length.max()))
        first, last = self.bytes[start], self.bytes[start + length - 1]
        signed = (first == _PLUS) | (first == _MINUS)
        good = (length > 0) & (length <= _WORD * _NUMBER) & _is_digit(self.bytes[start + signed]) & _is_digit(last)
        good &= (spelled.digits + spelled.points + signed == length) & (spelled.points <= 1)
        # Both the digits and the power of ten are exact, so what they give is the number that is nearest.
        exact = good & (spelled.digits <= _EXACT)
        found[exact] = (spelled.whole[exact] / _TENS[spelled.after[exact]]) * np.where(
            first[exact] == _MINUS, -1.0, 1.0
        )
        longer = good & ~exact
        found[longer] = cells[longer].view(f"S{_WORD * _NUMBER}").ravel().astype(np.float64)
        return found, good

    def wholes(self, column: int) -> tuple[Ints, Flags]:
        """The whole numbers of a column, and which cells are one."""
        length = self._lengths[:, column]
        spelled = _spelled(self._cells(column, _TEXT), int(length.max(initial=0)))
        good = (length > 0) & (length <= _LONGEST_WHOLE) & (spelled.digits == length)
        return np.where(good, spelled.whole, 0), good

    def line(self, at: int) -> str:
        """One line as it stands there, without its end."""
        return self.bytes[self.starts[at] : self.ends[at]].tobytes().decode()

    def _cells(self, column: int, words: int) -> _Words:
        """The first bytes of each cell of a column, as so many words, nought behind its end."""
        start, length = self._from[:, column], self._lengths[:, column]
        cells = np.empty((len(start), words), np.uint64)
        for word in range(words):
            left = np.clip(length - word * _WORD, 0, _WORD)
            cells[:, word] = self._words[start + word * _WORD] & _MASKS[left]
        return cells


@dataclass(frozen=True)
class _Spelled:
    """What stands in cells: all digits as one whole number, how many, how many points, how many digits after one."""

    whole: Ints
    digits: Ints
    points: Ints
    after: Ints


def _spelled(cells: _Words, longest: int) -> _Spelled:
    rows, width = len(cells), cells.shape[1] * _WORD
    octets = cells.view(np.uint8).reshape(rows, width)
    whole, digits, points, after = (np.zeros(rows, np.int64) for _ in range(4))
    for at in range(min(longest, width)):
        octet = octets[:, at]
        is_digit = _is_digit(octet)
        # Too many digits run over: such numbers are read another way.
        whole = np.where(is_digit, whole * 10 + (octet - _NOUGHT), whole)
        digits += is_digit
        points += octet == _POINT
        after += is_digit & (points > 0)
    return _Spelled(whole, digits, points, after)


def _is_digit(octets: NDArray[np.uint8]) -> Flags:
    found: Flags = octets - _NOUGHT <= _NINE
    return found


@dataclass(frozen=True)
class Texts:
    """Cells of a column by their first bytes; `short` are those that have no more."""

    words: _Words
    short: Flags

    def distinct(self, among: Flags) -> Sequence[str]:
        """The texts of some cells, each once; none that are long, or hold other than ASCII."""
        chosen = self.words[among & self.short]
        _, first = np.unique(_hash(chosen), return_index=True)
        found = chosen[first].view(f"S{_WORD * _TEXT}").ravel().tolist()
        return [text.decode() for text in found if text.isascii()]


class Lookup:
    """Finds the number of a short text for many cells at once."""

    def __init__(self) -> None:
        self._words = np.empty((0, _TEXT), np.uint64)
        self._hashes = np.empty(0, np.uint64)
        self._numbers = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, numbers: dict[str, int]) -> None:
        """Know these texts by their numbers from now on, those that are short enough."""
        short = {text.encode(): number for text, number in numbers.items() if len(text.encode()) <= _WORD * _TEXT}
        padded = b"".join(text.ljust(_WORD * _TEXT, b"\0") for text in short)
        words = np.concatenate((self._words, np.frombuffer(padded, np.uint64).reshape(-1, _TEXT)))
        known = np.concatenate((self._numbers, np.fromiter(short.values(), np.int64, len(short))))
        hashes = _hash(words)
        order = np.argsort(hashes, kind="stable")
        self._words, self._hashes, self._numbers = words[order], hashes[order], known[order]

    def find(self, texts: Texts) -> Ints:
        """The number of each text; -1 where it is not known."""
        if not len(self._numbers):
            return np.full(len(texts.words), -1)
        at = np.searchsorted(self._hashes, _hash(texts.words))
        at[at == len(self._hashes)] = 0
        same = (self._words[at] == texts.words).all(axis=1) & texts.short
        return np.where(same, self._numbers[at], -1)


def _hash(words: _Words) -> _Words:
    mixed = words * _FACTORS
    whole: _Words = mixed[:, 0] ^ (mixed[:, 1] >> _FOLD) ^ mixed[:, 1]
    return whole
