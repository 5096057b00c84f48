from uuid import uuid4

import pytest

from apps.conversations.actions import post_comment
from apps.conversations.models import Report

DESK = "/desk/admin/reports/"


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def goal(partnership):
    return partnership.goal()


@pytest.fixture
def comment(partnership, goal):
    return post_comment(by=partnership.contributor, on=goal, text="You are all fools.", key=uuid4())


def address(partnership, comment):
    return f"/w/{partnership.workspace.slug}/comments/{comment.pk}/report/"


def test_a_comment_is_reported_on_its_page_and_decided_at_the_desk(desk, partnership, goal, comment, signed_in):
    viewer = signed_in(partnership.viewer)
    page = f"/w/{partnership.workspace.slug}/goals/{goal.pk}/"
    assert address(partnership, comment) in viewer.get(page).content.decode()
    assert address(partnership, comment) not in signed_in(partnership.contributor).get(page).content.decode()

    assert "Reported." in viewer.post(address(partnership, comment), {"reason": "Rude."}, follow=True).content.decode()
    assert "You are all fools." in desk.get(DESK).content.decode()
    decided = desk.post(
        f"{DESK}{Report.objects.get().pk}/decide/", {"decision": "hidden", "answer": "It insults."}, follow=True
    )

    assert "Whoever reported it is told" in decided.content.decode()
    assert "An administrator hid what" in viewer.get(page).content.decode()
    assert "You are all fools." not in viewer.get(page).content.decode()


def test_a_report_without_a_reason_is_none(partnership, comment, signed_in):
    response = signed_in(partnership.viewer).post(address(partnership, comment), {"reason": " "}, follow=True)

    assert "Say what is wrong with it" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"decision": "burnt", "answer": "Why."}, {"decision": "kept", "answer": ""}])
def test_a_decision_that_is_not_whole_comes_back_with_what_is_missing(sent, desk, partnership, comment, signed_in):
    signed_in(partnership.viewer).post(address(partnership, comment), {"reason": "Rude."})

    response = desk.post(f"{DESK}{Report.objects.get().pk}/decide/", sent)

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert Report.objects.get().decision == ""


def test_the_list_asks_as_much_of_many_as_of_few(desk, partnership, goal, signed_in, django_assert_max_num_queries):
    for number in range(15):
        wrote = post_comment(by=partnership.contributor, on=goal, text=f"Fools, all {number} of you.", key=uuid4())
        signed_in(partnership.viewer).post(address(partnership, wrote), {"reason": "Rude."})

    with django_assert_max_num_queries(10):
        desk.get(DESK)
