"""What the rows of a table that someone brought would do, row by row, before anything is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.common.errors import Refused
from apps.common.personal_data import found_in
from apps.common.spreadsheets import harmless
from apps.figures.sheets import UnreadableSheet, read_sheet
from apps.initiatives.actions.telling import require_dates
from apps.initiatives.models import Initiative
from apps.initiatives.queries import initiatives_in
from apps.initiatives.sheet_columns import (
    BY_HEADING,
    COLUMNS,
    ID,
    NEEDED,
    VERSION,
    Ground,
    Misread,
    cell_of,
    version_of,
)
from apps.initiatives.sheet_since import changed_by_oneself
from apps.initiatives.sorts import fits
from apps.initiatives.states import INITIATIVE
from apps.workspaces.models import Workspace
from apps.workspaces.queries import member_of

#: More rows are not looked over by anybody.
MOST_ROWS = 500
#: The longest text of a cell that is kept: a character more than what any word of an initiative may have.
_LONGEST_CELL = 4_001
#: What a workbook may unpack to, in bytes, and how long all of its words may be: somebody waits while it is read.
_MOST_UNPACKED, _MOST_WORDS = 10_000_000, 3_000_000
_DIGITS = 18
#: So much of a heading that is not known is said again.
_LONGEST_HEADING = 100
#: What people write freely.
_FREE = ("title", "summary", "places", "whom", "funding")

#: A row as it was read: its number in the file, and its cells by their headings.
Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What a cell would change."""

    heading: str
    before: str
    after: str


@dataclass
class Planned:
    """What one row would do. `words` and `move` are for the actions, `wrong` says what is refused by its heading.

    `asks` are words that look like personal data; `is_hidden`: the public would not see it any more.
    """

    number: int
    title: str
    initiative: Initiative | None = None
    words: dict[str, Any] = field(default_factory=dict)
    move: str = ""
    key: UUID | None = None
    changes: list[Change] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    is_logged: bool = False
    is_hidden: bool = False

    @property
    def does(self) -> str:
        """One of refused, new, changed, unchanged."""
        if self.wrong:
            return "refused"
        if self.initiative is None:
            return "unchanged" if self.is_logged else "new"
        return "changed" if self.changes else "unchanged"


@dataclass(frozen=True)
class Table:
    """What a file holds: its rows by the headings that are known, and the headings that are not."""

    rows: list[Row]
    passed_over: list[str]


def read_table(content: bytes, name: str) -> Table:
    """What a file holds, by the headings of its first line. Raises Refused with what to do."""
    try:
        lines, length = [], 0
        for line in read_sheet(content, name, longest=_LONGEST_CELL, most=_MOST_UNPACKED).lines:
            lines.append(line)
            length += sum(map(len, line.cells))
            if length > _MOST_WORDS:
                raise Refused(_("This table holds more text than can be looked over at once. Bring it in parts."))
            if len(lines) > MOST_ROWS + 1:
                said = _("This table has more than %(most)d rows. Bring it in parts: delete rows that did not change.")
                raise Refused(said % {"most": MOST_ROWS})
    except UnreadableSheet as unreadable:
        raise Refused(str(unreadable)) from None
    headings = [cell.strip().casefold() for cell in lines[0].cells] if lines else []
    _insist_on_headings(headings)
    rows = [_row(line.number, headings, line.cells) for line in lines[1:]]
    return Table(rows, _passed_over([line.cells for line in lines]))


def planned(workspace: Workspace, reader: Any, rows: Sequence[Row]) -> list[Planned]:
    """What each row would do for someone now: a fixed number of queries."""
    ground = _Plan(workspace, reader, rows)
    return [ground.row(row) for row in rows]


def _insist_on_headings(headings: Sequence[str]) -> None:
    known = [heading for heading in headings if heading in BY_HEADING]
    if "title" not in known:
        raise Refused(_("The first row has to hold the headings, as in the empty table: title is not among them."))
    twice = sorted({heading for heading in known if known.count(heading) > 1})
    if twice:
        raise Refused(_("The heading “%(heading)s” stands there twice. Delete one column.") % {"heading": twice[0]})


