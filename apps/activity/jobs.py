"""Telling people of what happened."""

from typing import Any

from apps.activity.models import Event, Notification
from apps.activity.verbs import TELL
from apps.background.registry import Queue, job
from apps.background.work import Work
from apps.common import kinds


@job(TELL, queue=Queue.PROMPT, time_limit=60)
def tell(work: Work, event_id: int | None) -> None:
    """Notify the people of an event's scope, each once, but not whoever did it. Safe to run twice."""
    event = Event.objects.filter(pk=event_id or 0).first()
    if event is None:
        return
    with work.finishing():
        people = _audience(event) - {event.actor_id}
        told = {"event": event, "verb": event.verb, "scope_kind": event.scope_kind, "scope_id": event.scope_id}
        Notification.objects.bulk_create(
            [Notification(**told, person_id=person) for person in sorted(people)], ignore_conflicts=True
        )


def _audience(event: Event) -> set[Any]:
    """Those in the scope now, for who left since is told no more; only those named, where the event names some."""
    # Held, as whoever lets one of them go holds it: they wait until all are told, and then take back what theirs was.
    scope = kinds.held(event.scope_kind, event.scope_id or 0)
    inside: set[Any] = scope.audience() if scope else set()
    return inside & set(event.details["tell"]) if "tell" in event.details else inside
