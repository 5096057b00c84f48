"""A job that writes in many steps, and others who want to write meanwhile."""

import time
from threading import Thread

import pytest
from django.db import connection

from apps.background.actions import ask
from apps.background.claim import _claim
from apps.background.heartbeat import OwnHeartbeat
from apps.background.work import Work

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
STEPS, STEP_SECONDS = 40, 0.1


@pytest.fixture
def busy():
    """A job that writes one step after another, for as long as the test lasts."""
    job = _claim(ask("test.slip", key="busy").pk)
    beating = OwnHeartbeat(job.pk, job.fence)
    thread = Thread(target=write_in_steps, args=[Work(job, beating)])
    thread.start()
    yield thread
    thread.join()
    beating.stop()


def write_in_steps(work):
    for _ in range(STEPS):
        with work.writing():
            time.sleep(STEP_SECONDS)
    connection.close()


def test_whoever_wants_to_write_gets_in_between_two_steps(busy):
    waits = []
    for number in range(5):
        since = time.monotonic()
        ask("test.slip", key=f"{number}")
        waits.append(time.monotonic() - since)

    assert busy.is_alive()
    assert sorted(waits)[2] < 5 * STEP_SECONDS
