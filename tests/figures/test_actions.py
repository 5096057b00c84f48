"""Bringing figures in: who may, when, and what comes of it."""

import io
from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.access.checks import OPERATOR, AccessDenied
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.figures.actions import accept_import, bring_file, check_again, decline_import, start_import, withdraw_import
from apps.figures.models import Import
from apps.figures.queries import current_figures
from apps.figures.release import write_release
from apps.framework.models import Element
from apps.scores.models import Run
from tests.world import NEW, build_small_world, release_of, row_of

DECISIONS = [accept_import, decline_import, withdraw_import, check_again]


def file_of(world, values, code="recycling", release="2"):
    """A release file with a figure for some areas, by name, for the later year."""
    rows = [row_of(world.areas[name].code, NEW, value) for name, value in values.items()]
    return write_release(release_of(Element.objects.get(code=code), rows, release))


def checked(world, values, **about):
    imported = start_import(by=world.steward, name="new.csv", content=file_of(world, values, **about))
    run_waiting()
    imported.refresh_from_db()
    assert imported.state == Import.State.CHECKED
    return imported


def in_force(world, name, code="recycling"):
    area = world.areas[name].code
    return next(row.value for row in current_figures([code]) if (row.area_code, row.period) == (area, NEW))


def test_starting_an_import_keeps_the_file_and_asks_for_its_check(small_world):
    content = file_of(small_world, {"Ambleton": 55.5})

    imported = start_import(by=small_world.steward, name="C:\\figures\\new.csv", content=content)

    assert (imported.state, imported.started_by) == (Import.State.UPLOADED, small_world.steward)
    assert (imported.file.name, bytes(imported.file.content)) == ("new.csv", content)
    assert (imported.job.kind, imported.job.subject_id) == ("figures.check", imported.pk)
    assert Event.objects.first().verb == Verb.IMPORT_STARTED


def test_the_operator_may_bring_figures_in_too(small_world):
    content = file_of(small_world, {"Ambleton": 55.5})

    imported = start_import(by=OPERATOR, name="new.csv", content=content)
    run_waiting()
    imported = accept_import(by=OPERATOR, imported=imported)

    assert (imported.started_by, imported.decided_by) == (None, None)
    with pytest.raises(Refused, match="The operator, at the command line accepted this file"):
        decline_import(by=OPERATOR, imported=imported)


def test_someone_without_the_right_may_not_bring_figures_in(small_world, stranger):
    with pytest.raises(AccessDenied, match="You may not import figures"):
        start_import(by=stranger, name="new.csv", content=b"x")


@pytest.mark.parametrize("decide", DECISIONS)
def test_someone_without_the_right_may_not_decide(decide, small_world, stranger):
    with pytest.raises(AccessDenied, match="You may not import figures"):
        decide(by=stranger, imported=small_world.imports["recycling"])


@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
def test_an_empty_file_is_not_taken_in(content, steward):
    with pytest.raises(Refused, match="The file is empty"):
        start_import(by=steward, name="new.csv", content=content)


def test_a_file_that_is_too_large_is_not_taken_in(steward, settings):
    settings.FIGURES_MAX_BYTES = 10

    with pytest.raises(Refused, match="larger than"):
        start_import(by=steward, name="new.csv", content=b"x" * 11)

    assert not Import.objects.exists()


def test_a_file_that_waits_for_a_decision_is_not_taken_in_twice(small_world):
    first = checked(small_world, {"Ambleton": 55.5})

    again = start_import(by=small_world.steward, name="same.csv", content=bytes(first.file.content))

    assert again == first


def test_a_file_that_was_loaded_may_come_again_and_changes_nothing(small_world):
    loaded = small_world.imports["recycling"]

    again = start_import(by=small_world.steward, name="again.csv", content=bytes(loaded.file.content))
    run_waiting()
    again.refresh_from_db()

    assert again != loaded
    assert (again.new, again.revised, again.unchanged) == (0, 0, loaded.new)
    with pytest.raises(Refused, match="This file changes nothing"):
        accept_import(by=small_world.steward, imported=again)


def test_accepting_loads_the_figures_and_says_who_decided(small_world):
    imported = checked(small_world, {"Ambleton": 55.5})

    accept_import(by=small_world.steward, imported=imported)
    run_waiting()

    imported.refresh_from_db()
    assert (imported.state, imported.decided_by) == (Import.State.LOADED, small_world.steward)
    assert in_force(small_world, "Ambleton") == 55.5
    assert set(Event.objects.filter(subject_kind="import", subject_id=imported.pk).values_list("verb", flat=True)) == {
        Verb.IMPORT_STARTED,
        Verb.IMPORT_ACCEPTED,
        Verb.IMPORT_LOADED,
    }


def test_the_second_to_decide_is_told_who_was_first(small_world, someone):
    imported = checked(small_world, {"Ambleton": 55.5})
    other = someone("steward", name="Robin Other")
    decline_import(by=other, imported=imported)

    with pytest.raises(Refused, match="Robin Other declined this file on "):
        accept_import(by=small_world.steward, imported=imported)

    assert in_force(small_world, "Ambleton") != 55.5


def test_accepting_twice_has_one_effect(small_world):
    imported = checked(small_world, {"Ambleton": 55.5})
    accept_import(by=small_world.steward, imported=imported)

    with pytest.raises(Refused, match="Sam Steward accepted this file on "):
        accept_import(by=small_world.steward, imported=imported)

    assert Job.objects.filter(kind="figures.load", subject_id=imported.pk).count() == 1


