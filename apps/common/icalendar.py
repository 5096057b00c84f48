"""Pure: days as a file that calendars subscribe to, by RFC 5545."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

#: A line holds so many bytes, without what ends it (section 3.1).
_LINE = 75
#: What a text may not hold: controls, but for the line feed, which is written as two letters.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """Something on whole days: from `starts` up to `after`, which is the first day on which it is over.

    `uid` stays the same for as long as it is the same thing; `sequence` counts how often it was written anew.
    """

    uid: str
    title: str
    starts: date
    after: date
    changed_at: datetime
    url: str
    about: str = ""
    status: str = "CONFIRMED"
    sequence: int = 0


def calendar_text(name: str, maker: str, entries: Iterable[Entry]) -> bytes:
    """All entries as one calendar; `name` is what people see it under, `maker` what made it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Thriving Places//{maker}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """A text as the value of a property: backslash, semicolon, comma and line ends are escaped (section 3.3.11)."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of 75 bytes at most, no letter cut in two; each but the first begins with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece])


def _event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_moment(entry.changed_at)}",
        f"LAST-MODIFIED:{_moment(entry.changed_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART;VALUE=DATE:{_day(entry.starts)}",
        f"DTEND;VALUE=DATE:{_day(entry.after)}",
        f"SUMMARY:{escaped(entry.title)}",
        *([f"DESCRIPTION:{escaped(entry.about)}"] if entry.about else []),
        f"STATUS:{entry.status}",
        "TRANSP:TRANSPARENT",
        f"URL:{entry.url}",
        "END:VEVENT",
    ]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
