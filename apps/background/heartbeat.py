"""What keeps a claim alive while its job works, and carries the job's progress to where pages read it."""

import logging
from threading import Event, Lock, Thread
from time import monotonic

from django.conf import settings
from django.db import Error, connection

from apps.background.work import Progress, extend

logger = logging.getLogger(__name__)

#: Progress is written at most this often; a page that polls every second shows no more.
PROGRESS_SECONDS = 0.5
#: One beat waits at most a second for a lock, then gives way to the next.
_BRIEFLY = {"sqlite": "PRAGMA busy_timeout = 1000", "postgresql": "SET lock_timeout = 1000"}


class SharedHeartbeat:
    """Beats on the connection of the job itself.

    For a job taken up inside an open transaction (as tests do): no other connection could see its row.
    """

    def __init__(self, job_id: int, fence: int) -> None:
        self._claim = (job_id, fence)
        self._kept = True

    def report(self, progress: Progress) -> None:
        self._kept = extend(*self._claim, progress)

    def kept(self) -> bool:
        return self._kept

    def stop(self) -> None:
        """Nothing goes on beside the job."""


class OwnHeartbeat(Thread):
    """Beats from its own thread on its own connection, so that progress shows while the job's transaction is open.

    The job only leaves its progress here and never waits: on SQLite a second connection that waited for the write
    lock in the job's own thread would wait for itself.
    """

    def __init__(self, job_id: int, fence: int) -> None:
        super().__init__(name=f"heartbeat-{job_id}", daemon=True)
        self._claim = (job_id, fence)
        self._lock = Lock()
        self._news: Progress | None = None
        self._woken = Event()
        self._stopping = Event()
        self._lost = Event()
        self.start()

    def report(self, progress: Progress) -> None:
        with self._lock:
            self._news = progress
        self._woken.set()

    def kept(self) -> bool:
        return not self._lost.is_set()

    def stop(self) -> None:
        self._stopping.set()
        self._woken.set()
        self.join()

    def run(self) -> None:
        beaten = monotonic()
        try:
            while not self._stopping.is_set() and self.kept():
                self._woken.wait(settings.JOB_LEASE_SECONDS / 3)
                self._stopping.wait(max(0.0, beaten + PROGRESS_SECONDS - monotonic()))
                if not self._stopping.is_set():
                    beaten = monotonic()
                    self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        self._woken.clear()
        with self._lock:
            news = self._news
        try:
            _be_patient_only_briefly()
            if not extend(*self._claim, news):
                self._lost.set()
        except Error as error:
            # Somebody holds the lock, or the database is away: the lease outlives two missed beats.
            logger.debug("Heartbeat of job %s missed: %s", self._claim[0], error)
            connection.close()


def _be_patient_only_briefly() -> None:
    if connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute(_BRIEFLY[connection.vendor])
