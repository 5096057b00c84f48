"""What was said about a thing, as its page shows it."""

from uuid import uuid4

import pytest

from apps.conversations.actions import hide_comment, post_comment, withdraw_comment
from apps.conversations.queries import Talk, comment_on, talk_of
from tests.records import as_saved


@pytest.fixture
def goal(partnership):
    return partnership.goal()


@pytest.fixture
def say(partnership, goal):
    """The lead says something about the goal, or answers."""

    def post(text, answers=None, on=goal):
        return post_comment(by=partnership.lead, on=on, text=text, key=uuid4(), answers=answers)

    return post


def shape(talk):
    """The texts, each exchange as a list."""
    return [[said.comment.text, *(reply.comment.text for reply in said.replies)] for said in talk.comments]


def test_of_what_nobody_has_spoken_nothing_is_asked(goal, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert talk_of(goal) == Talk((), 0)
        assert comment_on(goal, 1) is None


def test_comments_come_oldest_first_each_with_its_answers(say, goal):
    first, second = say("First."), say("Second.")
    answer = say("To the second.", second)
    say("To the first.", first)
    say("To the second again.", answer)

    talk = talk_of(as_saved(goal))

    assert shape(talk) == [["First.", "To the first."], ["Second.", "To the second.", "To the second again."]]
    assert talk.count == 5


def test_what_is_gone_keeps_its_place_and_is_not_counted(say, goal, partnership):
    first = say("First.")
    answer = say("To the first.", first)
    say("Second.")
    withdraw_comment(by=partnership.lead, comment=first, on=as_saved(goal))
    hide_comment(by=partnership.lead, comment=answer, on=as_saved(goal), reason="Rude.")

    talk = talk_of(as_saved(goal))

    assert shape(talk) == [["First.", "To the first."], ["Second."]]
    assert talk.count == 1


def test_however_much_was_said_one_query_reads_it(say, goal, django_assert_num_queries):
    for number in range(5):
        top = say(f"Comment {number}.")
        say("Yes.", top)
    goal = as_saved(goal)

    with django_assert_num_queries(1):
        read = [(said.comment.author_label, len(said.replies)) for said in talk_of(goal).comments]

    assert read == [("Olive Officer", 1)] * 5


def test_only_what_was_said_of_the_thing_itself_is_shown(say, goal, partnership):
    say("Of the first.")
    other = partnership.goal("smoking")
    say("Of the second.", on=other)

    assert shape(talk_of(as_saved(goal))) == [["Of the first."]]
    assert shape(talk_of(as_saved(other))) == [["Of the second."]]


def test_a_comment_is_found_on_what_it_is_about_with_what_it_answers(say, goal, partnership, django_assert_num_queries):
    top = say("First.")
    answer = say("Yes.", top)
    other = partnership.goal("smoking")
    say("Elsewhere.", on=other)
    goal, other = as_saved(goal), as_saved(other)

    with django_assert_num_queries(1):
        found = comment_on(goal, answer.pk)
        answered = found.answers

    assert (found, answered) == (answer, top)
    assert comment_on(other, answer.pk) is None
    assert comment_on(goal, answer.pk + 1000) is None
