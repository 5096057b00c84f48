"""All of a workspace as one archive: a table of each kind of thing, every version of what was written, the files."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.activity.models import Event, Version
from apps.activity.queries import seen_by
from apps.common.kinds import kind_of
from apps.common.spreadsheets import harmless
from apps.conversations.models import Comment
from apps.files.models import StoredFile
from apps.files.queries import chunks_of
from apps.goals.models import Assessment, Goal, LocalFigure, LocalMeasure
from apps.initiatives.models import (
    Borrowing,
    Contribution,
    DeliveryCount,
    DeliveryMeasure,
    Dependency,
    Document,
    Evidence,
    Initiative,
    InitiativeUpdate,
    Interest,
    Involvement,
    Milestone,
    Risk,
    Tag,
)
from apps.initiatives.queries import initiatives_in
from apps.workspaces.models import Workspace

#: What is kept in memory before it goes to disk, in bytes.
IN_MEMORY = 5_000_000
#: Each table: its columns, and where in a row each is found.
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "partners": {"organisation": "organisation__name", "sector": "organisation__sector", "since": "joined_at"},
    "members": {
        "name": "person__name", "speaks_for": "partner__organisation__name", "role": "role", "since": "joined_at",
    },
    "goals": {
        "goal": "pk", "title": "title", "area": "area__name", "element": "element__name",
        "local_measure": "local_measure_id", "measure": "measure",
        "baseline_period": "baseline_period", "baseline": "baseline", "target": "target", "due": "due",
        "aim": "aim", "compared_with": "against", "target_moves": "moves", "target_from": "worked_out",
        "road": "shape", "marks": "marks", "success": "success", "led_by": "lead__name", "why": "why",
        "state": "state", "closing_note": "closing_note", "looked_after_by": "looked_after_by__name",
        "seen_by_public": "is_public", "set_by": "set_by__name", "set_at": "set_at", "version": "version",
    },
    "standings": {
        "goal": "goal_id", "goal_version": "goal_version", "standing": "standing", "period": "period",
        "value": "value", "lower": "lower", "upper": "upper", "expected": "expected", "target": "target",
        "forecast": "forecast", "forecast_lower": "forecast_lower", "forecast_upper": "forecast_upper",
        "forecast_held": "forecast_held", "unforeseen": "unforeseen", "run": "run_id",
        "figures_version": "figures_version", "assessed_at": "assessed_at",
    },
    "local_measures": {
        "local_measure": "pk", "name": "name", "definition": "definition", "unit": "unit", "decimals": "decimals",
        "direction": "direction", "source": "source", "link": "link", "state": "state",
        "figures_version": "figures_version", "added_by": "added_by__name", "added_at": "added_at",
        "version": "version",
    },
    "local_areas": {"local_measure": "localmeasure_id", "area": "area__name"},
    "local_figures": {
        "local_measure": "measure_id", "period": "period", "value": "value", "lower": "lower", "upper": "upper",
        "note": "note", "added_by": "added_by__name", "added_at": "added_at", "ended_by": "ended_by__name",
        "ended_at": "ended_at", "ended_why": "ended_why",
    },
    "contributors": {"goal": "goal_id", "organisation": "organisation__name"},
    "initiatives": {
        "initiative": "pk", "kind": "kind", "sort": "sort", "title": "title", "summary": "summary",
        "led_by": "lead__name", "places": "places", "groups": "groups", "whom": "whom", "budget": "budget",
        "funding": "funding", "status": "status", "starts": "starts", "ends": "ends", "seen_by_public": "is_public",
        "logged_by": "logged_by__name", "logged_at": "logged_at", "confirmed_at": "confirmed_at", "version": "version",
    },
    "contributions": {
        "initiative": "initiative_id", "goal": "goal_id", "mechanism": "mechanism", "effect_from": "effect_from",
        "is_meant": "is_meant",
    },
    "milestones": {
        "initiative": "initiative_id", "milestone": "pk", "title": "title", "due": "due", "reached_on": "reached_on",
        "state": "state", "looked_after_by": "owner__name",
    },
    "measures": {
        "initiative": "initiative_id", "measure": "pk", "title": "title", "kind": "kind", "unit": "unit",
        "intended": "intended", "due": "due",
    },
    "counts": {
        "measure": "measure_id", "count": "pk", "day": "day", "number": "number", "note": "note",
        "corrects": "corrects_id", "counted_by": "counted_by__name", "counted_at": "counted_at",
    },
    "updates": {
        "initiative": "initiative_id", "happened": "happened", "comes_next": "upcoming",
        "needs_attention": "needs_attention", "written_by": "written_by__name", "written_at": "written_at",
    },
    "risks": {
        "initiative": "initiative_id", "risk": "pk", "kind": "kind", "what": "what", "likelihood": "likelihood",
        "seriousness": "seriousness", "looked_after_by": "owner__name", "done_about_it": "response", "state": "state",
        "closing": "closing", "raised_by": "raised_by__name", "raised_at": "raised_at", "version": "version",
    },
    "dependencies": {
        "initiative": "initiative_id", "waits_for": "on_id", "outside": "outside", "needed_by": "needed_by",
        "added_at": "added_at", "ended_at": "ended_at",
    },
    "evidence": {
        "initiative": "initiative_id", "milestone": "milestone_id", "title": "title", "note": "note",
        "kind": "kind", "strength": "strength", "file": "file_id", "file_name": "file__name",
        "added_by": "added_by__name", "added_at": "added_at",
    },
    "borrowings": {
        "initiative": "initiative_id", "begun_from": "title", "led_by": "organisation", "workspace": "workspace",
        "on": "borrowed_at",
    },
    "taking_part": {"initiative": "initiative_id", "organisation": "organisation__name"},
    "working_on": {
        "initiative": "initiative_id", "name": "member__person__name",
        "speaks_for": "member__partner__organisation__name", "does": "does", "since": "since",
    },
    "documents": {
        "initiative": "initiative_id", "title": "title", "link": "link", "file": "file_id", "file_name": "file__name",
        "added_by": "added_by__name", "added_at": "added_at",
    },
    "elements": {"initiative": "initiative_id", "element": "code"},
    "interests": {
        "initiative": "initiative_id", "organisation": "organisation__name", "whose": "whose", "words": "words",
        "declared_by": "declared_label", "declared_at": "declared_at", "withdrawn_at": "withdrawn_at",
        "withdrawal": "withdrawal",
    },
    "comments": {
        "about": "thread_id", "comment": "pk", "answers": "answers_id", "author": "author_label",
        "speaks_for": "author_of", "text": "text", "written_at": "written_at", "removed_at": "removed_at",
        "removal": "removal",
    },
    "activity": {
        "event": "pk", "at": "at", "who": "actor_label", "did": "verb", "kind": "subject_kind", "number": "subject_id",
        "what": "subject_label",
    },
}  # fmt: skip
_READ_ME = """{name}

