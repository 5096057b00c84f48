"""Who is in a workspace: partners, members, roles, and what the public sees of them."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation, remove_from_organisation
from apps.background.claim import run_waiting
from tests.work.reading import at, said


@pytest.fixture
def nell(partnership, someone):
    """One of the business's people, who is no member yet."""
    person = someone(name="Nell Newcomer")
    add_to_organisation(by=OPERATOR, organisation=partnership.business, person=person, role=Role.STAFF)
    return person


@pytest.fixture
def museum(small_world):
    """An organisation that takes part in nothing yet."""
    return open_organisation(by=OPERATOR, name="Town Museum", sector="education")


def member_of(partnership, person):
    return partnership.workspace.members.get(person=person)


def test_everyone_in_it_sees_who_is_in_it(partnership, viewer):
    page = said(viewer.get(at(partnership, "people")))

    assert "Ambleton Council Local government." in page
    assert "Vi Viewer (you)" in page
    for name in ("Olive Officer", "Harper Health", "Bo Business"):
        assert name in page


def test_only_a_lead_is_offered_to_change_who_is_in_it(partnership, lead, viewer, contributor):
    offers = ("Add a member", "Invite an organisation", 'name="role"')

    for offer in offers:
        assertContains(lead.get(at(partnership, "people")), offer)
        assertNotContains(viewer.get(at(partnership, "people")), offer)
        assertNotContains(contributor.get(at(partnership, "people")), offer)


def test_a_lead_takes_in_one_of_a_partners_people_who_is_told(partnership, nell, lead, signed_in):
    offered = lead.get(at(partnership, "member_add"))
    partner = partnership.partners["business"]

    response = lead.post(at(partnership, "member_add"), {"person": f"{partner.pk}-{nell.pk}", "role": "viewer"})
    run_waiting()

    assertContains(offered, "Nell Newcomer")
    assertNotContains(offered, "Bo Business")
    assertRedirects(response, at(partnership, "people"))
    assert member_of(partnership, nell).role == Role.VIEWER
    told = said(signed_in(nell).get("/work/notifications/"))
    assert "Olive Officer took you into Ambleton together" in told
    assert "You are a viewer there." in told
    assert "Nell Newcomer, viewer" in said(lead.get(at(partnership, "activity")))


@pytest.mark.parametrize("person", ["", "nobody", "1-x", "x-1", "1-1-1", "-", "999999-999999", "1\x00-1"])
def test_nobody_is_taken_in_who_is_not_offered(person, partnership, nell, lead):
    before = partnership.workspace.members.count()

    response = lead.post(at(partnership, "member_add"), {"person": person, "role": "viewer"})

    assert response.status_code == 422
    assert partnership.workspace.members.count() == before


def test_whoever_would_make_themselves_a_lead_is_refused(partnership, contributor):
    own = member_of(partnership, partnership.contributor)

    response = contributor.post(at(partnership, "member_role", own.pk), {"role": "lead"})

    assertContains(response, "You may not add, change or remove members", status_code=403)
    assert member_of(partnership, partnership.contributor).role == Role.CONTRIBUTOR


def test_a_role_is_changed_with_a_button(partnership, lead):
    member = member_of(partnership, partnership.viewer)

    response = lead.post(at(partnership, "member_role", member.pk), {"role": "contributor"}, follow=True)

    assert "Vi Viewer is a contributor now." in said(response)
    assert member_of(partnership, partnership.viewer).role == Role.CONTRIBUTOR


@pytest.mark.parametrize("role", ["", "steward", "operator", "king"])
def test_a_role_that_is_none_here_is_refused(role, partnership, lead):
    member = member_of(partnership, partnership.viewer)

    response = lead.post(at(partnership, "member_role", member.pk), {"role": role}, follow=True)

    assert "Choose one of the roles listed." in said(response)
    assert member_of(partnership, partnership.viewer).role == Role.VIEWER


def test_the_last_lead_stays_one(partnership, lead):
    member = member_of(partnership, partnership.lead)

    lowered = lead.post(at(partnership, "member_role", member.pk), {"role": "viewer"}, follow=True)
    gone = lead.post(at(partnership, "member_remove", member.pk), follow=True)

    for response in (lowered, gone):
        assert "A workspace needs at least one lead." in said(response)
    assert member_of(partnership, partnership.lead).role == Role.LEAD


def test_removing_a_member_is_asked_about_first(partnership, lead, viewer):
    member = member_of(partnership, partnership.viewer)
    address = at(partnership, "member_remove", member.pk)

    asked = lead.get(address)
    response = lead.post(address)

    assert "Vi Viewer will not see this workspace any more." in said(asked)
    assertRedirects(response, at(partnership, "people"))
    assert viewer.get(at(partnership, "people")).status_code == 404


