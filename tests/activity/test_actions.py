"""Recording what happened, and who hears of it."""

import pytest
from django.db import transaction

from apps.access.checks import OPERATOR
from apps.activity.actions import record
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from tests.activity import kinds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heard():
    kinds.heard.clear()
    return kinds.heard


def test_an_event_keeps_who_did_what_to_what_by_their_names(steward, stranger):
    event = record(Verb.ACCOUNT_OPENED, actor=steward, subject=stranger, scope=steward, details={"roles": []})

    event.refresh_from_db()
    assert (event.verb, event.actor, event.actor_label) == (Verb.ACCOUNT_OPENED, steward, "Sam Steward")
    assert (event.subject_kind, event.subject_id, event.subject_label) == ("user", stranger.pk, "Alex Stranger")
    assert (event.scope_kind, event.scope_id) == ("user", steward.pk)
    assert event.details == {"roles": []}


@pytest.mark.parametrize(("actor", "label"), [(OPERATOR, "the operator, at the command line"), (None, "the platform")])
def test_an_event_may_have_an_actor_without_an_account(actor, label, stranger):
    event = record(Verb.ACCOUNT_OPENED, actor=actor, subject=stranger)

    assert (event.actor, event.actor_label, event.details) == (None, label, {})


def test_an_event_outlives_its_actor_and_its_subject(steward, stranger):
    event = record(Verb.ACCOUNT_OPENED, actor=steward, subject=stranger)

    steward.delete()
    stranger.delete()

    event.refresh_from_db()
    assert (event.actor, event.actor_label, event.subject_label) == (None, "Sam Steward", "Alex Stranger")


def test_long_names_are_cut(someone):
    person = someone(name="x" * 120)
    person.name = "y" * 1000

    event = record(Verb.ACCOUNT_OPENED, actor=person, subject=person)

    assert (len(event.actor_label), len(event.subject_label)) == (200, 300)


def test_a_thing_of_no_kind_cannot_be_a_subject(steward):
    with pytest.raises(LookupError, match="str"):
        record(Verb.ACCOUNT_OPENED, actor=steward, subject="a string")


def test_every_listener_hears_of_an_event_in_a_job_of_its_own(steward, heard):
    record(Verb.EDITION_DRAFTED, actor=steward, subject=steward)
    assert heard == []

    run_waiting()

    assert sorted(heard) == [("first", "Sam Steward"), ("second", "Sam Steward")]


def test_nobody_hears_of_what_they_do_not_listen_to(steward, heard):
    record(Verb.ACCOUNT_OPENED, actor=steward, subject=steward)

    assert not Job.objects.filter(kind__startswith="listener.test.").exists()


def test_two_events_of_one_verb_are_heard_one_by_one(steward, stranger, heard):
    record(Verb.EDITION_DRAFTED, actor=steward, subject=steward)
    record(Verb.EDITION_DRAFTED, actor=steward, subject=stranger)

    run_waiting()

    assert [label for name, label in heard if name == "first"] == ["Sam Steward", "Alex Stranger"]


def test_nobody_hears_of_what_was_undone(steward):
    with transaction.atomic():
        record(Verb.EDITION_DRAFTED, actor=steward, subject=steward)
        transaction.set_rollback(True)

    assert not Event.objects.exists()
    assert not Job.objects.exists()
