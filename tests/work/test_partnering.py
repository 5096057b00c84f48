"""The pages by which leads invite an organisation, and its organisers answer."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.workspaces.models import PartnerInvitation
from apps.workspaces.partnering_actions import invite_organisation
from tests.factories.accounts import UserFactory
from tests.records import on_record
from tests.work.reading import at, beside, buttons, offered, said


@pytest.fixture
def kit(partnership, signed_in):
    """The browser of the organiser of a college, which is no partner."""
    college, person = (
        open_organisation(by=OPERATOR, name="Ambleton College", sector="education"),
        UserFactory(name="Kit College", email="kit@example.org"),
    )
    add_to_organisation(by=OPERATOR, organisation=college, person=person, role=Role.ORGANISER)
    partnership.college, partnership.kit = college, person
    return signed_in(person)


def answered_at(partnership):
    return reverse("work:partnership_answer", args=[partnership.college.slug, PartnerInvitation.objects.get().pk])


def test_a_lead_invites_by_name_and_an_organiser_accepts(partnership, lead, kit, mailoutbox):
    assert at(partnership, "partner_invite") in offered(lead.get(at(partnership, "people")))
    sent = {"name": "ambleton coll", "role": "lead", "words": "Cook with us."}

    listed = lead.post(at(partnership, "partner_invite"), sent, follow=True)

    assert "Ambleton College is invited, and told by mail." in said(listed)
    assert "Cook with us." in said(listed)
    assert [mail.to for mail in mailoutbox] == [["kit@example.org"]]
    assert answered_at(partnership) in mailoutbox[0].body
    before = on_record()
    for page in ("/work/", "/invitations/", "/work/organisations/ambleton-college/"):
        assert answered_at(partnership) in offered(kit.get(page))
    asked = said(kit.get(answered_at(partnership)))
    assert "To thrive together." in asked
    assert "Cook with us." in asked
    assert on_record() == before
    answer = {"answer": "accept", "speaker": partnership.kit.pk, "role": "lead"}
    assertRedirects(kit.post(answered_at(partnership), answer), at(partnership, "workspace"))
    assertNotContains(kit.get("/work/"), answered_at(partnership))
    assert "This invitation is answered: accepted." in said(kit.get(answered_at(partnership)))


def test_it_is_declined_with_words_and_taken_back(partnership, lead, kit):
    sent = {"name": "Ambleton College", "role": "contributor", "words": "Cook with us."}
    lead.post(at(partnership, "partner_invite"), sent)

    empty = kit.post(answered_at(partnership), {"answer": "decline"}, follow=True)
    kit.post(answered_at(partnership), {"answer": "decline", "words": "Not this year."})
    lead.post(at(partnership, "partner_invite"), sent)
    waiting = PartnerInvitation.objects.get(state="waiting")
    back = lead.post(at(partnership, "partner_invitation_revoke", waiting.pk), follow=True)

    assert "Say in a sentence why not" in said(empty)
    assert "Not this year." in said(lead.get(at(partnership, "activity")))
    assert "Taken back. Nobody can accept it any more." in said(back)
    assertNotContains(back, "Organisations that are invited")


def test_what_is_missing_or_means_nobody_is_said(partnership, lead, kit):
    address, words = at(partnership, "partner_invite"), {"role": "lead", "words": "Come."}

    for sent in ({}, {"name": "Ambleton College", "email": "a@example.org"}):
        assert "either the name" in beside(lead.post(address, words | sent), "name")
    assertContains(lead.post(address, words | {"name": "Nobody"}), "No organisation is called so", status_code=422)
    open_organisation(by=OPERATOR, name="Ambleton Choir", sector="other")
    assertContains(
        lead.post(address, words | {"name": "Ambleton"}), "there are Ambleton Choir, Ambleton College", status_code=422
    )
    assert PartnerInvitation.objects.count() == 0


def test_by_address_the_answer_is_the_same_for_any_and_only_its_reader_finds_it(
    partnership, lead, kit, signed_in, stranger, mailoutbox
):
    pages = []
    for email in ("kit@example.org", "nobody@example.org"):
        sent = {"email": email, "role": "contributor", "words": "Come."}
        pages.append(said(lead.post(at(partnership, "partner_invite"), sent, follow=True)).replace(email, "X"))

    assert [page.count("X is invited, and told by mail.") for page in pages] == [1, 1]
    assert [mail.to for mail in mailoutbox] == [["kit@example.org"], ["nobody@example.org"]]
    mine = PartnerInvitation.objects.get(email="kit@example.org")
    address = reverse("work:partnership_answer", args=[partnership.college.slug, mine.pk])
    assert address in offered(kit.get("/invitations/"))
    others = PartnerInvitation.objects.get(email="nobody@example.org")
    assert kit.get(address.replace(str(mine.pk), str(others.pk))).status_code == 404
    assert signed_in(stranger).get(address).status_code == 404
    kit.post(address, {"answer": "accept", "speaker": partnership.kit.pk, "role": "contributor"})
    assert partnership.workspace.partners.filter(organisation=partnership.college).exists()


def test_only_leads_see_who_is_invited(partnership, lead, contributor, kit):
    invite_organisation(
        by=partnership.lead, workspace=partnership.workspace, to=partnership.college, words="Cook with us."
    )

    assertContains(lead.get(at(partnership, "people")), "Cook with us.")
    assertNotContains(contributor.get(at(partnership, "people")), "Cook with us.")
    assert contributor.get(at(partnership, "partner_invite")).status_code == 403


def test_send_again_is_offered_to_those_only_who_may(partnership, lead, signed_in):
    person = partnership.someone(Role.LEAD, "council", name="Lee Leading")
    partnership.council.people.filter(person=person).update(role=Role.ORGANISER)
    sent = {"email": "nell@example.org", "partner": partnership.council.slug, "role": "viewer"}
    signed_in(person).post(at(partnership, "workspace_invite"), sent)

    theirs, others = (buttons(browser.get(at(partnership, "people"))) for browser in (signed_in(person), lead))

    assert "Send again to nell@example.org" in theirs
    assert "Send again to nell@example.org" not in others
    assert "Take back the invitation of nell@example.org" in others