All of this workspace as it stood on {day}: each table as CSV (UTF-8, one row per thing), `versions.json` with every
version of what people wrote, and in `files` what was attached, by its number in evidence.csv and documents.csv. The
columns `goal` and `initiative` hold the numbers by which the tables belong together; `about` of comments.csv is the
`thread` of a goal or an initiative in threads.csv. What is kept to some partners is in here only where whoever
downloaded this speaks for one of them. Names of members are in here, so keep it as you would keep the workspace itself.
"""


def packed(workspace: Workspace, reader: Any) -> IO[bytes]:
    """The archive, from its start, without what is kept from its reader.

    Files come one after the other, so that they are never in memory together.
    """
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - who asked for it closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        day = timezone.localdate().isoformat()
        archive.writestr("README.txt", _READ_ME.format(name=workspace.name, day=day))
        archive.writestr("workspace.json", as_json(_itself(workspace)))
        for name, rows in _tables(workspace, reader).items():
            archive.writestr(f"{name}.csv", _as_csv(_COLUMNS[name], rows))
        archive.writestr("threads.csv", _threads(workspace, reader))
        archive.writestr("versions.json", as_json(_versions(workspace, reader)))
        for stored in _attached(workspace, reader):
            add_file(archive, stored)
    out.seek(0)
    return out


def _itself(workspace: Workspace) -> dict[str, Any]:
    return {
        "name": workspace.name,
        "purpose": workspace.purpose,
        "areas": [{"code": area.code, "name": area.name} for area in workspace.areas.order_by("name")],
        "seen_by_public": workspace.is_public,
        "opened_at": workspace.opened_at.isoformat(),
        "archived_at": workspace.archived_at.isoformat() if workspace.archived_at else None,
    }


def _tables(workspace: Workspace, reader: Any) -> dict[str, QuerySet[Any]]:
    initiatives = initiatives_in(workspace, reader)
    of_initiatives = {"initiative__in": initiatives}
    contributors = Goal.contributors.through._default_manager
    measured = LocalMeasure.areas.through._default_manager
    talk = [thread for _kind, _pk, thread in _talk(workspace, reader)]
    return {
        "partners": workspace.partners.order_by("pk"),
        "members": workspace.members.order_by("pk"),
        "goals": workspace.goals.order_by("pk"),
        "local_measures": workspace.measures.order_by("pk"),
        "local_areas": measured.filter(localmeasure__workspace=workspace).order_by("pk"),
        "local_figures": LocalFigure.objects.filter(measure__workspace=workspace).order_by("pk"),
        "contributors": contributors.filter(goal__workspace=workspace).order_by("pk"),
        "standings": Assessment.objects.filter(goal__workspace=workspace).order_by("pk"),
        "initiatives": initiatives.order_by("pk"),
        "contributions": Contribution.objects.filter(**of_initiatives).order_by("pk"),
        "milestones": Milestone.objects.filter(**of_initiatives).order_by("pk"),
        "measures": DeliveryMeasure.objects.filter(**of_initiatives).order_by("pk"),
        "counts": DeliveryCount.objects.filter(measure__initiative__in=initiatives).order_by("pk"),
        "updates": InitiativeUpdate.objects.filter(**of_initiatives).order_by("pk"),
        "risks": Risk.objects.filter(**of_initiatives).order_by("pk"),
        "dependencies": Dependency.objects.visible_to(reader).filter(**of_initiatives).order_by("pk"),
        "evidence": Evidence.objects.filter(**of_initiatives).order_by("pk"),
        "borrowings": Borrowing.objects.filter(**of_initiatives).order_by("pk"),
        "taking_part": Initiative.partners.through._default_manager.filter(**of_initiatives).order_by("pk"),
        "working_on": Involvement.objects.filter(**of_initiatives).order_by("pk"),
        "documents": Document.objects.filter(**of_initiatives).order_by("pk"),
        "elements": Tag.objects.filter(**of_initiatives).order_by("pk"),
        "interests": Interest.objects.filter(**of_initiatives).order_by("pk"),
        "comments": Comment.objects.filter(thread__in=talk).order_by("pk"),
        "activity": seen_by(reader, _events(workspace)),
    }


def _events(workspace: Workspace) -> QuerySet[Event]:
    return Event.objects.filter(scope_kind=kind_of(workspace).name, scope_id=workspace.pk).order_by("pk")


def _talk(workspace: Workspace, reader: Any) -> list[tuple[str, int, int]]:
    """What is talked about: its kind, its number, its thread."""
    found = []
    for kind, things in (("goal", workspace.goals), ("initiative", initiatives_in(workspace, reader))):
        pairs = things.filter(thread__isnull=False).order_by("pk").values_list("pk", "thread_id")
        found += [(kind, pk, thread) for pk, thread in pairs]
    return found


def _threads(workspace: Workspace, reader: Any) -> str:
    return written([("kind", "number", "thread"), *_talk(workspace, reader)])


def _versions(workspace: Workspace, reader: Any) -> list[dict[str, Any]]:
    seen = initiatives_in(workspace, reader)
    kinds = {
        "workspace": [workspace.pk],
        "goal": list(workspace.goals.values_list("pk", flat=True)),
        "measure": list(workspace.measures.values_list("pk", flat=True)),
        "initiative": list(seen.values_list("pk", flat=True)),
        "milestone": list(Milestone.objects.filter(initiative__in=seen).values_list("pk", flat=True)),
        "risk": list(Risk.objects.filter(initiative__in=seen).values_list("pk", flat=True)),
    }
    found = []
    for kind, numbers in kinds.items():
        rows = Version.objects.filter(subject_kind=kind, subject_id__in=numbers).order_by("subject_id", "number")
        columns = ("subject_id", "number", "by_label", "at", "reason", "words")
        found += [
            {"kind": kind, "of": of, "version": number, "by": by, "at": at.isoformat(), "why": why, "words": words}
            for of, number, by, at, why, words in rows.values_list(*columns)
        ]
    return found


def _attached(workspace: Workspace, reader: Any) -> QuerySet[StoredFile]:
    """The files of evidence and of documents, without what is in them."""
    theirs = {"initiative__in": initiatives_in(workspace, reader), "file__isnull": False}
    evidence, documents = (kind._default_manager.filter(**theirs).values("file") for kind in (Evidence, Document))
    found = StoredFile.objects.filter(Q(pk__in=evidence) | Q(pk__in=documents))
    return found.defer("content").order_by("pk")


def add_file(archive: zipfile.ZipFile, stored: StoredFile) -> None:
    """Put a file that was attached into an archive, by its number and its name."""
    name = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in stored.name)
    with archive.open(f"files/{stored.pk}-{name}", "w") as place:
        for piece in chunks_of(StoredFile.objects.get(pk=stored.pk)):
            place.write(piece)


def _as_csv(columns: Mapping[str, str], rows: QuerySet[Any]) -> str:
    return written([tuple(columns), *rows.values_list(*columns.values())])


def written(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV, of which no spreadsheet takes anything for a formula."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_cell(each) for each in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True) if value else ""
    if isinstance(value, list):
        value = "; ".join(value)
    return harmless(value) if isinstance(value, str) else value


def as_json(value: Any) -> str:
    """Plain data as JSON that people can read."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
