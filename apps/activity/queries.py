"""What happened, as pages list it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common import kinds


@dataclass(frozen=True)
class EventLine:
    """One event in a list: who did what to what, by the names they had then; `url` only while the thing has a page."""

    at: datetime
    actor: str
    verb: str
    deed: str
    subject: str
    url: str
    details: dict[str, Any]
    subject_kind: str
    subject_id: int


def recent_events(limit: int = 20) -> list[EventLine]:
    """The latest events, newest first."""
    return _lines(Event.objects.all()[:limit])


def events_about(subject: Any, limit: int = 50) -> list[EventLine]:
    """What happened to `subject`, newest first."""
    kind = kinds.kind_of(subject)
    return _lines(Event.objects.filter(subject_kind=kind.name, subject_id=subject.pk)[:limit])


def _lines(events: Iterable[Event]) -> list[EventLine]:
    events = list(events)
    things = kinds.resolve((event.subject_kind, event.subject_id) for event in events)
    return [_line(event, things.get((event.subject_kind, event.subject_id))) for event in events]


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
    )
