"""Pages by which organisers say what their organisation is, how it shows, and that it ends."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from apps.accounts.models import Organisation
from tests.accounts.pictures import picture
from tests.work.reading import beside, said


def at(organisation, name, *args):
    return reverse(f"work:{name}", args=[organisation.slug, *args])


@pytest.fixture
def organising(organiser, signed_in):
    """The browser of the council's organiser."""
    return signed_in(organiser)


def test_areas_are_ticked_region_by_region_and_those_with_some_stand_open(partnership, organising):
    page = organising.get(at(partnership.council, "organisation_place"))

    assertContains(page, '<details class="region" open>')
    assertContains(page, '<input type="checkbox" name="areas" value="ambleton"')
    assert "(2 chosen)" in said(page)


def test_an_organiser_changes_the_areas(partnership, organising):
    sent = {"sector": "local-government", "areas": ["castle-vale", "dunmere"]}

    response = organising.post(at(partnership.council, "organisation_place"), sent, follow=True)

    assertRedirects(response, at(partnership.council, "organisation"))
    assert [area.name for area in partnership.council.areas.all()] == ["Castle Vale", "Dunmere"]
    assert "Saved." in said(response)


def test_an_organiser_of_another_sector_is_told_that_it_is_looked_at_anew(partnership, organising, visitor):
    response = organising.post(at(partnership.council, "organisation_place"), {"sector": "health"}, follow=True)

    assert "An administrator of this site looks at it anew" in said(response)
    assert visitor.get(reverse("explore:organisation", args=[partnership.council.slug])).status_code == 404


def test_a_new_name_is_looked_at_anew_and_the_page_says_so(partnership, organising):
    sent = {"version": 1, "name": "Ambleton City Council"}

    response = organising.post(at(partnership.council, "organisation_edit"), sent, follow=True)

    assert "An administrator of this site looks at it anew" in said(response)
    assert not Organisation.objects.get(pk=partnership.council.pk).is_verified


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("sector", "", "required"), ("sector", "nonsense", "Select a valid choice"), ("areas", "nowhere", "Choose among")],
)
def test_what_cannot_be_so_is_said_beside_its_field(field, value, sentence, partnership, organising):
    sent = {"sector": "local-government", "areas": "ambleton"} | {field: value}

    response = organising.post(at(partnership.council, "organisation_place"), sent)

    assert response.status_code == 422
    assert sentence in beside(response, field)


def test_an_organiser_brings_a_logo_and_removes_it(partnership, organising):
    upload = SimpleUploadedFile("logo.webp", picture("WEBP"), "image/webp")

    brought = organising.post(at(partnership.council, "organisation_logo"), {"upload": upload}, follow=True)
    page = organising.get(at(partnership.council, "organisation_logo"))
    removed = organising.post(at(partnership.council, "organisation_logo_remove"), follow=True)

    assert "The logo is here." in said(brought)
    assertContains(page, 'alt="Logo of Ambleton Council"')
    assert "The logo is gone." in said(removed)


def test_what_is_no_picture_is_refused_with_a_sentence(partnership, organising):
    upload = SimpleUploadedFile("logo.png", b"<svg></svg>", "image/png")

    for sent, sentence in (({"upload": upload}, "An SVG can hold scripts"), ({}, "Choose a picture.")):
        response = organising.post(at(partnership.council, "organisation_logo"), sent)

        assert response.status_code == 422
        assert sentence in said(response)


def test_an_organisers_page_offers_to_confirm_the_domain_and_says_how_it_was_verified(someone, signed_in, visitor):
    browser = signed_in(someone(email="robin@leeds.gov.uk"))
    browser.post("/work/organisations/new/", {"name": "Leeds City Council", "sector": "local-government"})
    leeds = Organisation.objects.get(name="Leeds City Council")
    leeds_edited = {"version": 1, "name": leeds.name, "website": "https://leeds.gov.uk"}

    offered = browser.post(at(leeds, "organisation_edit"), leeds_edited, follow=True)
    confirmed = browser.post(at(leeds, "organisation_domain_confirm"), follow=True)

    assert "Your email address and its website are both at leeds.gov.uk." in said(offered)
    told = "Verified by its email domain: its people’s addresses are at leeds.gov.uk, where its website is too."
    assert told in said(confirmed)
    public = said(visitor.get(reverse("explore:organisation", args=[leeds.slug])))
    assert told in public
    assert "made sure that this organisation exists" not in public
