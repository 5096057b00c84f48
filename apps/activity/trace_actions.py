"""Erasing where events came from."""

from datetime import datetime
from typing import Any

from django.db import transaction

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.models import Trace


@transaction.atomic
def erase_traces(*, by: Any, of: int | None = None, before: datetime | None = None) -> int:
    """Erase from where events came: those of one account, those before a time, or both at once; how many.

    The chain holds all the same. It is recorded nowhere whose they were: that would be a trace.
    """
    require(by, Permission.TRACES_ERASE)
    traces = Trace.objects.all()
    if of is not None:
        traces = traces.filter(event__actor_id=of)
    if before is not None:
        traces = traces.filter(event__at__lt=before)
    return traces.delete()[0]
