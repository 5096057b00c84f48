"""Kinds of job that only the live and fault tests know. What a job did is a slip: a stored file with its name."""

import os
import signal
import time

from django.db import transaction

from apps.background.registry import Queue, job
from apps.files.models import StoredFile

#: Long enough for a test to see a job running and do something to it.
STEPS, STEP_SECONDS = 10, 0.1


def leave_slip(name: str, content: str = "") -> None:
    StoredFile.objects.create(
        name=name, media_type="text/plain", size=len(content), sha256="", content=content.encode()
    )


def slips(prefix: str) -> list[str]:
    """What the slips say whose names begin with `prefix`, in the order in which they were left."""
    found = StoredFile.objects.filter(name__startswith=prefix).order_by("pk")
    return [bytes(slip.content).decode() for slip in found]


def who_am_i(work) -> None:
    """Tell the test which process does the job."""
    work.beat(f"pid {os.getpid()}")


@job("test.slip", queue=Queue.PROMPT, time_limit=60)
def slip(work, subject_id):
    with work.finishing():
        leave_slip(f"slip {subject_id}")


@job("test.steps", queue=Queue.HEAVY, time_limit=60)
def steps(work, subject_id):
    """Writes in steps, as an import does: what a killed attempt left is cleared first."""
    who_am_i(work)
    with work.writing():
        StoredFile.objects.filter(name=f"step {subject_id}").delete()
    for number in range(STEPS):
        time.sleep(STEP_SECONDS)
        with work.writing():
            leave_slip(f"step {subject_id}", str(number))
        work.beat(f"pid {os.getpid()}", number + 1, STEPS)
    with work.finishing():
        leave_slip(f"finished {subject_id}", str(os.getpid()))


@job("test.pause", queue=Queue.HEAVY, time_limit=120)
def pause(work, subject_id):
    """Works without writing for a while, then writes its one slip under the fence."""
    _work_quietly(work)
    with work.finishing():
        leave_slip(f"pause {subject_id}", str(os.getpid()))


@job("test.unfenced", queue=Queue.HEAVY, time_limit=120)
def unfenced(work, subject_id):
    """The control: the same without the fence."""
    _work_quietly(work)
    leave_slip(f"unfenced {subject_id}", str(os.getpid()))


def _work_quietly(work) -> None:
    who_am_i(work)
    until = time.monotonic() + 2
    while time.monotonic() < until:
        time.sleep(0.05)


@job("test.poison", queue=Queue.HEAVY, time_limit=60)
def poison(work, subject_id):
    os.kill(os.getpid(), signal.SIGKILL)


@job("test.endless", queue=Queue.PROMPT, time_limit=1)
def endless(work, subject_id):
    while True:
        time.sleep(0.05)


@job("test.publish", queue=Queue.HEAVY, time_limit=60)
def publish(work, seconds):
    """Publishes what the input says, after working on it for `seconds`: the older of two may take longer."""
    who_am_i(work)
    content = slips("input")[-1]
    time.sleep(seconds)
    with work.finishing():
        leave_slip("published", content)


@job("test.reading", queue=Queue.HEAVY, time_limit=60)
def reading(work, subject_id):
    """Reports progress from inside one long transaction that reads."""
    with transaction.atomic():
        for number in range(30):
            work.beat("Reading", number, 30)
            time.sleep(0.1)
