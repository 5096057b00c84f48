from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.figures.actions import withdraw_import
from apps.framework.actions import freeze_edition
from apps.scores.actions import publish_run, start_run, unpublish_run
from apps.scores.models import Publication, Run
from apps.scores.queries import published_run, published_version
from tests.factories.framework import EditionFactory
from tests.world import NEW, row_of


def finished_run(world):
    run = start_run(by=world.steward, edition=world.edition)
    run_waiting()
    run.refresh_from_db()
    return run


def test_a_started_run_waits_until_a_worker_takes_it_up(small_world):
    run = start_run(by=small_world.steward, edition=small_world.edition)

    assert run.state == Run.State.WAITING
    assert run.job.state == Job.State.ASKED
    assert run.as_at == small_world.edition.as_at
    assert run.method["name"] == "standing"
    assert Event.objects.filter(verb=Verb.RUN_STARTED, subject_id=run.pk, actor=small_world.steward).count() == 1


def test_starting_again_while_one_waits_is_that_run(small_world):
    first = start_run(by=small_world.steward, edition=small_world.edition)

    second = start_run(by=small_world.steward, edition=small_world.edition)

    assert second == first
    assert Job.objects.filter(kind="scores.execute", state=Job.State.ASKED).count() == 1


def taken_up(world):
    run = start_run(by=world.steward, edition=world.edition)
    Job.objects.filter(pk=run.job_id).update(state=Job.State.RUNNING, leased_until=timezone.now() + timedelta(hours=1))
    return run


def test_whoever_clicks_twice_starts_one_run_even_when_a_worker_was_quick(small_world):
    first = taken_up(small_world)

    assert start_run(by=small_world.steward, edition=small_world.edition) == first


def test_a_run_already_taken_up_is_not_that_run_when_figures_changed_since(small_world):
    first = taken_up(small_world)
    withdraw_import(by=small_world.steward, imported=small_world.imports["smoking"])

    assert start_run(by=small_world.steward, edition=small_world.edition) != first


def test_the_operator_may_start_a_run_and_leaves_no_account_behind(small_world):
    run = start_run(by=OPERATOR, edition=small_world.edition)

    assert run.started_by is None


def test_a_draft_is_not_scored(steward):
    with pytest.raises(Refused, match="still a draft"):
        start_run(by=steward, edition=EditionFactory())


def test_a_stranger_may_neither_start_nor_publish(small_world, stranger):
    with pytest.raises(AccessDenied, match="start a run"):
        start_run(by=stranger, edition=small_world.edition)
    with pytest.raises(AccessDenied, match="publish a run"):
        publish_run(by=stranger, run=small_world.run)


def test_publishing_moves_the_one_pointer_and_says_so(small_world):
    before, run = small_world.run, finished_run(small_world)

    publish_run(by=small_world.steward, run=run)

    assert published_run() == run
    assert Publication.objects.get().published_by == small_world.steward
    event = Event.objects.filter(verb=Verb.RUN_PUBLISHED).first()
    assert (event.subject_id, event.details) == (run.pk, {"instead_of": before.pk})


def test_a_run_that_is_not_finished_is_not_published(small_world):
    run = start_run(by=small_world.steward, edition=small_world.edition)

    with pytest.raises(Refused, match="not finished"):
        publish_run(by=small_world.steward, run=run)

    assert published_run() == small_world.run


def test_publishing_the_published_run_is_refused_kindly(small_world):
    with pytest.raises(Refused, match="published one already"):
        publish_run(by=small_world.steward, run=small_world.run)


def test_the_pointer_never_moves_back(small_world):
    older, newer = finished_run(small_world), finished_run(small_world)
    publish_run(by=small_world.steward, run=newer)

    with pytest.raises(Refused, match=f"Run {newer.pk}, which is newer than run {older.pk}"):
        publish_run(by=small_world.steward, run=older)

    assert published_run() == newer


def test_a_finished_run_may_be_published_while_a_newer_one_waits(small_world):
    run = finished_run(small_world)
    start_run(by=small_world.steward, edition=small_world.edition)

    publish_run(by=small_world.steward, run=run)

    assert published_run() == run


def test_a_run_of_an_older_edition_does_not_replace_a_newer_edition(small_world):
    past = EditionFactory(as_at="2024-06-30")
    small_world.edition.elements.update(edition=past)
    past.refresh_from_db()
    run = start_run(by=small_world.steward, edition=freeze_edition(by=OPERATOR, edition=past))
    run_waiting()

    with pytest.raises(Refused, match="A newer edition, Small edition, is published"):
        publish_run(by=small_world.steward, run=run)


def test_withdrawn_figures_are_undone_by_the_run_that_follows(small_world):
    area = small_world.areas["Ambleton"]
    later = small_world.bring("recycling", [row_of(area.code, NEW, 1)], release="2")
    wrong = Run.objects.get(cause=later)
    publish_run(by=small_world.steward, run=wrong)
    assert wrong.result_sha256 != small_world.run.result_sha256

    withdraw_import(by=small_world.steward, imported=later)
    run_waiting()

    follows = Run.objects.first()
    assert follows.cause == later
    publish_run(by=small_world.steward, run=follows)
    assert published_run().result_sha256 == small_world.run.result_sha256


