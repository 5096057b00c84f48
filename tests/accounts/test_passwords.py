"""What a password may be, and choosing another one when it was forgotten."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.accounts import demonstration
from apps.accounts.actions import open_account
from apps.accounts.models import Letter, User
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.background.models import Job
from tests.accounts.letters import links_of, new_guest, told

PASSWORD, OTHER = "a-long-quiet-river", "seven-green-kettles"


@pytest.fixture
def guest(db):
    return new_guest()


@pytest.fixture
def robin(db):
    return open_account(by=OPERATOR, email="robin.ashworth@example.org", name="Robin Ashworth", password=PASSWORD)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 12"),
        ("x" * 129, "no more than 128"),
        ("startfinding", "Many people use this password"),
        ("111111111111", "same few signs"),
        ("thriving-places-1", "Use other words"),
        ("Dunmere-2026!!!", "Use other words"),
        ("robin.ashworth.99", "Use other words"),
        ("Ashworth12345", "Use other words"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(password, sentence, robin, small_world):
    with pytest.raises(ValidationError) as wrong:
        validate_password(password, robin)

    assert sentence in " ".join(wrong.value.messages)


@pytest.mark.parametrize(
    "password", [PASSWORD, OTHER, demonstration.PASSWORD, "x7!kQ2#pZ9$w", "dunmere whistles tunes"]
)
def test_a_long_password_of_other_words_is_good(password, robin, small_world):
    validate_password(password, robin)


def test_a_forgotten_password_is_replaced_once_and_all_sessions_end(guest, robin, mailoutbox, signed_in):
    elsewhere = signed_in(robin)
    assert elsewhere.get("/work/").status_code == 200
    guest.post("/forgotten-password/", {"email": "Robin.Ashworth@example.org"})
    [link] = links_of(mailoutbox)

    assert "Use this password" in guest.get(link).content.decode()
    chosen = guest.post(link, {"password": OTHER})

    assert chosen.url == "/sign-in/?chosen=yes"
    robin.refresh_from_db()
    assert robin.check_password(OTHER)
    assert elsewhere.get("/work/").status_code == 302
    assert guest.post(link, {"password": PASSWORD}).status_code == 404
    assert Event.objects.filter(verb=Verb.ACCOUNT_LOCKED, actor=robin).count() == 1
    run_waiting()
    assert "was changed" in mailoutbox[-1].body


def test_whether_there_is_an_account_does_not_show(guest, robin, mailoutbox):
    known = told(guest.post("/forgotten-password/", {"email": robin.email}))
    unknown = told(guest.post("/forgotten-password/", {"email": "nobody@example.org"}))

    assert known == unknown
    assert Letter.objects.count() == Job.objects.count() == 2
    run_waiting()
    assert [mail.to for mail in mailoutbox] == [[robin.email]]


def test_a_link_is_good_for_an_hour(guest, robin, mailoutbox):
    guest.post("/forgotten-password/", {"email": robin.email})
    [link] = links_of(mailoutbox)
    letter = Letter.objects.get()

    assert timedelta(minutes=59) < letter.expires_at - letter.asked_at <= timedelta(hours=1, seconds=1)
    Letter.objects.update(expires_at=timezone.now())
    assert guest.get(link).status_code == guest.post(link, {"password": OTHER}).status_code == 404


def test_a_link_that_was_used_ends_the_others(guest, robin, mailoutbox):
    guest.post("/forgotten-password/", {"email": robin.email})
    [first] = links_of(mailoutbox)
    guest.post("/forgotten-password/", {"email": robin.email})
    [second] = links_of(mailoutbox)
    guest.post(second, {"password": OTHER})

    assert guest.post(first, {"password": PASSWORD}).status_code == 404


def test_a_weak_one_comes_back_and_the_link_stays_good(guest, robin, mailoutbox):
    guest.post("/forgotten-password/", {"email": robin.email})
    [link] = links_of(mailoutbox)

    assert "Use other words" in guest.post(link, {"password": "robin.ashworth.99"}).content.decode()
    assert guest.post(link, {"password": OTHER}).status_code == 302


def test_a_closed_account_gets_no_link(guest, robin, mailoutbox):
    User.objects.update(is_active=False)

    guest.post("/forgotten-password/", {"email": robin.email})
    run_waiting()

    assert mailoutbox == []


def test_a_link_leads_to_the_address_that_the_settings_name_whatever_the_browser_claims(robin, mailoutbox, settings):
    settings.SITE_ADDRESS = "https://index.example.org"
    new_guest().post("/forgotten-password/", {"email": robin.email}, headers={"Host": "localhost:4444"})
    run_waiting()

    assert "https://index.example.org/forgotten-password/" in mailoutbox[0].body
    assert "4444" not in mailoutbox[0].body


def test_asking_needs_the_token_of_the_page(db):
    assert Client(enforce_csrf_checks=True).post("/forgotten-password/", {"email": "a@b.org"}).status_code == 403
