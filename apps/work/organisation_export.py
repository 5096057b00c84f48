"""What an organisation's people wrote and did in every workspace, as one archive: for a request for information.

What others wrote is not in it, but for the titles of what it hangs on; nothing is that is kept to other partners.
"""

import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.access.roles import Role
from apps.accounts.belonging import Belonging, belonging_of
from apps.accounts.models import Organisation
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.kinds import kind_of
from apps.conversations.models import Comment
from apps.files.models import StoredFile
from apps.goals.local_wording import subject_name
from apps.goals.models import Goal, LocalFigure, LocalMeasure
from apps.initiatives.models import Document, Evidence, Initiative
from apps.work.exporting import IN_MEMORY, add_file, as_json, written
from apps.work.organisation_export_parts import Whose, delivery_tables, parts_with_versions
from apps.workspaces.models import Member, Workspace

Rows = list[tuple[Any, ...]]

_READ_ME = """What the people of {name} wrote and did here, as it stood on {day}

Each table is CSV (UTF-8, one row per thing); the columns `workspace`, `goal` and `initiative` hold the numbers by which
they belong together.

  workspaces.csv    where it takes part, took part, or leads something
  goals.csv         goals that it leads or that its people set
  local_measures.csv, local_figures.csv   measures and figures that its people added; what became of a figure since
                    is told by the activity of whoever changed it
  initiatives.csv   policies and initiatives that it leads
  versions.json     every version of these and of their milestones and risks; the words only where its own people
                    wrote them
  comments.csv      what was written in its name, also what was taken back or hidden since (`removed_at`)
  evidence.csv      evidence that its people added; the files themselves are in the folder files, by number
  updates.csv       how these go, as its people wrote
  counts.csv        what its people counted of what was done
  risks.csv         risks and blockers that its people named, in the words in which they did
  documents.csv     documents that its people added to initiatives, in the same way
  activity.csv      what its people did

{names}

Not in it: what people of other partners wrote, but for the titles of the goals and initiatives that they share; and
what is kept to other partners, or is gone. What is kept to {name} as a partner is in it, as part of its own record: its
organisers may take that out though they speak for it in no workspace.

Someone counts as one of its people for what they wrote and did while they belonged to it. Whoever speaks for another
partner in a workspace counts as one of that partner's people there, whatever else they belong to; of whoever is no
member there any more nothing is in it from when they belonged to another partner too, but for comments, which say whom
they spoke for. Where the record does not tell from when until when someone belonged to it, it is left out.

Before you publish any of it, look for:
- personal data: texts, files and file names may name people, whether or not the tables do;
- what is kept: drafts that are kept to some partners are in it, and the others see them no more than the public does;
- the confidence of others: a workspace that is not public is not known outside, nor who its partners are; titles may
  be another partner's words;
- files: what is inside them was not looked at, nor what they say of who made them.
"""
_WITHOUT = "The tables do not name people: they say in which role someone of the organisation wrote or did it."
_WITH = "The tables name people, as they were called then. Without need, take the archive without names instead."


def packed_for(organisation: Organisation, *, with_names: bool) -> IO[bytes]:
    """The archive, from its start. Files come one after the other, so that they are never in memory together."""
    taken = Taken(organisation, with_names)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - who asked for it closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        day, names = timezone.localdate().isoformat(), _WITH if with_names else _WITHOUT
        archive.writestr("README.txt", _READ_ME.format(name=organisation.name, day=day, names=names))
        for name, rows in taken.tables().items():
            archive.writestr(f"{name}.csv", written(rows))
        archive.writestr("versions.json", as_json(taken.versions()))
        for stored in StoredFile.objects.filter(pk__in=taken.files()).defer("content").order_by("pk"):
            add_file(archive, stored)
    out.seek(0)
    return out


