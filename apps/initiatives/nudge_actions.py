"""Choosing whether one wants letters that ask how things go."""

from typing import Any

from django.db import transaction

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.initiatives.models import NoNudges


@transaction.atomic
def want_nudges(*, by: Any, wanted: bool) -> bool:
    """Say whether one wants them; whether that was anything new."""
    if wanted:
        is_new = NoNudges.objects.filter(person_id=by.pk).delete()[0] > 0
    else:
        is_new = NoNudges.objects.get_or_create(person_id=by.pk)[1]
    if is_new:
        record(Verb.NUDGES_SET, actor=by, subject=by, details={"wanted": wanted})
    return is_new
