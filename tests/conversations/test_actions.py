"""Saying something about a thing, answering, taking back, hiding."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.conversations.actions import hide_comment, post_comment, withdraw_comment
from apps.conversations.models import Comment, Thread
from tests.records import as_saved, last_event, on_record
from tests.rights import everyone_around, those_who_may


@pytest.fixture
def goal(partnership):
    return partnership.goal()


@pytest.fixture
def say(partnership, goal):
    """Somebody says something about the goal: `say("First.")`, `say("Yes.", by=viewer, answers=comment)`."""

    def post(text, **given):
        return post_comment(**({"by": partnership.contributor, "on": goal, "key": uuid4()} | given), text=text)

    return post


@pytest.fixture
def comment(say):
    return say("Which streets come first?")


def told_of(event):
    run_waiting()
    return {notification.person.name for notification in event.notifications.select_related("person")}


DEEDS = {
    "post": (lambda made, by: post_comment(by=by, on=made.goal, text="I think so.", key=uuid4()), "writers"),
    "hide": (lambda made, by: hide_comment(by=by, comment=made.comment, on=made.goal, reason="Rude."), "leads"),
    "take back": (lambda made, by: withdraw_comment(by=by, comment=made.comment, on=made.goal), "its author"),
}
MAY = {
    "writers": {"contributor of the business", "contributor", "lead", "operator"},
    "leads": {"lead", "operator"},
    "its author": {"contributor"},
}


def test_who_may_do_what(partnership, comment, goal):
    made, people = SimpleNamespace(goal=as_saved(goal), comment=comment), everyone_around(partnership)

    may = {name: those_who_may(lambda by, deed=deed: deed(made, by), people) for name, (deed, _) in DEEDS.items()}

    assert may == {name: MAY[who] for name, (_, who) in DEEDS.items()}


def test_a_comment_is_kept_with_who_wrote_it_and_for_whom(say, goal, partnership):
    said = as_saved(say(" Which streets\ncome first? ", speaking_for="Ambleton Health"))

    assert (said.text, said.author) == ("Which streets\ncome first?", partnership.contributor)
    assert (said.author_label, said.author_of) == ("Harper Health", "Ambleton Health")
    assert (said.answers, said.removed_at, said.removal) == (None, None, "")
    assert said.thread == as_saved(goal).thread


def test_a_thing_has_one_thread_from_its_first_comment_on(say, goal, partnership):
    before = as_saved(goal).thread

    first, second = say("First."), say("Second.")

    assert before is None
    assert first.thread == second.thread == as_saved(goal).thread == Thread.objects.get()
    assert (first.thread.scope_kind, first.thread.scope_id) == ("workspace", partnership.workspace.pk)


def test_a_comment_outlives_its_author(comment, partnership):
    partnership.contributor.delete()

    kept = as_saved(comment)
    assert (kept.author, kept.author_label, kept.text) == (None, "Harper Health", "Which streets come first?")


def test_the_event_says_that_something_was_said_and_nothing_of_what(comment, goal, partnership):
    event = last_event()

    assert (event.verb, event.subject_kind, event.subject_id) == (Verb.COMMENT_POSTED, "goal", goal.pk)
    assert (event.scope_id, event.actor) == (partnership.workspace.pk, partnership.contributor)
    assert event.details == {"comment": comment.pk}


def test_of_a_comment_all_members_are_told_but_whoever_wrote_it(organiser, comment):
    assert told_of(last_event()) == {"Olive Officer", "Bo Business", "Vi Viewer"}


def test_of_an_answer_those_are_told_who_talk_there_but_whoever_wrote_it(say, comment, partnership):
    say("Elsewhere.", by=partnership.someone(Role.CONTRIBUTOR, name="Una Uninvolved"))
    say("The hilly ones.", by=partnership.business_member, answers=comment)

    say("Why those?", by=partnership.lead, answers=comment)

    assert last_event().verb == Verb.COMMENT_ANSWERED
    assert told_of(last_event()) == {"Harper Health", "Bo Business"}


def test_whoever_answers_themselves_tells_nobody(say, comment):
    say("I mean, in winter.", answers=comment)

    assert told_of(last_event()) == set()


def test_an_answer_to_an_answer_hangs_on_what_both_answer(say, comment):
    answer = say("The hilly ones.", answers=comment)

    again = say("Why those?", answers=answer)

    assert (answer.answers, again.answers) == (comment, comment)


def test_a_comment_that_is_sent_twice_is_one(say):
    key = uuid4()
    first = say("Once.", key=key)
    before = on_record()

    second = say("Once, and typed again.", key=key)

    assert second == first
    assert Comment.objects.get().text == "Once."
    assert on_record() == before


def test_a_key_that_was_used_for_something_else_is_refused(say, partnership):
    key = uuid4()
    say("Mine.", key=key)

    with pytest.raises(Refused, match="sent before"):
        say("Somebody else’s.", key=key, by=partnership.lead)
    with pytest.raises(Refused, match="sent before"):
        say("Mine, of another goal.", key=key, on=partnership.goal("smoking"))

    assert Comment.objects.get().text == "Mine."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(" \n ", "cannot be blank"), ("x" * 4001, "at most 4000"), ("So\u202e so.", "invisible character")],
)
def test_a_comment_says_something_and_not_without_end(text, sentence, say, goal):
    with pytest.raises(ValidationError) as wrong:
        say(text)

    assert sentence in wrong.value.message_dict["text"][0]
    assert as_saved(goal).thread is None
    assert not Event.objects.filter(verb=Verb.COMMENT_POSTED).exists()


def test_the_name_of_a_long_partner_is_cut(say):
    said = say("x" * 4000, speaking_for="y" * 141)

    assert (len(said.text), len(said.author_of)) == (4000, 140)


def test_what_stands_in_another_conversation_is_not_answered_here(say, comment, partnership):
    with pytest.raises(Refused, match="another conversation"):
        say("Yes.", on=partnership.goal("smoking"), answers=comment)

    assert Comment.objects.get() == comment


def test_what_was_taken_back_meanwhile_is_not_answered(say, comment, goal, partnership):
    answer = say("The hilly ones.", answers=comment)
    other = say("And shops?")
    withdraw_comment(by=partnership.contributor, comment=comment, on=as_saved(goal))
    withdraw_comment(by=partnership.contributor, comment=other, on=as_saved(goal))

    for gone in (as_saved(comment), as_saved(answer), as_saved(other)):
        with pytest.raises(Refused, match="taken back meanwhile"):
            say("Yes.", answers=gone)


def test_an_answer_that_is_gone_is_not_answered_but_what_it_answered_is(say, comment, goal, partnership):
    answer = say("The hilly ones.", answers=comment)
    hide_comment(by=partnership.lead, comment=answer, on=as_saved(goal), reason="Not kind.")

    with pytest.raises(Refused, match="taken back meanwhile"):
        say("Yes.", answers=as_saved(answer))

    assert say("And in winter?", answers=comment).answers == comment


def test_a_lead_hides_with_a_reason_and_its_place_stays(comment, goal, partnership):
    hide_comment(by=partnership.lead, comment=comment, on=as_saved(goal), reason=" Names a neighbour. ")

    hidden = as_saved(comment)
    assert (hidden.removal, hidden.removed_by) == ("Names a neighbour.", partnership.lead)
    assert hidden.removed_at >= hidden.written_at
    event = last_event()
    assert (event.verb, event.actor, event.subject_id) == (Verb.COMMENT_HIDDEN, partnership.lead, goal.pk)
    assert event.details == {"comment": comment.pk}


def test_nothing_is_hidden_without_a_reason(comment, goal, partnership):
    with pytest.raises(ValidationError) as wrong:
        hide_comment(by=partnership.lead, comment=comment, on=as_saved(goal), reason=" ")

    assert "Say why" in wrong.value.message_dict["reason"][0]
    assert as_saved(comment).removed_at is None


def test_a_long_reason_is_cut(comment, goal, partnership):
    hidden = hide_comment(by=partnership.lead, comment=comment, on=as_saved(goal), reason="x" * 301)

    assert hidden.removal == "x" * 300


def test_its_author_takes_it_back_and_its_place_stays(comment, goal, partnership):
    withdraw_comment(by=partnership.contributor, comment=comment, on=as_saved(goal))

    gone = as_saved(comment)
    assert (gone.removal, gone.removed_by, bool(gone.removed_at)) == ("", partnership.contributor, True)
    assert (last_event().verb, last_event().details) == (Verb.COMMENT_WITHDRAWN, {"comment": comment.pk})


def test_nobody_takes_back_what_someone_wrote_who_is_gone(comment, goal, partnership):
    partnership.contributor.delete()

    for person in (partnership.lead, OPERATOR):
        with pytest.raises(AccessDenied, match="You may not take back what someone else wrote"):
            withdraw_comment(by=person, comment=as_saved(comment), on=as_saved(goal))


def test_a_comment_goes_once(comment, goal, partnership):
    withdraw_comment(by=partnership.contributor, comment=comment, on=as_saved(goal))
    before = on_record()

    for deed in (
        lambda: withdraw_comment(by=partnership.contributor, comment=comment, on=as_saved(goal)),
        lambda: hide_comment(by=partnership.lead, comment=comment, on=as_saved(goal), reason="Rude."),
    ):
        with pytest.raises(Refused, match="gone already"):
            deed()

    assert as_saved(comment).removal == ""
    assert on_record() == before


def test_a_comment_is_removed_from_the_thing_that_it_is_about(comment, partnership):
    other = partnership.goal("smoking")

    with pytest.raises(LookupError, match=f"is not about goal {other.pk}"):
        hide_comment(by=partnership.lead, comment=comment, on=other, reason="Rude.")

    assert as_saved(comment).removed_at is None
