"""Saying how it goes, in two lines."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from apps.activity.verbs import Verb
from apps.initiatives.actions.telling import tell
from apps.initiatives.holding import opened
from apps.initiatives.models import Initiative, InitiativeUpdate


@transaction.atomic
def write_update(
    *,
    by: Any,
    initiative: Initiative,
    happened: str,
    upcoming: str,
    needs_attention: bool = False,
    key: UUID | None = None,
) -> InitiativeUpdate:
    """Say what happened and what comes next; under one `key` only once.

    Whoever says so vouches for all that is written of it, as by confirming it.
    """
    initiative = opened(by, initiative)
    key = key or uuid4()
    if written := initiative.updates.filter(key=key).first():
        return written
    update = InitiativeUpdate(
        initiative=initiative,
        happened=happened.strip(),
        upcoming=upcoming.strip(),
        needs_attention=needs_attention,
        written_by_id=by.pk,
        key=key,
    )
    update.full_clean(exclude=["written_by"])
    update.save()
    initiative.confirmed_at, initiative.confirmed_by_id = timezone.now(), by.pk
    initiative.save(update_fields=["confirmed_at", "confirmed_by"])
    tell(Verb.UPDATE_WRITTEN, by, initiative, said=update.happened, update=update.pk, attention=needs_attention)
    return update
