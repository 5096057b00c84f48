"""Asking for work, and asking again."""

import socket
import threading

import pytest
from django.db import connection, transaction

from apps.access.checks import OPERATOR, AccessDenied
from apps.background import bell
from apps.background.actions import ask, ask_again
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused

pytestmark = pytest.mark.django_db


def failed_job():
    job = ask("test.impossible", key="one", subject_id=5)
    run_waiting()
    job.refresh_from_db()
    return job


def test_asking_leaves_a_waiting_job():
    job = ask("test.note", key="one", subject_id=5)

    assert (job.state, job.kind, job.key, job.subject_id, job.attempts) == ("asked", "test.note", "one", 5, 0)


def test_asking_for_a_kind_that_nobody_registered_is_a_mistake_of_ours():
    with pytest.raises(LookupError, match=r"test\.unheard_of"):
        ask("test.unheard_of", key="one")


def test_the_same_key_asked_twice_is_one_job_with_the_latest_subject(done):
    first = ask("test.note", key="one", subject_id=5)
    second = ask("test.note", key="one", subject_id=6)

    assert second == first
    assert run_waiting() == 1
    assert done == [6]


def test_other_keys_and_other_kinds_are_other_jobs():
    jobs = {ask("test.note", key="one"), ask("test.note", key="two"), ask("test.breaking", key="one")}

    assert len(jobs) == 3


def test_the_same_key_asked_again_after_it_was_taken_up_is_a_new_job():
    first = ask("test.note", key="one")
    run_waiting()

    assert ask("test.note", key="one") != first


@pytest.mark.django_db(transaction=True)
def test_a_job_asked_for_in_a_transaction_that_is_undone_was_never_asked_for():
    with transaction.atomic():
        ask("test.note", key="one")
        transaction.set_rollback(True)

    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_only(rung):
    with transaction.atomic():
        job = ask("test.note", key="one")
        assert rung() == []

    assert rung() == [job.pk]


def test_a_bell_for_a_kind_of_newer_code_still_rings(rung):
    assert bell.ring(7, "test.unheard_of") is True
    assert rung() == [7]


def test_each_bell_rings_in_the_queue_of_its_kind_only(rung, broker):
    bell.ring(7, "test.note")

    with broker.client() as client:
        assert (client.llen("prompt"), client.llen("heavy")) == (1, 0)


def test_without_a_broker_nothing_is_rung(settings):
    settings.REDIS_URL = ""

    assert bell.ring(1, "test.note") is False


def test_a_broker_that_is_down_is_logged_and_then_left_alone_for_a_while(settings, monkeypatch, caplog):
    monkeypatch.setattr(bell, "_quiet_until", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    monkeypatch.setenv("CELERY_BROKER_URL", settings.REDIS_URL)

    assert [bell.ring(1, "test.note"), bell.ring(2, "test.note")] == [False, False]
    assert [record.message for record in caplog.records if "job 1" in record.message]
    assert not [record.message for record in caplog.records if "job 2" in record.message]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_are_given_the_same_job():
    ids, barrier = [], threading.Barrier(8)

    def ask_for_it():
        barrier.wait()
        ids.append(ask("test.note", key="one").pk)
        connection.close()

    threads = [threading.Thread(target=ask_for_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ids) == 8
    assert len(set(ids)) == Job.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_whoever_asked_again_to_commit_so_that_it_sees_what_they_wrote(done):
    ask("test.note", key="one", subject_id=1)
    asked, worked = threading.Event(), threading.Event()

    def work():
        asked.wait()
        run_waiting()
        connection.close()
        worked.set()

    worker = threading.Thread(target=work)
    worker.start()
    with transaction.atomic():
        ask("test.note", key="one", subject_id=2)
        asked.set()
        assert not worked.wait(0.5)
    worker.join()

    assert done == [2]


def test_a_steward_may_ask_for_a_failed_job_again(steward):
    job = failed_job()

    again = ask_again(by=steward, job=job)

    assert again == job
    assert (again.state, again.attempts, again.reason, again.retried_by) == ("asked", 0, "", steward)
    assert run_waiting() == 1


def test_the_operator_may_ask_again_and_leaves_no_account():
    assert ask_again(by=OPERATOR, job=failed_job()).retried_by is None


def test_a_stranger_may_not_ask_again(stranger):
    with pytest.raises(AccessDenied):
        ask_again(by=stranger, job=failed_job())


def test_only_failed_work_can_be_asked_for_again(steward):
    job = ask("test.note", key="one")

    with pytest.raises(Refused, match="Only work that failed"):
        ask_again(by=steward, job=job)


def test_work_that_waits_already_is_not_asked_for_again(steward):
    job = failed_job()
    ask("test.impossible", key="one")

    with pytest.raises(Refused, match="waiting"):
        ask_again(by=steward, job=job)


def test_asking_gives_up_politely_when_the_waiting_job_changes_hands_too_often(monkeypatch):
    monkeypatch.setattr("apps.background.actions._ROUNDS", 0)

    with pytest.raises(Refused, match="busy"):
        ask("test.note", key="one")
