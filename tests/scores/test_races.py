"""Two at once, on connections of their own: locks are what this is about, so it needs PostgreSQL."""

import pytest
from django.db import connection

from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.scores.actions import publish_run, start_run, unpublish_run
from apps.scores.models import Publication, Run
from tests.parallel import at_once
from tests.scores.golden import golden_run

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def two_runs(steward):
    first = golden_run(steward)
    second = start_run(by=steward, edition=first.edition)
    run_waiting()
    second.refresh_from_db()
    return first, second


@pytest.mark.parametrize("published_before", [True, False])
def test_of_two_who_publish_at_once_the_newer_run_stays(steward, published_before):
    older, newer = two_runs(steward)
    if published_before:
        publish_run(by=steward, run=older)
        third = start_run(by=steward, edition=older.edition)
        run_waiting()
        older, newer = newer, third

    results = at_once(*(lambda run=run: publish_run(by=steward, run=run) for run in (newer, older)))

    assert Publication.objects.get().run == newer
    assert all(isinstance(result, Publication | Refused) for result in results), results
    assert isinstance(results[0], Publication)


def test_of_two_who_publish_the_same_run_one_is_told_kindly(steward):
    _, newer = two_runs(steward)

    results = at_once(*(lambda: publish_run(by=steward, run=newer) for _ in range(2)))

    assert sorted(type(result).__name__ for result in results) == ["Publication", "Refused"]


def test_two_who_start_a_run_at_once_start_one(steward):
    edition = golden_run(steward).edition

    started = at_once(*(lambda: start_run(by=steward, edition=edition) for _ in range(4)))

    assert len({run.pk for run in started}) == 1
    assert Run.objects.filter(state=Run.State.WAITING).count() == 1
    assert Job.objects.filter(kind="scores.execute", state=Job.State.ASKED).count() == 1


def test_of_two_who_take_back_at_once_one_is_told_kindly_and_one_step_is_taken(steward):
    older, newer = two_runs(steward)
    publish_run(by=steward, run=older)
    publish_run(by=steward, run=newer)

    results = at_once(*(lambda: unpublish_run(by=steward, run=newer) for _ in range(3)))

    assert sorted(type(result).__name__ for result in results) == ["Refused", "Refused", "Run"], results
    assert Publication.objects.get().run == older


def test_whoever_publishes_while_the_only_publication_is_taken_back_is_done_or_told_kindly(steward):
    older, newer = two_runs(steward)
    publish_run(by=steward, run=older)

    results = at_once(
        lambda: unpublish_run(by=steward, run=older),
        lambda: publish_run(by=steward, run=newer),
    )

    newer.refresh_from_db()
    assert isinstance(results[1], Publication), results
    assert Publication.objects.get().run == newer
    # Taken back first, nothing was published before it; published first, there is nothing to take back of the older.
    assert newer.instead_of_id == (older.pk if isinstance(results[0], Refused) else None)
