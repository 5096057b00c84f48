"""The administrator's pages of organisations."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.accounts.organisation_actions import open_own_organisation
from tests.factories.areas import AreaFactory
from tests.records import as_saved
from tests.work.reading import beside, said


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def loom(someone):
    robin = someone(name="Robin Ash", email="robin@loom.example")
    return open_own_organisation(by=robin, name="Loom Ltd", sector="local-government", website="https://loom.example/")


def at(name, organisation):
    return reverse(f"desks:{name}", args=[organisation.slug])


def test_those_that_wait_come_first_with_who_opened_them_and_their_domain(loom, desk):
    open_organisation(by=OPERATOR, name="Abacus", sector="other")

    page = said(desk.get(reverse("desks:organisations")))

    assert "Loom Ltd local government Robin Ash loom.example" in page
    assert page.index("Loom Ltd") < page.index("Abacus")
    assert "Abacus other whoever runs this site" in page


def test_the_page_of_lists_asks_no_more_for_more_organisations(desk, loom, django_assert_max_num_queries):
    for number in range(30):
        open_organisation(by=OPERATOR, name=f"Guild {number}", sector="other")

    with django_assert_max_num_queries(8):
        desk.get(reverse("desks:organisations"))


def test_an_administrator_verifies_with_domains_and_changes_them(loom, desk):
    verified = desk.post(at("organisation_verify", loom), {"domains": "@Loom.example, loom.org"}, follow=True)

    assert "Verified. Its organisers are told." in said(verified)
    assert as_saved(loom).is_verified
    assertContains(verified, 'value="loom.example loom.org"')
    assertRedirects(desk.post(at("organisation_domains", loom), {"domains": ""}), at("organisation_detail", loom))
    assert not loom.domains.exists()


def test_a_domain_that_cannot_be_is_said_beside_its_field(loom, desk):
    response = desk.post(at("organisation_verify", loom), {"domains": "gmail.com"})

    assert response.status_code == 422
    assert "gmail.com cannot be the domain of one organisation" in beside(response, "domains")
    assert not as_saved(loom).is_verified


def test_it_is_declined_and_verification_taken_back_with_a_reason_only(loom, desk):
    assert "Say why" in beside(desk.post(at("organisation_decline", loom), {}), "reason")
    assertRedirects(desk.post(at("organisation_decline", loom), {"reason": "No."}), at("organisation_detail", loom))
    assert as_saved(loom).declined_at
    desk.post(at("organisation_verify", loom))
    assert as_saved(loom).is_verified
    assert "Say why" in beside(desk.post(at("organisation_unverify", loom), {}), "reason")
    assertRedirects(desk.post(at("organisation_unverify", loom), {"reason": "No."}), at("organisation_detail", loom))
    assert not as_saved(loom).is_verified


def test_it_is_named_the_council_of_an_area(loom, desk):
    area = AreaFactory(name="Ambleton", slug="ambleton")

    desk.post(at("organisation_council", loom), {"council_of": "ambleton"})

    assert as_saved(loom).council_of == area
    assert "the council of Ambleton" in said(desk.get(at("organisation_detail", loom)))


def test_an_administrator_is_led_to_their_desk(desk, db):
    assertRedirects(desk.get("/work/enter/"), reverse("desks:admin_home"))
    assert "Your desk" in said(desk.get("/work/"))
