from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.areas.models import ReferenceGroup
from apps.background.claim import run, run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.desks.queries import run_after
from apps.figures.actions import accept_import, start_import, withdraw_import
from apps.figures.models import Import, Snapshot
from apps.figures.queries import imports_in_force
from apps.figures.release import write_release
from apps.figures.snapshots import gather_figures, read_series
from apps.framework.models import Edition, Element
from apps.scores.actions import start_run
from apps.scores.computing import fingerprint
from apps.scores.models import AreaScores, ElementScores, Publication, Run, RunTier
from apps.scores.runs import compute_run, figures_for, indicator_codes, stored_results
from apps.scores.verifying import verify
from tests.factories.framework import IndicatorFactory
from tests.goals.editions import next_edition
from tests.world import NEW, OLD, SERIES, build_small_world, release_of, row_of


def load_only(world, code, rows):
    """Bring a release in, but leave every job that is not the import's own waiting."""
    content = write_release(release_of(world.edition.elements.get(code=code), rows, release="2"))
    imported = start_import(by=world.steward, name="more.csv", content=content)
    run(imported.job_id)
    imported = accept_import(by=world.steward, imported=imported)
    run(imported.job_id)
    return imported


def counts():
    return [model.objects.count() for model in (Snapshot, RunTier, ElementScores, AreaScores)]


def test_an_executed_run_is_whole(small_world):
    found = small_world.run

    assert found.state == Run.State.DONE
    assert found.snapshot is not None
    assert len(found.result_sha256) == 64
    assert found.finished_at is not None
    assert found.job.state == Job.State.DONE
    assert found.job.done_units == found.job.total_units == 4
    assert {tier.tier for tier in found.tiers.all()} == {"upper", "district"}


def test_every_area_and_every_element_of_a_tier_has_a_row(small_world):
    for tier in small_world.run.tiers.all():
        assert sorted(tier.by_area.values_list("area__code", flat=True)) == tier.areas
        assert sorted(tier.by_element.values_list("element_code", flat=True)) == sorted(tier.elements)


def test_a_job_run_twice_stores_nothing_twice(small_world):
    before = counts()
    Job.objects.filter(pk=small_world.run.job_id).update(state=Job.State.ASKED)

    assert run(small_world.run.job_id)

    assert counts() == before


def test_a_run_that_is_gone_leaves_nothing(small_world):
    waiting = start_run(by=small_world.steward, edition=small_world.edition)
    before, job_id = counts(), waiting.job_id
    waiting.delete()

    assert run(job_id)

    assert counts() == before
    assert Job.objects.get(pk=job_id).state == Job.State.DONE


def test_the_same_figures_give_the_same_bytes(small_world):
    again = start_run(by=small_world.steward, edition=small_world.edition)
    run_waiting()
    again.refresh_from_db()

    assert again.pk != small_world.run.pk
    assert again.snapshot == small_world.run.snapshot
    assert again.result_sha256 == small_world.run.result_sha256


def test_new_figures_of_a_published_edition_begin_a_run(small_world):
    imported = small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99)], release="2")

    found = Run.objects.get(cause=imported)

    assert found.state == Run.State.DONE
    assert found.started_by is None
    assert found.result_sha256 != small_world.run.result_sha256
    assert Publication.objects.get().run == small_world.run


def test_figures_that_come_before_the_first_publication_begin_none(steward):
    world = build_small_world(steward)

    assert Run.objects.count() == 1
    assert Run.objects.get().cause is None
    assert world.run == Run.objects.get()


def test_figures_of_what_the_published_edition_does_not_hold_begin_none(small_world):
    walking = IndicatorFactory(edition=small_world.edition, code="walking")
    load = load_only(small_world, "walking", [row_of(small_world.areas["Ambleton"].code, NEW, 3)])
    walking.delete()

    run_waiting()

    assert not Run.objects.filter(cause=load).exists()
    assert Job.objects.filter(kind="listener.scores.recompute").latest("pk").state == Job.State.DONE


def test_two_imports_before_a_worker_comes_are_one_run(small_world):
    first, second = (
        load_only(small_world, code, [row_of(small_world.areas["Ambleton"].code, NEW, 77)])
        for code in ("recycling", "clean-air")
    )

    run_waiting()

    assert Run.objects.filter(cause=second, state=Run.State.DONE).count() == 1
    assert not Run.objects.filter(cause=first).exists()