@dataclass(frozen=True)
class Taken:
    """What is an organisation's own in all workspaces, with the names of its people or without."""

    organisation: Organisation
    with_names: bool

    def tables(self) -> dict[str, Rows]:
        """Each table by its name, its headings first."""
        return {
            "workspaces": self._workspace_rows(),
            "goals": self._goal_rows(),
            "local_measures": self._measure_rows(),
            "local_figures": self._figure_rows(),
            "initiatives": self._initiative_rows(),
            "comments": self._comment_rows(),
            "evidence": self._evidence_rows(),
            **delivery_tables(self._whose()),
            "documents": self._document_rows(),
            "activity": self._event_rows(),
        }

    def versions(self) -> list[dict[str, Any]]:
        """Every version of what it leads or set; its words where one of its people wrote them."""
        of = {("goal", goal.pk): goal.workspace_id for goal in self._goals}
        of |= {("initiative", each.pk): each.workspace_id for each in self._initiatives}
        of |= parts_with_versions(self._initiatives)
        asked = Q()
        for kind in ("goal", "initiative", "milestone", "risk"):
            asked |= Q(subject_kind=kind, subject_id__in=[pk for name, pk in of if name == kind])
        found = Version.objects.filter(asked).order_by("subject_kind", "subject_id", "number")
        return [self._version(each, of[each.subject_kind, each.subject_id]) for each in found]

    def files(self) -> list[int]:
        brought: list[Evidence | Document] = [*self._evidence, *self._documents]
        return [each.file_id for each in brought if each.file_id]

    @cached_property
    def _same(self) -> list[Organisation]:
        """Itself, and what became part of it."""
        return [self.organisation, *self.organisation.absorbed.order_by("pk")]

    @cached_property
    def _names(self) -> set[str]:
        """What it was ever called, with what became part of it."""
        kind, pks = kind_of(self.organisation).name, [each.pk for each in self._same]
        before = Version.objects.filter(subject_kind=kind, subject_id__in=pks).values_list("words", flat=True)
        return {each.name for each in self._same} | {str(words.get("name", "")) for words in before} - {""}

    @cached_property
    def _belonging(self) -> Belonging:
        return belonging_of(self._same)

    @cached_property
    def _others(self) -> dict[int, Belonging]:
        """By workspace: the people of all other partners that it has or had."""
        return {space.pk: belonging_of(self._other_partners(space)) for space in self._workspaces}

    def _other_partners(self, workspace: Workspace) -> QuerySet[Organisation]:
        left = Event.objects.filter(scope_kind="workspace", scope_id=workspace.pk, verb=Verb.PARTNER_REMOVED)
        gone = [told["organisation"] for told in left.values_list("details", flat=True) if "organisation" in told]
        there = Organisation.objects.filter(Q(takes_part_in__workspace=workspace) | Q(pk__in=gone))
        found = Organisation.objects.filter(Q(pk__in=there.values("pk")) | Q(merged_into__in=there.values("pk")))
        return found.exclude(pk__in=[each.pk for each in self._same])

    @cached_property
    def _open(self) -> QuerySet[Initiative]:
        """What it sees as a partner. All that hangs on initiatives begins here."""
        return Initiative.objects.open_to_partner(self.organisation)

    def _whose(self) -> Whose:
        return Whose(self._open.filter(workspace__in=self._numbers), self._belonging.people, self._is_ours, self._who)

    @cached_property
    def _workspaces(self) -> list[Workspace]:
        left = Event.objects.filter(
            verb=Verb.PARTNER_REMOVED, details__organisation__in=[each.pk for each in self._same]
        )
        mine = (
            Q(partners__organisation=self.organisation)
            | Q(goals__lead=self.organisation)
            | Q(initiatives__lead=self.organisation)
            | Q(pk__in=[pk for pk in left.values_list("scope_id", flat=True) if pk])
        )
        return list(Workspace.objects.filter(mine).distinct().order_by("pk"))

    @cached_property
    def _numbers(self) -> list[int]:
        return [space.pk for space in self._workspaces]

    @cached_property
    def _members(self) -> dict[tuple[int, int], Member]:
        members = Member.objects.filter(workspace__in=self._numbers, person__in=self._belonging.people)
        return {(each.workspace_id, each.person_id): each for each in members.select_related("partner")}

    def _is_ours(self, workspace: int, person: int | None, at: datetime) -> bool:
        """Whether what someone did in a workspace at a time was done by one of its people."""
        if not self._belonging.was_in(person, at):
            return False
        if member := self._members.get((workspace, person or 0)):
            return member.partner.organisation_id == self.organisation.pk
        # For whom they spoke is not on record: if they may have spoken for another partner, it is not taken.
        return not self._others[workspace].was_in(person, at)

    def _who(self, workspace: int, person: int | None, at: datetime, label: str) -> str:
        if not self._is_ours(workspace, person, at):
            return "someone of another partner"
        if self.with_names:
            return label
        member = self._members.get((workspace, person or 0))
        role = Role(member.role).label if member else "former member"
        return f"{role}, of {self.organisation}"

    @cached_property
    def _goals(self) -> list[Goal]:
        found = Goal.objects.filter(workspace__in=self._numbers).select_related(
            "area", "element", "local_measure", "lead", "set_by"
        )
        mine = self.organisation.pk
        return [
            each
            for each in found.order_by("pk")
            if each.lead_id == mine or self._is_ours(each.workspace_id, each.set_by_id, each.set_at)
        ]

    @cached_property
    def _initiatives(self) -> list[Initiative]:
        return list(self._open.filter(lead=self.organisation).select_related("logged_by", "borrowing").order_by("pk"))

    @cached_property
    def _evidence(self) -> list[Evidence]:
        return self._added(Evidence)

    @cached_property
    def _documents(self) -> list[Document]:
        return self._added(Document)

    def _added(self, model: Any) -> list[Any]:
        """What its people added to initiatives that it sees."""
        mine = self._open.filter(workspace__in=self._numbers)
        found = model._default_manager.filter(initiative__in=mine, added_by__in=self._belonging.people)
        found = found.select_related("initiative", "added_by", "file").defer("file__content").order_by("pk")
        return [each for each in found if self._is_ours(each.initiative.workspace_id, each.added_by_id, each.added_at)]

    def _workspace_rows(self) -> Rows:
        live = set(self.organisation.takes_part_in.values_list("workspace_id", flat=True))
        rows = [(each.pk, each.name, each.pk in live, each.is_public, each.archived_at) for each in self._workspaces]
        return [("workspace", "name", "takes_part_now", "seen_by_public", "archived_at"), *rows]

    def _goal_rows(self) -> Rows:
        head = ("workspace", "goal", "title", "area", "element", "measure", "baseline_period", "baseline", "target")
        rows = [
            (each.workspace_id, each.pk, each.title, each.area.name, subject_name(each), each.measure)
            + (each.baseline_period, each.baseline, each.target, each.due, each.lead.name, each.state, each.is_public)
            + (each.aim, each.against, each.moves)
            + (self._who(each.workspace_id, each.set_by_id, each.set_at, str(each.set_by or "")), each.set_at)
            for each in self._goals
        ]
        aims = ("aim", "compared_with", "target_moves")
        return [(*head, "due", "led_by", "state", "seen_by_public", *aims, "set_by", "set_at"), *rows]

    def _measure_rows(self) -> Rows:
        head = ("workspace", "local_measure", "name", "definition", "unit", "source", "link", "added_by", "added_at")
        found = LocalMeasure.objects.filter(workspace__in=self._numbers, added_by__in=self._belonging.people)
        rows = [
            (each.workspace_id, each.pk, each.name, each.definition, each.unit, each.source, each.link)
            + (self._who(each.workspace_id, each.added_by_id, each.added_at, str(each.added_by)), each.added_at)
            for each in found.select_related("added_by").order_by("pk")
            if self._is_ours(each.workspace_id, each.added_by_id, each.added_at)
        ]
        return [head, *rows]

    def _figure_rows(self) -> Rows:
        head = ("workspace", "local_measure", "name", "period", "value", "lower", "upper", "note")
        found = LocalFigure.objects.filter(measure__workspace__in=self._numbers, added_by__in=self._belonging.people)
        rows = [
            (each.measure.workspace_id, each.measure_id, each.measure.name, each.period, each.value, each.lower)
            + (each.upper, each.note, each.added_at, each.ended_at)
            for each in found.select_related("measure").order_by("pk")
            if self._is_ours(each.measure.workspace_id, each.added_by_id, each.added_at)
        ]
        return [(*head, "added_at", "ended_at"), *rows]

    def _initiative_rows(self) -> Rows:
        head = ("workspace", "initiative", "kind", "sort", "title", "status", "starts", "ends", "seen_by_public")
        rows = [
            (each.workspace_id, each.pk, each.kind, each.sort, each.title, each.status)
            + (each.starts, each.ends, each.is_public)
            + (
                self._who(each.workspace_id, each.logged_by_id, each.logged_at, str(each.logged_by or "")),
                each.logged_at,
                str(getattr(each, "borrowing", "")),
            )
            # What is written in it may be others' words: those of its own people are among the versions.
            for each in self._initiatives
        ]
        return [(*head, "logged_by", "logged_at", "begun_from"), *rows]

    def _comment_rows(self) -> Rows:
        about = self._talked_about()
        # By the name alone it is not: nothing keeps another partner from being called the same.
        found = Comment.objects.filter(
            thread__in=about, author_of__in=self._names, author__in=self._belonging.people
        ).order_by("pk")
        rows = [
            (*about[each.thread_id], each.pk, each.answers_id, self._author(about[each.thread_id][0], each))
            + (each.text, each.written_at, each.removed_at, each.removal)
            for each in found
            if self._belonging.was_in(each.author_id, each.written_at)
        ]
        head = ("workspace", "about", "number", "title", "comment", "answers", "author", "text", "written_at")
        return [(*head, "removed_at", "removal"), *rows]

    def _author(self, workspace: int, comment: Comment) -> str:
        """Written in its name as it was then, whoever its author speaks for now."""
        if self.with_names:
            return comment.author_label
        member = self._members.get((workspace, comment.author_id or 0))
        role = Role(member.role).label if member else "former member"
        return f"{role}, of {comment.author_of}"

    def _talked_about(self) -> dict[int, tuple[int, str, int, str]]:
        """By thread: the workspace, and the kind, number and title of what is talked about."""
        found: dict[int, tuple[int, str, int, str]] = {}
        for kind, asked in (("goal", Goal.objects.all()), ("initiative", self._open)):
            things: Iterable[Any] = asked.filter(workspace__in=self._numbers, thread__isnull=False)
            found |= {each.thread_id: (each.workspace_id, kind, each.pk, each.title) for each in things}
        return found

    def _evidence_rows(self) -> Rows:
        head = ("workspace", "initiative", "initiative_title", "title", "note", "link", "file", "file_name")
        rows = [(*self._of(each), each.note, *self._brought(each)) for each in self._evidence]
        return [(*head, "added_by", "added_at"), *rows]

    def _document_rows(self) -> Rows:
        head = ("workspace", "initiative", "initiative_title", "title", "link", "file", "file_name")
        rows = [(*self._of(each), *self._brought(each)) for each in self._documents]
        return [(*head, "added_by", "added_at"), *rows]

    def _of(self, each: Evidence | Document) -> tuple[Any, ...]:
        """To what something was added, and its title."""
        return (each.initiative.workspace_id, each.initiative_id, each.initiative.title, each.title)

    def _brought(self, each: Evidence | Document) -> tuple[Any, ...]:
        who = self._who(each.initiative.workspace_id, each.added_by_id, each.added_at, str(each.added_by or ""))
        return (each.link, each.file_id, each.file.name if each.file else "", who, each.added_at)

    def _event_rows(self) -> Rows:
        found = Event.objects.filter(
            # Of an initiative that is gone nobody can tell any more whom it was kept to.
            ~Q(subject_kind="initiative") | Q(subject_id__in=self._open.values("pk")),
            scope_kind="workspace",
            scope_id__in=self._numbers,
            actor__in=self._belonging.people,
        )
        rows = [
            (each.scope_id, each.at, self._who(each.scope_id or 0, each.actor_id, each.at, each.actor_label), each.verb)
            + (each.subject_kind, each.subject_id, each.subject_label)
            for each in found.order_by("pk")
            if self._is_ours(each.scope_id or 0, each.actor_id, each.at)
        ]
        return [("workspace", "at", "who", "did", "kind", "number", "what"), *rows]

    def _version(self, version: Version, workspace: int) -> dict[str, Any]:
        told = {
            "kind": version.subject_kind,
            "of": version.subject_id,
            "version": version.number,
            "by": self._who(workspace, version.by_id, version.at, version.by_label),
            "at": version.at.isoformat(),
        }
        if self._is_ours(workspace, version.by_id, version.at):
            told |= {"why": version.reason, "words": version.words}
        return told
