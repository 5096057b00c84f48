"""Figures of a local measure as people write or paste them: a period, a figure, maybe two limits, on a line."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _

from apps.common.numbers import read_number
from apps.common.periods import parse

#: So many lines are taken from one paste.
MOST = 200

_MONTHS = {name.casefold()[:3]: number for number, name in enumerate(calendar.month_name) if name}
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_YEARS = re.compile(r"(\d{4})\s*(?:-|–|to)\s*(\d{4})", re.ASCII | re.IGNORECASE)
_SCHOOL_OR_BUDGET = re.compile(r"(\d{4})\s*[/–-]\s*(\d{2})", re.ASCII)
_MONTH_BY_NUMBER = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{4})", re.ASCII)
_QUARTER = re.compile(r"(?:Q([1-4])\s+(\d{4})|(\d{4})\s*-?\s*Q([1-4]))", re.ASCII | re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:-|–|to)\s+", re.IGNORECASE)
_COLUMNS = re.compile(r"\t|;|,(?=\s)|\s{2,}")


@dataclass(frozen=True)
class ReadFigure:
    """A figure that was read: its period in the one form in which periods are kept."""

    period: str
    value: float
    lower: float | None = None
    upper: float | None = None


class Unread(ValueError):
    """What cannot be read; the message is a sentence that says what to do."""


class UnreadLines(ValueError):
    """Lines that cannot be read, a sentence for each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read_period(text: str) -> str:
    """A period as people write it: 2024, March 2024, 2024-03, Q2 2024, 2019 to 2021, April 2023 to March 2024, a day.

    Raises Unread on anything else, and on what could be two things.
    """
    words = " ".join(text.split())
    if found := _plainly(words):
        return found
    ends = [_month(each) for each in _BETWEEN.split(words)]
    if len(ends) == 2 and ends[0] and ends[1] and ends[0] <= ends[1]:
        months = (ends[1][0] - ends[0][0]) * 12 + ends[1][1] - ends[0][1] + 1
        return _of_months(*ends[0], months)
    two = _SCHOOL_OR_BUDGET.fullmatch(words)
    if two and int(two[2]) == (int(two[1]) + 1) % 100:
        raise Unread(
            _("“%(text)s” may be a school year or a financial one. Write its months, such as April 2023 to March 2024.")
            % {"text": words}
        )
    raise Unread(
        _("“%(text)s” is no period. Write a year (2024), a month (March 2024), or from when to when (2019 to 2021).")
        % {"text": words}
    )


def read_lines(text: str) -> list[ReadFigure]:
    """The figures of pasted lines, each of two or four columns. Raises UnreadLines with what is wrong of each line."""
    figures: list[ReadFigure] = []
    wrong: list[str] = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST:
        raise UnreadLines([_("Paste %(most)s lines at a time at most.") % {"most": MOST}])
    for number, line in lines:
        try:
            figures.append(_read(line))
        except Unread as why:
            # A line of names above the figures is no fault.
            if number != lines[0][0] or any(letter.isdigit() for letter in line):
                wrong.append(_("Line %(number)s: %(why)s") % {"number": number, "why": why})
    wrong += _twice(figures)
    if wrong:
        raise UnreadLines(wrong)
    if not figures:
        raise UnreadLines([_("There is no figure in it. Paste a period and a figure a line.")])
    return figures


def _read(line: str) -> ReadFigure:
    cells = [cell.strip() for cell in _COLUMNS.split(line.strip())]
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    if len(cells) not in (2, 3, 4):
        raise Unread(_("write a period and a figure, or besides a lower and an upper limit, with a tab between them."))
    period = read_period(cells[0])
    value, *limits = (_figure(cell) for cell in cells[1:])
    if len(limits) == 1:
        raise Unread(_("there is one limit. Give a lower and an upper one, or none."))
    if limits and not limits[0] <= value <= limits[1]:
        raise Unread(_("the limits do not stand on either side of the figure. Write the lower one first."))
    return ReadFigure(period, value, *limits)


def _figure(cell: str) -> float:
    value = read_number(cell)
    if not isfinite(value) or abs(value) > 1e12:
        raise Unread(_("“%(cell)s” is no figure. Write a number, such as 45 or 45.5.") % {"cell": cell})
    return value


def _twice(figures: Iterable[ReadFigure]) -> list[str]:
    seen: set[str] = set()
    twice: list[str] = []
    for figure in figures:
        if figure.period in seen:
            twice.append(_("The same period stands on two lines: %(period)s.") % {"period": figure.period})
        seen.add(figure.period)
    return twice


def _plainly(words: str) -> str:
    """The period where `words` are one in one piece; else empty."""
    if year := _YEAR.fullmatch(words):
        return _of_months(int(year[1]), 1, 12)
    if (years := _YEARS.fullmatch(words)) and years[1] <= years[2]:
        return _of_months(int(years[1]), 1, 12 * (int(years[2]) - int(years[1]) + 1))
    if quarter := _QUARTER.fullmatch(words):
        return _of_months(int(quarter[2] or quarter[3]), 3 * int(quarter[1] or quarter[4]) - 2, 3)
    if month := _month(words):
        return _of_months(*month, 1)
    try:
        return parse(words).text
    except ValueError:
        return ""


def _month(words: str) -> tuple[int, int] | None:
    if by_number := _MONTH_BY_NUMBER.fullmatch(words):
        number = int(by_number[2])
        return (int(by_number[1]), number) if 1 <= number <= 12 else None
    named = _MONTH.fullmatch(words)
    number = _named(named[1]) if named else 0
    return (int(named[2]), number) if named and number else None


def _named(word: str) -> int:
    number = _MONTHS.get(word.casefold()[:3], 0)
    return number if number and calendar.month_name[number].casefold().startswith(word.casefold()) else 0


def _of_months(year: int, month: int, months: int) -> str:
    length = f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"
    try:
        return parse(f"{year:04}-{month:02}-01/{length}").text
    except ValueError:
        raise Unread(_("There is no such period in the calendar.")) from None
