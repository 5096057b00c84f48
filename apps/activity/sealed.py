"""Whether every event is as it was when it was sealed, and none is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.activity import guards
from apps.activity.chain import BEGINNING, digest_of_words, link
from apps.activity.models import ChainEnd, Event, Seal

#: An event that is older, and not sealed, was missed.
_MISSED_AFTER = timedelta(hours=1)
_AT_ONCE = 1000


@dataclass(frozen=True)
class Verdict:
    """What was found: how many links hold, where the chain ends, and the first thing that does not fit, if any."""

    links: int
    end: str
    erased: int
    waiting: int
    wrong: str = ""


def facts_of(seal: Seal, event: Event) -> dict[str, Any]:
    """What a link ties down of an event: nothing that says who someone is but the number of their account."""
    return {
        "place": seal.place,
        "event": event.pk,
        "verb": event.verb,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": seal.actor_number,
        "subject": [event.subject_kind, event.subject_id],
        "scope": [event.scope_kind, event.scope_id],
        "words": seal.words_sha256,
    }


def verify(noted: str = "") -> Verdict:
    """Follow the chain from its beginning to the first row that does not fit.

    `noted` is an end that was noted elsewhere before, as “place:hash”: whoever writes the whole chain anew is found so.
    """
    # Read first: what is sealed meanwhile is not looked at.
    end = ChainEnd.objects.filter(pk=1).first() or ChainEnd(pk=1)
    previous, links, erased = BEGINNING, 0, 0
    noted_place, _colon, noted_hash = noted.partition(":")
    for seal, event in _links(end.place):
        wrong = _wrong_with(seal, event, place=links + 1, previous=previous)
        if not wrong and noted_place == str(seal.place) and noted_hash != seal.hash:
            wrong = f"Link {seal.place} is not the one that was noted: the chain was written anew."
        if wrong:
            return Verdict(links, _end(links, previous), erased, 0, wrong)
        previous, links, erased = seal.hash, links + 1, erased + (not seal.salt)
    waiting = Event.objects.filter(seal__isnull=True).count()
    wrong = _wrong_at_the_end(end, links, previous, noted_place)
    return Verdict(links, _end(links, previous), erased, waiting, wrong)


def _links(last: int) -> Iterator[tuple[Seal, Event | None]]:
    """The links up to the last, each with its event; those that are gone leave a gap."""
    for after in range(0, last, _AT_ONCE):
        seals = Seal.objects.filter(place__gt=after, place__lte=min(after + _AT_ONCE, last)).order_by("place")
        events = Event.objects.in_bulk([seal.event_id for seal in seals])
        yield from ((seal, events.get(seal.event_id)) for seal in seals)


def _wrong_with(seal: Seal, event: Event | None, *, place: int, previous: str) -> str:
    if seal.place != place:
        return f"Link {place} is gone."
    if event is None:
        return f"Event {seal.event_id}, which link {place} holds, is gone."
    if seal.hash != link(previous, facts_of(seal, event)):
        return f"Event {event.pk} or its link {place} was changed after it was sealed."
    if event.actor_id not in (seal.actor_number, None):
        return f"Event {event.pk} was given another actor."
    if seal.salt and seal.words_sha256 != digest_of_words(seal.salt, event.details):
        return f"The details of event {event.pk} were changed after it was sealed."
    if not seal.salt and event.details:
        return f"Event {event.pk} holds details, though they were erased."
    return ""


def _wrong_at_the_end(end: ChainEnd, links: int, previous: str, noted_place: str) -> str:
    if (end.place, end.hash) != (links, previous):
        return f"The chain should end at link {end.place}, and ends at {links}."
    if noted_place and not (noted_place.isdecimal() and int(noted_place) <= links):
        return f"The chain ends at link {links}, before the one that was noted."
    missed = Event.objects.filter(seal__isnull=True, at__lt=timezone.now() - _MISSED_AFTER).order_by("pk").first()
    if missed:
        return f"Event {missed.pk} was never sealed. Is the worker that sweeps running?"
    if gone := guards.missing(connection):
        return f"The database does not refuse changes any more: {', '.join(gone)} is missing. Run migrate again."
    return ""


def _end(links: int, previous: str) -> str:
    return f"{links}:{previous}"
