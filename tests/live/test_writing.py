"""A job that writes in many steps, and others who want to write meanwhile."""

import time
from threading import Event, Thread

import pytest
from django.db import connection

from apps.background.actions import ask
from apps.background.claim import _claim
from apps.background.heartbeat import OwnHeartbeat
from apps.background.models import Job
from apps.background.work import Work

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
STEP_SECONDS = 0.1


@pytest.fixture
def busy():
    """A job that writes one step after another, for as long as the test lasts."""
    job = _claim(ask("test.slip", key="busy").pk)
    beating, enough = OwnHeartbeat(job.pk, job.fence), Event()
    thread = Thread(target=write_in_steps, args=[Work(job, beating), enough])
    thread.start()
    yield thread
    enough.set()
    thread.join()
    beating.stop()


def write_in_steps(work, enough):
    while not enough.is_set():
        with work.writing():
            time.sleep(STEP_SECONDS)
    connection.close()


def test_whoever_wants_to_write_gets_in_between_two_steps(busy):
    # Whoever never gets in is told, after the time-out of the database, that it is locked.
    for number in range(5):
        ask("test.slip", key=f"{number}")

    assert busy.is_alive()
    assert Job.objects.filter(key__in="01234", state=Job.State.ASKED).count() == 5
