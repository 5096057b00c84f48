"""The whole road of a job: asked in a transaction, rung for, done by a real worker."""

import time

import pytest
from django.db import transaction

from apps.background.actions import ask
from apps.background.models import Job
from tests.live.kinds import slips
from tests.live.machinery import wait_until

pytestmark = pytest.mark.live


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def finished(job):
    return state_of(job) in {Job.State.DONE, Job.State.FAILED}


def test_a_job_asked_for_in_a_transaction_is_done_after_its_commit(live_worker):
    with transaction.atomic():
        job = ask("test.slip", key="one", subject_id=7)
        time.sleep(0.3)
        assert Job.objects.get(pk=job.pk).state == Job.State.ASKED

    wait_until(lambda: finished(job), what="the job")

    assert state_of(job) == Job.State.DONE
    assert len(slips("slip 7")) == 1


def running(job):
    return Job.objects.filter(pk=job.pk, done_units__gt=0, state=Job.State.RUNNING).first()


def test_progress_shows_while_a_job_works(live_worker):
    job = ask("test.steps", key="one", subject_id=1)

    seen = wait_until(lambda: running(job), what="progress")

    assert (seen.step[:3], seen.total_units) == ("pid", 10)
    wait_until(lambda: finished(job), what="the job")


@pytest.mark.postgres
def test_progress_shows_even_while_the_transaction_of_the_job_is_open(live_worker):
    job = ask("test.reading", key="one")

    seen = wait_until(lambda: running(job), what="progress")

    assert (seen.step, seen.total_units) == ("Reading", 30)
    wait_until(lambda: finished(job), what="the job")


def test_a_job_that_takes_too_long_is_stopped_with_a_sentence(live_worker):
    endless = ask("test.endless", key="one")
    after = ask("test.slip", key="one", subject_id=1)

    wait_until(lambda: finished(endless) and finished(after), what="both jobs")

    assert Job.objects.get(pk=endless.pk).reason == "It took longer than 1 minute and was stopped."
    assert state_of(after) == Job.State.DONE