def test_anyone_may_leave(partnership, viewer):
    address = at(partnership, "member_remove", member_of(partnership, partnership.viewer).pk)

    asked = viewer.get(address)
    response = viewer.post(address, follow=True)

    assert "Leave Ambleton together?" in said(asked)
    assert "You have left Ambleton together." in said(response)
    assert viewer.get(at(partnership, "people")).status_code == 404


def test_nobody_but_a_lead_removes_someone_else(partnership, contributor):
    address = at(partnership, "member_remove", member_of(partnership, partnership.viewer).pk)

    assert contributor.get(address).status_code == 403
    assert contributor.post(address).status_code == 403


def test_a_lead_takes_a_partner_in_and_lets_it_go(partnership, museum, lead):
    add_to_organisation(by=OPERATOR, organisation=museum, person=partnership.lead, role=Role.ORGANISER)

    response = lead.post(at(partnership, "partner_add"), {"organisation": museum.slug})
    partner = partnership.workspace.partners.get(organisation=museum)
    page = said(lead.get(at(partnership, "people")))
    asked = said(lead.get(at(partnership, "partner_remove", partner.pk)))
    lead.post(at(partnership, "partner_remove", partner.pk))

    assertRedirects(response, at(partnership, "people"))
    assert "Nobody speaks for it here yet." in page
    assert "Remove Town Museum from this workspace?" in asked
    assert not partnership.workspace.partners.filter(organisation=museum).exists()


def test_a_partner_for_whom_people_speak_is_not_let_go(partnership, lead):
    partner = partnership.partners["health"]

    asked = said(lead.get(at(partnership, "partner_remove", partner.pk)))
    response = lead.post(at(partnership, "partner_remove", partner.pk), follow=True)

    assert "1 member still speaks for Ambleton Health here. Remove them first." in asked
    assert "People still speak for Ambleton Health here." in said(response)
    assert partnership.workspace.partners.filter(pk=partner.pk).exists()


@pytest.mark.parametrize("organisation", ["", "nobody", "ambleton-council", "town-museum", "a\x00b"])
def test_no_organisation_is_taken_in_that_is_not_offered(organisation, partnership, museum, lead):
    response = lead.post(at(partnership, "partner_add"), {"organisation": organisation})

    assert response.status_code == 422
    assert partnership.workspace.partners.count() == 4


def test_with_nobody_left_to_add_the_page_says_so(partnership, lead):
    assertContains(lead.get(at(partnership, "member_add")), "Everyone who belongs to a partner is a member already.")
    assertContains(lead.get(at(partnership, "partner_add")), "Every organisation whose organiser you are is a partner")


def test_only_those_who_speak_for_a_partner_decide_whether_it_is_seen(partnership, lead, contributor):
    partner = partnership.partners["health"]
    address = at(partnership, "partner_show", partner.pk)

    refused = lead.post(address, {"is_public": "yes"})
    response = contributor.post(address, {"is_public": "yes"}, follow=True)

    assert refused.status_code == 403
    assert "The public may see that Ambleton Health takes part." in said(response)
    partner.refresh_from_db()
    assert partner.is_public


def test_what_was_shown_can_be_hidden_again(partnership, contributor):
    partner = partnership.partners["health"]
    address = at(partnership, "partner_show", partner.pk)
    contributor.post(address, {"is_public": "yes"})

    contributor.post(address, {"is_public": "no"})

    partner.refresh_from_db()
    assert not partner.is_public


def test_the_page_asks_no_more_for_more_members(partnership, lead, django_assert_num_queries):
    with django_assert_num_queries(9):
        lead.get(at(partnership, "people"))
    for number in range(20):
        partnership.someone(Role.VIEWER, "charity", name=f"Member {number}")

    with django_assert_num_queries(9):
        lead.get(at(partnership, "people"))


def test_a_lead_who_only_stayed_until_there_was_another_is_led_to_what_is_their_own(partnership, lead):
    remove_from_organisation(by=OPERATOR, organisation=partnership.council, person=partnership.lead)
    run_waiting()
    successor = member_of(partnership, partnership.contributor)

    page = lead.post(at(partnership, "member_role", successor.pk), {"role": "lead"}, follow=True)

    assertRedirects(page, "/work/")
    assert "Harper Health is a lead now." in said(page)
    assert "You are no member of Ambleton together any more." in said(page)