def test_figures_that_a_run_has_taken_in_already_begin_none(small_world):
    load = load_only(small_world, "recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 77)])
    begun = start_run(by=small_world.steward, edition=small_world.edition)
    assert run(begun.job_id)

    run_waiting()

    assert Run.objects.latest("pk") == begun
    load.refresh_from_db()
    assert run_after(load) == begun


def test_an_indicator_that_cannot_be_transformed_fails_the_run_with_a_sentence(small_world):
    small_world.edition.elements.filter(code="bus-trips").update(transform="log")
    small_world.bring("bus-trips", [row_of(small_world.areas["Ambleton"].code, NEW, 0)], release="2")

    job = Job.objects.filter(kind="scores.execute").latest("pk")

    assert job.state == Job.State.FAILED
    assert "“bus-trips” cannot be scored" in job.reason
    assert "figures above 0" in job.reason
    assert Publication.objects.get().run == small_world.run


def test_a_failed_run_does_not_swallow_the_next(small_world):
    small_world.edition.elements.filter(code="bus-trips").update(transform="log")
    small_world.bring("bus-trips", [row_of(small_world.areas["Ambleton"].code, NEW, 0)], release="2")
    failed = Run.objects.first()

    small_world.bring("bus-trips", [row_of(small_world.areas["Ambleton"].code, NEW, 3)], release="3")

    assert failed.state == Run.State.WAITING
    assert Run.objects.first() != failed
    assert Run.objects.first().state == Run.State.DONE


def test_a_group_that_is_not_loaded_fails_the_run_with_a_sentence(small_world):
    ReferenceGroup.objects.all().delete()
    waiting = start_run(by=small_world.steward, edition=small_world.edition)
    run_waiting()

    job = Job.objects.get(pk=waiting.job_id)

    assert job.state == Job.State.FAILED
    assert "england-upper" in job.reason


def test_a_tier_that_nothing_changed_for_is_taken_over_and_is_what_computing_gives(small_world):
    # Trips by bus are collected for the upper tier only.
    small_world.bring("bus-trips", [row_of(small_world.areas["Ambleton"].code, NEW, 99)], release="2")
    found = Run.objects.first()
    tiers = {tier.tier: tier for tier in found.tiers.all()}

    anew = compute_run(found, read_series(found.snapshot), anew=True)

    assert tiers["district"].taken_over == small_world.run
    assert tiers["upper"].taken_over is None
    assert fingerprint(anew) == found.result_sha256 == fingerprint(stored_results(found))
    assert found.result_sha256 != small_world.run.result_sha256
    assert verify(found).same


def test_what_was_taken_over_names_the_run_that_worked_it_out(small_world):
    for _ in range(2):
        start_run(by=small_world.steward, edition=small_world.edition)
        run_waiting()

    third = Run.objects.first()

    assert {tier.taken_over for tier in third.tiers.all()} == {small_world.run}
    assert third.result_sha256 == small_world.run.result_sha256


def test_a_figure_of_a_period_that_is_not_scored_changes_no_scores(small_world):
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, OLD, 3.25)], release="2")
    found = Run.objects.first()

    anew = compute_run(found, read_series(found.snapshot), anew=True)

    assert found.snapshot != small_world.run.snapshot
    assert found.result_sha256 == small_world.run.result_sha256 == fingerprint(anew)
    assert [tier.taken_over for tier in found.tiers.all()] == [small_world.run, small_world.run]


@pytest.mark.parametrize(
    "change",
    [
        lambda world: Element.objects.filter(code="recycling").update(weight=3),
        lambda world: ReferenceGroup.objects.get(tier="upper").areas.remove(world.areas["Eastwick"]),
        lambda world: Edition.objects.update(as_at="2026-07-01"),
    ],
    ids=["a weight", "the group", "the day"],
)
def test_whatever_else_scores_follow_from_is_worked_out_anew(small_world, change):
    change(small_world)

    start_run(by=small_world.steward, edition=Edition.objects.get())
    run_waiting()

    found = Run.objects.first()
    assert found.state == Run.State.DONE
    assert found.tiers.get(tier="upper").taken_over is None


def test_an_import_begins_a_run_of_every_newer_edition_that_is_in_use_and_holds_it(small_world):
    published = small_world.edition
    next_edition(small_world, "recycling")
    newer = small_world.edition
    start_run(by=small_world.steward, edition=newer)
    run_waiting()
    next_edition(small_world, "recycling")

    imported = load_only(small_world, "recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 99)])
    run_waiting()

    assert {run.edition for run in Run.objects.filter(cause=imported)} == {published, newer}
    assert small_world.edition.runs.count() == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("bring"), st.sampled_from(sorted(SERIES)), st.sampled_from([OLD, NEW]), st.floats(1, 99)),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_reading_only_what_changed_gives_the_bytes_of_reading_all(small_world, steps):
    with transaction.atomic():
        for number, step in enumerate(steps):
            take(small_world, number, step)
            found = start_run(by=small_world.steward, edition=small_world.edition)
            codes = indicator_codes(small_world.edition)
            found.imports = imports_in_force(codes)

            assert figures_for(found).sha256() == gather_figures(codes, found.imports).sha256()

            run_waiting()
        transaction.set_rollback(True)


def take(world, number, step):
    if step[0] == "bring":
        _, code, period, value = step
        # A file that changes nothing is refused, and nothing changes.
        with suppress(Refused):
            world.bring(code, [row_of(world.areas["Ambleton"].code, period, value)], release=f"r{number}")
        return
    loaded = Import.objects.filter(state=Import.State.LOADED).order_by("-sequence")
    latest = [each for each in loaded if each == loaded.filter(element_code=each.element_code).first()]
    if latest:
        withdraw_import(by=world.steward, imported=latest[step[1] % len(latest)])
