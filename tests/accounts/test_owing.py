"""A second step for those whose accounts need one."""

import pytest

from apps.access.checks import OPERATOR, can
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.actions import open_account
from apps.accounts.factor_actions import remove_second_step
from apps.accounts.models import Letter, Session, User
from apps.accounts.owing import WITHOUT_A_STEP
from apps.accounts.token_actions import make_token
from apps.background.claim import run_waiting
from tests.accounts.letters import new_guest
from tests.accounts.stepping import PAGE, PASSWORD, password_given, set_up
from tests.architecture.routes import all_routes


@pytest.fixture
def needed(settings, _one_step):
    settings.SECOND_STEP = "roles"


@pytest.fixture
def sam(db):
    return open_account(
        by=OPERATOR, email="sam@example.org", name="Sam Ash", password=PASSWORD, platform_roles=[Role.STEWARD]
    )


@pytest.fixture
def robin(db):
    return open_account(by=OPERATOR, email="robin@example.org", name="Robin Ash", password=PASSWORD)


def again(user):
    return User.objects.get(pk=user.pk)


def test_whoever_holds_a_role_is_led_to_set_up_a_second_step_and_then_goes_on(needed, sam):
    browser, _ = password_given(sam.email)

    led = browser.get("/desk/?page=2")
    assert led.url == f"{PAGE}?next=%2Fdesk%2F%3Fpage%3D2"
    page = browser.get(led.url).content.decode()
    assert "so a password alone is not enough" in page
    assert 'name="next" value="/desk/?page=2"' in page

    _secret, shown = set_up(browser, sam, next="/desk/?page=2")

    assert '<a href="/desk/?page=2">I have kept them</a>' in shown.content.decode()
    assert browser.get("/desk/").status_code == 200


def test_their_role_counts_only_once_they_have_one(needed, sam):
    assert not can(sam, Permission.DESK_VIEW)
    assert can(with_a_step(sam), Permission.DESK_VIEW)


def with_a_step(user):
    browser, _ = password_given(user.email)
    set_up(browser, user)
    return again(user)


def test_a_token_of_theirs_opens_nothing_until_then(settings, sam):
    _token, secret = make_token(by=sam, name="nightly", days=9)
    ask = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert new_guest().post("/api/v1/imports/", **ask).status_code != 403

    settings.SECOND_STEP = "roles"
    assert new_guest().post("/api/v1/imports/", **ask).status_code == 403

    with_a_step(sam)
    assert new_guest().post("/api/v1/imports/", **ask).status_code != 403


def test_what_is_sent_meanwhile_is_not_done_and_they_are_told(needed, sam):
    browser, _ = password_given(sam.email)

    answer = browser.post("/account/", {"name": "Someone Else"}, follow=True)

    assert "What you sent was not saved" in answer.content.decode()
    assert again(sam).name == "Sam Ash"


def test_they_read_public_pages_take_what_is_theirs_and_sign_out(needed, sam):
    browser, _ = password_given(sam.email)

    assert browser.get("/about/").status_code == 200
    assert browser.get("/account/export/").status_code == 200
    assert browser.get("/account/delete/").status_code == 200
    assert browser.post("/sign-out/").status_code == 302


def test_a_part_of_a_page_that_is_asked_for_leads_the_whole_page_there(needed, sam):
    browser, _ = password_given(sam.email)

    assert browser.get("/desk/", HTTP_HX_REQUEST="true").headers["HX-Redirect"].startswith(PAGE)


def test_whoever_holds_no_role_is_asked_only_where_all_are(needed, robin, settings):
    browser, _ = password_given(robin.email)
    assert browser.get("/account/").status_code == 200

    settings.SECOND_STEP = "all"
    assert browser.get("/account/").url.startswith(PAGE)


def test_it_cannot_be_turned_off_while_the_role_stands(needed, sam):
    browser, _ = password_given(sam.email)
    set_up(browser, sam)

    assert "so it cannot be turned off" in browser.get(PAGE).content.decode()
    answer = browser.post(f"{PAGE}off/", {"present": PASSWORD})

    assert (answer.status_code, "the last one stays" in answer.content.decode()) == (422, True)
    assert again(sam).has_second_step


def test_it_can_be_turned_off_where_nobody_needs_it(sam):
    browser, _ = password_given(sam.email)
    set_up(browser, sam)

    assert browser.post(f"{PAGE}off/", {"present": PASSWORD}).status_code == 302
    assert not again(sam).has_second_step


def test_with_the_first_step_browsers_that_did_not_pass_it_are_signed_out(needed, sam):
    other, _ = password_given(sam.email)
    here, _ = password_given(sam.email)

    set_up(here, sam)

    assert here.get("/account/").status_code == 200
    assert other.get("/account/").url.startswith("/sign-in/")
    assert Session.objects.filter(account=sam).count() == 1


def test_accounts_that_all_who_try_it_share_need_none(needed, someone):
    assert not someone(Role.STEWARD, is_demonstration=True).lacks_second_step


def test_pages_that_stay_open_are_pages():
    assert {route.name for route in all_routes()} >= WITHOUT_A_STEP


def test_letters_tell_of_a_step_of_new_codes_and_of_its_end(sam, mailoutbox):
    browser, _ = password_given(sam.email)
    set_up(browser, sam)
    browser.post(f"{PAGE}codes/", {"present": PASSWORD})
    browser.post(f"{PAGE}off/", {"present": PASSWORD})

    assert subjects(mailoutbox) == [
        "a second step was set up",
        "new recovery codes were made",
        "your second step was taken away",
    ]
    assert all(mail.to == [sam.email] and "/account/sessions/" in mail.body for mail in mailoutbox)


def test_a_letter_tells_when_the_operator_takes_it_away(sam, mailoutbox):
    browser, _ = password_given(sam.email)
    set_up(browser, sam)

    remove_second_step(by=OPERATOR, account=sam)

    assert subjects(mailoutbox)[-1] == "your second step was taken away"


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


def test_a_letter_tells_of_a_sign_in_with_a_browser_that_was_not_known(robin, mailoutbox):
    first, _ = password_given(robin.email)
    assert subjects(mailoutbox) == []

    password_given(robin.email, headers={"User-Agent": FIREFOX})

    assert subjects(mailoutbox) == ["a sign-in with a new browser"]
    assert "Firefox on Windows" in mailoutbox[0].body
    first.post("/sign-out/")
    first.post("/sign-in/", {"login": robin.email, "password": PASSWORD})
    assert subjects(mailoutbox) == ["a sign-in with a new browser"]


def test_what_a_browser_calls_itself_does_not_stand_in_the_letter(robin, mailoutbox):
    password_given(robin.email)

    password_given(robin.email, headers={"User-Agent": "Win a prize at http://evil.example"})

    assert subjects(mailoutbox) == ["a sign-in with a new browser"]
    assert "evil" not in mailoutbox[0].body


def test_nobody_is_written_to_of_an_account_of_the_demonstration(settings, robin):
    settings.DEMONSTRATION = True
    User.objects.filter(pk=robin.pk).update(is_demonstration=True)
    password_given(robin.email)
    password_given(robin.email)

    assert not Letter.objects.exists()


def subjects(mailoutbox):
    """What the mails are about, after all that wait went out."""
    run_waiting()
    return [mail.subject.partition(": ")[2] for mail in mailoutbox]