def test_a_run_whose_figures_were_withdrawn_since_is_not_published(small_world):
    published = published_run()
    later = small_world.bring("smoking", [row_of(small_world.areas["Ambleton"].code, NEW, 40)], release="2")
    rests_on_it = finished_run(small_world)
    withdraw_import(by=small_world.steward, imported=later)

    with pytest.raises(Refused, match="withdrawn since"):
        publish_run(by=small_world.steward, run=rests_on_it)

    assert later.pk in rests_on_it.imports
    assert published_run() == published


def three_published(world):
    """Three runs, each published instead of the one before."""
    runs = [world.run]
    for value in (11.0, 12.0):
        world.bring("recycling", [row_of(world.areas["Ambleton"].code, NEW, value)], release=str(value))
        publish_run(by=world.steward, run=Run.objects.first())
        runs.append(Run.objects.first())
    return runs


def test_unpublishing_returns_to_the_former_run_step_by_step(small_world):
    first, second, third = three_published(small_world)

    assert unpublish_run(by=small_world.steward, run=third) == second
    assert published_run() == second
    assert unpublish_run(by=small_world.steward, run=second) == first
    assert published_run() == first
    assert unpublish_run(by=small_world.steward, run=first) is None
    assert published_run() is None


def test_unpublishing_says_so_and_what_pages_are_known_by_is_never_what_it_was(small_world):
    seen = [published_version()]
    first, second, _third = three_published(small_world)
    unpublish_run(by=small_world.steward, run=Run.objects.first())
    unpublish_run(by=small_world.steward, run=second)

    event = Event.objects.filter(verb=Verb.RUN_UNPUBLISHED).first()

    assert (event.subject_id, event.details) == (second.pk, {"back_to": first.pk})
    assert event.actor == small_world.steward
    assert Publication.objects.get().published_by == small_world.steward
    assert published_run() == first
    assert published_version() not in seen


def test_what_was_taken_back_can_be_published_again(small_world):
    first, second, third = three_published(small_world)
    unpublish_run(by=small_world.steward, run=third)
    unpublish_run(by=small_world.steward, run=second)

    publish_run(by=small_world.steward, run=third)

    third.refresh_from_db()
    second.refresh_from_db()
    assert published_run() == third
    assert (third.instead_of, third.taken_back_at) == (first, None)
    assert second.taken_back_at is not None
    assert unpublish_run(by=small_world.steward, run=third) == first


def test_after_the_first_publication_was_taken_back_anything_can_be_published(small_world):
    run = finished_run(small_world)
    unpublish_run(by=small_world.steward, run=small_world.run)

    publish_run(by=small_world.steward, run=run)

    run.refresh_from_db()
    assert (published_run(), run.instead_of) == (run, None)


def test_only_the_published_run_is_taken_back(small_world):
    first, second, third = three_published(small_world)

    with pytest.raises(Refused, match=f"Readers see run {third.pk} and not run {second.pk}"):
        unpublish_run(by=small_world.steward, run=second)

    assert published_run() == third
    second.refresh_from_db()
    assert second.taken_back_at is None


def test_nothing_is_taken_back_where_nothing_is_published(small_world):
    unpublish_run(by=small_world.steward, run=small_world.run)

    with pytest.raises(Refused, match="Nothing is published"):
        unpublish_run(by=small_world.steward, run=small_world.run)


def test_a_former_run_whose_figures_were_withdrawn_since_is_not_shown_again(small_world):
    later = small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 1)], release="2")
    wrong = Run.objects.get(cause=later)
    publish_run(by=small_world.steward, run=wrong)
    withdraw_import(by=small_world.steward, imported=later)
    run_waiting()
    right = Run.objects.first()
    publish_run(by=small_world.steward, run=right)

    with pytest.raises(Refused, match=f"Some figures of run {wrong.pk}, .* Start a run, .* publish it instead"):
        unpublish_run(by=small_world.steward, run=right)

    assert published_run() == right
    right.refresh_from_db()
    assert right.taken_back_at is None


def test_a_stranger_may_not_take_a_publication_back(small_world, stranger):
    with pytest.raises(AccessDenied, match="publish a run"):
        unpublish_run(by=stranger, run=small_world.run)


def test_all_that_readers_see_is_of_the_former_run_again(small_world, client):
    before = small_world.run
    area = small_world.areas["Ambleton"]
    pages = [
        reverse("explore:area", args=["upper", area.slug]),
        reverse("explore:element", args=["upper", area.slug, "recycling"]),
        reverse("api:scores") + f"?area={area.code}",
    ]
    shown = [client.get(page).content for page in pages]
    small_world.bring("recycling", [row_of(area.code, NEW, 1)], release="2")
    publish_run(by=small_world.steward, run=Run.objects.first())
    assert all(client.get(page).content != content for page, content in zip(pages, shown, strict=True))

    unpublish_run(by=small_world.steward, run=Run.objects.first())

    assert published_run() == before
    assert [client.get(page).content for page in pages] == shown
