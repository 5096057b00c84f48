"""What happened, as pages list it."""

import pytest

from apps.activity.actions import record
from apps.activity.queries import events_about, recent_events
from apps.activity.verbs import Verb
from apps.common import kinds

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
