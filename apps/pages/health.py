"""Whether the site can do its work: the database must answer; a silent broker or worker is said, and readers go on."""

from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError

from apps.background.queries import standing

PATIENCE_SECONDS = 0.5
#: Work that nobody took up for so long means that no worker listens.
SILENCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Health:
    """`state` is ok, degraded (pages are served, work waits) or down (the database does not answer)."""

    state: str
    database: str
    broker: str
    work: str

    @property
    def serves(self) -> bool:
        return self.state != "down"


def examine() -> Health:
    """Ask each part once; quick, even when a part is away."""
    broker = _broker()
    try:
        jobs = standing()
    except DatabaseError:
        return Health("down", "does not answer", broker, "unknown")
    late = jobs.oldest_waits > SILENCE
    work = "waits for a worker" if late else "taken up"
    state = "ok" if broker == "answers" and not late else "degraded"
    return Health(state, "answers", broker, work)


def _broker() -> str:
    if not settings.REDIS_URL:
        return "not set"
    try:
        client = redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS
        )
        with client:
            client.ping()
    except redis.RedisError:
        return "does not answer"
    return "answers"
