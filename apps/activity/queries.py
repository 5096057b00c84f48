"""What happened, as pages list it; what people are told of; what was written before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.activity.models import Announcement, Dismissal, Event, Notification, Version
from apps.activity.verbs import TO_YOU, Verb
from apps.common import kinds
from apps.common.prepared import Prepared

#: More events than are ever recorded at the same time.
_AT_ONCE = 32


@dataclass(frozen=True)
class EventLine:
    """One event in a list: who did what to what, by the names they had then; `url` only while the thing has a page.

    `said` is a sentence about it where there is one, such as what a goal's newest figures say; `is_kept` is
    said of what only some of those in the scope see.
    """

    at: datetime
    actor: str
    verb: str
    deed: str
    subject: str
    url: str
    details: dict[str, Any]
    subject_kind: str
    subject_id: int
    scope_id: int | None = None
    pk: int = 0
    said: str = ""
    is_kept: bool = False

    @property
    def before_subject(self) -> str:
        """The deed as it stands before a colon and what it was done to."""
        return f"{self.deed.rstrip(':,')}:"


@dataclass(frozen=True)
class NotificationLine:
    """One event that someone is told of, and whether they have read it."""

    pk: int
    is_read: bool
    event: EventLine


def recent_events(
    limit: int = 20, *, kinds: Collection[str] = (), but: Collection[str] = (), but_verbs: Collection[str] = ()
) -> list[EventLine]:
    """The latest events of the platform itself, newest first: what happens in a workspace is its members' affair.

    Only about things of some `kinds` where they are given, and never about those of the kinds in `but`, nor of the
    verbs in `but_verbs`.
    """
    events = Event.objects.filter(scope_kind="").exclude(subject_kind__in=but).exclude(verb__in=but_verbs)
    return lines((events.filter(subject_kind__in=kinds) if kinds else events)[:limit])


def events_about(subject: Any, limit: int = 50) -> list[EventLine]:
    """What happened to `subject`, newest first."""
    kind = kinds.kind_of(subject)
    return lines(Event.objects.filter(subject_kind=kind.name, subject_id=subject.pk)[:limit])


def latest_of(subject: Any, verbs: Iterable[str]) -> Event | None:
    """The last event of some verbs that happened to `subject`."""
    about = Event.objects.filter(subject_kind=kinds.kind_of(subject).name, subject_id=subject.pk)
    return about.filter(verb__in=list(verbs)).first()


def seen_by(reader: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    """Without those about what is kept from whoever reads: a subquery for each kind that is ever kept."""
    for kind in kinds.keeping():
        assert kind.kept_from
        events = events.exclude(subject_kind=kind.name, subject_id__in=kind.kept_from(reader).values("pk"))
    return events


def events_in(
    scope: Any,
    *,
    reader: Any,
    before: int | None = None,
    after: int | None = None,
    verbs: Iterable[str] = (),
    but_by: int | None = None,
    limit: int = 50,
) -> list[EventLine]:
    """What happened in a scope, newest first: of all verbs or some, before or after the event of a number.

    Without what is kept from its `reader`, who sees it once it is shared, and without what the person of the id
    `but_by` did themselves.
    """
    events = seen_by(reader, _in(scope))
    if but_by is not None:
        # Written out, since what a job did was done by nobody, and would be left out too.
        events = events.filter(Q(actor__isnull=True) | ~Q(actor=but_by))
    if before is not None:
        events = events.filter(pk__lt=before)
    if after is not None:
        events = events.filter(pk__gt=after)
    if chosen := sorted(verbs):
        events = events.filter(verb__in=chosen)
    return lines(events[:limit])


def latest_event_in(scope: Any) -> int:
    """The number of the last event in a scope; 0 when nothing has happened."""
    return _in(scope).aggregate(last=Max("pk"))["last"] or 0


def seen_version() -> str:
    """Changes with whatever may have changed a public page, besides a publication of scores: one small query."""
    row = _SEEN.first()
    return f"seen {row[0] if row else 0}"


def seen_mark() -> Any:
    """The number in `seen_version`, for another query to be annotated with."""
    return Coalesce(Subquery(_seen_sum()), 0)


def _seen_sum() -> QuerySet[Event, Any]:
    # The last few and not the last one: of two at the same time the one with the lower number may be seen second. Their
    # sum grows with each, since events are only ever added.
    latest = Event.objects.filter(seen_by_public=True).order_by("-pk")[:_AT_ONCE]
    summed = Event.objects.filter(pk__in=latest.values("pk")).order_by().annotate(all=Value(1)).values("all")
    return summed.annotate(mark=Sum("pk")).values_list("mark")


_SEEN = Prepared(_seen_sum)


def unread(user: Any) -> int:
    """How many notifications someone has not read."""
    return Notification.objects.filter(person_id=user.pk, read_at__isnull=True).count()


def unread_by_scope(user: Any) -> dict[tuple[str, int | None], int]:
    """How many notifications someone has not read of each scope (kind, id) of which there are any: one query."""
    mine = Notification.objects.filter(person_id=user.pk, read_at__isnull=True).order_by()
    counted = mine.values_list("scope_kind", "scope_id").annotate(many=Count("pk"))
    return {(kind, pk): many for kind, pk, many in counted}


def unread_in(user: Any, scope: Any, *, verb: str = "") -> QuerySet[Notification]:
    """What someone was told of a scope and has not read, newest first; of one verb where it is given."""
    kind = kinds.kind_of(scope).name
    found = notifications_of(user).filter(read_at__isnull=True, scope_kind=kind, scope_id=scope.pk)
    return found.filter(verb=verb) if verb else found


def notifications_of(user: Any) -> QuerySet[Notification]:
    """Someone's notifications, newest first; put a page of them through `notification_lines`."""
    # Not joined: of many the page is cut out by their own numbers first, and only its events are read.
    return Notification.objects.filter(person_id=user.pk).prefetch_related("event")


