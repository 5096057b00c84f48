"""The pages of invitations: for those who invite, and for those who are invited."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.organisation_actions import change_organisation_role, open_own_organisation
from apps.workspaces.models import Invitation
from tests.records import on_record
from tests.work.reading import at, beside, offered, said

NELL = "nell@example.org"


@pytest.fixture
def nell(someone):
    return someone(name="Nell Newcomer", email=NELL)


@pytest.fixture
def organising(organiser, signed_in):
    return signed_in(organiser)


@pytest.fixture
def leading(partnership, signed_in):
    """The browser of an organiser of the council who leads the workspace."""
    person = partnership.someone(Role.LEAD, "council", name="Lee Leading")
    change_organisation_role(by=OPERATOR, organisation=partnership.council, person=person, role=Role.ORGANISER)
    return signed_in(person)


def of_council(partnership, name, *args):
    return reverse(f"work:{name}", args=[partnership.council.slug, *args])


def invite(partnership, browser, email=NELL):
    return browser.post(of_council(partnership, "organisation_invite"), {"email": email, "role": "staff"}, follow=True)


def link_in(mail):
    return re.search(r"http://testserver(/invitations/[\w-]{43}/)", mail.body)[1]


def code_in(page):
    return re.search(r"the code (\w{4}-\w{4})", said(page))[1]


def test_an_organiser_invites_and_whoever_is_invited_accepts(
    partnership, organising, nell, visitor, signed_in, mailoutbox
):
    page = invite(partnership, organising)
    mail, link = mailoutbox[0], link_in(mailoutbox[0])

    assert "nell@example.org is invited. If no mail comes, read them the code" in said(page)
    assert (mail.to, mail.subject) == ([NELL], "You are invited to Ambleton Council")
    assert "Orla Organiser invites you to Ambleton Council" in mail.body
    assert code_in(page) not in mail.body
    before = on_record()
    answer = reverse("work:invitation_answer", args=[Invitation.objects.get().pk])
    shown = visitor.get(link)
    assert "Orla Organiser invites you to Ambleton Council, as one of the organisation’s people." in said(shown)
    assertNotContains(shown, NELL)
    assertContains(shown, f"/sign-in/?{urlencode({'next': answer})}")
    theirs = signed_in(nell)
    assert answer in offered(theirs.get(link))
    assertContains(theirs.get(answer), "Accept")
    assert on_record() == before

    response = theirs.post(reverse("work:invitation_answer", args=[Invitation.objects.get().pk]), {"answer": "accept"})

    assertRedirects(response, of_council(partnership, "organisation"))
    assert "was accepted already" in said(visitor.get(link))


def test_whoever_has_another_address_is_told_so_and_finds_no_button(
    partnership, organising, stranger, signed_in, mailoutbox
):
    invite(partnership, organising)
    browser, pk = signed_in(stranger), Invitation.objects.get().pk

    assert "for another email address than the one" in said(browser.get(link_in(mailoutbox[0])))
    there, nowhere = (reverse("work:invitation_answer", args=[number]) for number in (pk, 987654321))
    assert (browser.get(there).status_code, browser.get(there).content) == (404, browser.get(nowhere).content)
    for answer in ("accept", "decline"):
        assert browser.post(there, {"answer": answer}).status_code == 404


def test_a_link_that_opens_nothing_is_not_found(visitor, db):
    assert visitor.get("/invitations/nothing-like-this/").status_code == 404


def test_the_inviter_sees_the_same_whether_or_not_there_is_an_account(partnership, organising, nell, mailoutbox):
    pages = [said(invite(partnership, organising, email)) for email in (NELL, "none@example.org")]

    answers = [re.search(r"\S+ is invited\. If no mail comes, read them the code", page)[0] for page in pages]
    assert [answer.split(" ", 1)[1] for answer in answers] == ["is invited. If no mail comes, read them the code"] * 2
    assert [mail.body.count("\n") for mail in mailoutbox] == [mailoutbox[0].body.count("\n")] * 2


def test_an_unverified_organisation_only_invites_and_the_mail_says_what_it_is(someone, signed_in, nell, mailoutbox):
    robin = someone(name="Robin Ash")
    loom, browser = open_own_organisation(by=robin, name="Loom Ltd", sector="business"), signed_in(robin)

    added = browser.post(reverse("work:person_add", args=[loom.slug]), {"email": NELL, "role": "staff"})
    unknown = browser.post(reverse("work:person_add", args=[loom.slug]), {"email": "no@example.org", "role": "staff"})
    browser.post(reverse("work:organisation_invite", args=[loom.slug]), {"email": NELL, "role": "staff"})

    for response in (added, unknown):
        assertRedirects(response, reverse("work:organisation_invite", args=[loom.slug]))
    assert not loom.roles_of(nell)
    assert "has not verified this organisation yet" in mailoutbox[0].body


def test_a_lead_who_is_an_organiser_invites_to_the_workspace(partnership, leading, nell, signed_in, mailoutbox):
    page = leading.get(at(partnership, "workspace_invite"))
    assertContains(page, "Ambleton Council")
    assertNotContains(page, "Ambleton Health")
    sent = {"email": NELL, "partner": partnership.council.slug, "role": "viewer"}

    listed = leading.post(at(partnership, "workspace_invite"), sent, follow=True)

    assert "Open invitations" in said(listed)
    assert "in the workspace Ambleton together" in mailoutbox[0].body
    response = signed_in(nell).post(
        reverse("work:invitation_answer", args=[Invitation.objects.get().pk]), {"answer": "accept"}
    )
    assertRedirects(response, at(partnership, "workspace"))


def test_a_lead_who_organises_no_partner_reads_what_to_do(partnership, lead):
    page = said(lead.get(at(partnership, "workspace_invite")))

    assert "ask its organiser to invite them to it; then add them here as a member." in page
    assert "You are an organiser of none of the partners here." in page
    sent = {"email": NELL, "partner": partnership.council.slug, "role": "viewer"}
    assert lead.post(at(partnership, "workspace_invite"), sent).status_code == 422


def test_what_is_wrong_is_said_beside_its_field(partnership, organising):
    response = organising.post(of_council(partnership, "organisation_invite"), {"email": "nell", "role": "lead"})

    assert "Write a whole email address" in beside(response, "email")
    assert beside(response, "role")


def test_it_is_sent_again_and_taken_back_from_the_list(partnership, organising, nell, visitor, mailoutbox):
    invite(partnership, organising)
    pk = Invitation.objects.get().pk

    organising.post(of_council(partnership, "organisation_invitation_again", pk))
    first, second = map(link_in, mailoutbox)
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200
    response = organising.post(of_council(partnership, "organisation_invitation_revoke", pk), follow=True)

    assert "Taken back. Its link opens nothing any more." in said(response)
    assertNotContains(response, "Open invitations")
    assert "was taken back" in said(visitor.get(second))


def test_only_organisers_and_leads_see_who_is_invited(partnership, leading, viewer, lead, signed_in):
    sent = {"email": NELL, "partner": partnership.council.slug, "role": "viewer"}
    leading.post(at(partnership, "workspace_invite"), sent)

    assertContains(lead.get(at(partnership, "people")), NELL)
    assertNotContains(viewer.get(at(partnership, "people")), NELL)
    assertNotContains(viewer.get(at(partnership, "activity")), NELL)
    assertNotContains(lead.get(of_council(partnership, "organisation")), NELL)


def test_a_code_that_was_read_aloud_leads_to_the_invitation(partnership, organising, nell, stranger, signed_in):
    code = code_in(invite(partnership, organising))
    address, sent = reverse("work:invitations"), {"email": NELL, "code": code.lower()}

    assertRedirects(
        signed_in(nell).post(address, sent),
        reverse("work:invitation_answer", args=[Invitation.objects.get().pk]),
    )
    assert "Sign in with the address that is invited" in said(signed_in(stranger).post(address, sent))
    wrong = signed_in(nell).post(address, sent | {"code": "AAAA-AAAA"})
    unknown = signed_in(nell).post(address, {"email": "no@example.org", "code": code})
    for response in (wrong, unknown):
        assert "This address and this code open no invitation." in said(response)


def test_ones_own_invitations_are_listed_and_declined(partnership, organising, nell, signed_in):
    invite(partnership, organising)
    browser, pk = signed_in(nell), Invitation.objects.get().pk

    assert "An invitation to Ambleton Council" in said(browser.get(reverse("work:invitations")))
    response = browser.post(reverse("work:invitation_answer", args=[pk]), {"answer": "decline"}, follow=True)

    assert "You declined the invitation to Ambleton Council." in said(response)
    assertNotContains(response, "An invitation to Ambleton Council</a>")
    assert "was declined" in said(browser.get(reverse("work:invitation_answer", args=[pk])))


def test_a_mail_that_cannot_be_sent_is_no_reason_to_lose_the_invitation(partnership, organising, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    page = said(invite(partnership, organising))

    assert "The mail to nell@example.org could not be sent. Read them the code" in page
    assert Invitation.objects.open().count() == 1
