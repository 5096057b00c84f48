from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.accounts.models import User
from apps.activity import guards
from apps.activity.jobs import ask_to_seal, seal_some
from apps.activity.models import ChainEnd, Event, Seal
from apps.activity.sealed import verify
from apps.background.claim import run_waiting
from apps.background.models import Job


@pytest.fixture
def sealed(db, someone):
    """Five events that are sealed, one of them by a person."""
    person = someone("steward")
    for name in ("Loom", "Larder", "Lake", "Lane", "Lamp"):
        open_organisation(by=OPERATOR, name=name, sector="business")
    Event.objects.filter(pk=Event.objects.latest("pk").pk).update(actor=person)
    ask_to_seal()
    run_waiting()
    assert Seal.objects.count() == 5
    return list(Event.objects.order_by("pk"))


@pytest.fixture
def held(sealed, guarded):
    """Those events, in a database as on the site."""
    return sealed


def touch(deed):
    """Do what only someone who takes the guards down can do."""
    guards.take_down(connection)
    deed()
    guards.put_up(connection)


def test_events_that_nobody_touched_hold(held):
    assert verify().wrong == ""
    assert verify().links == 5


@pytest.mark.parametrize("row", range(5))
@pytest.mark.parametrize(
    "change",
    [
        {"verb": "goal.set"},
        {"at": timezone.now() - timedelta(days=9)},
        {"subject_kind": "goal"},
        {"subject_id": 987},
        {"scope_kind": "workspace"},
        {"scope_id": 987},
        {"details": {"reason": "Another."}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_event_that_was_changed_is_named(change, row, held):
    touch(lambda: Event.objects.filter(pk=held[row].pk).update(**change))

    verdict = verify()

    assert str(held[row].pk) in verdict.wrong
    assert verdict.links == row


@pytest.mark.parametrize("row", range(5))
def test_an_event_that_is_gone_is_named_and_so_is_a_link(row, held):
    def remove_link():
        Seal.objects.filter(place=row + 1).delete()

    touch(remove_link)
    last = row == 4

    assert verify().wrong == ("The chain should end at link 5, and ends at 4." if last else f"Link {row + 1} is gone.")


def test_an_event_given_to_someone_else_is_named_and_one_whose_account_is_gone_holds(held, stranger):
    User.objects.get(pk=held[4].actor_id).delete()
    assert verify().wrong == ""

    touch(lambda: Event.objects.filter(pk=held[4].pk).update(actor=stranger))
    assert verify().wrong == f"Event {held[4].pk} was given another actor."


@pytest.mark.parametrize("change", [{"hash": "0" * 64}, {"words_sha256": "0" * 64}, {"actor_number": 9}, {"salt": "a"}])
def test_a_link_that_was_changed_is_named(change, held):
    touch(lambda: Seal.objects.filter(place=3).update(**change))

    assert str(held[2].pk) in verify().wrong


def test_a_chain_that_was_written_anew_is_known_by_what_was_noted_before(held):
    noted = verify().end

    def write_anew():
        Event.objects.filter(pk=held[0].pk).update(verb="goal.set")
        Seal.objects.all().delete()
        ChainEnd.objects.all().delete()
        seal_some()

    touch(write_anew)

    assert verify().wrong == ""
    assert "the chain was written anew" in verify(noted).wrong


def test_a_chain_that_was_cut_is_known_by_what_was_noted_before(held):
    noted = verify().end

    def cut():
        Seal.objects.filter(place=5).delete()
        Event.objects.filter(pk=held[4].pk).delete()
        ChainEnd.objects.update(place=4, hash=Seal.objects.get(place=4).hash)

    touch(cut)

    assert verify().wrong == ""
    assert "before the one that was noted" in verify(noted).wrong


def test_what_is_erased_is_no_tampering(held):
    Event.objects.filter(pk=held[2].pk).update(details={}, actor_label="someone", subject_label="something")
    Seal.objects.filter(event=held[2]).update(salt="")

    assert (verify().wrong, verify().erased) == ("", 1)


def test_an_event_that_was_never_sealed_is_named_after_an_hour(held):
    opened = open_organisation(by=OPERATOR, name="Late", sector="business")
    late = Event.objects.get(subject_kind="organisation", subject_id=opened.pk)
    assert (verify().wrong, verify().waiting) == ("", 1)

    touch(lambda: Event.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(hours=2)))

    assert f"Event {late.pk} was never sealed" in verify().wrong


def test_one_that_was_committed_late_is_sealed_after_those_that_follow_it(held):
    later = Event.objects.latest("pk")

    def make_room():
        later.pk, later.verb = later.pk + 10, "goal.set"
        later.save(force_insert=True)
        seal_some()
        later.pk -= 5
        later.save(force_insert=True)
        seal_some()

    touch(make_room)

    assert list(Seal.objects.order_by("-place").values_list("event_id", flat=True)[:2]) == [later.pk, later.pk + 5]
    assert verify().wrong == ""


@pytest.mark.parametrize(
    "deed",
    [
        lambda event: Event.objects.filter(pk=event.pk)._raw_delete("default"),
        lambda event: Event.objects.filter(pk=event.pk).update(verb="goal.set"),
        lambda event: Event.objects.filter(pk=event.pk).update(at=timezone.now()),
        lambda event: Event.objects.filter(pk=event.pk).update(details={"a": 1}),
        lambda event: Event.objects.filter(pk=event.pk).update(subject_id=9),
        lambda event: Seal.objects.filter(event=event).update(hash="0"),
        lambda event: Seal.objects.filter(event=event).delete(),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_event_or_a_link(deed, held):
    event = open_organisation(by=OPERATOR, name="Unsealed", sector="business") and Event.objects.latest("pk")
    seal_some()

    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        deed(event)

    assert verify().wrong == ""


def test_guards_that_are_missing_are_named(held):
    guards.take_down(connection)

    assert "activity_event_kept" in verify().wrong


def test_nothing_is_asked_for_while_nothing_waits_to_be_sealed(held):
    before = Job.objects.count()

    ask_to_seal()

    assert Job.objects.count() == before


def test_the_command_says_that_all_holds_or_names_the_row(held):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "5 events are as they were" in out.getvalue()
    assert verify().end in out.getvalue()

    touch(lambda: Event.objects.filter(pk=held[3].pk).update(verb="goal.set"))

    with pytest.raises(CommandError, match=f"Event {held[3].pk} or its link 4 was changed"):
        call_command("verify_audit")
