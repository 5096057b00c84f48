"""What needs attention of one initiative, before all that its page says: nothing where there is nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.initiatives.course import Course
from apps.initiatives.models import Initiative, Risk
from apps.initiatives.queries import LIVE, is_unconfirmed

#: Of more than these nobody would do the first.
MOST = 4
_SHORT = 80


@dataclass(frozen=True)
class Need:
    """Something that needs attention, in a line, and the section of the page that tells of it."""

    sentence: str
    section: str


def attention_of(initiative: Initiative, course: Course) -> tuple[Need, ...]:
    """What stands in its way first, then what is late, then what is only old; it asks the database nothing more."""
    if initiative.status not in LIVE:
        return ()
    return tuple(_needs(initiative, course))[:MOST]


def _needs(initiative: Initiative, course: Course) -> Iterator[Need]:
    if said := _blocked(course):
        yield Need(said, "risks-title")
    if said := _overdue(course):
        yield Need(said, "milestones-title")
    if said := _waiting(course):
        yield Need(said, "waits-title")
    if course.updates and course.updates[0].needs_attention:
        happened = {"happened": _short(course.updates[0].happened)}
        yield Need(_("The last update asks for attention: %(happened)s") % happened, "updates-title")
    if is_unconfirmed(initiative):
        day = {"day": date_format(initiative.confirmed_at, "j F Y")}
        yield Need(_("Nobody has confirmed this since %(day)s") % day, "about-title")


def _blocked(course: Course) -> str:
    blockers = [line.risk for line in course.risks if line.risk.kind == Risk.Kind.BLOCKER]
    if not blockers:
        return ""
    said = ngettext("A blocker is open: %(what)s", "%(count)d blockers are open", len(blockers))
    return said % {"what": _short(blockers[0].what), "count": len(blockers)}


def _overdue(course: Course) -> str:
    late = [line.milestone for line in course.milestones if line.is_overdue]
    if not late:
        return ""
    said = ngettext("“%(title)s” was due on %(day)s", "%(count)d milestones are overdue", len(late))
    return said % {"title": late[0].title, "day": date_format(late[0].due, "j F Y"), "count": len(late)}


def _waiting(course: Course) -> str:
    troubled = [line for line in course.waits_for if line.trouble]
    if not troubled:
        return ""
    first = troubled[0].dependency
    said = ngettext(
        "It waits for “%(what)s”. %(trouble)s", "%(count)d things that it waits for are not as needed", len(troubled)
    )
    what = _short(first.on.title if first.on else first.outside)
    return said % {"what": what, "trouble": troubled[0].trouble, "count": len(troubled)}


def _short(text: str) -> str:
    return str(Truncator(" ".join(text.split())).chars(_SHORT))
