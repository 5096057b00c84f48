"""The pages by which an organisation asks to join a workspace, and its leads answer."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.workspaces.actions import show_workspace
from apps.workspaces.joining_actions import ask_to_join
from apps.workspaces.models import JoinRequest
from tests.factories.accounts import UserFactory
from tests.work.reading import at, said

ADDRESS = "/work/organisations/ambleton-college/workspaces/"


@pytest.fixture
def organiser(partnership, signed_in):
    """The browser of the organiser of a college, which is no partner; the public sees the workspace."""
    college = open_organisation(
        by=OPERATOR, name="Ambleton College", sector="education", areas=[partnership.world.areas["Ambleton"]]
    )
    person = UserFactory(name="Kit College")
    add_to_organisation(by=OPERATOR, organisation=college, person=person, role=Role.ORGANISER)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    partnership.college, partnership.organiser = college, person
    return signed_in(person)


def asked_of(partnership):
    return ask_to_join(
        by=partnership.organiser,
        workspace=partnership.workspace,
        organisation=partnership.college,
        words="We teach cooking.",
    )


def test_an_organiser_asks_and_a_lead_takes_them_in(partnership, organiser, lead):
    assertContains(organiser.get("/work/organisations/ambleton-college/"), ADDRESS)
    assertContains(organiser.get(ADDRESS), "Ambleton together")

    answer = organiser.post(ADDRESS, {"workspace": partnership.workspace.pk, "words": "We teach cooking."})

    assertRedirects(answer, ADDRESS)
    assert "Asked on" in said(organiser.get(ADDRESS))
    people = lead.get(at(partnership, "people"))
    assertContains(people, "We teach cooking.")
    lead.post(at(partnership, "request_answer", JoinRequest.objects.get().pk), {"take_in": "yes"})
    assertContains(organiser.get(at(partnership, "workspace")), "Ambleton together")
    assertContains(organiser.get(ADDRESS), "There is none at the moment.")


def test_what_is_missing_is_said(partnership, organiser):
    page = organiser.post(ADDRESS, {"words": "We teach cooking."})

    assertContains(page, "Choose a workspace.", status_code=422)
    assertContains(page, "We teach cooking.", status_code=422)
    assert organiser.post(ADDRESS, {"workspace": partnership.workspace.pk, "words": ""}).status_code == 422


def test_a_lead_declines_and_whoever_asked_reads_why(partnership, organiser, lead):
    asked = asked_of(partnership)

    empty = lead.post(at(partnership, "request_answer", asked.pk), {"take_in": "no"}, follow=True)
    lead.post(at(partnership, "request_answer", asked.pk), {"take_in": "no", "answer": "Not before spring."})

    assert "Say in a sentence why not" in said(empty)
    assert "Not before spring." in said(organiser.get(ADDRESS))
    assertNotContains(lead.get(at(partnership, "people")), "Who asks to join")


def test_a_request_is_taken_back(partnership, organiser):
    asked = asked_of(partnership)

    answer = organiser.post(f"{ADDRESS}requests/{asked.pk}/withdraw/")

    assertRedirects(answer, ADDRESS)
    assert "withdrawn" in said(organiser.get(ADDRESS))


def test_requests_are_for_leads_to_see_and_belong_to_their_workspace(partnership, organiser, contributor, lead):
    asked = asked_of(partnership)

    assertNotContains(contributor.get(at(partnership, "people")), "Who asks to join")
    assert contributor.post(at(partnership, "request_answer", asked.pk), {"take_in": "yes"}).status_code == 403
    assert lead.post(at(partnership, "request_answer", 987654), {"take_in": "yes"}).status_code == 404
    assert lead.post(f"{ADDRESS}requests/{asked.pk}/withdraw/").status_code == 404


def test_who_asks_to_join_is_among_what_needs_a_lead(partnership, lead, signed_in):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    asking = open_organisation(by=OPERATOR, name="Harbour Friends", sector="civil-society")
    JoinRequest.objects.create(workspace=partnership.workspace, organisation=asking, words="We would come.")

    assert "Harbour Friends: asks to join: say yes or no" in said(lead.get(at(partnership, "workspace")))
    assert "asks to join" not in said(signed_in(partnership.contributor).get(at(partnership, "workspace")))
