"""Signing up: the same answer for any address, and nothing opened before its mail is read."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from apps.accounts import letter_actions
from apps.accounts.letters import new_secret
from apps.accounts.models import Letter, User
from apps.accounts.terms import terms_version
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from tests.accounts.letters import links_of, new_guest, told

PASSWORD = "a-long-quiet-river"
ROBIN = {"name": "Robin Ash", "email": "robin@example.org", "password": PASSWORD, "terms": "on"}


@pytest.fixture
def guest(db):
    return new_guest()


def test_someone_signs_up_confirms_and_signs_in_and_is_led_to_where_they_were_going(guest, mailoutbox):
    page = guest.get("/sign-up/?next=/work/")
    assert 'name="next" value="/work/"' in page.content.decode()

    sent = guest.post("/sign-up/", {**ROBIN, "next": "/work/"})
    assert (sent.status_code, sent.url) == (302, "/sign-up/sent/")
    assert not User.objects.exists()
    [link] = links_of(mailoutbox)
    assert mailoutbox[0].to == ["robin@example.org"]

    assert "Open my account" in guest.get(link).content.decode()
    assert not User.objects.exists()
    opened = guest.post(link)

    assert opened.url == f"/sign-in/?opened=yes&next={quote('/work/', safe='')}"
    response = guest.post(opened.url, {"login": "robin@example.org", "password": PASSWORD})
    assert response.url == "/work/enter/" or response.url == "/work/"
    robin = User.objects.get()
    assert (robin.name, robin.terms_sha256) == ("Robin Ash", terms_version())
    assert robin.terms_accepted_at is not None
    assert Event.objects.get(verb=Verb.ACCOUNT_OPENED).actor == robin


def test_nobody_signs_in_before_the_address_is_confirmed(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    run_waiting()

    response = guest.post("/sign-in/", {"login": "robin@example.org", "password": PASSWORD})

    assert "do not go together" in response.content.decode()


def test_a_taken_address_gets_the_same_answer_and_its_owner_is_told(guest, mailoutbox, someone):
    someone(email="taken@example.org")

    free = told(guest.post("/sign-up/", ROBIN))
    taken = told(guest.post("/sign-up/", {**ROBIN, "email": "Taken@example.org"}))

    assert free == taken
    assert Letter.objects.count() == Job.objects.count() == 2
    run_waiting()
    by_address = {mail.to[0]: mail.body for mail in mailoutbox}
    assert "You have one already" in by_address["Taken@example.org"]
    assert "/sign-up/" not in by_address["Taken@example.org"]
    assert "Robin" not in "".join(by_address.values())
    assert User.objects.count() == 1


def test_a_taken_address_costs_as_much_hashing_as_a_free_one(guest, someone, monkeypatch):
    someone(email="taken@example.org")
    hashed = []
    make = letter_actions.make_password
    monkeypatch.setattr(letter_actions, "make_password", lambda raw: hashed.append(raw) or make(raw))

    guest.post("/sign-up/", ROBIN)
    guest.post("/sign-up/", {**ROBIN, "email": "taken@example.org"})

    assert hashed == [PASSWORD, PASSWORD]


def test_a_link_works_once(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    [link] = links_of(mailoutbox)
    guest.post(link)

    again = guest.post(link)

    assert again.status_code == guest.get(link).status_code == 404
    assert "This link is over" in again.content.decode()
    assert User.objects.count() == 1
    assert Letter.objects.get().words == {}


def test_a_link_is_over_after_three_days(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    [link] = links_of(mailoutbox)
    Letter.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert guest.post(link).status_code == 404
    assert not User.objects.exists()


def test_used_expired_and_invented_links_look_alike(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    [link] = links_of(mailoutbox)
    guest.post(link)

    assert told(guest.get(link)) == told(guest.get(f"/sign-up/{new_secret()[0]}/"))


def test_the_link_of_one_kind_of_letter_does_nothing_at_the_page_of_another(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    [link] = links_of(mailoutbox)

    assert guest.get(link.replace("sign-up", "forgotten-password")).status_code == 404


def test_of_two_letters_to_one_address_the_second_finds_the_account_open(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    [first] = links_of(mailoutbox)
    guest.post("/sign-up/", {**ROBIN, "name": "Robin Again"})
    [second] = links_of(mailoutbox)
    guest.post(second)

    assert "by now" in guest.post(first).content.decode()
    assert User.objects.get().name == "Robin Again"


def test_a_letter_sent_twice_leaves_its_second_link_good(db, mailoutbox):
    letter = letter_actions.ask_to_sign_up(email="r@example.org", name="R", password=PASSWORD, origin="http://x.test")
    [first] = links_of(mailoutbox)
    Job.objects.update(state=Job.State.ASKED)
    [second] = links_of(mailoutbox)

    assert first != second
    with pytest.raises(Refused):
        letter_actions.confirm_sign_up(secret=first.split("/")[2])
    assert letter_actions.confirm_sign_up(secret=second.split("/")[2])[0].email == letter.email


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", "work/"]
)
def test_nobody_is_led_elsewhere(guest, mailoutbox, elsewhere):
    assert "evil" not in guest.get(f"/sign-up/?next={quote(elsewhere)}").content.decode()
    guest.post("/sign-up/", {**ROBIN, "next": elsewhere})
    [link] = links_of(mailoutbox)

    assert guest.post(link).url == "/sign-in/?opened=yes"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Write your name"),
        ("email", "robin", "valid email address"),
        ("password", "short", "at least 12"),
        ("terms", "", "Read the terms"),
        ("name", "Ro\u200bbin", "invisible character"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(guest, field, value, sentence):
    response = guest.post("/sign-up/", {**ROBIN, field: value})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Letter.objects.exists()


def test_where_sign_up_is_off_the_page_says_so_and_takes_nothing(guest, settings):
    settings.SIGN_UP = False

    response = guest.post("/sign-up/", ROBIN)

    assert "Accounts here are opened by whoever runs this site" in response.content.decode()
    assert not Letter.objects.exists()
    assert "/sign-up/" not in guest.get("/sign-in/").content.decode()


def test_the_fourth_letter_within_an_hour_is_not_sent_and_the_answer_is_the_same(guest):
    answers = [told(guest.post("/sign-up/", ROBIN)) for _ in range(4)]

    assert answers[3] == answers[0]
    assert Letter.objects.count() == 3


def test_the_twenty_first_try_from_one_place_is_turned_away(guest):
    for number in range(20):
        guest.post("/sign-up/", {"email": f"{number}@example.org"})

    assert guest.post("/sign-up/", ROBIN).status_code == 429


def test_whoever_is_signed_in_is_led_on(signed_in, stranger):
    assert signed_in(stranger).get("/sign-up/?next=/work/").url == "/work/"


def test_what_nobody_confirmed_is_forgotten(guest, mailoutbox):
    guest.post("/sign-up/", ROBIN)
    Letter.objects.update(expires_at=timezone.now() - timedelta(days=2))

    guest.post("/sign-up/", {**ROBIN, "email": "other@example.org"})
    run_waiting()

    assert [letter.email for letter in Letter.objects.all()] == ["other@example.org"]


def test_sign_up_needs_the_token_of_its_page(db):
    assert Client(enforce_csrf_checks=True).post("/sign-up/", ROBIN).status_code == 403


def test_the_terms_that_someone_accepted_are_those_of_the_site(settings):
    neutral = terms_version()
    settings.TERMS = "Be kind."

    assert terms_version() != neutral


def test_a_weak_password_is_said_beside_its_field(db):
    with pytest.raises(ValidationError) as wrong:
        letter_actions.ask_to_sign_up(email="r@example.org", name="R", password="short", origin="")

    assert set(wrong.value.message_dict) == {"password"}
