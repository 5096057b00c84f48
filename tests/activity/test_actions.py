"""Recording what happened, and who hears of it."""

import pytest
from django.db import IntegrityError, transaction

from apps.access.checks import OPERATOR
from apps.activity.actions import forget_notifications, insist_current, keep_version, mark_read, record
from apps.activity.models import Event, Notification, Version
from apps.activity.verbs import SEEN_BY_THE_PUBLIC, SHOWN, TELL, TOLD, Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Overtaken
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


def test_people_are_told_of_some_verbs_and_in_a_scope_only(partnership):
    Job.objects.all().delete()

    for verb in Verb:
        record(verb, actor=None, subject=partnership.workspace)
        record(verb, actor=None, subject=partnership.workspace, scope=partnership.workspace)

    told = Event.objects.filter(pk__in=Job.objects.filter(kind=TELL).values("subject_id"))
    assert {event.verb for event in told} == TOLD
    assert {event.scope_id for event in told} == {partnership.workspace.pk}


def test_an_event_says_whether_it_may_have_changed_a_public_page(steward):
    for verb in Verb:
        record(verb, actor=None, subject=steward)

    assert set(Event.objects.filter(seen_by_public=True).values_list("verb", flat=True)) == SEEN_BY_THE_PUBLIC


def test_of_what_happens_in_a_hidden_workspace_public_pages_notice_that_something_is_shown_or_hidden_only(partnership):
    for verb in Verb:
        record(verb, actor=None, subject=partnership.partners["health"], scope=partnership.workspace)
    hidden = set(Event.objects.filter(seen_by_public=True).values_list("verb", flat=True))
    Event.objects.all().delete()
    partnership.workspace.is_public = True
    for verb in Verb:
        record(verb, actor=None, subject=partnership.partners["health"], scope=partnership.workspace)

    assert hidden == SHOWN
    assert set(Event.objects.filter(seen_by_public=True).values_list("verb", flat=True)) == SEEN_BY_THE_PUBLIC


def test_those_who_are_to_be_told_are_named_in_the_event(partnership):
    event = record(
        Verb.GOAL_SET,
        actor=None,
        subject=partnership.workspace,
        scope=partnership.workspace,
        tell=[7, 3],
        details={"a": 1},
    )

    event.refresh_from_db()
    assert event.details == {"a": 1, "tell": [3, 7]}


def test_what_is_current_may_be_saved(partnership):
    insist_current(partnership.workspace, 1)


@pytest.mark.parametrize("based_on", [0, 2])
def test_whoever_opened_another_version_is_told_and_gets_the_thing_as_it_is(based_on, partnership):
    with pytest.raises(Overtaken, match="Nothing is lost") as overtaken:
        insist_current(partnership.workspace, based_on)

    assert overtaken.value.thing is partnership.workspace


@pytest.mark.parametrize(("by", "label"), [(OPERATOR, "the operator, at the command line"), (None, "the platform")])
def test_a_version_may_be_by_someone_without_an_account(by, label, partnership):
    workspace = partnership.workspace
    workspace.rewrite({"purpose": " To do well. "})

    kept = keep_version(workspace, by=by, reason="A slip.")

    kept.refresh_from_db()
    assert (kept.subject_kind, kept.subject_id, kept.number) == ("workspace", workspace.pk, 2)
    assert kept.words == {"name": "Ambleton together", "purpose": "To do well."}
    assert (kept.by, kept.by_label, kept.reason) == (None, label, "A slip.")


def test_a_version_keeps_the_name_of_whoever_wrote_it(partnership, someone):
    person = someone(name="Robin Ash")
    partnership.workspace.rewrite({"name": "Another"})
    kept = keep_version(partnership.workspace, by=person)

    person.delete()

    kept.refresh_from_db()
    assert (kept.by, kept.by_label) == (None, "Robin Ash")


def test_a_number_is_given_to_one_version(partnership):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_version(partnership.workspace, by=None)

    assert Version.objects.filter(subject_kind="workspace").count() == 1


@pytest.fixture
def told(partnership):
    """Everyone in the partnership but its lead has been told of two goals, and each of how they came in."""
    partnership.goal()
    partnership.goal("smoking")
    run_waiting()


def unread_of(person):
    return Notification.objects.filter(person=person, read_at__isnull=True)


def test_someone_reads_what_they_were_told_of_and_nobody_else_does(told, partnership):
    assert mark_read(by=partnership.viewer) == 3
    assert mark_read(by=partnership.viewer) == 0

    assert not unread_of(partnership.viewer).exists()
    assert unread_of(partnership.contributor).count() == 3


def test_someone_reads_some_of_their_own(told, partnership):
    mine, another = unread_of(partnership.viewer)[:2]
    others = unread_of(partnership.contributor).first()

    assert mark_read(by=partnership.viewer, ids=iter([mine.pk, others.pk])) == 1

    assert list(unread_of(partnership.viewer))[0] == another
    assert unread_of(partnership.contributor).count() == 3


def test_of_none_nothing_is_read(told, partnership):
    assert mark_read(by=partnership.viewer, ids=[]) == 0


def test_what_was_read_first_stays_read_since_then(told, partnership):
    first = unread_of(partnership.viewer).first()
    mark_read(by=partnership.viewer, ids=[first.pk])
    first.refresh_from_db()
    since = first.read_at

    mark_read(by=partnership.viewer)

    first.refresh_from_db()
    assert first.read_at == since


def test_what_someone_was_told_of_one_scope_is_forgotten(told, partnership, other_lead):
    elsewhere = other_lead.memberships.get().workspace

    assert forget_notifications(person=partnership.viewer, scope=elsewhere) == 0
    assert forget_notifications(person=partnership.viewer, scope=partnership.workspace) == 3

    assert not Notification.objects.filter(person=partnership.viewer).exists()
    assert Notification.objects.filter(person=partnership.contributor).count() == 3
    assert Event.objects.filter(verb=Verb.GOAL_SET).count() == 2
