"""Ten people say the first word about a thing at the same time."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from apps.access.roles import Role
from apps.conversations.actions import post_comment
from apps.conversations.models import Comment, Thread
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
