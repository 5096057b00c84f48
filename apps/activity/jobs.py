"""Telling people of what happened, and tying each event to the one before it."""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.activity.chain import digest_of_words, link
from apps.activity.models import ChainEnd, Event, Notification, Seal
from apps.activity.sealed import facts_of
from apps.activity.verbs import TELL, TO_YOU, Verb
from apps.background import actions as background
from apps.background.registry import Queue, each_sweep, job
from apps.background.work import Work
from apps.common import kinds

SEAL = "activity.seal"
#: So many are sealed in one transaction.
_AT_ONCE = 200
#: No event is committed so late that so many others came after it.
_LATEST = 10_000


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
    """Those in the scope now who see what it is about; only those named, where the event names some.

    Who left since is told no more.
    """
    # Held, as whoever lets one of them go holds it: they wait until all are told, and then take back what theirs was.
    scope = kinds.held(event.scope_kind, event.scope_id or 0)
    inside: set[Any] = scope.audience() if scope else set()
    # And what it is about: whoever keeps it from someone holds that, and then takes back what they were told.
    thing = kinds.held(event.subject_kind, event.subject_id)
    if thing is None and any(kind.name == event.subject_kind for kind in kinds.keeping()):
        # It may have been kept, and there is nobody to ask any more.
        return set()
    if kinds.is_kept(thing):
        inside &= thing.audience()
    if "tell" not in event.details:
        return inside
    named = set(event.details["tell"])
    if named and scope and Verb(event.verb) not in TO_YOU and hasattr(scope, "stand_ins"):
        # What was done to someone themselves is told to nobody in their place.
        named |= scope.stand_ins(named)
    return inside & named


@each_sweep
def ask_to_seal() -> None:
    """Asked for when there is something to seal, and not by whoever records it: they would wait for each other."""
    end = ChainEnd.objects.filter(pk=1).first() or ChainEnd(pk=1)
    if _unsealed(end).exists():
        background.ask(SEAL, key=SEAL)


@job(SEAL, queue=Queue.PROMPT, time_limit=60)
def seal(work: Work, _nothing: int | None) -> None:
    """Seal every event that is not sealed yet. Safe to run twice, and at once."""
    many = _AT_ONCE
    while many == _AT_ONCE:
        with work.writing():
            many = seal_some()
    with work.finishing():
        pass


@transaction.atomic
def seal_some() -> int:
    """Seal the next events, in the order of their numbers; how many. One who was committed late comes after others."""
    ChainEnd.objects.get_or_create(pk=1)
    end = ChainEnd.objects.select_for_update().get(pk=1)
    seals = []
    for event in _unsealed(end).order_by("pk")[:_AT_ONCE]:
        salt = secrets.token_hex(16)
        seal = Seal(place=end.place + 1, event=event, actor_number=event.actor_id, salt=salt)
        seal.words_sha256 = digest_of_words(salt, event.details)
        seal.hash = link(end.hash, facts_of(seal, event))
        end.place, end.hash, end.highest = seal.place, seal.hash, max(end.highest, event.pk)
        seals.append(seal)
    Seal.objects.bulk_create(seals)
    end.save()
    return len(seals)


def _unsealed(end: ChainEnd) -> QuerySet[Event]:
    return Event.objects.filter(pk__gt=end.highest - _LATEST, seal__isnull=True)
