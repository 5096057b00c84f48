"""Several people talk at the same time, and some are let go meanwhile."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.conversations.actions import hide_comment, post_comment, withdraw_comment
from apps.conversations.models import Comment, Thread
from apps.workspaces.actions import add_member, change_role, remove_member
from tests.access.waiting import overtaken_by
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def test_of_first_comments_at_once_all_are_in_one_thread(partnership):
    goal = partnership.goal()
    people = [partnership.someone(Role.CONTRIBUTOR) for _ in range(10)]

    results = at_once(
        *(partial(post_comment, by=person, on=goal, text=f"Said by {person.pk}.", key=uuid4()) for person in people)
    )

    assert [type(result) for result in results] == [Comment] * 10, results
    goal.refresh_from_db()
    assert Comment.objects.filter(thread=goal.thread).count() == 10
    assert Thread.objects.count() == 1


def test_a_comment_that_is_sent_several_times_at_once_is_one(partnership):
    post = partial(post_comment, by=partnership.lead, on=partnership.goal(), text="Once.", key=uuid4())

    results = at_once(*[post] * 5)

    assert len({comment.pk for comment in results}) == Comment.objects.count() == 1, results


def test_whoever_is_let_go_meanwhile_says_nothing_more(partnership):
    goal, person = partnership.goal(), partnership.contributor
    said = post_comment(by=person, on=goal, text="Mine.", key=uuid4())
    goal.refresh_from_db()
    deeds = {
        "comment": partial(post_comment, by=person, on=goal, text="Late.", key=uuid4()),
        "take back": partial(withdraw_comment, by=person, comment=said, on=goal),
    }

    for deed in deeds.values():
        member = add_again(partnership, person)
        result = overtaken_by(partial(remove_member, by=partnership.lead, member=member), deed)

        assert type(result) is AccessDenied, result
    assert [(comment.text, comment.removed_at) for comment in Comment.objects.all()] == [("Mine.", None)]


def test_a_lead_who_is_none_meanwhile_hides_nothing(partnership):
    goal, other = partnership.goal(), partnership.someone(Role.LEAD)
    said = post_comment(by=partnership.contributor, on=goal, text="Mine.", key=uuid4())
    goal.refresh_from_db()
    member = partnership.workspace.members.get(person=other)

    result = overtaken_by(
        partial(change_role, by=partnership.lead, member=member, role=Role.CONTRIBUTOR),
        partial(hide_comment, by=other, comment=said, on=goal, reason="Not about this."),
    )

    assert type(result) is AccessDenied, result
    assert Comment.objects.get().removed_at is None


def add_again(partnership, person):
    """Their membership: as it is, or a new one once they were let go."""
    known = partnership.workspace.members.filter(person=person).first()
    return known or add_member(
        by=partnership.lead,
        workspace=partnership.workspace,
        person=person,
        partner=partnership.partners["health"],
        role=Role.CONTRIBUTOR,
    )