def _passed_over(lines: Sequence[Sequence[str]]) -> list[str]:
    """The headings that are not known, as they are written; "" where there are words under no heading at all."""
    written = [cell.strip() for cell in lines[0]]
    strange = [heading[:_LONGEST_HEADING] for heading in written if heading and heading.casefold() not in BY_HEADING]
    bare = {place for place, heading in enumerate(written) if not heading}
    has_bare = any(
        cell.strip() for line in lines[1:] for place, cell in enumerate(line) if place in bare or place >= len(written)
    )
    return [*dict.fromkeys(strange), *([""] if has_bare else [])]


def _row(number: int, headings: Sequence[str], cells: Sequence[str]) -> Row:
    padded = [*cells, *[""] * len(headings)]
    given = {heading: text.strip() for heading, text in zip(headings, padded, strict=False) if heading in BY_HEADING}
    return {"number": number, "cells": given}


def _as_meant(text: str) -> str:
    """A cell without the mark that keeps spreadsheets from taking it for a formula."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


class _Plan:
    """What rows are held to: what there is in the workspace, and what whoever brings them may do."""

    def __init__(self, workspace: Workspace, reader: Any, rows: Sequence[Row]) -> None:
        self.workspace, self.ground = workspace, Ground(workspace)
        self.reader, self.rows = reader, rows
        seen = initiatives_in(workspace, reader)
        numbers = {int(text) for row in rows if _is_number(text := _id_in(row))}
        found = seen.filter(pk__in=numbers).select_related("lead").prefetch_related("areas", "partners")
        self.known = {each.pk: each for each in found}
        self.met: set[int] = set()
        self.alike: dict[str, int] = {}
        there = list(seen.values_list("key", "title"))
        self.logged = {key for key, _title in there}
        self.titles = {_alike(title) for _key, title in there}
        member = member_of(workspace, reader)
        self.speaks_for = member.partner.organisation_id if member else None
        self.may_hand_over = can(reader, Permission.PARTNER_EDIT, on=workspace)
        self.leads = set(workspace.partners.values_list("organisation_id", flat=True))

    def row(self, row: Row) -> Planned:
        cells: Mapping[str, str] = {name: _as_meant(text) for name, text in row["cells"].items()}
        plan = Planned(row["number"], cells.get("title", ""))
        if cells.get(ID):
            self._find(plan, cells)
        else:
            self._log(plan, cells)
        if not plan.wrong:
            self._read(plan, row["cells"], cells)
            self._hold_to_version(plan, cells)
        if not plan.wrong:
            self._check(plan)
        return plan

    def _find(self, plan: Planned, cells: Mapping[str, str]) -> None:
        number = int(cells[ID]) if _is_number(cells[ID]) else 0
        plan.initiative = self.known.get(number)
        if plan.initiative is None:
            plan.wrong.append((ID, _("You see none of this number here. Empty the cell to log the row as a new one.")))
        elif number in self.met:
            plan.wrong.append((ID, _("Another row above has this number. Delete one of the two.")))
        self.met.add(number)
        plan.title = plan.title or (plan.initiative.title if plan.initiative else "")

    def _log(self, plan: Planned, cells: Mapping[str, str]) -> None:
        missing = [name for name in NEEDED if not cells.get(name)]
        plan.wrong += [(name, _("Write something here, so that it can be logged.")) for name in missing]
        words = "\n".join(f"{each.heading}={cells.get(each.heading, '')}" for each in COLUMNS if each.read)
        # Two rows that say the same are two things; the same row brought twice is one.
        self.alike[words] = self.alike.get(words, 0) + 1
        plan.key = uuid5(NAMESPACE_URL, f"sheet {self.workspace.pk} {self.alike[words]}\n{words}")
        plan.is_logged = plan.key in self.logged
        # Where the numbers are missing altogether, a row may well be what is there already.
        if ID not in cells and not plan.is_logged and _alike(plan.title) in self.titles:
            said = _("There is one of this title already. Keep its id, or give the new one another title.")
            plan.wrong.append(("title", said))

    def _read(self, plan: Planned, raw: Mapping[str, str], cells: Mapping[str, str]) -> None:
        for column in COLUMNS:
            if column.read is None or column.heading not in cells:
                continue
            before = cell_of(column, plan.initiative) if plan.initiative else ""
            text = cells[column.heading]
            if plan.initiative and before.strip() in (text, raw[column.heading]):
                continue
            if plan.initiative is None and not text:
                continue
            try:
                value = column.read(text, self.ground)
            except Misread as misread:
                plan.wrong.append((column.heading, str(misread)))
                continue
            after = column.shown(value)
            if after != before:
                plan.words[column.word] = value
                plan.changes.append(Change(column.heading, before, after))
                plan.asks += [each.words for each in found_in(after)] if column.word in _FREE else []

    def _hold_to_version(self, plan: Planned, cells: Mapping[str, str]) -> None:
        """A row that is older than what stands here may say the same, but not change anything."""
        found, version = plan.initiative, cells.get(VERSION, "")
        if found is None or version == version_of(found) or not (plan.changes or plan.wrong):
            return
        if not version:
            said = _(
                "It is missing, so it is not known who changed it since. Take the table anew, and keep this column."
            )
        elif found.pk in self.ones_own:
            said = _("You changed it since this table was taken. Take the table anew, and change this row there.")
        else:
            said = _("Someone changed it since this table was taken. Take the table anew, and change this row there.")
        plan.wrong, plan.changes, plan.asks = [(VERSION, said)], [], []

    @cached_property
    def ones_own(self) -> set[int]:
        """Those whose rows are old because of whoever brings them alone."""
        taken = {int(text): row["cells"].get(VERSION, "") for row in self.rows if _is_number(text := _id_in(row))}
        old = {each: taken[pk] for pk, each in self.known.items() if taken[pk] != version_of(each)}
        return changed_by_oneself(self.reader, old)

    def _check(self, plan: Planned) -> None:
        self._check_days(plan)
        kind, sort = (plan.words.get(name, getattr(plan.initiative, name, "")) for name in ("kind", "sort"))
        if not fits(kind, sort):
            plan.wrong.append(("sort", _("This sort is not one of its kind. Write one that is, or empty the cell.")))
        found, status = plan.initiative, plan.words.get("status")
        if found is None:
            return
        if status:
            moves = INITIATIVE.moves_from(found.status)
            plan.move = next((name for name, move in moves.items() if move.end == status), "")
            if not plan.move:
                said = _("It is “%(status)s”, and does not go from there to what this row says.")
                plan.wrong.append(("status", said % {"status": found.get_status_display()}))
        if "lead" in plan.words:
            self._check_lead(plan, found)
        is_its_word = found.lead_id == self.speaks_for and "lead" not in plan.words
        plan.is_hidden = found.is_public and bool(plan.changes) and not is_its_word

    def _check_days(self, plan: Planned) -> None:
        days = {name: plan.words.get(name, getattr(plan.initiative, name, None)) for name in ("starts", "ends")}
        try:
            require_dates(**days)
        except ValidationError as wrong:
            plan.wrong += [(name, " ".join(said)) for name, said in wrong.message_dict.items()]
        if days["starts"] and days["ends"] and days["ends"] < days["starts"]:
            plan.wrong.append(("ends", _("It ends before it starts. Change one of the two days.")))

    def _check_lead(self, plan: Planned, found: Initiative) -> None:
        lead: Organisation = found.lead
        if found.is_kept:
            plan.wrong.append(("led by", _("It is kept to some partners. Hand it over on its page.")))
        elif lead.pk in self.leads and lead.pk != self.speaks_for and not self.may_hand_over:
            said = _("Only the people of %(lead)s, or a lead of the workspace, can hand it to another partner.")
            plan.wrong.append(("led by", said % {"lead": lead}))


def _id_in(row: Row) -> str:
    return str(row["cells"].get(ID, ""))


def _alike(title: str) -> str:
    """Titles that people take for the same are the same so."""
    return " ".join(title.split()).casefold()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def rows_for(workspace: Workspace, reader: Any) -> Iterable[Initiative]:
    """What someone takes out: all that they see, earliest first, with what its columns tell."""
    seen = initiatives_in(workspace, reader).select_related("lead").order_by("pk")
    return seen.prefetch_related("areas", "partners", "tags", "milestones", "contributions__goal")
