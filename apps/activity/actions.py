"""Recording what happened."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.listeners import job_kind, listeners_of
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.common import kinds


@transaction.atomic
def record(verb: Verb, *, actor: Any, subject: Any, scope: Any = None, details: dict[str, Any] | None = None) -> Event:
    """Record that `actor` did `verb` to `subject`, in the caller's transaction, and ask one job of each listener.

    The actor is a person, the operator (who has no account), or None for a job. Subject and scope are things of a
    kind registered in `common.kinds`.
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
        details=details or {},
    )
    for name in listeners_of(verb):
        background.ask(job_kind(name), key=f"{name}:{event.pk}", subject_id=event.pk)
    return event
