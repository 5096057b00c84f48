"""The columns of the table in which policies and initiatives are taken out and brought in again."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.initiatives.models import Initiative
from apps.initiatives.sorts import SORTS_OF, Group, Sort
from apps.workspaces.models import Workspace

_BETWEEN = "; "
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Misread(Exception):
    """A cell cannot be understood; the message says what to write instead."""


@dataclass(frozen=True)
class Ground:
    """What cells may name: the partners and the areas of a workspace."""

    workspace: Workspace

    @cached_property
    def partners(self) -> dict[str, Organisation]:
        theirs = Organisation.objects.filter(takes_part_in__workspace=self.workspace)
        return {each.name.casefold(): each for each in theirs}

    @cached_property
    def areas(self) -> dict[str, Area]:
        areas = list(self.workspace.areas.order_by("name"))
        return {name.casefold(): each for each in areas for name in (each.name, each.code)}


@dataclass(frozen=True)
class Column:
    """One heading: how it is told of an initiative, what it says, and how what is written there is understood.

    `word` is what an action calls it; without `read` it is only told, and whatever is written there is not looked at.
    """

    heading: str
    about: Any
    told: Callable[[Initiative], Any]
    word: str = ""
    read: Callable[[str, Ground], Any] | None = None
    shown: Callable[[Any], str] = str
    width: int = 18


def version_of(initiative: Initiative) -> str:
    """By which a row knows whether someone changed the initiative since: its words and where it stands."""
    return f"{initiative.version} {initiative.status}"


def _words(name: str) -> Callable[[str, Ground], str]:
    def read(text: str, _ground: Ground) -> str:
        field: Any = Initiative._meta.get_field(name)
        try:
            return str(field.clean(text.replace("\r\n", "\n"), None))
        except ValidationError as wrong:
            raise Misread(_("Write something here.") if not text else " ".join(wrong.messages)) from None

    return read


def _choice(choices: Iterable[tuple[str, Any]]) -> Callable[[str, Ground], str]:
    def read(text: str, _ground: Ground) -> str:
        known = {name.casefold(): value for value, label in choices for name in (value, str(label))}
        if text.casefold() not in known:
            listed = ", ".join(str(label) for _value, label in choices)
            raise Misread(_("Write one of: %(choices)s.") % {"choices": listed})
        return known[text.casefold()]

    return read


def _lead(text: str, ground: Ground) -> Organisation:
    if text.casefold() not in ground.partners:
        raise Misread(_("No partner of this workspace has this name. Write it as the list of people does."))
    return ground.partners[text.casefold()]


def _areas(text: str, ground: Ground) -> list[Area]:
    names = _parts(text)
    strange = [name for name in names if name.casefold() not in ground.areas]
    if strange:
        said = _("“%(name)s” is no area of this workspace. Write names or codes with a semicolon between them.")
        raise Misread(said % {"name": strange[0]})
    return sorted({ground.areas[name.casefold()] for name in names}, key=lambda area: area.name)


def _day(text: str, _ground: Ground) -> date | None:
    if not text:
        return None
    british = _BRITISH.fullmatch(text)
    iso = f"{british[3]}-{british[2]:0>2}-{british[1]:0>2}" if british else text
    if _ISO.fullmatch(iso) and not _is_day(iso):
        raise Misread(_("There is no such day."))
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise Misread(_("Write a day as year, month and day, such as 2026-11-22.")) from None


def _is_day(iso: str) -> bool:
    try:
        return bool(date.fromisoformat(iso))
    except ValueError:
        return False


def _partners(text: str, ground: Ground) -> list[Organisation]:
    return [_lead(name, ground) for name in _parts(text)]


def _sort_read(text: str, ground: Ground) -> str:
    return _choice(Sort.choices)(text, ground) if text else ""


def _sort(value: str) -> str:
    return str(Sort(value).label) if value else ""


def _groups(text: str, ground: Ground) -> list[str]:
    chosen = {_choice(Group.choices)(name, ground) for name in _parts(text)}
    return [code for code in Group.values if code in chosen]


def _groups_told(codes: Iterable[str]) -> str:
    return _BETWEEN.join(str(Group(code).label) for code in codes)


def _pounds(text: str, _ground: Ground) -> int | None:
    plain = re.sub(r"[£,\s]", "", text)
    if not plain:
        return None
    whole = re.fullmatch(r"(\d{1,13})(?:\.0{1,2})?", plain, re.ASCII)
    if whole is None or int(whole[1]) > Initiative.MOST_POUNDS:
        raise Misread(_("Write an amount in whole pounds, such as 25000."))
    return int(whole[1])


def _parts(text: str) -> list[str]:
    """The names in a cell that holds several."""
    return [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]


def _listed(rows: Iterable[Area | Organisation]) -> str:
    return _BETWEEN.join(sorted(each.name for each in rows))


def _next(initiative: Initiative) -> str:
    steps = (each for each in initiative.milestones.all() if each.is_open)
    return next((f"{each.title} ({each.due.isoformat()})" for each in steps), "")


def _label(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sorts_said() -> str:
    policy, initiative = (", ".join(str(each.label) for each in SORTS_OF[kind]) for kind in ("policy", "initiative"))
    said = _("Of a policy one of: %(policy)s. Of an initiative one of: %(initiative)s. Or empty.")
    return said % {"policy": policy, "initiative": initiative}


def _groups_said() -> str:
    said = _("Whom it is for, with a semicolon between them, out of: %(groups)s. Or empty.")
    return said % {"groups": _BETWEEN.join(str(each.label) for each in Group)}


_told_later = lazy(lambda said: said(), str)

ID, VERSION = "id", "version"
COLUMNS = (
    Column(ID, _later("Its number here. Leave it empty to log a new one."), lambda each: each.pk, width=8),
    Column(VERSION, _later("Leave it as it is: it tells whether someone changed the row since."), version_of),
    Column("kind", _later("policy or initiative"), lambda each: str(each.get_kind_display()), "kind",
           _choice(Initiative.Kind.choices), _label(Initiative.Kind), 12),
    Column("sort", _told_later(_sorts_said), lambda each: _sort(each.sort), "sort",
           _sort_read, lambda value: _sort(value), 16),
    Column("title", _later("At most 140 characters."), lambda each: each.title, "title", _words("title"), width=36),
    Column("what it does", _later("Who does what, for whom, and where."), lambda each: each.summary, "summary",
           _words("summary"), width=60),
    Column("led by", _later("A partner of this workspace, by its name."), lambda each: each.lead.name, "lead", _lead,
           width=28),
    Column("areas", _later("Names or codes, with a semicolon between them. Empty: all areas."),
           lambda each: _listed(each.areas.all()), "areas", _areas, _listed, 24),
    Column("places", _later("Which places within the areas, in words."), lambda each: each.places, "places",
           _words("places"), width=28),
    Column("groups", _told_later(_groups_said), lambda each: _groups_told(each.groups),
           "groups", _groups, _groups_told, 28),
    Column("whom", _later("Whom it is for, in words."), lambda each: each.whom, "whom", _words("whom"), width=28),
    Column("partners", _later("Partners that take part besides the lead, with a semicolon between them."),
           lambda each: _listed(each.partners.all()), "partners", _partners, _listed, 28),
    Column("budget", _later("In whole pounds, or empty."), lambda each: each.budget, "budget", _pounds,
           lambda value: "" if value is None else str(value), 14),
    Column("funding", _later("Who pays."), lambda each: each.funding, "funding", _words("funding"), width=28),
    Column("starts", _later("A day such as 2026-11-22, or empty."), lambda each: each.starts, "starts", _day, _iso, 12),
    Column("ends", _later("A day such as 2026-11-22, or empty."), lambda each: each.ends, "ends", _day, _iso, 12),
    Column("status", _later("proposed, under way, paused, finished or stopped"),
           lambda each: str(each.get_status_display()), "status", _choice(Initiative.Status.choices),
           _label(Initiative.Status), 14),
    Column("goals", _later("Only told. Name the goals on its page, where it is said how it is meant to help."),
           lambda each: _BETWEEN.join(line.goal.title for line in each.contributions.all() if line.is_meant), width=36),
    Column("elements", _later("Only told, by their codes. They are chosen on its page."),
           lambda each: _BETWEEN.join(tag.code for tag in each.tags.all()), width=24),
    Column("next milestone", _later("Only told. Milestones are added on its page."), _next, width=36),
    Column("seen by the public", _later("Only told."), lambda each: "yes" if each.is_public else "no", width=14),
    Column("confirmed as correct on", _later("Only told."), lambda each: each.confirmed_at.date(), width=14),
)  # fmt: skip
BY_HEADING = {column.heading: column for column in COLUMNS}
#: Without these nothing can be logged.
NEEDED = ("kind", "title", "what it does", "led by")


def cell_of(column: Column, initiative: Initiative) -> str:
    """What stands in a cell, as text."""
    value = column.told(initiative)
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)
