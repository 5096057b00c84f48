"""The release calendar as a file that calendars subscribe to, by RFC 5545."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from apps.figures.expected import Expectation, day_after
from apps.figures.models import ExpectedRelease

#: A line holds so many bytes, without what ends it (section 3.1).
_LINE = 75
#: What a text may not hold: controls, but for the line feed, which is written as two letters.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_STATUS = {"confirmed": "CONFIRMED", "provisional": "TENTATIVE"}


def calendar_file(entries: Iterable[Expectation], names: Mapping[str, str], page: str) -> bytes:
    """All entries as one calendar; `names` are those of indicators by code, `page` is where readers find it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Thriving Places//Release calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(_('%(site)s: figures that are expected') % {'site': settings.SITE_NAME})}",
        *(line for entry in entries for line in _event(entry, names, page)),
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


def _event(entry: Expectation, names: Mapping[str, str], page: str) -> list[str]:
    release = entry.release
    called_off = release.state == ExpectedRelease.State.CALLED_OFF
    status = "CANCELLED" if called_off else _STATUS[release.standing]
    name = names.get(release.element_code, release.element_code) or release.source.title
    return [
        "BEGIN:VEVENT",
        f"UID:{release.uid}",
        f"DTSTAMP:{_moment(release.changed_at)}",
        f"LAST-MODIFIED:{_moment(release.changed_at)}",
        f"SEQUENCE:{release.version - 1}",
        f"DTSTART;VALUE=DATE:{_day(release.on)}",
        f"DTEND;VALUE=DATE:{_day(day_after(release.on, release.precision))}",
        f"SUMMARY:{escaped(_('%(name)s: new figures expected') % {'name': name})}",
        f"DESCRIPTION:{escaped(_described(entry))}",
        f"STATUS:{status}",
        "TRANSP:TRANSPARENT",
        f"URL:{page}",
        "END:VEVENT",
    ]


def _described(entry: Expectation) -> str:
    release = entry.release
    told = [
        _("%(publisher)s: %(title)s.") % {"publisher": release.source.publisher, "title": release.source.title},
        _("Expected: %(when)s (%(standing)s).") % {"when": entry.told, "standing": release.get_standing_display()},
    ]
    told += [_("Before, it was expected: %(when)s.") % {"when": former.told} for former in entry.former]
    if release.note:
        told.append(release.note)
    return "\n".join(told)


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
