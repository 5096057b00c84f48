"""What may go wrong with a job: killed, paused, delivered twice, poisoned. It still ends once, and is seen to."""

import os
import random
import signal
import time

import pytest

from apps.background import bell
from apps.background.actions import ask
from apps.background.models import Job
from tests.live.kinds import STEP_SECONDS, STEPS, leave_slip, slips
from tests.live.machinery import LEASE_SECONDS, SWEEP_SECONDS, wait_until

pytestmark = pytest.mark.fault

KILLS = 50 if os.environ.get("FAULT_ROUNDS") == "full" else 5
ENDED = {Job.State.DONE, Job.State.FAILED}


def fresh(job):
    return Job.objects.get(pk=job.pk)


def pid_of(job):
    """The process that does the job, once it has said so."""
    step = fresh(job).step
    return int(step.removeprefix("pid ")) if step.startswith("pid ") else None


def wait_for_end(*jobs, seconds=60):
    wait_until(lambda: all(fresh(job).state in ENDED for job in jobs), seconds=seconds, what="the end of the jobs")


def test_a_job_whose_worker_was_killed_is_finished_by_another(crew):
    first = crew.worker()
    job = ask("test.steps", key="one", subject_id=1)
    killed = wait_until(lambda: pid_of(job), what="the job to run")
    os.killpg(first.pid, signal.SIGKILL)

    crew.worker()
    crew.beat()
    since = time.monotonic()
    wait_for_end(job)

    assert (fresh(job).state, fresh(job).attempts) == (Job.State.DONE, 2)
    assert slips("step 1") == [str(number) for number in range(STEPS)]
    assert len(slips("finished 1")) == 1
    assert slips("finished 1") != [str(killed)]
    assert time.monotonic() - since < LEASE_SECONDS + SWEEP_SECONDS + STEPS * STEP_SECONDS + 10


def test_a_job_killed_at_random_points_is_done_exactly_once(crew):
    crew.worker()
    crew.beat()
    chance = random.Random(7)  # The same points every time: a failure can be looked at again.

    for number in range(KILLS):
        job = ask("test.steps", key=f"round {number}", subject_id=number)
        pid = wait_until(lambda job=job: pid_of(job), what="the job to run")
        time.sleep(chance.uniform(0, STEPS * STEP_SECONDS))
        os.kill(pid, signal.SIGKILL)
        wait_for_end(job)

        assert fresh(job).state == Job.State.DONE
        assert slips(f"step {number}") == [str(step) for step in range(STEPS)]
        assert len(slips(f"finished {number}")) == 1


def test_a_job_delivered_five_times_at_once_has_one_effect(crew):
    job = ask("test.pause", key="one", subject_id=1)
    for _ in range(4):
        assert bell.ring(job.pk, job.kind)
    crew.worker(hands=5)
    wait_for_end(job)

    after = ask("test.slip", key="after", subject_id=1)
    wait_for_end(after)

    assert len(slips("pause 1")) == 1
    assert fresh(job).attempts == 1


@pytest.mark.parametrize(("kind", "fenced"), [("test.pause", True), ("test.unfenced", False)])
def test_a_worker_paused_past_its_lease_writes_nothing_more_only_because_of_the_fence(kind, fenced, crew):
    crew.worker()
    crew.beat()
    job = ask(kind, key="one", subject_id=1)
    zombie = wait_until(lambda: pid_of(job), what="the job to run")

    os.kill(zombie, signal.SIGSTOP)
    wait_for_end(job)
    os.kill(zombie, signal.SIGCONT)
    wait_until(lambda: "was taken over by another worker" in crew.logs(), what="the paused worker to notice")

    done_by = slips(kind.removeprefix("test."))
    assert done_by[0] != str(zombie)
    assert (str(zombie) in done_by) is not fenced
    assert len(done_by) == (1 if fenced else 2)


def test_a_job_that_kills_its_worker_is_given_up_after_three_tries_and_holds_up_nobody(crew):
    crew.worker()
    crew.beat()
    poison = ask("test.poison", key="one")
    others = [ask("test.slip", key=f"other {number}", subject_id=number) for number in range(10)]
    wait_for_end(*others, seconds=20)
    assert fresh(poison).state != Job.State.FAILED

    wait_for_end(poison)

    assert fresh(poison).attempts == 3
    assert fresh(poison).reason == "The worker stopped in the middle of this, and it had been tried three times."
    assert [fresh(other).state for other in others] == [Job.State.DONE] * 10
    assert len(slips("slip")) == 10


def test_of_two_jobs_of_one_key_the_latest_input_wins_however_long_the_older_takes(crew):
    crew.worker()
    leave_slip("input", "old")
    older = ask("test.publish", key="one", subject_id=2)
    wait_until(lambda: pid_of(older), what="the older job to run")

    leave_slip("input", "new")
    newer = ask("test.publish", key="one", subject_id=0)
    wait_for_end(older, newer)

    assert newer != older
    assert slips("published") == ["old", "new"]
