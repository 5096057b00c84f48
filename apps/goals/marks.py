"""Pure: interim marks of a goal as they are written, one a line: "2027-12-31: 22.5"; "2027: 22.5" for its last day."""

import math
import re
from collections.abc import Iterable
from datetime import date

from apps.common.numbers import read_number

_MARK = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})-(?P<day>\d{2}))?\s*[:=\s]\s*(?P<figure>\S.*)", re.ASCII)

Mark = tuple[date, float]


class UnreadMark(ValueError):
    """A line that is no mark; the message is the line."""


def read_marks(text: str) -> tuple[Mark, ...]:
    """The marks of a text, in its order. Raises UnreadMark on the first line that is none."""
    return tuple(_read(line.strip()) for line in text.splitlines() if line.strip())


def write_marks(marks: Iterable[Mark]) -> str:
    """Marks as they are kept: a line each, with all digits of the figure."""
    return "\n".join(f"{day.isoformat()}: {repr(value).removesuffix('.0')}" for day, value in marks)


def _read(line: str) -> Mark:
    found = _MARK.fullmatch(line)
    figure = read_number(found["figure"]) if found else math.nan
    if found is None or not math.isfinite(figure):
        raise UnreadMark(line)
    try:
        return date(int(found["year"]), int(found["month"] or 12), int(found["day"] or 31)), figure
    except ValueError:
        raise UnreadMark(line) from None
