"""What keeps a claim alive, on a connection of its own."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from apps.background.actions import ask
from apps.background.claim import _claim
from apps.background.heartbeat import OwnHeartbeat
from apps.background.models import Job
from apps.background.work import LostClaim, Work
from tests.live.machinery import wait_until

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(settings):
    settings.JOB_LEASE_SECONDS = 1
    job = _claim(ask("test.slip", key="one").pk)
    beating = OwnHeartbeat(job.pk, job.fence)
    yield Work(job, beating)
    beating.stop()


def row(work):
    return Job.objects.get(pk=work.job_id)


def test_a_lease_is_kept_while_the_job_works(work):
    time.sleep(1.5)

    assert row(work).leased_until > timezone.now() - timedelta(seconds=0.2)


def test_progress_is_stored_beside_the_job(work):
    work.beat("Counting", 1, 2)

    assert wait_until(lambda: row(work).step) == "Counting"


def test_a_beat_never_waits_for_the_transaction_of_the_job_itself(work):
    with work.writing():
        since = time.monotonic()
        for number in range(1000):
            work.beat("Writing", number, 1000)
        spent = time.monotonic() - since

    assert spent < 0.5
    wait_until(lambda: row(work).done_units == 999)


def test_a_beat_that_finds_the_row_locked_gives_way_and_beats_again(work):
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=work.job_id)
        work.beat("Going on")
        time.sleep(1.8)
        assert work._heartbeat.kept()

    assert wait_until(lambda: row(work).step) == "Going on"


def test_a_lost_claim_is_noticed_without_writing_anything(work):
    Job.objects.filter(pk=work.job_id).update(fence=9)
    wait_until(lambda: not work._heartbeat.kept())

    with pytest.raises(LostClaim):
        work.beat("Going on")

    assert row(work).step == ""


def test_the_heart_stops_at_once(work):
    since = time.monotonic()

    work._heartbeat.stop()

    assert time.monotonic() - since < 0.2
    assert not work._heartbeat.is_alive()
