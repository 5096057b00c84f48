"""What happened, as pages list it."""

from importlib import import_module

import pytest
from django.apps import apps

from apps.activity.actions import keep_version, mark_read, record
from apps.activity.models import Event, Notification
from apps.activity.queries import (
    events_about,
    events_in,
    latest_event_in,
    notification_lines,
    notifications_of,
    recent_events,
    unread,
    unread_by_scope,
    unread_in,
    versions_of,
    words_at,
)
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common import kinds
from apps.goals import actions as goals
from tests.partnership import build_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def people_have_pages():
    """Accounts have no page of their own so far; with one, events link to it."""
    known = kinds._KINDS["user"]
    kinds._KINDS["user"] = kinds.Kind("user", known.model, lambda person: f"/people/{person.pk}/")
    yield
    kinds._KINDS["user"] = known


def test_the_latest_events_come_first_in_words(steward, stranger):
    record(Verb.ACCOUNT_OPENED, actor=None, subject=steward)
    record(Verb.EDITION_FROZEN, actor=steward, subject=stranger, details={"a": 1})

    latest, earlier = recent_events(limit=2)

    assert (latest.actor, latest.deed, latest.subject) == ("Sam Steward", "froze the edition", "Alex Stranger")
    assert (latest.verb, latest.details, latest.url) == ("edition.frozen", {"a": 1}, "")
    assert (earlier.actor, earlier.deed) == ("the platform", "opened an account")
    assert recent_events(limit=1) == [latest]


def test_events_about_a_thing_are_its_own_only(steward, stranger):
    record(Verb.ACCOUNT_OPENED, actor=None, subject=steward)
    record(Verb.ACCOUNT_OPENED, actor=None, subject=stranger)

    assert [event.subject for event in events_about(stranger)] == ["Alex Stranger"]


def test_an_event_links_to_a_thing_that_has_a_page_while_it_exists(steward, stranger, people_have_pages):
    record(Verb.ACCOUNT_OPENED, actor=None, subject=steward)
    record(Verb.ACCOUNT_OPENED, actor=None, subject=stranger)
    stranger.delete()

    assert [event.url for event in recent_events()] == ["", f"/people/{steward.pk}/"]


def test_however_many_events_there_are_two_queries_list_them(steward, django_assert_num_queries):
    for _ in range(10):
        record(Verb.ACCOUNT_OPENED, actor=None, subject=steward)

    with django_assert_num_queries(2):
        recent_events(limit=10)


def test_what_happens_in_a_workspace_is_not_among_the_events_of_the_platform(partnership):
    partnership.goal()

    assert {event.subject_kind for event in recent_events(limit=1000)}.isdisjoint({"goal", "workspace", "partner"})


def test_events_are_listed_of_things_of_some_kinds_or_of_all_but_some(steward, db):
    area_like = kinds.kind_of(steward).name
    record(Verb.ACCOUNT_OPENED, actor=None, subject=steward)

    assert [event.subject for event in recent_events(kinds=[area_like])] == ["Sam Steward"]
    assert recent_events(kinds=["run"]) == []
    assert recent_events(but=[area_like]) == []
    assert [event.subject for event in recent_events(but=["run"])] == ["Sam Steward"]


@pytest.fixture
def happened(partnership):
    """Two goals were set, one of them was closed; of another workspace there is news as well."""
    first, second = partnership.goal(), partnership.goal("smoking")
    goals.close_goal(by=partnership.lead, goal=first, note="Enough.")
    build_partnership(partnership.world, "Brackford apart").goal("clean-air")
    return first, second


def deeds(lines):
    return [(line.verb, line.subject) for line in lines]


def test_what_happened_in_a_scope_is_listed_newest_first(happened, partnership):
    lines = events_in(partnership.workspace, reader=partnership.lead, limit=3)

    assert deeds(lines) == [
        ("goal.closed", "Move recycling"),
        ("goal.set", "Move smoking"),
        ("goal.set", "Move recycling"),
    ]
    assert (lines[0].said, lines[0].actor, lines[0].pk) == (
        "Enough.",
        "Olive Officer",
        Event.objects.get(verb="goal.closed").pk,
    )
    assert lines[0].url == f"/w/ambleton-together/goals/{happened[0].pk}/"


def test_what_happened_is_narrowed_by_verbs_and_by_numbers(happened, partnership):
    workspace = partnership.workspace
    closed, second, first = (line.pk for line in events_in(workspace, reader=partnership.lead, limit=3))

    assert [line.pk for line in events_in(workspace, reader=partnership.lead, verbs=iter(["goal.set"]))] == [
        second,
        first,
    ]
    assert [line.pk for line in events_in(workspace, reader=partnership.lead, after=first)] == [closed, second]
    assert [line.pk for line in events_in(workspace, reader=partnership.lead, before=closed, after=first)] == [second]
    assert [line.pk for line in events_in(workspace, reader=partnership.lead, before=closed, limit=2)] == [
        second,
        first,
    ]
    assert events_in(workspace, reader=partnership.lead, before=0) == []