def test_a_file_that_is_still_being_checked_cannot_be_decided_on(small_world):
    content = file_of(small_world, {"Ambleton": 1})
    imported = start_import(by=small_world.steward, name="new.csv", content=content)

    with pytest.raises(Refused, match="still being checked"):
        accept_import(by=small_world.steward, imported=imported)


def test_a_file_that_could_not_be_read_cannot_be_decided_on(small_world):
    imported = start_import(by=small_world.steward, name="new.csv", content=b"hello")
    run_waiting()

    with pytest.raises(Refused, match="could not be read"):
        decline_import(by=small_world.steward, imported=imported)


def test_two_files_for_one_indicator_are_not_loaded_at_once(small_world):
    first = checked(small_world, {"Ambleton": 55.5})
    second = checked(small_world, {"Ambleton": 66.5})
    accept_import(by=small_world.steward, imported=first)

    with pytest.raises(Refused, match="Another file for this indicator, accepted by Sam Steward, is being loaded"):
        accept_import(by=small_world.steward, imported=second)


def test_a_check_that_another_load_overtook_must_be_made_again(small_world):
    first = checked(small_world, {"Ambleton": 55.5})
    second = checked(small_world, {"Ambleton": 66.5, "Brackford": 12.0})
    accept_import(by=small_world.steward, imported=first)
    run_waiting()

    with pytest.raises(Refused, match="Check again, then decide"):
        accept_import(by=small_world.steward, imported=second)
    check_again(by=small_world.steward, imported=second)
    run_waiting()
    second.refresh_from_db()
    accept_import(by=small_world.steward, imported=second)
    run_waiting()

    assert second.revisions[0]["before"]["value"] == 55.5
    assert (in_force(small_world, "Ambleton"), in_force(small_world, "Brackford")) == (66.5, 12.0)


def test_only_a_file_with_a_report_can_be_checked_again(small_world):
    with pytest.raises(Refused, match="accepted this file on "):
        check_again(by=small_world.steward, imported=small_world.imports["recycling"])


def test_withdrawing_brings_the_former_figures_back_and_the_scores_are_worked_out_anew(small_world):
    before = in_force(small_world, "Ambleton")
    imported = small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 55.5)], release="2")

    withdraw_import(by=small_world.steward, imported=imported)
    run_waiting()

    imported.refresh_from_db()
    assert imported.state == Import.State.WITHDRAWN
    assert in_force(small_world, "Ambleton") == before
    run = Run.objects.first()
    assert (run.cause, run.state) == (imported, Run.State.DONE)
    assert run.result_sha256 == small_world.run.result_sha256


def test_only_the_latest_load_of_an_indicator_can_be_withdrawn(small_world):
    first = small_world.imports["recycling"]
    small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 55.5)], release="2")

    with pytest.raises(Refused, match="Withdraw that one first"):
        withdraw_import(by=small_world.steward, imported=first)


def test_only_loaded_figures_can_be_withdrawn(small_world):
    imported = checked(small_world, {"Ambleton": 55.5})

    with pytest.raises(Refused, match="Only figures that are loaded can be withdrawn"):
        withdraw_import(by=small_world.steward, imported=imported)


def test_nothing_is_withdrawn_while_another_file_is_being_loaded(small_world):
    loaded = small_world.imports["recycling"]
    accept_import(by=small_world.steward, imported=checked(small_world, {"Ambleton": 55.5}))

    with pytest.raises(Refused, match="is being loaded"):
        withdraw_import(by=small_world.steward, imported=loaded)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_file", [True, False])
def test_of_two_who_accept_at_the_same_moment_one_is_told(same_file, steward):
    world = build_small_world(steward)
    first = checked(world, {"Ambleton": 55.5})
    second = first if same_file else checked(world, {"Ambleton": 66.5})
    together, outcomes = Barrier(2), []

    def accept(imported):
        together.wait()
        try:
            accept_import(by=steward, imported=imported)
            outcomes.append("accepted")
        except Refused as refusal:
            outcomes.append(refusal.sentence)
        finally:
            connection.close()

    deciders = [Thread(target=accept, args=[imported]) for imported in (first, second)]
    for decider in deciders:
        decider.start()
    for decider in deciders:
        decider.join()

    assert sorted(outcome == "accepted" for outcome in outcomes) == [False, True]
    assert any("accepted" in outcome and "Sam Steward" in outcome for outcome in outcomes)
    assert Import.objects.filter(state=Import.State.LOADING).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_file_brought_by_many_at_once_is_one_import(steward):
    world = build_small_world(steward)
    content = file_of(world, {"Ambleton": 55.5})
    together, brought = Barrier(6), []

    def bring():
        together.wait()
        brought.append(start_import(by=steward, name="once.csv", content=content).pk)
        connection.close()

    people = [Thread(target=bring) for _ in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len(brought) == 6
    assert len(set(brought)) == 1


def test_a_release_may_be_larger_than_any_other_file(steward, settings):
    settings.UPLOAD_MAX_BYTES, settings.FIGURES_MAX_BYTES = 10, 100

    assert bring_file(by=steward, name="new.csv", content=io.BytesIO(b"# code: smoking\n")).file.size == 16
    with pytest.raises(Refused, match="“table.csv” is larger than 10\xa0bytes"):
        bring_file(by=steward, name="table.csv", content=io.BytesIO(b"area,period,value\n"))
