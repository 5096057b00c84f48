"""What may go wrong around the broker: gone, emptied, or with two beats on it. The row stays the record."""

import os
import time

import pytest

from apps.background import bell
from apps.background.actions import ask
from apps.background.models import Job
from tests.live.kinds import slips
from tests.live.machinery import SWEEP_SECONDS, wait_until

pytestmark = pytest.mark.fault

ASKS = 1000 if os.environ.get("FAULT_ROUNDS") == "full" else 100


def wait_until_all_done(crew):
    def all_done():
        crew.keep()
        return not Job.objects.exclude(state=Job.State.DONE).exists()

    wait_until(all_done, seconds=60 + ASKS / 5, what="all jobs to be done")


def test_while_the_broker_is_gone_no_request_fails_or_waits_and_afterwards_all_is_done(crew, broker):
    crew.worker()
    crew.beat()
    ask("test.slip", key="before", subject_id=0)
    wait_until_all_done(crew)
    broker.kill()

    slowest = 0.0
    for number in range(1, ASKS + 1):
        since = time.monotonic()
        ask("test.slip", key=f"{number}", subject_id=number)
        slowest = max(slowest, time.monotonic() - since)
    broker.start()
    wait_until_all_done(crew)

    assert slowest < 1
    assert len(slips("slip")) == ASKS + 1


@pytest.mark.parametrize("seconds", [0, 4])
def test_a_job_that_runs_while_the_broker_is_away_goes_on_undisturbed(seconds, crew, broker):
    crew.worker()
    crew.beat()
    job = ask("test.pause", key="one", subject_id=1)
    wait_until(lambda: Job.objects.get(pk=job.pk).step, what="the job to run")

    broker.kill()
    time.sleep(seconds)
    broker.start()
    after = ask("test.slip", key="after", subject_id=1)
    wait_until_all_done(crew)

    assert [Job.objects.get(pk=each.pk).attempts for each in (job, after)] == [1, 1]
    assert len(slips("pause 1")) == 1


def test_when_the_broker_forgets_everything_the_sweep_rings_again(crew, broker):
    for number in range(ASKS):
        ask("test.slip", key=f"{number}", subject_id=number)
    with broker.client() as client:
        assert client.llen("prompt") == ASKS
    broker.kill(forgetting=True)
    broker.start()
    with broker.client() as client:
        assert client.llen("prompt") == 0

    crew.worker()
    crew.beat()
    wait_until_all_done(crew)

    assert len(slips("slip")) == ASKS


def test_an_emptied_broker_loses_no_job_of_a_live_worker(crew, broker):
    crew.worker(hands=1)
    crew.beat()
    job = ask("test.pause", key="first", subject_id=1)
    wait_until(lambda: Job.objects.get(pk=job.pk).step, what="the job to run")
    for number in range(20):
        ask("test.slip", key=f"{number}", subject_id=number)
    with broker.client() as client:
        client.flushall()
    since = time.monotonic()

    wait_until_all_done(crew)

    assert len(slips("slip")) == 20
    # The one hand was busy for two seconds; then come two sweeps at most, and the work itself.
    assert time.monotonic() - since < 2 + 2 * SWEEP_SECONDS + 5


def test_two_beats_do_nothing_twice(crew, settings):
    settings.REDIS_URL = ""  # Nobody rings: all depends on the sweeps.
    for number in range(20):
        ask("test.slip", key=f"{number}", subject_id=number)
    crew.beat()
    crew.beat()
    crew.worker(hands=4)

    wait_until_all_done(crew)

    assert sorted(Job.objects.values_list("attempts", flat=True)) == [1] * 20
    assert len(slips("slip")) == 20


def test_a_hung_broker_holds_up_a_request_for_less_than_a_second(crew, broker):
    ask("test.slip", key="one", subject_id=1)
    broker.pause()
    since = time.monotonic()
    ask("test.slip", key="two", subject_id=2)
    waited = time.monotonic() - since
    broker.go_on()

    assert waited < 1


def test_bells_for_jobs_that_do_not_exist_are_harmless(crew):
    for number in range(20):
        assert bell.ring(900_000 + number, "test.slip")
    crew.worker()
    ask("test.slip", key="one", subject_id=1)

    wait_until_all_done(crew)

    assert len(slips("slip")) == 1