def notification_lines(notifications: Iterable[Notification], reader: Any) -> list[NotificationLine]:
    """Notifications as a page lists them, without those about what has come to be kept from whoever reads them."""
    rows = list(notifications)
    told = lines(row.event for row in rows)
    kept = _kept_from(reader, told)
    return [
        NotificationLine(row.pk, row.read_at is not None, _to_you(line))
        for row, line in zip(rows, told, strict=True)
        if (line.subject_kind, line.subject_id) not in kept
    ]


def _kept_from(reader: Any, told: Iterable[EventLine]) -> set[tuple[str, int]]:
    """What of it is kept from a reader: asked only where something is kept at all, which is rare."""
    kept: set[tuple[str, int]] = set()
    about = {(line.subject_kind, line.subject_id) for line in told if line.is_kept}
    for kind in kinds.keeping() if about else ():
        assert kind.kept_from
        theirs = kind.kept_from(reader).filter(pk__in=[pk for name, pk in about if name == kind.name])
        kept |= {(kind.name, pk) for pk in theirs.values_list("pk", flat=True)}
    return kept


def announced_to(user: Any) -> QuerySet[Announcement]:
    """What someone who is signed in is told at the top of their pages now, newest first."""
    read = Dismissal.objects.filter(announcement=OuterRef("pk"), person_id=user.pk)
    return Announcement.objects.in_force(timezone.now()).filter(~Exists(read))


def at_the_top(user: Any) -> tuple[int, bool]:
    """How many notifications someone has not read, and whether something is announced to them: one query."""
    mine = Notification.objects.filter(person_id=user.pk, read_at__isnull=True).order_by()
    many = mine.values("person_id").annotate(many=Count("pk")).values("many")
    asked = get_user_model()._default_manager.filter(pk=user.pk).annotate(announced=Exists(announced_to(user)))
    return asked.annotate(unread=Coalesce(Subquery(many), 0)).values_list("unread", "announced").get()


def versions_of(thing: Any) -> list[Version]:
    """Every version of what people wrote in a thing, newest first."""
    return list(Version.objects.filter(subject_kind=kinds.kind_of(thing).name, subject_id=thing.pk))


def words_at(thing: Any, number: int) -> dict[str, Any] | None:
    """What was written in version `number` of a thing; None when there is no such version."""
    versions = Version.objects.filter(subject_kind=kinds.kind_of(thing).name, subject_id=thing.pk, number=number)
    return versions.values_list("words", flat=True).first()


def lines(events: Iterable[Event]) -> list[EventLine]:
    """Events as a page lists them; what they are about is looked up at once, one query per kind."""
    events = list(events)
    things = kinds.resolve((event.subject_kind, event.subject_id) for event in events)
    return [_line(event, things.get((event.subject_kind, event.subject_id))) for event in events]


def _to_you(line: EventLine) -> EventLine:
    """An event as it is told to the one person that it was done to."""
    verb = Verb(line.verb)
    if verb not in TO_YOU:
        return line
    return replace(line, deed=str(TO_YOU[verb]), said=str(line.details.get("to_you", "")))


def _in(scope: Any) -> QuerySet[Event]:
    return Event.objects.filter(scope_kind=kinds.kind_of(scope).name, scope_id=scope.pk)


def _line(event: Event, thing: Any) -> EventLine:
    url = kinds.kind_of(thing).url if thing else None
    return EventLine(
        at=event.at,
        actor=event.actor_label,
        verb=event.verb,
        deed=str(Verb(event.verb).label),
        subject=event.subject_label,
        url=url(thing) if url else "",
        details=event.details,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        scope_id=event.scope_id,
        pk=event.pk,
        said=str(event.details.get("said", "")),
        is_kept=kinds.is_kept(thing),
    )
