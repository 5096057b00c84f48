"""An organisation, from within."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.background.claim import run_waiting
from tests.work.reading import said


def at(partnership, name, *args):
    return reverse(f"work:{name}", args=[partnership.council.slug, *args])


@pytest.fixture
def organising(organiser, signed_in):
    """The browser of the council's organiser."""
    return signed_in(organiser)


def words(organisation, **changes):
    return {
        "version": organisation.version,
        "name": organisation.name,
        "description": organisation.description,
        "website": organisation.website,
        **changes,
    }


def test_its_people_see_what_is_said_of_it_and_who_belongs_to_it(partnership, organiser, lead):
    page = said(lead.get(at(partnership, "organisation")))

    assert "Local government, in Ambleton, Brackford." in page
    assert "Olive Officer (you)" in page
    assert "Orla Organiser" in page


def test_only_an_organiser_is_offered_to_change_it(partnership, organising, lead):
    for label in ("Add someone", "Change what is said here"):
        assertContains(organising.get(at(partnership, "organisation")), label)
        assertNotContains(lead.get(at(partnership, "organisation")), label)


def test_what_is_said_of_it_can_be_changed_and_what_stood_there_is_kept(partnership, organising):
    sent = words(partnership.council, description="It collects waste.", website="example.org", reason="New site")

    response = organising.post(at(partnership, "organisation_edit"), sent)

    assertRedirects(response, at(partnership, "organisation"))
    partnership.council.refresh_from_db()
    assert (partnership.council.description, partnership.council.website) == (
        "It collects waste.",
        "https://example.org",
    )
    assert "New site" in said(organising.get(at(partnership, "organisation_versions")))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Give the name of the organisation."),
        ("website", "javascript:alert(1)", "Write the whole address"),
        ("website", "no address", "Write the whole address"),
        ("website", "https://good.example@bad.example", "Leave out the name before the @"),
        ("name", "Ambleton\u202e licnuoC", "There is an invisible character after “Ambleton”"),
        ("description", "It waters\u200b gardens.", "There is an invisible character after “It waters”"),
        ("name", "N" * 141, "at most 140 characters"),
        ("description", "D" * 2001, "at most 2000 characters"),
        ("description", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_so_is_said_beside_its_field_and_nothing_typed_is_lost(
    field, value, sentence, partnership, organising
):
    sent = words(partnership.council, description="Typed for a long time.") | {field: value}

    response = organising.post(at(partnership, "organisation_edit"), sent)

    assert response.status_code == 422
    assert sentence in said(response)
    partnership.council.refresh_from_db()
    assert partnership.council.version == 1
    if field != "description":
        assertContains(response, "Typed for a long time.", status_code=422)


def test_the_second_of_two_gets_both_versions_and_loses_nothing(partnership, organising):
    first = words(partnership.council, description="First words.")
    second = words(partnership.council, description="Second words.")
    organising.post(at(partnership, "organisation_edit"), first)

    overtaken = organising.post(at(partnership, "organisation_edit"), second)
    again = organising.post(at(partnership, "organisation_edit"), second | {"version": 2})

    assert overtaken.status_code == 409
    assert "First words." in said(overtaken)
    assertContains(overtaken, "Second words.</textarea>", status_code=409)
    assertRedirects(again, at(partnership, "organisation"))
    versions = said(organising.get(at(partnership, "organisation_versions")))
    assert "First words." in versions
    assert "Second words." in versions


def test_an_organiser_adds_someone_who_has_an_account(partnership, organising, someone):
    someone(name="Nell Newcomer", email="nell@example.org")

    response = organising.post(at(partnership, "person_add"), {"email": " NELL@example.org", "role": "staff"})

    assertRedirects(response, at(partnership, "organisation"))
    assert "Nell Newcomer" in said(organising.get(at(partnership, "organisation")))


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Write the email address."),
        ("nell", "Write a whole email address"),
        ("nobody@example.org", "Nobody has an account with this address."),
        ("nell@example.org\x00", "Write a whole email address"),
        ("orla@example.org", "belongs to Ambleton Council already."),
    ],
)
def test_whoever_cannot_be_added_is_named_with_what_to_do(email, sentence, partnership, organiser, organising):
    organiser.email = "orla@example.org"
    organiser.save()

    response = organising.post(at(partnership, "person_add"), {"email": email, "role": "staff"})

    assert response.status_code == 422
    assert sentence in said(response)


def test_removing_someone_is_asked_about_first_and_takes_them_out_of_workspaces_too(partnership, organising, signed_in):
    clerk = partnership.someone("contributor", name="Cleo Clerk")
    belonging = partnership.council.people.get(person=clerk)
    address = at(partnership, "person_remove", belonging.pk)

    asked = said(organising.get(address))
    response = organising.post(address)
    run_waiting()

    assert "Cleo Clerk also leaves the workspaces in which they speak for it" in asked
    assertRedirects(response, at(partnership, "organisation"))
    workspace = reverse("work:workspace", args=[partnership.workspace.slug])
    assert signed_in(clerk).get(workspace).status_code == 404


def test_someone_of_another_organisation_cannot_be_removed_here(partnership, organising):
    elsewhere = partnership.health.people.get()

    assert organising.post(at(partnership, "person_remove", elsewhere.pk)).status_code == 404
    assert partnership.health.people.count() == 1
