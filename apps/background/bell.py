"""The doorbell: tells a worker that a job waits. When nobody hears it the sweep rings again, so it never fails."""

import logging
from time import monotonic
from typing import Any

from celery import current_app
from django.conf import settings
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError
from kombu.pools import producers

from apps.background import registry
from apps.background.registry import Queue

logger = logging.getLogger(__name__)

#: Whoever asks for a job waits no longer than this for the broker.
PATIENCE_SECONDS = 0.5
#: A job that will not stop when its time is up is killed this many seconds later.
GRACE_SECONDS = 30

_BRISK = {
    "socket_timeout": PATIENCE_SECONDS,
    "socket_connect_timeout": PATIENCE_SECONDS,
    "max_retries": 0,
}
_quiet_until = 0.0


def ring(job_id: int, kind: str) -> bool:
    """Send the id of a job to the queue of its kind; False when the bell is broken or missing."""
    global _quiet_until
    if not settings.REDIS_URL or monotonic() < _quiet_until:
        return False
    try:
        _send(job_id, kind)
    except (BrokerError, KombuError, OSError) as error:
        # The next callers need not wait for a broker that is away: the sweep rings for their jobs too.
        _quiet_until = monotonic() + settings.JOB_SWEEP_SECONDS
        logger.warning("The bell could not be rung for job %s; the sweep will ring again. %s", job_id, error)
        return False
    return True


def _send(job_id: int, kind: str) -> None:
    known = registry.find(kind)
    limits: dict[str, Any] = {}
    if known:
        limits = {"soft_time_limit": known.time_limit, "time_limit": known.time_limit + GRACE_SECONDS}
    connection = current_app.connection_for_write(connect_timeout=PATIENCE_SECONDS, transport_options=_BRISK)
    with producers[connection].acquire(block=True, timeout=PATIENCE_SECONDS) as producer:
        queue = known.queue if known else Queue.PROMPT
        current_app.send_task("background.run", [job_id], queue=str(queue), producer=producer, retry=False, **limits)
