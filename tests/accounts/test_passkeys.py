"""Passkeys: adding, naming and removing them, and coming in by one."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import open_account
from apps.accounts.models import User
from apps.accounts.passkeys import passkeys_of
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from tests.accounts.authenticator import Device
from tests.accounts.letters import new_guest
from tests.accounts.stepping import PASSWORD, STEP, password_given, set_up

PAGE = "/account/passkeys/"
ENTER = "/sign-in/passkey/"


@pytest.fixture(autouse=True)
def _no_other_address(settings):
    """The site is where it is asked, whatever the size."""
    settings.SITE_ADDRESS = ""


@pytest.fixture
def robin(db):
    return open_account(by=OPERATOR, email="robin@example.org", name="Robin Ash", password=PASSWORD)


@pytest.fixture
def other(db):
    return open_account(by=OPERATOR, email="other@example.org", name="Olu Other", password=PASSWORD)


def add(browser, device=None, name="my phone", **more):
    """A passkey of whoever is signed in: the device, and the answer of the page."""
    device = device or Device()
    options = browser.post(f"{PAGE}begin/", {"name": name, "present": PASSWORD}).json()
    return device, browser.post(PAGE, {"credential": device.make(options), **more})


def with_passkey(user, **device):
    browser, _ = password_given(user.email)
    made, _ = add(browser, Device(**device))
    return made


def enter(device, guest=None, to=""):
    guest = guest or new_guest()
    options = guest.post(f"{ENTER}begin/").json()
    return guest, guest.post(ENTER, {"credential": device.sign(options), "next": to})


def step(device, guest):
    options = guest.post(f"{STEP}begin/").json()
    return guest.post(STEP, {"credential": device.sign(options)})


def is_in(browser):
    return browser.get("/account/").status_code == 200


def test_the_first_passkey_brings_recovery_codes_and_a_letter(robin, mailoutbox):
    browser, _ = password_given(robin.email)

    _device, shown = add(browser, next="/work/")

    assert shown.content.decode().count("<li><code>") == 10
    assert '<a href="/work/">I have kept them</a>' in shown.content.decode()
    page = browser.get(PAGE).content.decode()
    assert "my phone" in page
    assert "not used yet" in page
    run_waiting()
    assert mailoutbox[-1].subject.endswith("a passkey was added")
    assert Event.objects.get(verb=Verb.ACCOUNT_PASSKEY_ADDED).details["said"] == "my phone"


def test_someone_signs_in_with_a_passkey_alone_and_goes_where_they_were_going(robin):
    device = with_passkey(robin)

    guest, response = enter(device, to="/account/sessions/")

    assert response.url == "/account/sessions/"
    assert is_in(guest)
    assert "known" in response.cookies
    assert passkeys_of(robin)[0].used_at is not None


def test_after_the_password_a_passkey_is_the_second_step(robin):
    device = with_passkey(robin, verifies=False)
    guest, response = password_given(robin.email)
    assert response.url == STEP
    assert "Now use your passkey" in guest.get(STEP).content.decode()
    assert not is_in(guest)

    assert step(device, guest).url == "/account/"

    assert is_in(guest)


def test_a_recovery_code_stands_in_for_a_passkey(robin):
    browser, _ = password_given(robin.email)
    _device, shown = add(browser)
    code = shown.content.decode().partition("<li><code>")[2].partition("<")[0]
    guest, _ = password_given(robin.email)
    assert "One of the recovery codes that you kept" in guest.get(STEP).content.decode()

    assert guest.post(STEP, {"code": code}).url == "/account/"


def test_a_device_that_does_not_ask_its_holder_lets_nobody_in_alone(robin):
    device = with_passkey(robin, verifies=False)

    guest, response = enter(device)

    assert response.url == "/sign-in/?passkey=no"
    assert not is_in(guest)


def test_what_was_signed_on_another_site_opens_nothing(robin):
    device = with_passkey(robin)
    for elsewhere in ("http://evil.example", "http://testserver:8443", "http://below.testserver", "https://testserver"):
        device.origin = elsewhere

        guest, response = enter(device)

        assert (response.url, is_in(guest)) == ("/sign-in/?passkey=no", False)


def test_what_was_signed_once_opens_nothing_again(robin):
    device, guest = with_passkey(robin), new_guest()
    signed = device.sign(guest.post(f"{ENTER}begin/").json())
    assert guest.post(ENTER, {"credential": signed}).url == "/work/enter/"
    guest.post("/sign-out/")

    assert guest.post(ENTER, {"credential": signed}).url == "/sign-in/?passkey=no"
    guest.post(f"{ENTER}begin/")
    assert guest.post(ENTER, {"credential": signed}).url == "/sign-in/?passkey=no"
    assert new_guest().post(ENTER, {"credential": signed}).url == "/sign-in/?passkey=no"


def test_what_failed_once_is_asked_anew(robin):
    device, guest = with_passkey(robin), new_guest()
    options = guest.post(f"{ENTER}begin/").json()
    guest.post(ENTER, {"credential": "{}"})

    assert guest.post(ENTER, {"credential": device.sign(options)}).url == "/sign-in/?passkey=no"


def test_what_took_too_long_is_not_taken(robin, monkeypatch):
    device, guest = with_passkey(robin), new_guest()
    options = guest.post(f"{ENTER}begin/").json()
    later = timezone.now().timestamp() + 301
    monkeypatch.setattr("apps.accounts.passkeys.time.time", lambda: later)

    assert guest.post(ENTER, {"credential": device.sign(options)}).url == "/sign-in/?passkey=no"


def test_a_passkey_of_someone_else_opens_ones_account_in_no_way(robin, other):
    mine, theirs = with_passkey(robin), with_passkey(other)
    claimed = theirs.user_handle
    theirs.user_handle = mine.user_handle
    assert enter(theirs)[1].url == "/sign-in/?passkey=no"

    theirs.user_handle = claimed
    guest, _ = password_given(robin.email)
    assert step(theirs, guest).status_code == 422
    assert not is_in(guest)


def test_another_key_that_names_the_same_passkey_opens_nothing(robin):
    mine = with_passkey(robin)
    forged = Device(user_handle=mine.user_handle, credential_id=mine.credential_id)

    assert enter(forged)[1].url == "/sign-in/?passkey=no"


def test_a_challenge_for_one_end_serves_no_other(robin):
    device = with_passkey(robin)
    guest, _ = password_given(robin.email)
    options = guest.post(f"{STEP}begin/").json()

    assert guest.post(ENTER, {"credential": device.sign(options)}).url == "/sign-in/?passkey=no"


def test_a_passkey_that_was_copied_is_found_out(robin):
    device = with_passkey(robin, counts=True)
    copy = Device(**vars(device))
    enter(device)

    assert enter(copy)[1].url == "/sign-in/?passkey=no"
    assert enter(device)[1].url == "/work/enter/"


def test_whoever_is_suspended_does_not_come_in(robin):
    device = with_passkey(robin)
    User.objects.filter(pk=robin.pk).update(is_active=False)

    assert enter(device)[1].url == "/sign-in/?passkey=no"


@pytest.mark.parametrize("nonsense", ["", "{}", "[1]", "null", '{"response": {"userHandle": 7}}', "[" * 5000, '"x"'])
def test_nonsense_is_refused_kindly(robin, nonsense):
    guest = new_guest()
    guest.post(f"{ENTER}begin/")

    assert guest.post(ENTER, {"credential": nonsense}).url == "/sign-in/?passkey=no"


@pytest.mark.parametrize("nonsense", ["", "{}", "[1]", "null", '{"id": "AA", "rawId": "AA", "response": {}}'])
def test_nonsense_is_not_added(robin, nonsense):
    browser, _ = password_given(robin.email)
    browser.post(f"{PAGE}begin/", {"name": "x", "present": PASSWORD})

    assert browser.post(PAGE, {"credential": nonsense}).status_code == 422
    assert not Authenticator.objects.exists()


def test_what_was_made_on_another_site_is_not_added(robin):
    browser, _ = password_given(robin.email)

    _device, answer = add(browser, Device(origin="http://evil.example"))

    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_nobody_is_asked_without_the_right_password(robin):
    browser, _ = password_given(robin.email)
    earlier(browser)

    answer = browser.post(f"{PAGE}begin/", {"name": "x", "present": "wrong"})

    assert answer.status_code == 422
    assert "not your password" in answer.json()["wrong"]


def test_whoever_signed_in_just_now_is_not_asked_for_the_password_again(robin):
    browser, _ = password_given(robin.email)
    assert 'name="present"' not in browser.get(PAGE).content.decode()

    earlier(browser)

    assert 'name="present"' in browser.get(PAGE).content.decode()


def earlier(browser):
    """A browser that has been signed in for an hour."""
    session = browser.session
    session["began"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()


def test_a_passkey_is_renamed_and_removed_with_a_letter(robin, mailoutbox):
    browser, _ = password_given(robin.email)
    add(browser)
    pk = passkeys_of(robin)[0].pk

    assert browser.post(f"{PAGE}{pk}/", {"name": ""}).status_code == 422
    browser.post(f"{PAGE}{pk}/", {"name": "the key on my ring"})
    assert [each.name for each in passkeys_of(robin)] == ["the key on my ring"]
    earlier(browser)
    assert browser.post(f"{PAGE}{pk}/remove/", {"present": "wrong"}).status_code == 422
    assert browser.post(f"{PAGE}{pk}/remove/", {"present": PASSWORD}).url == PAGE

    assert not Authenticator.objects.exists()
    run_waiting()
    assert mailoutbox[-1].subject.endswith("a passkey was removed")
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {Verb.ACCOUNT_PASSKEY_NAMED, Verb.ACCOUNT_PASSKEY_REMOVED} <= verbs


def test_a_passkey_of_someone_else_is_none(robin, other):
    with_passkey(other)
    browser, _ = password_given(robin.email)
    pk = passkeys_of(other)[0].pk

    assert browser.get(f"{PAGE}{pk}/").status_code == 404
    assert browser.post(f"{PAGE}{pk}/remove/").status_code == 404
    assert passkeys_of(other)


def test_the_last_second_step_of_whoever_needs_one_stays(robin, settings):
    User.objects.filter(pk=robin.pk).update(platform_roles=[Role.STEWARD])
    settings.SECOND_STEP = "roles"
    browser, _ = password_given(robin.email)
    assert browser.get("/desk/").url.startswith("/account/second-step/")
    add(browser)
    assert browser.get("/desk/").status_code == 200
    pk = passkeys_of(robin)[0].pk

    assert "the last one stays" in browser.post(f"{PAGE}{pk}/remove/").content.decode()


def test_an_app_can_be_set_up_beside_a_passkey_and_then_the_passkey_goes(robin):
    browser, _ = password_given(robin.email)
    add(browser)
    assert "Set up an app" in browser.get("/account/second-step/").content.decode()
    assert "you are asked for a passkey" in browser.get("/account/second-step/").content.decode()
    offered = browser.get("/account/second-step/?app=yes")
    assert 'name="offer"' in offered.content.decode()

    set_up(browser, robin, page="/account/second-step/?app=yes")
    browser.post(f"{PAGE}{passkeys_of(robin)[0].pk}/remove/")

    assert "a code from the app" in browser.get("/account/second-step/").content.decode()
    assert password_given(robin.email)[1].url == STEP


def test_nobody_asks_for_the_second_step_before_the_password(db):
    answer = new_guest().post(f"{STEP}begin/")

    assert (answer.status_code, set(answer.json())) == (409, {"wrong"})


def test_a_reader_without_an_account_learns_nothing_of_who_has_one(robin, other):
    with_passkey(robin)

    asked = [new_guest().post(f"{ENTER}begin/").json()["publicKey"] for _ in range(2)]

    assert all("allowCredentials" not in each for each in asked)
    assert asked[0]["challenge"] != asked[1]["challenge"]


def test_what_someone_takes_along_names_their_passkeys_and_no_secret(robin):
    browser, _ = password_given(robin.email)
    add(browser)

    told = json.loads(browser.get("/account/export/").content)

    assert {each["type"] for each in told["account"]["second_step"]} == {"webauthn", "recovery_codes"}
    assert "attestationObject" not in json.dumps(told)
