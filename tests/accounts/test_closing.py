"""Closing one's account, and taking along what is kept about one."""

import json
from uuid import uuid4

import pytest

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.closing_actions import close_account
from apps.accounts.models import User
from apps.accounts.token_actions import make_token
from apps.activity.jobs import ask_to_seal
from apps.activity.models import Event, Notification, Version
from apps.activity.sealed import verify
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.conversations.actions import post_comment
from tests.accounts.letters import new_guest

PASSWORD = "a-long-quiet-river"


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def contributor(partnership):
    """A contributor who set a goal, commented, and may be signed in by a password."""
    person = with_password(partnership.contributor)
    goal = partnership.goal()
    post_comment(by=person, on=goal, text="Which streets come first?", key=uuid4())
    run_waiting()
    return person


def everywhere(words):
    """Whatever of the database's labels still says one of some words."""
    events = [f"{each.actor_label} {each.subject_label} {each.details}" for each in Event.objects.all()]
    versions = [each.by_label for each in Version.objects.all()]
    users = [f"{each.name} {each.email}" for each in User.objects.all()]
    return [text for text in [*events, *versions, *users] if any(word in text for word in words)]


def test_an_account_is_closed_what_was_written_stays_and_the_name_is_gone(contributor, partnership, signed_in):
    name, email = contributor.name, contributor.email
    comment = partnership.workspace.goals.get().thread.comments.get()
    browser, elsewhere = signed_in(contributor), signed_in(contributor)

    response = browser.post("/account/delete/", {"present": PASSWORD})
    run_waiting()

    assert response.url == "/sign-in/?closed=yes"
    assert "account is closed" in new_guest().get(response.url).content.decode()
    assert browser.get("/account/").status_code == elsewhere.get("/account/").status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.author_label) == ("Which streets come first?", "a former member")
    assert everywhere([name, email]) == []
    assert not partnership.workspace.members.filter(person=contributor.pk).exists()
    assert not Notification.objects.filter(person=contributor.pk).exists()
    assert Event.objects.get(verb=Verb.ACCOUNT_CLOSED).actor_label == "a former member"


def test_the_database_lets_a_name_go_and_the_chain_holds(contributor, partnership, guarded):
    name, email = contributor.name, contributor.email
    ask_to_seal()
    run_waiting()

    close_account(by=contributor, present=PASSWORD)
    run_waiting()
    ask_to_seal()
    run_waiting()

    assert everywhere([name, email]) == []
    found = verify()
    assert (found.wrong, found.waiting) == ("", 0)
    assert found.erased > 0


def test_other_people_keep_their_names(contributor, partnership):
    before = Event.objects.filter(actor=partnership.lead).count()

    close_account(by=contributor, present=PASSWORD)

    assert Event.objects.filter(actor=partnership.lead, actor_label=partnership.lead.name).count() == before > 0
    assert User.objects.get(pk=partnership.lead.pk).name == partnership.lead.name


def test_nobody_comes_in_with_a_closed_account_and_its_address_is_free_again(stranger):
    email = with_password(stranger).email
    close_account(by=stranger, present=PASSWORD)

    response = new_guest().post("/sign-in/", {"login": email, "password": PASSWORD})

    assert "do not go together" in response.content.decode()
    assert not User.objects.filter(email=email).exists()


def test_the_last_lead_of_a_workspace_stays_until_there_is_another(partnership):
    lead = with_password(partnership.lead)

    with pytest.raises(Refused) as refusal:
        close_account(by=lead, present=PASSWORD)

    assert f"last lead of {partnership.workspace.name}" in refusal.value.sentence
    assert User.objects.get(pk=lead.pk).is_active


def test_the_last_organiser_of_an_organisation_stays_until_there_is_another(stranger):
    with_password(stranger)
    body = open_organisation(by=OPERATOR, name="Loom Ltd", sector="business")
    add_to_organisation(by=OPERATOR, organisation=body, person=stranger, role=Role.ORGANISER)

    with pytest.raises(Refused) as refusal:
        close_account(by=stranger, present=PASSWORD)

    assert "last organiser of Loom Ltd" in refusal.value.sentence
    assert body.people.filter(person=stranger).exists()


def test_one_of_two_organisers_may_go(stranger, someone):
    with_password(stranger)
    body = open_organisation(by=OPERATOR, name="Loom Ltd", sector="business")
    for person in (stranger, someone()):
        add_to_organisation(by=OPERATOR, organisation=body, person=person, role=Role.ORGANISER)

    close_account(by=stranger, present=PASSWORD)

    assert body.people.count() == 1
    assert Event.objects.get(verb=Verb.ORGANISATION_LEFT).details["person"] == stranger.pk


def test_the_last_administrator_stays_until_there_is_another(administrator, someone):
    with_password(administrator)
    with pytest.raises(Refused, match="last administrator"):
        close_account(by=administrator, present=PASSWORD)

    someone(Role.ADMINISTRATOR)
    assert not close_account(by=administrator, present=PASSWORD).is_active


def test_an_account_is_closed_only_by_whoever_knows_its_password(signed_in, stranger):
    with_password(stranger)

    response = signed_in(stranger).post("/account/delete/", {"present": "wrong"})

    assert (response.status_code, "not your password" in response.content.decode()) == (422, True)
    assert User.objects.get(pk=stranger.pk).is_active


def test_someone_takes_along_everything_that_is_kept_about_them_and_no_secret(contributor, partnership, signed_in):
    told = signed_in(contributor).get("/account/export/")
    found = json.loads(told.content)

    assert told.headers["Content-Disposition"].startswith("attachment")
    assert found["account"]["email"] == contributor.email
    assert found["comments"][0]["text"] == "Which streets come first?"
    assert found["workspaces"][0]["workspace__name"] == partnership.workspace.name
    assert "comment.posted" in {event["verb"] for event in found["done"]}
    assert found["organisations"]
    assert len(found["account"]["sessions"]) == 1
    text = told.content.decode()
    assert contributor.password not in text
    assert partnership.lead.email not in text


def test_tokens_are_named_without_what_opens_anything(steward, signed_in):
    token, secret = make_token(by=steward, name="nightly upload", days=30)

    text = signed_in(steward).get("/account/export/").content.decode()

    assert "nightly upload" in text
    assert secret not in text
    assert token.secret_sha256 not in text


def test_tokens_open_nothing_once_the_account_is_closed(steward):
    make_token(by=with_password(steward), name="nightly upload", days=30)

    close_account(by=steward, present=PASSWORD)

    assert not steward.tokens.exists()
