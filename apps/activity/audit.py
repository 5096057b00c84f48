"""Who did what, when, from where, to what, with what before and after: the record for administrators."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.activity.models import Event, Version, Versioned
from apps.activity.queries import EventLine, lines
from apps.activity.versions import VersionLine, version_lines
from apps.common import kinds

#: A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: A version is kept in the same transaction as its event is recorded, just before.
_JUST_BEFORE = timedelta(seconds=10)
HEADER = (
    "event",
    "at",
    "who",
    "account",
    "verb",
    "kind",
    "id",
    "what",
    "scope kind",
    "scope id",
    "network address",
    "browser",
    "details",
    "link",
    "hash",
)


@dataclass(frozen=True)
class AuditLine:
    """One event, where it came from, and its link in the chain if it is sealed."""

    event: EventLine
    account: int | None
    scope_kind: str
    address: str
    browser: str
    place: int | None
    hash: str


@dataclass(frozen=True)
class Wanted:
    """Which events are looked for; what is empty narrows nothing."""

    who: str = ""
    verb: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def events_wanted(wanted: Wanted) -> QuerySet[Event]:
    """The events that are looked for, newest first. Put a page of them through `audit_lines`."""
    events = Event.objects.all()
    if wanted.who:
        by_account = Q(actor__name__icontains=wanted.who) | Q(actor__email__icontains=wanted.who)
        events = events.filter(by_account | Q(actor_label__icontains=wanted.who))
    if wanted.verb:
        events = events.filter(verb=wanted.verb)
    if wanted.kind:
        events = events.filter(subject_kind=wanted.kind)
    if wanted.since:
        events = events.filter(at__date__gte=wanted.since)
    if wanted.until:
        events = events.filter(at__date__lte=wanted.until)
    return events.select_related("trace", "seal").order_by("-pk")


def audit_lines(events: Iterable[Event]) -> list[AuditLine]:
    """Events with where they came from: a query for each kind of thing that they are about.

    Of what is kept to some partners administrators learn that something was done, by whom and when, and not what.
    """
    rows = list(events)
    return [_audit_line(row, _covered(line)) for row, line in zip(rows, lines(rows), strict=True)]


def _covered(line: EventLine) -> EventLine:
    if not line.is_kept:
        return line
    return replace(line, subject=_("something that is kept to some partners"), details={}, said="", url="")


def version_with(event: Event) -> VersionLine | None:
    """What was written when an event was recorded, with what stood there before; None where no version is kept."""
    kept = Version.objects.filter(
        subject_kind=event.subject_kind, subject_id=event.subject_id, at__lte=event.at, at__gte=event.at - _JUST_BEFORE
    )
    version = kept.filter(by_id=event.actor_id).order_by("-number").first()
    thing = kinds.resolve([(event.subject_kind, event.subject_id)]).get((event.subject_kind, event.subject_id))
    if version is None or not isinstance(thing, Versioned) or kinds.is_kept(thing):
        return None
    before = Version.objects.filter(
        subject_kind=event.subject_kind, subject_id=event.subject_id, number__lt=version.number
    )
    return version_lines(thing, [version, *before[:1]])[0]


def as_csv(audited: Iterable[AuditLine]) -> Iterator[str]:
    """The lines as a CSV file, piece by piece; no cell of it is a formula."""
    yield _row(HEADER)
    for line in audited:
        event = line.event
        yield _row(
            (
                event.pk,
                event.at.isoformat(),
                event.actor,
                line.account,
                event.verb,
                event.subject_kind,
                event.subject_id,
                event.subject,
                line.scope_kind,
                event.scope_id,
                line.address,
                line.browser,
                json.dumps(event.details, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder),
                line.place,
                line.hash,
            )
        )


def _audit_line(row: Event, line: EventLine) -> AuditLine:
    trace, seal = getattr(row, "trace", None), getattr(row, "seal", None)
    return AuditLine(
        event=line,
        account=row.actor_id,
        scope_kind=row.scope_kind,
        address=(trace.address or "") if trace else "",
        browser=trace.browser if trace else "",
        place=seal.place if seal else None,
        hash=seal.hash if seal else "",
    )


def _row(cells: Iterable[Any]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([_plain(cell) for cell in cells])
    return text.getvalue()


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
