"""Claiming a job, doing it, and what becomes of it."""

import logging

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction

from apps.background import claim, registry
from apps.background.actions import ask
from apps.background.heartbeat import SharedHeartbeat
from apps.background.models import Job
from apps.background.registry import Queue, job
from apps.background.work import LostClaim, Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def doing():
    """Registers, for one test, what a job of the kind `test.this` does: `doing(function)` asks for it, too."""

    def register(do, time_limit=60):
        job("test.this", queue=Queue.HEAVY, time_limit=time_limit)(do)
        return ask("test.this", key="one")

    yield register
    registry._KINDS.pop("test.this", None)


def claimed(asked):
    """A claim on a job that was asked for, and its row."""
    taken = claim._claim(asked.pk)
    return Work(taken, SharedHeartbeat(taken.pk, taken.fence))


def fresh(asked):
    return Job.objects.get(pk=asked.pk)


def expire(asked):
    """Its worker fell silent: the lease of no seconds ends where it began."""
    Job.objects.filter(pk=asked.pk).update(leased_until="2020-01-01T00:00:00Z")


def test_a_job_is_claimed_once_and_is_done_at_its_end(done):
    asked = ask("test.note", key="one", subject_id=5)

    assert claim.run(asked.pk) is True
    assert claim.run(asked.pk) is False
    assert done == [5]
    assert (fresh(asked).state, fresh(asked).attempts, fresh(asked).fence) == ("done", 1, 1)
    assert fresh(asked).started_at <= fresh(asked).finished_at


def test_a_job_that_is_gone_is_not_to_be_had():
    assert claim.run(404) is False


def test_a_running_job_is_not_to_be_had_until_its_lease_is_over():
    asked = ask("test.note", key="one")
    claimed(asked)
    assert claim.run(asked.pk) is False

    expire(asked)

    assert claim.run(asked.pk) is True
    assert (fresh(asked).attempts, fresh(asked).fence) == (2, 2)


def test_the_newer_job_of_a_key_waits_until_the_older_is_out_of_the_way(done):
    older = ask("test.note", key="one", subject_id=1)
    work = claimed(older)
    newer = ask("test.note", key="one", subject_id=2)
    assert claim.run(newer.pk) is False

    with work.finishing():
        pass

    assert claim.run(newer.pk) is True
    assert done == [2]


def test_the_database_itself_refuses_two_running_jobs_of_one_key():
    claimed(ask("test.note", key="one"))
    newer = ask("test.note", key="one")

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=newer.pk).update(state=Job.State.RUNNING)


def test_an_error_is_tried_again_three_times_and_its_details_stay_in_the_log(caplog):
    asked = ask("test.breaking", key="one")

    assert claim.run_waiting() == 3
    assert (fresh(asked).state, fresh(asked).attempts) == ("failed", 3)
    assert "secret" not in fresh(asked).reason
    assert fresh(asked).reason.startswith("Something went wrong that nobody foresaw.")
    assert [record.exc_info[1].args for record in caplog.records] == [("secret detail",)] * 3


def test_a_refusal_is_tried_again_and_its_sentence_is_kept():
    asked = ask("test.refusing", key="one")

    claim.run(asked.pk)
    assert (fresh(asked).state, fresh(asked).step) == ("running", "Waiting to be tried again")
    claim.run_waiting()

    assert (fresh(asked).state, fresh(asked).reason) == ("failed", "The edition is frozen.")


def test_what_is_impossible_fails_at_once_with_its_sentence():
    asked = ask("test.impossible", key="one")

    assert claim.run_waiting() == 1
    assert (fresh(asked).state, fresh(asked).reason) == ("failed", "The file is gone.")


def test_what_takes_too_long_fails_at_once_with_a_sentence(doing):
    def do(work, subject_id):
        raise SoftTimeLimitExceeded

    asked = doing(do, time_limit=600)
    claim.run_waiting()

    assert (fresh(asked).state, fresh(asked).reason) == ("failed", "It took longer than 10 minutes and was stopped.")


def test_a_kind_that_this_code_does_not_know_fails_with_a_sentence(doing):
    asked = doing(lambda work, subject_id: None)
    del registry._KINDS["test.this"]

    assert claim.run(asked.pk) is True
    assert fresh(asked).state == "failed"
    assert fresh(asked).reason == "This version of the platform does not know how to do “test.this”."


