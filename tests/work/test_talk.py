"""Talk on the pages of goals and initiatives: comments, answers, taking back, hiding."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from apps.access.roles import Role
from apps.conversations.actions import withdraw_comment
from apps.conversations.models import Comment
from tests.work import acting
from tests.work.reading import at, buttons, offered, said


@pytest.fixture(params=["goal", "initiative"])
def thing(request, partnership):
    """What is talked about: a goal, then an initiative."""
    return partnership.goal() if request.param == "goal" else acting.log(partnership)


@pytest.fixture
def goal(partnership):
    return partnership.goal()


def page_of(partnership, thing):
    return at(partnership, type(thing).__name__.lower(), thing.pk)


def posting(partnership, thing):
    return at(partnership, f"{type(thing).__name__.lower()}_comment", thing.pk)


def talk_in(response):
    """What the page says from the talk on."""
    shown = said(response)
    return shown[shown.index("Talk ") :]


def one_who_answers(partnership, thing, number):
    top = acting.comment(partnership, thing, f"Comment {number}", by=partnership.someone(Role.CONTRIBUTOR))
    acting.comment(partnership, thing, f"Answer {number}", answers=top)


def test_what_was_written_on_a_page_that_was_open_for_too_long_is_to_be_copied_first(partnership, goal):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(partnership.contributor)

    page = browser.post(posting(partnership, goal), {"text": "It took an hour."})

    assert page.status_code == 403
    told = said(page)
    assert told.index("Nothing was changed.") < told.index("Copy it") < told.index("Reload the page, put it in again")
    assert not Comment.objects.exists()


def test_a_comment_stands_on_the_page_with_who_wrote_it_and_for_whom(partnership, thing, contributor, viewer):
    answer = contributor.post(posting(partnership, thing), {"text": "Which streets\r\ncome first?", "answers": ""})

    comment = Comment.objects.get()
    assertRedirects(answer, f"{page_of(partnership, thing)}#comment-{comment.pk}", fetch_redirect_response=False)
    assert comment.text == "Which streets\ncome first?"
    page = viewer.get(page_of(partnership, thing))
    assertTemplateUsed(page, "work/talk.html")
    assert talk_in(page).startswith("Talk 1 comment Harper Health, Ambleton Health ")
    assert "Which streets come first?" in talk_in(page)
    assert f'id="comment-{comment.pk}"' in page.content.decode()
    assert "Which streets<br>come first?" in page.content.decode()


def test_an_answer_stands_below_the_comment_that_it_answers(partnership, thing, lead):
    first, second = (acting.comment(partnership, thing, f"Comment {number}") for number in (1, 2))

    lead.post(posting(partnership, thing), {"text": "Mill Road.", "answers": first.pk})

    talk = talk_in(lead.get(page_of(partnership, thing)))
    assert talk.startswith("Talk 3 comments")
    assert talk.index("Comment 1") < talk.index("Mill Road.") < talk.index("Comment 2")
    assert Comment.objects.get(text="Mill Road.").answers == first
    assert second.replies.count() == 0


def test_an_answer_to_an_answer_hangs_on_what_both_answer(partnership, goal, lead):
    top = acting.comment(partnership, goal)
    answer = acting.comment(partnership, goal, "Mill Road.", answers=top)

    lead.post(posting(partnership, goal), {"text": "And then?", "answers": answer.pk})

    assert Comment.objects.get(text="And then?").answers == top


def test_a_form_that_is_sent_twice_says_it_once(partnership, thing, contributor):
    form = contributor.get(page_of(partnership, thing)).context["comment_form"]
    sent = {"text": "Once.", "answers": "", "key": form["key"].value()}

    first, second = (contributor.post(posting(partnership, thing), sent) for _ in range(2))

    assert first.url == second.url
    assert Comment.objects.count() == 1


def test_each_form_on_a_page_has_a_key_of_its_own(partnership, goal, contributor):
    for number in range(2):
        acting.comment(partnership, goal, f"Comment {number}")

    page = contributor.get(page_of(partnership, goal))

    forms = [form for _, form in page.context["exchanges"]] + [page.context["comment_form"]]
    assert len({form["key"].value() for form in forms}) == 3
    shown = page.content.decode()
    assert all(f'value="{form["key"].value()}"' in shown for form in forms)


def test_a_key_that_someone_else_has_used_is_refused_and_what_was_typed_is_kept(partnership, goal, contributor, lead):
    key = str(uuid4())
    lead.post(posting(partnership, goal), {"text": "First.", "key": key})

    page = contributor.post(posting(partnership, goal), {"text": "Second.", "key": key})

    assert page.status_code == 422
    assert "This form was sent before. Reload the page, then write again." in said(page)
    assert "Second.</textarea>" in page.content.decode()
    assert [each.text for each in Comment.objects.all()] == ["First."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write something first."),
        (" \r\n ", "Write something first."),
        ("x" * 4_001, "That is too long: at most 4000 characters. Say it in two comments."),
        ("x" * 10_000, "That is too long: at most 4000 characters. Say it in two comments."),
        ("Ye\x00s.", "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_in_the_form_that_was_sent_and_what_was_typed_is_kept(
    text, sentence, partnership, thing, contributor
):
    top, other = (acting.comment(partnership, thing, f"Comment {number}") for number in (1, 2))

    page = contributor.post(posting(partnership, thing), {"text": text, "answers": top.pk})

    assert page.status_code == 422
    assert "<title>Error: " in page.content.decode()
    answer, elsewhere = (form for _, form in page.context["exchanges"])
    assert (answer["text"].value(), answer.is_bound) == (text, True)
    assert not elsewhere.is_bound
    assert not page.context["comment_form"].is_bound
    assert talk_in(page).index(sentence) < talk_in(page).index("Comment 2")
    assert page.content.decode().count('<details class="answer" open>') == 1
    assert Comment.objects.count() == 2
    assert other.replies.count() == 0


def test_what_fits_is_counted_as_the_browser_counts_it(partnership, goal, contributor):
    text = "x\r\n" * 1_999 + "xx"

    answer = contributor.post(posting(partnership, goal), {"text": text})

    assert answer.status_code == 302
    assert len(Comment.objects.get().text) == 4_000


def test_what_was_meant_for_an_answer_is_kept_as_well(partnership, goal, contributor):
    top = acting.comment(partnership, goal)
    answer = acting.comment(partnership, goal, "Mill Road.", answers=top)

    page = contributor.post(posting(partnership, goal), {"text": "x" * 4_001, "answers": answer.pk})

    assert page.status_code == 422
    assert page.content.decode().count("x" * 4_001 + "</textarea>") == 1


@pytest.mark.parametrize("answers", ["\x00", "none", "-1", "9" * 5_000])
def test_what_no_comment_can_be_numbered_is_refused_and_what_was_typed_is_kept(answers, partnership, goal, contributor):
    page = contributor.post(posting(partnership, goal), {"text": "It took an hour.", "answers": answers})

    assert page.status_code == 422
    assert "It took an hour.</textarea>" in page.content.decode()
    assert 'class="error"' in page.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_about_something_else_is_not_there_to_be_answered(partnership, goal, contributor):
    elsewhere = acting.comment(partnership, partnership.goal("smoking"))
    acting.comment(partnership, goal)

    found = [
        contributor.post(posting(partnership, goal), {"text": "Yes.", "answers": pk}).status_code
        for pk in (elsewhere.pk, 987_654_321, 9 * 10**30)
    ]

    assert found == [404] * 3
    assert Comment.objects.filter(text="Yes.").count() == 0


def test_what_was_taken_back_meanwhile_is_not_answered_and_what_was_typed_is_kept(partnership, goal, lead):
    top = acting.comment(partnership, goal)
    goal.refresh_from_db()
    withdraw_comment(by=partnership.contributor, comment=top, on=goal)

    page = lead.post(posting(partnership, goal), {"text": "Mill Road.", "answers": top.pk})

    assert page.status_code == 422
    assert "What you answer was taken back meanwhile." in said(page)
    assert "Mill Road.</textarea>" in page.content.decode()
    assert Comment.objects.count() == 1


def test_a_comment_is_taken_back_by_its_author_and_its_place_stays(partnership, thing, contributor, lead, viewer):
    comment = acting.comment(partnership, thing, "Which streets?")
    acting.comment(partnership, thing, "Mill Road.", by=partnership.lead, answers=comment)
    taking_back = at(partnership, "comment_withdraw", comment.pk)
    page = page_of(partnership, thing)
    assert [taking_back in offered(browser.get(page)) for browser in (contributor, lead, viewer)] == [
        True,
        False,
        False,
    ]

    answer = contributor.post(taking_back, follow=True)

    talk = talk_in(answer)
    assert talk.startswith("Talk 1 comment Harper Health took back what stood here.")
    assert "Which streets?" not in answer.content.decode()
    assert "Mill Road." in talk
    assert posting(partnership, thing) in offered(answer)
    assert "Post your answer" not in buttons(answer)


def test_a_lead_hides_what_others_wrote_and_everyone_reads_why(partnership, thing, contributor, lead, viewer):
    comment = acting.comment(partnership, thing, "Mrs Smith of Mill Road is to blame.")
    hiding = at(partnership, "comment_hide", comment.pk)
    page = page_of(partnership, thing)
    assert [hiding in offered(browser.get(page)) for browser in (contributor, lead, viewer)] == [False, True, False]

    lead.post(hiding, {"reason": "It names a <b>person</b>."})

    shown = viewer.get(page)
    assert "A lead hid what Harper Health wrote here: It names a <b>person</b>." in said(shown)
    assert "Mrs Smith" not in shown.content.decode()
    assert "<b>person</b>" not in shown.content.decode()


@pytest.mark.parametrize(
    ("role", "writes", "hides"),
    [(Role.VIEWER, False, False), (Role.CONTRIBUTOR, True, False), (Role.LEAD, True, True)],
)
def test_everyone_reads_along_and_is_offered_what_they_may_do(role, writes, hides, partnership, thing, signed_in):
    comment = acting.comment(partnership, thing)
    browser = signed_in(partnership.someone(role))

    page = browser.get(page_of(partnership, thing))

    assert "Which streets come first?" in talk_in(page)
    assert (posting(partnership, thing) in offered(page)) == writes
    assert ("ask a lead to make you a contributor" in talk_in(page)) != writes
    assert (at(partnership, "comment_hide", comment.pk) in offered(page)) == hides
    sent = browser.post(posting(partnership, thing), {"text": "Me too."})
    assert sent.status_code == (302 if writes else 403)
    assert Comment.objects.count() == 1 + writes


def test_where_nobody_has_said_anything_it_says_so(partnership, thing, viewer):
    assert talk_in(viewer.get(page_of(partnership, thing))).startswith("Talk 0 comments Nobody has said anything yet.")


def test_script_in_a_comment_is_shown_as_text(partnership, thing, lead):
    acting.comment(partnership, thing, '<script>alert(1)</script><img src=x onerror="alert(1)">')

    page = lead.get(page_of(partnership, thing)).content.decode()

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_talk_asks_the_same_for_ten_times_as_many_comments(partnership, thing, contributor):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert contributor.get(page_of(partnership, thing)).status_code == 200
        return len(asked)

    for number in range(2):
        one_who_answers(partnership, thing, number)
    few = queries()
    for number in range(2, 20):
        one_who_answers(partnership, thing, number)

    assert queries() == few <= 30
    assert talk_in(contributor.get(page_of(partnership, thing))).startswith("Talk 40 comments")
