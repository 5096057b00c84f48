"""Periods that figures are about: `2022-01-01/P3Y` (a start and a length) or one date, and how they are read aloud."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_SHAPE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/P([1-9]\d{0,2})([YMD]))?", re.ASCII)
_YEARS = re.compile(r"/P(\d+)Y$", re.ASCII)
_DAYS_IN_A_YEAR = 365.25
# Knows no language itself: when the site starts it is told how to say what is English here, and in which language.
_say: Callable[[str], str] = str
_tongue: Callable[[], str | None] = str


def speak(say: Callable[[str], str], tongue: Callable[[], str | None]) -> None:
    """From now on words are said by `say`, which takes them in English; `tongue` tells the language that it speaks."""
    global _say, _tongue
    _say, _tongue = say, tongue
    _said.cache_clear()


@dataclass(frozen=True, order=True)
class Period:
    """A first and a last day, both inside it, and the text it was read from. Earlier periods sort first."""

    start: date
    end: date
    text: str


@lru_cache(maxsize=4096)
def parse(period: str) -> Period:
    """The period a text stands for; raises ValueError with a sentence that can be shown."""
    shape = _SHAPE.fullmatch(period)
    if shape is None:
        raise ValueError(
            f"“{period}” is not a period: write a date (2021-03-21) or a start and length (2022-01-01/P3Y)."
        )
    day, count, unit = shape.groups()
    try:
        start = date.fromisoformat(day)
        end = _last_day(start, int(count), unit) if count else start
    except (ValueError, OverflowError):
        raise ValueError(f"“{period}” is not a period: there is no such day in the calendar.") from None
    return Period(start, end, period)


def label(period: str, period_type: str = "") -> str:
    """How a period is written for readers; `period_type` is what the source says its labels mean."""
    return _said(_tongue(), period, period_type)


@lru_cache(maxsize=4096)
def _said(_language: str | None, period: str, period_type: str) -> str:
    # Pages name the same few periods hundreds of times.
    return _label(period, period_type, _between)


def _label(period: str, period_type: str, between: Callable[[str, str], str]) -> str:
    read = parse(period)
    kind = period_type.casefold()
    if "/" not in period:
        return (
            _say("year to %(month)s") % {"month": _month(read.end)} if kind.startswith("year to") else _day(read.start)
        )
    if kind.startswith("academic"):
        return _say("school year %(year)s") % {"year": f"{read.start.year}/{read.end.year % 100:02}"}
    text = _span(read, between)
    return _say("published %(period)s") % {"period": text} if kind.startswith("published") else text


def in_short(period: str, period_type: str = "") -> str:
    """How a period is written where a sentence holds two of them: "2022/23", "2019–2021"; else as `label` does."""
    length = _YEARS.search(period)
    if length is None:
        return _label(period, period_type, lambda first, last: f"{first}–{last}")
    read, years = parse(period), int(length[1])
    if (read.start.month, read.start.day) == (1, 1):
        return f"{read.start.year}–{read.end.year}" if years > 1 else f"{read.start.year}"
    first = f"{read.start.year}/{(read.start.year + 1) % 100:02}"
    return f"{first}–{read.end.year - 1}/{read.end.year % 100:02}" if years > 1 else first


def age_in_years(period: str, on: date) -> float:
    """How long ago, on a day, the period ended; below zero when it has yet to end."""
    return (on - parse(period).end).days / _DAYS_IN_A_YEAR


def _last_day(start: date, count: int, unit: str) -> date:
    if unit == "D":
        return start + timedelta(days=count - 1)
    months = start.month - 1 + (count * 12 if unit == "Y" else count)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    after = date(year, month, day)
    # 31 January and one month: February has no such day, so its last day is still inside.
    return after if day < start.day else after - timedelta(days=1)


def _span(read: Period, between: Callable[[str, str], str]) -> str:
    whole_months = read.start.day == 1 and (read.end + timedelta(days=1)).day == 1
    if not whole_months:
        return between(_day(read.start), _day(read.end))
    if read.start.month == 1 and read.end.month == 12:
        first, last = str(read.start.year), str(read.end.year)
    else:
        first, last = _month(read.start), _month(read.end)
    return first if first == last else between(first, last)


def _between(first: str, last: str) -> str:
    return _say("%(first)s to %(last)s") % {"first": first, "last": last}


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{_say(calendar.month_name[day.month])} {day.year}"
