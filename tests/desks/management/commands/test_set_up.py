"""Setting up may be stopped by anything and started again: it goes on, and says in a sentence what is in the way."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from apps.accounts.demonstration import DEMO
from apps.accounts.models import User
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.desks.management.commands import set_up
from apps.figures.actions import start_import
from apps.figures.models import Import
from apps.figures.starter_set import SetupProblem
from apps.framework.queries import current_edition
from apps.scores.actions import start_run


def failed(job):
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, attempts=Job.MAX_ATTEMPTS, reason="The disk was full.")
    job.refresh_from_db()
    return job


def test_where_scores_are_published_nothing_is_said_or_done(small_world):
    said, imports = [], Import.objects.count()

    set_up.set_up(said.append)

    assert (said, Import.objects.count()) == ([], imports)


def test_the_people_of_a_demonstration_are_let_in_once(small_world, settings):
    settings.DEMONSTRATION = True

    set_up.set_up(print)
    set_up.set_up(print)

    assert User.objects.filter(is_demonstration=True).count() == len(DEMO)


def test_work_that_failed_before_is_tried_anew(small_world):
    imported = start_import(by=small_world.steward, name="empty.csv", content=b"x")

    set_up.ask_again_if_failed(failed(imported.job))
    run_waiting()

    imported.job.refresh_from_db()
    assert (imported.job.state, imported.job.attempts) == (Job.State.DONE, 1)


def test_work_that_went_well_is_left_as_it_is(small_world):
    done = small_world.imports["recycling"].job

    set_up.ask_again_if_failed(done)
    set_up.ask_again_if_failed(None)

    assert Job.objects.get(pk=done.pk).state == Job.State.DONE


def test_a_run_whose_work_failed_is_worked_out_when_set_up_is_run_again(small_world):
    run = start_run(by=small_world.steward, edition=current_edition())
    said = []

    set_up.ask_again_if_failed(failed(run.job))
    run_waiting()
    again = set_up.executed_run(current_edition(), said.append)

    assert again == run
    assert said == ["  scores: done (0 s)"]


def test_a_wait_tells_how_far_it_is(db, monkeypatch):
    monkeypatch.setattr(set_up, "TELL_SECONDS", -1)
    said, standings = [], iter(["3 checked, 1 loaded", ""])

    set_up.wait_for(lambda: next(standings), what="4 files", say=said.append)

    assert said == ["  4 files: 3 checked, 1 loaded (0 s)", "  4 files: done (0 s)"]


def test_a_wait_without_a_worker_ends_with_what_to_do(db, monkeypatch):
    monkeypatch.setattr(set_up, "PATIENCE_SECONDS", 0)

    with pytest.raises(SetupProblem, match="If no worker runs, start one with `make worker`"):
        set_up.wait_for(lambda: "waiting", what="4 files", say=print)


def test_a_database_that_fails_is_explained(db):
    def full(*_query):
        raise OperationalError("database or disk is full")

    with connection.execute_wrapper(full), pytest.raises(CommandError, match="disk is full. Mend that") as caught:
        call_command("set_up")

    assert "it goes on where it was" in str(caught.value)
