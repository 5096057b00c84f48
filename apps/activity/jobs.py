"""Telling people of what happened."""

from apps.activity.verbs import TELL
from apps.background.registry import Queue, job
from apps.background.work import Work


@job(TELL, queue=Queue.PROMPT, time_limit=60)
def tell(work: Work, event_id: int | None) -> None:
    """Notify the people of an event's scope."""
