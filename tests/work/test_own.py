"""What is one's own: the way in, workspaces and organisations, notifications."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation
from apps.activity.models import Notification
from apps.activity.queries import unread
from apps.background.claim import run_waiting
from apps.workspaces.actions import add_member, remove_member
from tests.partnership import build_partnership
from tests.work.acting import comment
from tests.work.reading import said

HOME, ENTER = reverse("work:home"), reverse("work:enter")
NOTIFICATIONS, READ = reverse("work:notifications"), reverse("work:notifications_read")


@pytest.fixture
def told(partnership):
    """The contributor is told of a goal that the lead set, and of nothing else."""
    run_waiting()
    Notification.objects.all().delete()
    goal = partnership.goal(title="Less in the bin")
    run_waiting()
    return goal


def test_whoever_signs_in_is_led_to_their_desk_their_only_workspace_or_all_of_them(
    partnership, signed_in, steward, curator, stranger
):
    found = {who: signed_in(who).get(ENTER).url for who in (steward, curator, stranger, partnership.viewer)}

    assert found == {
        steward: reverse("desks:home"),
        curator: reverse("desks:candidates"),
        stranger: HOME,
        partnership.viewer: reverse("work:workspace", args=[partnership.workspace.slug]),
    }


def test_a_member_of_two_workspaces_chooses(partnership, signed_in):
    apart = build_partnership(partnership.world, "Brackford apart")
    council = apart.partners["council"]
    add_to_organisation(by=OPERATOR, organisation=council.organisation, person=partnership.viewer, role=Role.STAFF)
    add_member(
        by=OPERATOR, workspace=apart.workspace, person=partnership.viewer, partner=council, role=Role.CONTRIBUTOR
    )
    browser = signed_in(partnership.viewer)

    assertRedirects(browser.get(ENTER), HOME)
    page = said(browser.get(HOME))

    assert page.index("Ambleton together") < page.index("Brackford apart")
    assert "You speak for Good Neighbours, as a viewer." in page
    assert "You speak for Ambleton Council, as a contributor." in page


def test_whoever_takes_part_in_nothing_is_told_how_one_comes_to(stranger, signed_in):
    page = said(signed_in(stranger).get(HOME))

    assert "You are in no workspace yet." in page
    assert "You belong to no organisation yet." in page


def test_the_page_counts_what_was_told_and_not_read(told, partnership, contributor, lead):
    assert "1 thing you were told of Ambleton together and have not read" in said(contributor.get(HOME))
    assert "told of Ambleton together" not in said(lead.get(HOME))


def test_the_page_asks_no_more_for_more_workspaces(told, partnership, contributor, django_assert_num_queries):
    with django_assert_num_queries(7):
        contributor.get(HOME)
    for number in range(5):
        apart = build_partnership(partnership.world, f"Apart {number}")
        council = apart.partners["council"]
        person = partnership.contributor
        add_to_organisation(by=OPERATOR, organisation=council.organisation, person=person, role=Role.STAFF)
        add_member(by=OPERATOR, workspace=apart.workspace, person=person, partner=council, role=Role.VIEWER)

    with django_assert_num_queries(7):
        contributor.get(HOME)


def test_a_notification_says_who_did_what_to_what_and_where(told, contributor):
    page = contributor.get(NOTIFICATIONS)

    assert "Olive Officer set the goal Less in the bin" in said(page)
    assert "Ambleton together" in said(page)
    assertContains(page, f'href="/w/ambleton-together/goals/{told.pk}/"')
    assertContains(page, "New:")


def test_what_was_read_is_not_new_any_more(told, partnership, contributor):
    ids = [*Notification.objects.filter(person=partnership.contributor).values_list("pk", flat=True)]

    assertRedirects(contributor.post(READ, {"id": ids}), NOTIFICATIONS)

    assert unread(partnership.contributor) == 0
    assertNotContains(contributor.get(NOTIFICATIONS), "New:")


def test_what_came_after_the_page_was_opened_stays_new(told, partnership, contributor):
    read = [*Notification.objects.filter(person=partnership.contributor).values_list("pk", flat=True)]
    comment(partnership, told, by=partnership.lead)
    run_waiting()

    contributor.post(READ, {"id": read})

    assert unread(partnership.contributor) == 1


def test_all_can_be_said_to_be_read_at_once(told, partnership, contributor):
    for number in range(35):
        comment(partnership, told, f"Comment {number}", by=partnership.lead)
    run_waiting()
    assertContains(contributor.get(NOTIFICATIONS), "I have read all")

    contributor.post(READ, {"all": "yes"})

    assert unread(partnership.contributor) == 0


def test_nobody_reads_for_someone_else(told, partnership, lead):
    ids = [*Notification.objects.filter(person=partnership.contributor).values_list("pk", flat=True)]

    lead.post(READ, {"id": ids})

    assert unread(partnership.contributor) == 1


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 40, "1\x00", "١"])
def test_what_is_no_number_reads_nothing(sent, told, partnership, contributor):
    assert contributor.post(READ, {"id": sent}).status_code == 302
    assert unread(partnership.contributor) == 1


def test_nothing_yet_is_said_kindly(stranger, signed_in):
    assertContains(signed_in(stranger).get(NOTIFICATIONS), "Nothing yet")


def test_many_come_page_by_page_with_as_many_questions(told, partnership, contributor, django_assert_num_queries):
    with django_assert_num_queries(8):
        contributor.get(NOTIFICATIONS)
    for number in range(40):
        comment(partnership, told, f"Comment {number}", by=partnership.lead)
    run_waiting()

    with django_assert_num_queries(8):
        first = contributor.get(NOTIFICATIONS)

    assertContains(first, "Page 2")
    assertContains(contributor.get(f"{NOTIFICATIONS}?page=2"), "Less in the bin")


def test_whoever_leaves_a_workspace_leaves_what_they_were_told_of_it(told, partnership, contributor):
    member = partnership.workspace.members.get(person=partnership.contributor)

    remove_member(by=partnership.lead, member=member)

    assertContains(contributor.get(NOTIFICATIONS), "Nothing yet")
    assert unread(partnership.contributor) == 0
