"""The administrator's pages by which organisations are merged, closed and opened again."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.accounts.actions import add_to_organisation, change_organisation
from apps.accounts.life_actions import close_organisation, merge_organisations
from apps.accounts.models import Organisation
from apps.activity.models import Event
from apps.activity.verbs import Verb
from tests.records import as_saved, on_record
from tests.work.reading import beside, said


@pytest.fixture
def desk(administrator, signed_in):
    """The browser of an administrator."""
    return signed_in(administrator)


def at(organisation, name):
    return reverse(f"desks:organisation_{name}", args=[organisation.slug])


def test_it_is_first_shown_what_will_happen(partnership, desk):
    old, new, before = partnership.health, partnership.council, on_record()

    asked = said(desk.get(at(old, "merge")))
    page = desk.get(at(old, "merge"), {"into": new.slug})

    assert "What will happen" not in asked
    assert "1 person goes over to Ambleton Council, in the role that they have." in said(page)
    assert "This cannot be undone." in said(page)
    assertContains(page, "Merge Ambleton Health into Ambleton Council</button>")
    assert on_record() == before


def test_then_it_is_done_and_the_old_address_leads_to_the_new_one(partnership, desk, visitor, signed_in):
    old, new = partnership.health, partnership.council

    sent = desk.post(at(old, "merge"), {"into": new.slug, "reason": "Asked by both."}, follow=True)

    assertRedirects(sent, at(new, "detail"))
    assert "Merged." in said(sent)
    assert "became part of Ambleton Council" in said(desk.get(at(old, "detail")))
    public = reverse("explore:organisation", args=[new.slug])
    assertRedirects(visitor.get(reverse("explore:organisation", args=[old.slug])), public)
    assert "Part of it since: Ambleton Health" in said(visitor.get(public))
    within = signed_in(partnership.contributor)
    for name in ("organisation", "organisation_versions"):
        assertRedirects(within.get(reverse(f"work:{name}", args=[old.slug])), reverse(f"work:{name}", args=[new.slug]))


def test_to_strangers_the_old_address_is_as_one_that_never_was(partnership, administrator, stranger, signed_in):
    merge_organisations(by=administrator, organisation=partnership.health, into=partnership.council, reason="Merged.")

    for slug in (partnership.health.slug, "never-was"):
        assert signed_in(stranger).get(reverse("work:organisation", args=[slug])).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"into": "ambleton-council"}, "reason", "Say why in a sentence"),
        ({"reason": "Merged."}, "into", "Choose an organisation."),
        ({"into": "nowhere", "reason": "Merged."}, "into", "Choose one of the organisations listed."),
        ({"into": "ambleton-health", "reason": "Merged."}, "into", "Choose one of the organisations listed."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(sent, field, sentence, partnership, desk):
    response = desk.post(at(partnership.health, "merge"), sent)

    assert response.status_code == 422
    assert sentence in beside(response, field)
    assert as_saved(partnership.health).closed_at is None


def test_the_second_who_merges_the_same_is_told(partnership, desk, administrator):
    old, new = partnership.health, partnership.council
    merge_organisations(by=administrator, organisation=old, into=new, reason="Merged.")

    response = desk.post(at(old, "merge"), {"into": new.slug, "reason": "Again."})

    assert response.status_code == 422
    assert "Ambleton Health became part of Ambleton Council already." in said(response)


def test_an_administrator_closes_one_and_opens_it_again(partnership, desk):
    health = partnership.health

    offered = said(desk.get(at(health, "close")))
    closed = desk.post(at(health, "close"), {"reason": "It is over."}, follow=True)
    listed = said(desk.get(reverse("desks:organisations")))
    nobody = desk.post(at(health, "reopen"), {"email": "nobody@a.example"}, follow=True)
    opened = desk.post(at(health, "reopen"), {"email": partnership.contributor.email}, follow=True)

    assert "All of its people leave it" in offered
    assert "Closed. What it wrote stays under its name." in said(closed)
    assert "closed" in listed
    assert "Nobody has an account with this address." in said(nobody)
    assert "It is open again." in said(opened)
    assert Organisation.objects.open().filter(pk=health.pk).exists()


def test_what_has_to_be_done_first_is_said_in_the_place_of_the_form(partnership, desk):
    page = desk.get(at(partnership.council, "close"))

    assert "Only people of Ambleton Council lead Ambleton together" in said(page)
    assert "Close it" not in said(page)


def test_an_organiser_closes_it_from_within(partnership, someone, signed_in):
    hana = someone()
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=hana, role="organiser")
    browser, address = signed_in(hana), reverse("work:organisation_close", args=[partnership.health.slug])

    page = browser.get(address)
    closed = browser.post(address, {"reason": "It is over."}, follow=True)

    assert "All of its people leave it" in said(page)
    assertRedirects(closed, "/work/")
    assert "Ambleton Health is closed." in said(closed)


def test_a_name_that_became_part_of_another_is_pointed_out_to_whoever_opens_it(
    partnership, administrator, stranger, signed_in
):
    merge_organisations(by=administrator, organisation=partnership.business, into=partnership.council, reason="Sold.")

    asked = signed_in(stranger).post("/work/organisations/new/", {"name": "Loom Limited", "sector": "business"})

    assert "Loom Ltd became part of Ambleton Council. If that is yours" in said(asked)


def test_what_is_closed_and_not_merged_may_be_opened_by_its_name(partnership, administrator, stranger, signed_in):
    close_organisation(by=administrator, organisation=partnership.business, reason="Over.")

    opened = signed_in(stranger).post("/work/organisations/new/", {"name": "Loom Ltd", "sector": "business"})

    assertRedirects(opened, "/work/organisations/loom-ltd-2/")


def test_an_administrator_reads_why_one_that_was_verified_waits_again(partnership, organiser, desk):
    change_organisation(by=organiser, organisation=partnership.council, based_on=1, words={"name": "Ambleton City"})

    page = said(desk.get(at(partnership.council, "detail")))

    assert "It was verified before, and is changed since: it was called Ambleton Council." in page


def test_organisers_ask_for_a_merger_and_an_administrator_sees_who_did(partnership, organiser, desk, signed_in):
    old, new, browser = partnership.health, partnership.council, signed_in(organiser)
    address = reverse("work:organisation_merge_ask", args=[new.slug])
    sent = {"other": old.slug, "reason": "The trust comes to us."}

    nobody = said(desk.get(at(old, "merge"), {"into": new.slug}))
    asked = [browser.post(address, sent, follow=True) for _ in range(2)]
    listed, shown = said(desk.get(reverse("desks:organisations"))), said(desk.get(at(old, "merge"), {"into": new.slug}))

    assert "No organiser of either asked for it here." in nobody
    assert "Asked. An administrator of this site looks at it" in said(asked[0])
    assert Event.objects.filter(verb=Verb.ORGANISATION_MERGE_ASKED).count() == 1
    for page in (listed, shown):
        assert "Orla Organiser, for Ambleton Council, asked to be merged with Ambleton Health" in page
        assert "The trust comes to us." in page
    desk.post(at(old, "merge"), {"into": new.slug, "reason": "Asked by both."})
    assert "Asked to be merged" not in said(desk.get(reverse("desks:organisations")))


def test_only_its_organisers_ask_and_only_for_another_that_is_verified(partnership, organiser, signed_in):
    address = reverse("work:organisation_merge_ask", args=[partnership.council.slug])
    browser = signed_in(organiser)

    for other in ("", "nowhere", partnership.council.slug):
        assert "Choose" in beside(browser.post(address, {"other": other, "reason": "Why not."}), "other")
    assert "Say why" in beside(browser.post(address, {"other": partnership.health.slug}), "reason")
    assert signed_in(partnership.lead).get(address).status_code == 403
