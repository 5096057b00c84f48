"""The release calendar as a file that calendars subscribe to."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from apps.common.icalendar import Entry, calendar_text
from apps.figures.expected import Expectation, day_after
from apps.figures.models import ExpectedRelease

_STATUS = {"confirmed": "CONFIRMED", "provisional": "TENTATIVE"}


def calendar_file(entries: Iterable[Expectation], names: Mapping[str, str], page: str) -> bytes:
    """All entries as one calendar; `names` are those of indicators by code, `page` is where readers find it."""
    name = _("%(site)s: figures that are expected") % {"site": settings.SITE_NAME}
    return calendar_text(name, "Release calendar", (_entry(entry, names, page) for entry in entries))


def _entry(entry: Expectation, names: Mapping[str, str], page: str) -> Entry:
    release = entry.release
    called_off = release.state == ExpectedRelease.State.CALLED_OFF
    name = names.get(release.element_code, release.element_code) or release.source.title
    return Entry(
        uid=str(release.uid),
        title=_("%(name)s: new figures expected") % {"name": name},
        starts=release.on,
        after=day_after(release.on, release.precision),
        changed_at=release.changed_at,
        url=page,
        about=_described(entry),
        status="CANCELLED" if called_off else _STATUS[release.standing],
        sequence=release.version - 1,
    )


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
