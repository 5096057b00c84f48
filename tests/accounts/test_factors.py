"""The second step at sign-in."""

import re
import time
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command

from apps.access.checks import OPERATOR, AccessDenied
from apps.accounts.actions import open_account
from apps.accounts.factor_actions import remove_second_step
from apps.accounts.factors import secret_of
from apps.activity.models import Event
from apps.activity.verbs import Verb
from tests.accounts.letters import new_guest

PASSWORD = "a-long-quiet-river"
PAGE, STEP = "/account/second-step/", "/sign-in/second-step/"


@pytest.fixture
def robin(db):
    return open_account(by=OPERATOR, email="robin@example.org", name="Robin Ash", password=PASSWORD)


@pytest.fixture
def clock(monkeypatch):
    """Time as codes see it: `clock[0] += 30` is half a minute later."""
    now = [int(time.time())]
    monkeypatch.setattr("apps.accounts.factors.time.time", lambda: now[0])
    return now


def password_given(guest=None):
    guest = guest or new_guest()
    return guest, guest.post(
        "/sign-in/?next=/account/", {"login": "robin@example.org", "password": PASSWORD, "next": "/account/"}
    )


def code_at(secret, moment):
    return format_hotp_value(hotp_value(secret, int(moment) // 30))


@pytest.fixture
def secured(robin, clock):
    """Robin's secret and recovery codes, once a second step is asked for."""
    browser, _ = password_given()
    page = browser.get(PAGE).content.decode()
    offer = unescape(re.search(r'name="offer" value="([^"]+)"', page)[1])
    secret = secret_of(robin, offer)
    assert secret in page.replace(" ", "")
    shown = browser.post(PAGE, {"offer": offer, "code": code_at(secret, clock[0]), "present": PASSWORD})
    codes = re.findall(r"<li><code>(\d+)</code>", shown.content.decode())
    clock[0] += 30
    return secret, codes


def is_in(browser):
    return browser.get("/account/").status_code == 200


def test_a_second_step_is_asked_for_after_the_password_and_leads_to_where_one_was_going(secured, clock):
    browser, response = password_given()
    assert response.url == STEP
    assert not is_in(browser)
    assert "Now type a code" in browser.get(STEP).content.decode()

    response = browser.post(STEP, {"code": code_at(secured[0], clock[0])})

    assert response.url == "/account/"
    assert is_in(browser)


def test_ten_recovery_codes_are_shown_once_and_can_be_taken_as_text(robin, clock):
    browser, _ = password_given()
    offer = unescape(re.search(r'name="offer" value="([^"]+)"', browser.get(PAGE).content.decode())[1])
    shown = browser.post(
        PAGE, {"offer": offer, "code": code_at(secret_of(robin, offer), clock[0]), "present": PASSWORD}
    )
    codes = re.findall(r"<li><code>(\d+)</code>", shown.content.decode())

    assert len(set(codes)) == 10
    assert f"data:text/plain;charset=utf-8,{'%0A'.join(codes)}%0A" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert codes[0] not in browser.get(PAGE).content.decode()
    assert "10 recovery codes left" in browser.get("/account/").content.decode()
    assert Event.objects.get(verb=Verb.ACCOUNT_SECURED).actor == robin


def test_a_recovery_code_stands_in_once(secured):
    first, _ = password_given()
    assert first.post(STEP, {"code": secured[1][3]}).status_code == 302
    assert is_in(first)

    second, _ = password_given()
    assert second.post(STEP, {"code": secured[1][3]}).status_code == 422
    assert not is_in(second)


def test_a_code_that_was_used_is_not_taken_again(secured, clock):
    code = code_at(secured[0], clock[0])
    first, _ = password_given()
    first.post(STEP, {"code": code})

    second, _ = password_given()

    assert "used already" in second.post(STEP, {"code": code}).content.decode()


def test_a_code_of_half_a_minute_ago_is_taken_and_an_older_one_is_not(secured, clock):
    clock[0] += 300
    browser, _ = password_given()

    assert browser.post(STEP, {"code": code_at(secured[0], clock[0] - 60)}).status_code == 422
    assert browser.post(STEP, {"code": code_at(secured[0], clock[0] - 30)}).status_code == 302


def test_the_sixth_wrong_code_is_turned_away_even_when_right(secured, clock):
    browser, _ = password_given()
    for _ in range(5):
        browser.post(STEP, {"code": "000000"})

    assert "too many tries" in browser.post(STEP, {"code": code_at(secured[0], clock[0])}).content.decode()
    assert not is_in(browser)


def test_nobody_comes_to_the_second_step_without_the_password(secured, clock):
    browser = new_guest()

    assert browser.get(STEP).url == "/sign-in/"
    assert browser.post(STEP, {"code": code_at(secured[0], clock[0])}).url == "/sign-in/"


def test_nobody_goes_on_with_a_password_that_was_changed_meanwhile(secured, clock, robin):
    browser, _ = password_given()
    robin.set_password("seven-green-kettles")
    robin.save()

    assert browser.post(STEP, {"code": code_at(secured[0], clock[0])}).url == "/sign-in/"
    assert not is_in(browser)


def test_the_session_key_changes_once_more_at_the_second_step(secured, clock):
    browser, _ = password_given()
    before = browser.session.session_key

    browser.post(STEP, {"code": code_at(secured[0], clock[0])})

    assert browser.session.session_key != before


@pytest.mark.parametrize(
    ("code", "present", "sentence"), [("000000", PASSWORD, "code is not right"), (None, "x", "not your password")]
)
def test_it_is_asked_for_only_with_a_right_code_and_the_password(robin, clock, code, present, sentence):
    browser, _ = password_given()
    offer = unescape(re.search(r'name="offer" value="([^"]+)"', browser.get(PAGE).content.decode())[1])
    code = code or code_at(secret_of(robin, offer), clock[0])

    response = browser.post(PAGE, {"offer": offer, "code": code, "present": present})

    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert offer in unescape(response.content.decode())
    assert not Authenticator.objects.exists()


def test_what_was_offered_to_someone_else_is_no_offer(robin, clock, stranger, signed_in):
    theirs = unescape(re.search(r'name="offer" value="([^"]+)"', signed_in(stranger).get(PAGE).content.decode())[1])

    assert secret_of(robin, theirs) is None
    assert secret_of(robin, "nonsense") is None


def test_opening_the_page_keeps_nothing(robin):
    browser, _ = password_given()
    browser.get(PAGE)

    assert not Authenticator.objects.exists()


def test_it_is_turned_off_by_whoever_knows_the_password_only(secured, clock, robin):
    browser, _ = password_given()
    browser.post(STEP, {"code": code_at(secured[0], clock[0])})

    assert browser.post(f"{PAGE}off/", {"present": "wrong"}).status_code == 422
    assert Authenticator.objects.count() == 2
    assert browser.post(f"{PAGE}off/", {"present": PASSWORD}).url == "/account/"

    assert not Authenticator.objects.exists()
    assert password_given()[1].url == "/account/"
    assert Event.objects.get(verb=Verb.ACCOUNT_UNSECURED).actor == robin


def test_new_recovery_codes_end_those_of_before(secured, clock):
    browser, _ = password_given()
    browser.post(STEP, {"code": code_at(secured[0], clock[0])})
    shown = browser.post(f"{PAGE}codes/", {"present": PASSWORD}).content.decode()
    new = re.findall(r"<li><code>(\d+)</code>", shown)

    other, _ = password_given()
    assert other.post(STEP, {"code": secured[1][0]}).status_code == 422
    assert other.post(STEP, {"code": new[0]}).status_code == 302


def test_the_secret_is_not_kept_as_it_is(secured):
    kept = Authenticator.objects.get(type="totp")

    assert secured[0] not in str(kept.data)


def test_with_another_secret_key_no_code_is_right(secured, clock, settings):
    settings.SECRET_KEY = "another" * 10
    browser, _ = password_given()

    assert browser.post(STEP, {"code": code_at(secured[0], clock[0])}).status_code == 422


def test_whoever_was_asked_for_a_code_in_this_browser_has_tries_of_their_own(secured, clock):
    browser, _ = password_given()

    response = browser.post(STEP, {"code": code_at(secured[0], clock[0])})

    assert "known" in response.cookies


def test_the_operator_takes_it_away_from_whoever_lost_everything(secured, capsys):
    call_command("remove_second_step", "Robin@example.org")
    call_command("remove_second_step", "robin@example.org")

    said = capsys.readouterr().out
    assert "signs in by password alone" in said
    assert "Nothing was done" in said
    assert password_given()[1].url == "/account/"


def test_the_operator_is_told_when_nobody_has_the_address(db):
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("remove_second_step", "nobody@example.org")


def test_nobody_else_takes_it_away(secured, robin, steward):
    with pytest.raises(AccessDenied):
        remove_second_step(by=steward, account=robin)
