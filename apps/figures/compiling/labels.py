"""What a source's label of a period means, by the rule its recipe names."""

import re
from collections.abc import Callable
from datetime import date

from apps.common import periods

_SPAN = re.compile(r"((?:19|20)\d{2})\s*(?:/|-|–|to)\s*((?:19|20)?\d{2})(?!\d|-)", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d{2})", re.ASCII)
#: What makes a label one of a part of a year: a quarter, a half, a term or a month.
_PART = re.compile(
    r"(?<![a-z])(?:q\s*[1-4]|[1-4]\s*q|h[12]|quarters?|half|term"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![a-z])",
    re.ASCII | re.IGNORECASE,
)
_ONE_YEAR = re.compile(r"(?:19|20)\d{2}(?:\.0)?", re.ASCII)


def _begin(label: str) -> int:
    year = label[:4]
    if not (year.isascii() and year.isdigit()):
        raise ValueError(f"“{label}” does not begin with a year.")
    return int(year)


def _year(label: str) -> int:
    """The year that a label begins with. One of a part of a year would be taken for the whole of it."""
    year = _begin(label)
    if _PART.search(label[4:]):
        raise ValueError(f"“{label}” names a part of a year, and periods here are whole years. Leave it out.")
    return year


def _first_of(label: str, years: int) -> int:
    """The year that a label such as 2019/20 or 2019-21 begins with; it has to span so many years, if it says so."""
    span = _SPAN.match(label.strip())
    first = _year(label.strip())
    if span:
        last = int(span[2]) if len(span[2]) > 2 else first // 100 * 100 + int(span[2])
        last += 100 if last < first else 0
        if last - first != years:
            raise ValueError(f"“{label}” does not stand for {'one year' if years == 1 else f'{years + 1} years'} here.")
    return first


def _last_of(label: str) -> int:
    """The year that a label names as the last of several. A label that names the first as well would be misread."""
    if _SPAN.match(label.strip()):
        raise ValueError(f"“{label}” names its first year too. Say that periods are known by their first year.")
    return _year(label)


def _day(label: str) -> str:
    if shape := _DAY.fullmatch(label.strip()):
        label = f"{shape[3]}-{int(shape[2]):02}-{int(shape[1]):02}"
    try:
        return date.fromisoformat(label.strip()[:10]).isoformat()
    except ValueError:
        raise ValueError(f"“{label}” is not a day. Write it as 2021-03-21.") from None


def _plain(label: str) -> str:
    """A period as this index writes it, or a single year."""
    text = label.strip()
    if _ONE_YEAR.fullmatch(text):
        return f"{text[:4]}-01-01/P1Y"
    if _SPAN.fullmatch(text):
        raise ValueError(
            f"“{label}” may be a financial or a school year, or several years. Say which, above the table."
        )
    return periods.parse(text).text


RULES: dict[str, Callable[[str], str]] = {
    "plain": _plain,
    "day": _day,
    "academic-from": lambda label: f"{_first_of(label, 1)}-09-01/P1Y",
    "three-years-from": lambda label: f"{_first_of(label, 2)}-01-01/P3Y",
    "as-published": lambda label: label,
    "calendar": lambda label: f"{_year(label)}-01-01/P1Y",
    "year-end": lambda label: f"{_year(label)}-12-31",
    "financial-from": lambda label: f"{_first_of(label, 1)}-04-01/P1Y",
    "financial-to": lambda label: f"{_last_of(label) - 1}-04-01/P1Y",
    "academic-to": lambda label: f"{_last_of(label) - 1}-09-01/P1Y",
    "november-to": lambda label: f"{_year(label) - 1}-11-16/P1Y",
    "three-years-to": lambda label: f"{_last_of(label) - 2}-01-01/P3Y",
    "ten-years-from-april": lambda label: f"{_begin(label)}-04-01/P10Y",
    "published-2025": lambda label: "2025-01-01/P1Y",
    "financial-2020": lambda label: "2020-04-01/P1Y",
    "census-2021": lambda label: "2021-03-21",
    "always": lambda label: "",
}
