"""Recording what happened, and keeping what was said before."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.listeners import job_kind, listeners_of
from apps.activity.models import ChainEnd, Event, Notification, Seal, Trace, Version, Versioned
from apps.activity.verbs import SEEN_BY_THE_PUBLIC, SHOWN, TELL, TOLD, Verb
from apps.activity.whence import whence
from apps.background import actions as background
from apps.common import kinds
from apps.common.errors import Overtaken

#: Verbs whose details say who someone is.
_NAMING = (
    Verb.MEMBER_ADDED, Verb.MEMBER_CHANGED, Verb.MEMBER_REMOVED, Verb.DEPUTY_NAMED, Verb.DEPUTY_ENDED, Verb.INVOLVED,
    Verb.UNINVOLVED,
)  # fmt: skip


@transaction.atomic
def record(
    verb: Verb,
    *,
    actor: Any,
    subject: Any,
    scope: Any = None,
    details: dict[str, Any] | None = None,
    tell: Collection[int] | None = None,
) -> Event:
    """Record that `actor` did `verb` to `subject`, in the caller's transaction, and ask one job of each listener.

    The actor is a person, the operator (who has no account), or None for a job. Subject and scope are things of a
    kind registered in `common.kinds`. Of what happened in a scope its people are told in a job, all of them or those
    whose ids are in `tell`, but never the actor.
    """
    event = Event.objects.create(
        verb=verb,
        actor_id=actor.pk if actor else None,
        actor_label=str(actor if actor else _("the platform"))[:200],
        subject_kind=kinds.kind_of(subject).name,
        subject_id=subject.pk,
        subject_label=str(subject)[:300],
        scope_kind=kinds.kind_of(scope).name if scope else "",
        scope_id=scope.pk if scope else None,
        details=(details or {}) | _through(actor) | ({} if tell is None else {"tell": sorted(tell)}),
        seen_by_public=_is_seen(verb, scope or subject) and not kinds.is_kept(subject),
    )
    _keep_trace(event)
    for name in listeners_of(verb):
        background.ask(job_kind(name), key=f"{name}:{event.pk}", subject_id=event.pk)
    if scope and verb in TOLD:
        background.ask(TELL, key=f"{TELL}:{event.pk}", subject_id=event.pk)
    return event


def _keep_trace(event: Event) -> None:
    if origin := whence():
        Trace.objects.create(event=event, address=origin.address, browser=origin.browser)


def _through(actor: Any) -> dict[str, str]:
    """The name of the API token that a program showed to act for someone, if one did."""
    name = getattr(actor, "token_name", "")
    return {"token": name} if name else {}


def _is_seen(verb: Verb, where: Any) -> bool:
    """Whether it may change a public page: what happens in a hidden place does not, not even that the page is new."""
    return verb in SEEN_BY_THE_PUBLIC and (verb in SHOWN or getattr(where, "is_public", True))


def insist_current(thing: Versioned, based_on: int) -> None:
    """Insist that nobody saved `thing` since its version `based_on` was opened. Raises Overtaken.

    Read `thing` by select_for_update() first: of two who save at once the second waits, and is told.
    """
    if thing.version != based_on:
        raise Overtaken(
            _("Someone else changed this after you opened it. Nothing is lost: see both versions, then save again."),
            thing,
        )


def keep_version(thing: Versioned, *, by: Any, reason: str = "") -> Version:
    """Keep what is written in `thing` now under its number. Call it when it is made, and after every edit's save."""
    return Version.objects.create(
        subject_kind=kinds.kind_of(thing).name,
        subject_id=thing.pk,
        number=thing.version,
        words=thing.words(),
        reason=reason,
        by_id=by.pk if by else None,
        by_label=str(by if by else _("the platform"))[:200],
    )


@transaction.atomic
def forget_notifications(*, person: Any, scope: Any) -> int:
    """Take from someone what they were told of a scope that they leave; how many there were."""
    kind = kinds.kind_of(scope).name
    return Notification.objects.filter(person_id=person.pk, scope_kind=kind, scope_id=scope.pk).delete()[0]


@transaction.atomic
def forget_told_of(*, people: Collection[int], subject: Any) -> int:
    """Take from some people what they were told of a thing that is kept from them from now on; how many there were."""
    about = Event.objects.filter(subject_kind=kinds.kind_of(subject).name, subject_id=subject.pk)
    return Notification.objects.filter(person__in=people, event__in=about.values("pk")).delete()[0]


@transaction.atomic
def mark_read(*, by: Any, ids: Collection[int] | None = None) -> int:
    """Someone has read all their notifications, or those of some ids; how many were unread."""
    mine = Notification.objects.filter(person_id=by.pk, read_at__isnull=True)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    return mine.update(read_at=timezone.now())


@transaction.atomic
def erase_name(*, person: Any, instead: str) -> None:
    """Someone goes for good: wherever their name is kept beside what happened and was written, say `instead`."""
    mine = Event.objects.filter(actor_id=person.pk)
    names = {str(person), *mine.order_by().values_list("actor_label", flat=True).distinct()}
    kind = kinds.kind_of(person).name
    Event.objects.filter(subject_kind=kind, subject_id=person.pk).update(subject_label=instead[:300])
    # What is said of members names them. Details may be emptied and not changed, and their salt goes with them: then
    # the chain holds, and its digest of them says nothing any more (docs/adr/0013).
    said = Event.objects.filter(verb__in=_NAMING, details__said__isnull=False).values_list("pk", "details__said")
    naming = [pk for pk, words in said if any(words == name or words.startswith(f"{name},") for name in names)]
    _empty_details(naming)
    Trace.objects.filter(event__in=mine.values("pk")).delete()
    mine.update(actor_label=instead[:200])
    Version.objects.filter(by_id=person.pk).update(by_label=instead[:200])


@transaction.atomic
def cover_for_good(*, kind: str, ids: Collection[int], instead: str) -> None:
    """Things go that were kept from some: their events say `instead` of them, since nobody can ask them any more.

    Who did what and when stays on record.
    """
    about = Event.objects.filter(subject_kind=kind, subject_id__in=ids)
    _empty_details(list(about.values_list("pk", flat=True)))
    about.update(subject_label=instead[:300])


def _empty_details(events: Collection[int]) -> None:
    # Whoever seals them waits, and then seals what is left of them.
    ChainEnd.objects.select_for_update().filter(pk=1).first()
    Event.objects.filter(pk__in=events).update(details={})
    Seal.objects.filter(event__in=events).update(salt="")
