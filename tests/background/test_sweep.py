"""Whom the sweep rings for, and how often."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.background.actions import ask
from apps.background.claim import _claim, run_waiting
from apps.background.models import Job
from apps.background.sweep import sweep

pytestmark = pytest.mark.django_db


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def asked(seconds, *, rung=None, key="one"):
    """A job asked for so many seconds ago, and rung for again so many ago."""
    job = ask("test.note", key=key)
    Job.objects.filter(pk=job.pk).update(asked_at=ago(seconds), rung_at=None if rung is None else ago(rung))
    return job


@pytest.mark.parametrize(
    ("seconds", "rung_ago", "expected"),
    [
        (1, None, False),
        (6, None, True),
        (10, 3, False),
        (12, 6, True),
        (100, 40, False),
        (100, 51, True),
        (3600, 55, False),
        (3600, 61, True),
    ],
)
def test_a_waiting_job_is_rung_for_ever_more_seldom_but_at_least_every_minute(seconds, rung_ago, expected, rung):
    asked(seconds, rung=rung_ago)

    assert sweep() == len(rung()) == expected


def test_a_job_that_was_taken_up_is_left_alone(rung):
    job = asked(60)
    _claim(job.pk)

    assert sweep() == 0


def test_a_job_whose_lease_is_over_is_rung_for_at_once_and_then_at_every_sweep(rung):
    job = asked(60)
    _claim(job.pk)
    Job.objects.filter(pk=job.pk).update(leased_until=ago(1))

    assert [sweep(), sweep()] == [1, 0]
    Job.objects.filter(pk=job.pk).update(leased_until=ago(20), rung_at=ago(6))
    assert sweep() == 1


def test_a_job_out_of_tries_is_failed_and_not_rung_for(rung):
    job = asked(60)
    for _ in range(Job.MAX_ATTEMPTS):
        _claim(job.pk)
        Job.objects.filter(pk=job.pk).update(leased_until=ago(1))

    assert sweep() == 0
    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED


def test_a_job_that_must_wait_for_another_of_its_key_is_not_rung_for(rung):
    _claim(asked(60).pk)
    asked(60)

    assert sweep() == 0


def test_of_two_sweeps_one_after_the_other_the_first_rings(rung):
    job = asked(60)

    assert [sweep(), sweep()] == [1, 0]
    assert rung() == [job.pk]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_share_the_jobs(rung):
    jobs = {asked(60, key=f"{number}").pk for number in range(50)}
    rung()  # what asking rang
    barrier = threading.Barrier(4)

    def sweep_it():
        barrier.wait()
        sweep()
        connection.close()

    threads = [threading.Thread(target=sweep_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(rung()) == sorted(jobs)


def test_a_long_queue_is_rung_for_in_few_queries(rung, django_assert_max_num_queries):
    for number in range(20):
        asked(60, key=f"{number}")

    with django_assert_max_num_queries(5):
        assert sweep() == 20


def test_whoever_waits_longest_is_rung_for_first(rung):
    later = asked(20, key="later")
    earlier = asked(40, key="earlier")

    sweep()

    assert rung() == [earlier.pk, later.pk]


def test_nothing_is_swept_when_all_is_done(rung):
    asked(60)
    run_waiting()

    assert sweep() == 0
