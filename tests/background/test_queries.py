"""How work shows on pages."""

from datetime import timedelta

import pytest

from apps.background.actions import ask
from apps.background.claim import _claim, run_waiting
from apps.background.models import Job
from apps.background.queries import progress_of, recent_jobs, standing
from apps.background.work import Progress as Report
from apps.background.work import extend

pytestmark = pytest.mark.django_db


def progress(job):
    return progress_of(Job.objects.get(pk=job.pk))


def test_no_job_has_no_progress():
    assert progress_of(None) is None


def test_a_waiting_job_has_no_percentage_yet():
    seen = progress(ask("test.note", key="one"))

    assert (seen.label, seen.percent, seen.finished, seen.failed) == ("waiting", None, False, False)


def test_a_running_job_says_what_it_is_doing_and_how_far_it_is():
    job = ask("test.note", key="one")
    extend(job.pk, _claim(job.pk).fence, Report("Writing", 1, 3))

    seen = progress(job)

    assert (seen.label, seen.step, seen.done, seen.total, seen.percent) == ("running", "Writing", 1, 3, 33)


def test_a_done_job_is_finished_at_a_hundred_per_cent():
    job = ask("test.note", key="one")
    run_waiting()

    seen = progress(job)

    assert (seen.label, seen.percent, seen.finished, seen.failed, seen.step) == ("done", 100, True, False, "")


def test_a_failed_job_says_why_in_words():
    job = ask("test.impossible", key="one")
    run_waiting()

    seen = progress(job)

    assert (seen.label, seen.reason, seen.finished, seen.failed) == (
        "failed, needs a person",
        "The file is gone.",
        True,
        True,
    )


def test_what_needs_a_person_is_listed_first(django_assert_num_queries):
    failed = ask("test.impossible", key="one")
    run_waiting()
    waiting = [ask("test.note", key=key) for key in "ab"]

    with django_assert_num_queries(1):
        lines = recent_jobs(limit=10)

    assert [line.job for line in lines] == [failed, *reversed(waiting)]
    assert lines[0].progress.failed


def test_the_standing_counts_what_waits_runs_and_failed(django_assert_num_queries):
    ask("test.impossible", key="one")
    run_waiting()
    ask("test.note", key="one")
    _claim(ask("test.note", key="two").pk)

    with django_assert_num_queries(1):
        now = standing()

    assert (now.waiting, now.running, now.failed) == (1, 1, 1)
    assert timedelta(0) < now.oldest_waits < timedelta(minutes=1)


def test_with_nothing_waiting_nobody_waits():
    assert standing().oldest_waits == timedelta(0)