def test_what_succeeds_at_the_second_try_keeps_no_reason(doing):
    def do(work, subject_id):
        if work.fence == 1:
            raise ValueError("the first time only")

    asked = doing(do)
    claim.run_waiting()

    assert (fresh(asked).state, fresh(asked).attempts, fresh(asked).reason) == ("done", 2, "")


def test_a_job_that_finished_is_not_undone_by_an_error_after_it(doing):
    def do(work, subject_id):
        with work.finishing():
            pass
        raise ValueError("too late")

    asked = doing(do)
    claim.run_waiting()

    assert (fresh(asked).state, fresh(asked).reason) == ("done", "")


def test_a_job_taken_over_ends_quietly_and_leaves_the_row_to_the_other(doing, caplog):
    def do(work, subject_id):
        Job.objects.filter(pk=work.job_id).update(fence=9)
        work.beat("Going on")

    asked = doing(do)

    assert claim.run(asked.pk) is True
    assert (fresh(asked).state, fresh(asked).fence) == ("running", 9)
    assert "taken over by another worker" in caplog.text


def test_run_waiting_takes_up_what_a_job_asks_for_and_stops_at_its_limit(doing, done):
    def do(work, subject_id):
        ask("test.note", key="from within", subject_id=8)

    doing(do)

    assert claim.run_waiting(limit=1) == 1
    assert done == []
    assert claim.run_waiting() == 1
    assert done == [8]


def test_run_waiting_passes_over_what_is_not_to_be_had():
    claimed(ask("test.note", key="one"))
    ask("test.note", key="one")

    assert claim.run_waiting() == 0


def test_the_exhausted_are_given_up_with_a_sentence():
    asked = ask("test.note", key="one")
    for _ in range(Job.MAX_ATTEMPTS):
        claimed(asked)
        expire(asked)
    assert claim.run(asked.pk) is False

    claim.fail_the_exhausted()

    assert fresh(asked).state == "failed"
    assert "tried three times" in fresh(asked).reason


def test_progress_is_kept_within_its_total():
    asked = ask("test.note", key="one")

    claimed(asked).beat("Counting", 7, 5)

    assert (fresh(asked).step, fresh(asked).done_units, fresh(asked).total_units) == ("Counting", 5, 5)


@pytest.mark.parametrize("block", ["writing", "finishing"])
def test_whoever_lost_the_claim_writes_nothing(block):
    asked = ask("test.note", key="one")
    zombie = claimed(asked)
    expire(asked)
    claimed(asked)

    with pytest.raises(LostClaim), getattr(zombie, block)():
        ask("test.note", key="written by the zombie")

    assert not Job.objects.filter(key="written by the zombie").exists()


def test_whoever_loses_the_claim_in_the_middle_of_writing_has_written_nothing():
    asked = ask("test.note", key="one")
    zombie = claimed(asked)

    def lose_it_while_writing():
        with zombie.writing():
            ask("test.note", key="written by the zombie")
            Job.objects.filter(pk=asked.pk).update(fence=9)

    with pytest.raises(LostClaim):
        lose_it_while_writing()

    assert not Job.objects.filter(key="written by the zombie").exists()


def test_after_finishing_nothing_more_is_written():
    work = claimed(ask("test.note", key="one"))
    with work.finishing():
        pass

    with pytest.raises(LostClaim), work.writing():
        pass


def test_an_error_while_finishing_leaves_the_job_unfinished():
    asked = ask("test.note", key="one")
    work = claimed(asked)

    with pytest.raises(ValueError, match="half way"), work.finishing():
        raise ValueError("half way")

    assert fresh(asked).state == "running"


@pytest.mark.django_db(transaction=True)
def test_the_next_job_of_a_key_is_rung_for_when_the_older_is_done(rung):
    work = claimed(ask("test.note", key="one"))
    newer = ask("test.note", key="one")
    rung()

    with work.finishing():
        pass

    assert rung() == [newer.pk]


def test_the_log_level_of_a_lost_claim_is_a_warning(doing, caplog):
    def do(work, subject_id):
        raise LostClaim(work.job_id)

    doing(do)
    claim.run_waiting(limit=1)

    assert [record.levelno for record in caplog.records] == [logging.WARNING]
