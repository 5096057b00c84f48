"""Pages by which people open, join, leave and hand over organisations of their own accord."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.roles import Role
from apps.accounts.models import Organisation
from apps.accounts.organisation_actions import decline_organisation, open_own_organisation, verify_organisation
from tests.records import on_record
from tests.work.reading import beside, said

NEW = "/work/organisations/new/"


@pytest.fixture
def robin(someone):
    return someone(name="Robin Ash", email="robin@loom.example")


@pytest.fixture
def loom(robin):
    return open_own_organisation(by=robin, name="Loom Ltd", sector="business")


def at(organisation, name, *args):
    return reverse(f"work:{name}", args=[organisation.slug, *args])


def test_anyone_signed_in_opens_an_organisation(small_world, robin, signed_in):
    browser = signed_in(robin)

    response = browser.post(
        NEW, {"name": "Loom Ltd", "sector": "business", "areas": ["ambleton"], "website": "loom.example"}
    )

    assertRedirects(response, "/work/organisations/loom-ltd/")
    page = said(browser.get("/work/organisations/loom-ltd/"))
    assert "Business, in Ambleton. not verified" in page
    assert "An administrator of this site has yet to verify it." in page
    assert "not verified" in said(browser.get("/work/"))


def test_what_is_missing_is_said_beside_its_field(robin, signed_in):
    response = signed_in(robin).post(NEW, {"website": "no address"})

    assert response.status_code == 422
    assert beside(response, "name") == "Give the name of the organisation."
    assert "required" in beside(response, "sector")
    assert "Write the whole address" in beside(response, "website")
    assert not Organisation.objects.exists()


def test_one_that_may_be_here_already_is_pointed_out_first_and_may_be_opened_all_the_same(loom, someone, signed_in):
    browser, sent = signed_in(someone()), {"name": "The Loom", "sector": "business"}

    asked = browser.post(NEW, sent)

    assert asked.status_code == 422
    assert "There is already Loom Ltd (business). If it is yours, ask one of its people to invite you." in said(asked)
    assertContains(asked, '<input type="hidden" name="sure" value="The Loom">', status_code=422, html=True)
    other = browser.post(NEW, sent | {"name": "Loom Limited", "sure": "The Loom"})
    assert other.status_code == 422
    assertRedirects(browser.post(NEW, sent | {"sure": "The Loom"}), "/work/organisations/the-loom/")


def test_looking_at_the_form_changes_nothing(loom, signed_in, robin):
    before = on_record()

    for address in (NEW, at(loom, "organisation"), at(loom, "organisation_leave")):
        assert signed_in(robin).get(address).status_code == 200
    assert on_record() == before


def test_whoever_has_an_address_of_it_finds_it_and_joins(loom, administrator, someone, signed_in):
    verify_organisation(by=administrator, organisation=loom, domains=["loom.example"])
    browser = signed_in(someone(email="wren@loom.example"))

    assert "By your email address you can join Loom Ltd." in said(browser.get(NEW))
    assertRedirects(browser.post("/work/organisations/loom-ltd/join/"), at(loom, "organisation"))
    assertNotContains(browser.get(NEW), "you can join")


def test_to_others_there_is_nothing_to_join_whether_it_exists_or_not(loom, administrator, stranger, signed_in):
    verify_organisation(by=administrator, organisation=loom, domains=["loom.example"])
    browser = signed_in(stranger)

    there = browser.post("/work/organisations/loom-ltd/join/")
    nowhere = browser.post("/work/organisations/never-was/join/")

    assert (there.status_code, there.content) == (404, nowhere.content)


def test_its_organisers_read_why_it_was_declined_and_ask_again(loom, robin, administrator, signed_in):
    decline_organisation(by=administrator, organisation=loom, reason="Give a website.")
    browser = signed_in(robin)

    assert "It was not verified Give a website." in said(browser.get(at(loom, "organisation")))
    assertRedirects(browser.post(at(loom, "organisation_submit")), at(loom, "organisation"))
    assertNotContains(browser.get(at(loom, "organisation")), "It was not verified")


def test_an_organiser_hands_over_and_leaves(loom, robin, administrator, someone, signed_in):
    wren, browser = someone(name="Wren", email="wren@loom.example"), signed_in(robin)
    verify_organisation(by=administrator, organisation=loom, domains=["loom.example"])
    signed_in(wren).post("/work/organisations/loom-ltd/join/")
    refused = browser.post(at(loom, "organisation_leave"), follow=True)
    assert "Make someone else an organiser first." in said(refused)

    theirs = loom.people.get(person=wren)
    assertRedirects(browser.post(at(loom, "person_role", theirs.pk), {"role": "organiser"}), at(loom, "organisation"))
    assert "You also leave the workspaces" in said(browser.get(at(loom, "organisation_leave")))
    assertRedirects(browser.post(at(loom, "organisation_leave")), "/work/")

    assert loom.roles_of(wren) == {Role.ORGANISER}
    assert browser.get(at(loom, "organisation")).status_code == 404


def test_a_role_that_is_none_is_refused_kindly(loom, robin, signed_in):
    address = at(loom, "person_role", loom.people.get().pk)

    assert "Choose one of the roles listed." in said(signed_in(robin).post(address, {"role": "king"}, follow=True))
