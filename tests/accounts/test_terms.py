"""The terms: asked for again when they change."""

import pytest

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_account
from apps.accounts.models import User
from apps.accounts.owing import WITHOUT_TERMS
from apps.accounts.terms import terms_version
from apps.activity.models import Event
from apps.activity.verbs import Verb
from tests.accounts.stepping import PASSWORD, password_given
from tests.architecture.routes import all_routes

PAGE = "/account/terms/"


@pytest.fixture(autouse=True)
def asked(settings, _terms_settled):
    settings.ASK_FOR_TERMS, settings.TERMS = True, "Be kind."


@pytest.fixture
def robin(db):
    account = open_account(by=OPERATOR, email="robin@example.org", name="Robin Ash", password=PASSWORD)
    account.terms_sha256 = terms_version()
    account.save()
    return account


@pytest.fixture
def browser(robin):
    return password_given(robin.email)[0]


def test_nobody_is_asked_who_accepted_the_terms_as_they_are(browser):
    assert browser.get("/account/").status_code == 200


def test_when_they_change_someone_is_asked_on_the_next_page_and_then_goes_on(browser, robin, settings):
    before, settings.TERMS = terms_version(), "Be kinder."

    led = browser.get("/account/sessions/?page=2")
    assert led.url == f"{PAGE}?next=%2Faccount%2Fsessions%2F%3Fpage%3D2"
    assert "they have changed since" in browser.get(led.url).content.decode()
    accepted = browser.post(PAGE, {"terms": terms_version(), "next": "/account/sessions/?page=2"})

    assert accepted.url == "/account/sessions/?page=2"
    assert browser.get("/account/sessions/").status_code == 200
    details = Event.objects.get(verb=Verb.TERMS_ACCEPTED).details
    assert (details["before"], details["terms"]) == (before, terms_version())
    assert User.objects.get(pk=robin.pk).terms_accepted_at is not None


def test_nothing_that_was_being_written_is_lost(browser, robin, settings):
    settings.TERMS = "Be kinder."

    browser.post("/account/", {"name": "Robin Oak"})

    assert User.objects.get(pk=robin.pk).name == "Robin Oak"


def test_a_part_of_a_page_comes_all_the_same(browser, settings):
    settings.TERMS = "Be kinder."

    assert browser.get("/account/", HTTP_HX_REQUEST="true").status_code == 200


def test_whoever_does_not_agree_reads_takes_along_closes_and_signs_out(browser, settings):
    settings.TERMS = "Be kinder."

    for address in ("/terms/", "/about/", "/account/export/", "/account/delete/"):
        assert browser.get(address).status_code == 200
    assert browser.post("/account/delete/", {"present": PASSWORD}).status_code == 302


def test_they_sign_out_without_accepting(browser, settings):
    settings.TERMS = "Be kinder."

    assert browser.post("/sign-out/").status_code == 302


def test_what_was_not_shown_is_not_accepted(browser, robin, settings):
    shown, settings.TERMS = terms_version(), "Be kinder."

    answer = browser.post(PAGE, {"terms": shown})

    assert (answer.status_code, "changed just now" in answer.content.decode()) == (409, True)
    assert not Event.objects.filter(verb=Verb.TERMS_ACCEPTED).exists()


def test_accepted_twice_they_are_accepted_once(browser, settings):
    settings.TERMS = "Be kinder."
    for _ in range(2):
        browser.post(PAGE, {"terms": terms_version()})

    assert Event.objects.filter(verb=Verb.TERMS_ACCEPTED).count() == 1
    assert "You accepted the terms as they are now" in browser.get(PAGE).content.decode()


def test_whoever_never_accepted_any_is_asked_too(browser, robin):
    User.objects.filter(pk=robin.pk).update(terms_sha256="")

    assert browser.get("/account/").url.startswith(PAGE)
    assert "not accepted the terms of this site yet" in browser.get(PAGE).content.decode()


def test_those_who_share_an_account_are_not_asked(robin, settings, browser):
    settings.DEMONSTRATION, settings.TERMS = True, "Be kinder."
    User.objects.filter(pk=robin.pk).update(is_demonstration=True)

    assert browser.get("/account/").status_code == 200


def test_the_second_step_comes_first(browser, robin, settings):
    settings.TERMS, settings.SECOND_STEP = "Be kinder.", "all"

    assert browser.get("/account/").url.startswith("/account/second-step/")
    assert browser.get("/account/second-step/").status_code == 200


def test_pages_that_stay_open_are_pages():
    assert {route.name for route in all_routes()} >= WITHOUT_TERMS