def test_the_last_event_in_a_scope_is_known_by_its_number(happened, partnership, steward):
    assert latest_event_in(partnership.workspace) == Event.objects.get(verb="goal.closed").pk
    assert latest_event_in(steward) == 0


def test_what_happened_is_read_by_two_queries_for_each_workspace(happened, partnership, django_assert_num_queries):
    with django_assert_num_queries(2):
        lines = events_in(partnership.workspace, reader=partnership.lead, verbs=["goal.set", "goal.closed"])

    assert len(lines) == 3


@pytest.fixture
def told(partnership):
    partnership.goal()
    partnership.goal("smoking")
    run_waiting()


def test_notifications_come_newest_first_and_say_whether_they_were_read(told, partnership):
    newest = notifications_of(partnership.viewer)[0]
    mark_read(by=partnership.viewer, ids=[newest.pk])

    lines = notification_lines(notifications_of(partnership.viewer), partnership.viewer)

    assert [(line.event.subject, line.is_read) for line in lines] == [
        ("Move smoking", True),
        ("Move recycling", False),
        ("Ambleton together", False),
    ]
    assert [line.pk for line in lines] == list(
        Notification.objects.filter(person=partnership.viewer).values_list("pk", flat=True)
    )
    assert unread(partnership.viewer) == 2
    assert notifications_of(partnership.lead).count() == unread(partnership.lead)


def test_notifications_are_read_with_their_events_and_one_query_for_each_kind_of_thing(
    told, partnership, django_assert_num_queries
):
    with django_assert_num_queries(2 + 2):
        lines = notification_lines(notifications_of(partnership.viewer), partnership.viewer)

    assert len(lines) == 3


def test_what_is_not_read_is_counted_for_each_scope_by_one_query(
    told, partnership, other_lead, django_assert_num_queries
):
    apart = other_lead.memberships.get().workspace
    record(Verb.GOAL_SET, actor=None, subject=apart, scope=apart, tell=[other_lead.pk])
    run_waiting()
    mark_read(by=partnership.viewer, ids=[notifications_of(partnership.viewer)[0].pk])

    with django_assert_num_queries(1):
        of_one = unread_by_scope(partnership.viewer)

    assert of_one == {("workspace", partnership.workspace.pk): 2}
    # How they came in, and what happened since.
    assert unread_by_scope(other_lead) == {("workspace", apart.pk): 2}


def test_what_is_not_read_of_a_scope_is_found_by_its_verb_newest_first(told, partnership, other_lead):
    workspace, apart = partnership.workspace, other_lead.memberships.get().workspace
    found = unread_in(partnership.viewer, workspace)

    assert [each.verb for each in found] == [Verb.GOAL_SET, Verb.GOAL_SET, Verb.MEMBER_ADDED]
    assert list(unread_in(partnership.viewer, workspace, verb=Verb.GOAL_SET)) == list(found[:2])
    assert not unread_in(partnership.viewer, apart).exists()
    assert not unread_in(partnership.lead, apart).exists()
    mark_read(by=partnership.viewer, ids=[found[0].pk])
    assert [each.event.subject_label for each in unread_in(partnership.viewer, workspace, verb=Verb.GOAL_SET)] == [
        "Move recycling"
    ]


def test_what_was_told_before_notifications_knew_their_scope_is_given_it(told, partnership):
    known = list(Notification.objects.values_list("pk", "verb", "scope_kind", "scope_id"))
    Notification.objects.update(verb="", scope_kind="", scope_id=None)

    import_module("apps.activity.migrations.0005_fill_notification_scope").fill(apps, None)

    assert list(Notification.objects.values_list("pk", "verb", "scope_kind", "scope_id")) == known
    assert {verb for _, verb, _, _ in known} == {Verb.GOAL_SET, Verb.MEMBER_ADDED}


def test_nobody_is_told_of_nothing():
    assert notification_lines([], None) == []


def test_every_version_is_kept_newest_first_and_its_words_are_found_by_number(partnership):
    workspace = partnership.workspace
    workspace.rewrite({"purpose": "To do well."})
    keep_version(workspace, by=partnership.lead)
    apart = build_partnership(partnership.world, "Brackford apart")

    assert [version.number for version in versions_of(workspace)] == [2, 1]
    assert [version.number for version in versions_of(apart.workspace)] == [1]
    assert words_at(workspace, 1) == {"name": "Ambleton together", "purpose": "To thrive together."}
    assert words_at(workspace, 2) == {"name": "Ambleton together", "purpose": "To do well."}
    assert words_at(workspace, 3) is None
