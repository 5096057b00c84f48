"""What was said about a thing, as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from apps.common import kinds
from apps.conversations.models import Comment, Report


@dataclass(frozen=True)
class Said:
    """A comment and the answers to it, oldest first."""

    comment: Comment
    replies: tuple["Said", ...] = ()


@dataclass(frozen=True)
class Talk:
    """All that was said about one thing, oldest first; `count` is of what is still to be read."""

    comments: tuple[Said, ...]
    count: int


def talk_of(thing: Any) -> Talk:
    """What was said about a thing: one query. A removed comment keeps its place, and a template leaves its text out."""
    if thing.thread_id is None:
        return Talk((), 0)
    rows = list(Comment.objects.filter(thread_id=thing.thread_id).order_by("pk"))
    replies: dict[int, list[Said]] = {}
    for row in rows:
        if row.answers_id is not None:
            replies.setdefault(row.answers_id, []).append(Said(row))
    tops = tuple(Said(row, tuple(replies.get(row.pk, ()))) for row in rows if row.answers_id is None)
    return Talk(tops, sum(row.removed_at is None for row in rows))


def comment_on(thing: Any, pk: int) -> Comment | None:
    """One comment on a thing; None when it is not about it."""
    if thing.thread_id is None:
        return None
    return Comment.objects.select_related("answers").filter(thread_id=thing.thread_id, pk=pk).first()


@dataclass(frozen=True)
class ReportLine:
    """A report with what it is about, as a page lists it; `thing` is empty when that is gone."""

    report: Report
    thing: str


def reports() -> QuerySet[Report]:
    """All reports: those that wait first, oldest before newer; then what was decided, newest first."""
    waits = Case(When(decision="", then=Value(0)), default=Value(1))
    age = Case(When(decision="", then=F("pk")), default=-F("pk"))
    return Report.objects.select_related("comment").order_by(waits, age)


def report_lines(found: Iterable[Report]) -> list[ReportLine]:
    """Reports as a page lists them; what they are about is looked up at once, one query per kind."""
    rows = list(found)
    things = kinds.resolve((row.on_kind, row.on_id) for row in rows)
    return [ReportLine(row, _named(things.get((row.on_kind, row.on_id), ""))) for row in rows]


def _named(thing: Any) -> str:
    # Whoever reported a comment showed it to administrators, but not what it is about.
    return _("something that is kept to some partners") if kinds.is_kept(thing) else str(thing)
