"""One's own account: name, email address, password."""

import pytest

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_account
from apps.accounts.models import Letter, User
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from tests.accounts.letters import links_of, new_guest, told

PASSWORD, OTHER = "a-long-quiet-river", "seven-green-kettles"


@pytest.fixture
def robin(db):
    return open_account(by=OPERATOR, email="robin@example.org", name="Robin Ash", password=PASSWORD)


@pytest.fixture
def browser(robin):
    guest = new_guest()
    guest.post("/sign-in/", {"login": robin.email, "password": PASSWORD})
    return guest


def test_someone_is_called_otherwise_from_now_on(browser, robin):
    response = browser.post("/account/", {"name": "  Robin Oak "})

    assert response.url == "/account/"
    robin.refresh_from_db()
    assert robin.name == "Robin Oak"
    assert Event.objects.get(verb=Verb.ACCOUNT_CHANGED).actor == robin
    assert "Your account" in browser.get("/work/").content.decode()


def test_a_name_that_nobody_can_read_comes_back(browser):
    response = browser.post("/account/", {"name": "Ro\u202ebin"})

    assert response.status_code == 422
    assert "invisible character" in response.content.decode()


def test_the_same_name_is_no_change(browser):
    browser.post("/account/", {"name": "Robin Ash"})

    assert not Event.objects.filter(verb=Verb.ACCOUNT_CHANGED).exists()


def test_another_address_counts_once_its_mail_is_read_and_the_old_one_is_told(browser, robin, mailoutbox):
    response = browser.post("/account/email/", {"email": "oak@example.org", "present": PASSWORD})
    assert response.url == "/account/"
    [link] = links_of(mailoutbox)
    assert mailoutbox[-1].to == ["oak@example.org"]

    other_browser = new_guest()
    assert "Use this address" in other_browser.get(link).content.decode()
    robin.refresh_from_db()
    assert robin.email == "robin@example.org"
    assert other_browser.post(link).url == "/sign-in/?moved=yes"

    robin.refresh_from_db()
    assert robin.email == "oak@example.org"
    run_waiting()
    assert (mailoutbox[-1].to, "another email address" in mailoutbox[-1].body) == (["robin@example.org"], True)
    assert other_browser.post(link).status_code == 404
    assert Event.objects.get(verb=Verb.ACCOUNT_MOVED).actor == robin


def test_whether_the_new_address_has_an_account_does_not_show(browser, someone, mailoutbox):
    someone(email="taken@example.org")

    free = told(browser.post("/account/email/", {"email": "free@example.org", "present": PASSWORD}))
    run_waiting()
    taken = told(browser.post("/account/email/", {"email": "taken@example.org", "present": PASSWORD}))
    run_waiting()

    assert free == taken
    assert [mail.to[0] for mail in mailoutbox] == ["free@example.org", "taken@example.org"]
    assert "/account/email/" not in mailoutbox[-1].body


def test_an_address_that_someone_else_took_meanwhile_is_not_used(browser, robin, someone, mailoutbox):
    browser.post("/account/email/", {"email": "oak@example.org", "present": PASSWORD})
    [link] = links_of(mailoutbox)
    someone(email="OAK@example.org")

    assert new_guest().post(link).status_code == 404
    robin.refresh_from_db()
    assert robin.email == "robin@example.org"


def test_an_address_is_changed_only_by_whoever_knows_the_password(browser):
    response = browser.post("/account/email/", {"email": "oak@example.org", "present": "wrong"})

    assert response.status_code == 422
    assert "not your password" in response.content.decode()
    assert not Letter.objects.exists()


def test_ones_own_address_is_no_new_one(browser):
    response = browser.post("/account/email/", {"email": "Robin@example.org", "present": PASSWORD})

    assert "the address that your account has" in response.content.decode()


def test_a_new_password_ends_other_sessions_and_this_one_goes_on_under_another_key(
    browser, robin, signed_in, mailoutbox
):
    elsewhere = signed_in(robin)
    before = browser.session.session_key

    response = browser.post("/account/password/", {"present": PASSWORD, "password": OTHER})

    assert response.url == "/account/"
    assert browser.get("/account/").status_code == 200
    assert browser.session.session_key != before
    assert elsewhere.get("/account/").status_code == 302
    assert browser.get("/account/sessions/").content.decode().count("Signed in on") == 1
    robin.refresh_from_db()
    assert robin.check_password(OTHER)
    run_waiting()
    assert "was changed" in mailoutbox[-1].body


def test_a_new_password_ends_a_change_of_address_that_is_not_confirmed(browser, mailoutbox):
    browser.post("/account/email/", {"email": "oak@example.org", "present": PASSWORD})
    [link] = links_of(mailoutbox)
    browser.post("/account/password/", {"present": PASSWORD, "password": OTHER})

    assert new_guest().post(link).status_code == 404


@pytest.mark.parametrize(
    ("present", "password", "sentence"),
    [
        ("wrong", OTHER, "not your password"),
        (PASSWORD, "short", "at least 12"),
        (PASSWORD, "robin-ash-1234", "Use other words"),
    ],
)
def test_a_password_is_not_changed_without_the_present_one_or_to_a_weak_one(
    browser, robin, present, password, sentence
):
    response = browser.post("/account/password/", {"present": present, "password": password})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.get(pk=robin.pk).check_password(PASSWORD)


def test_the_sixth_wrong_password_within_five_minutes_is_not_looked_at(browser, robin):
    for _ in range(5):
        browser.post("/account/password/", {"present": "wrong", "password": OTHER})

    response = browser.post("/account/password/", {"present": PASSWORD, "password": OTHER})

    assert "too many tries" in response.content.decode()
    assert User.objects.get(pk=robin.pk).check_password(PASSWORD)


def test_an_account_of_the_demonstration_stays_as_it_is(browser, robin, settings):
    settings.DEMONSTRATION = True
    User.objects.update(is_demonstration=True)

    for address, sent in {
        "/account/": {"name": "Else"},
        "/account/email/": {"email": "oak@example.org", "present": PASSWORD},
        "/account/password/": {"present": PASSWORD, "password": OTHER},
        "/account/second-step/": {"code": "000000", "present": PASSWORD},
    }.items():
        assert "shares this account" in browser.post(address, sent).content.decode()
    browser.post("/account/sessions/end/")
    assert not Letter.objects.exists()
    assert Event.objects.count() == 1
