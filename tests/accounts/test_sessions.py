"""Where someone is signed in: seen, and ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_account
from apps.accounts.browsers import browser_in_words
from apps.accounts.models import Session
from apps.activity.models import Event
from apps.activity.verbs import Verb
from tests.accounts.letters import new_guest

PASSWORD = "a-long-quiet-river"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"


@pytest.fixture
def robin(db):
    return open_account(by=OPERATOR, email="robin@example.org", name="Robin Ash", password=PASSWORD)


def enter(named):
    guest = new_guest(headers={"User-Agent": named})
    guest.post("/sign-in/", {"login": "robin@example.org", "password": PASSWORD})
    return guest


@pytest.mark.parametrize(
    ("named", "said"),
    [(FIREFOX, "Firefox on Windows"), (SAFARI, "Safari on iPhone"), ("curl/8", "a browser that we do not know")],
)
def test_a_browser_is_named_as_its_owner_knows_it(named, said):
    assert browser_in_words(named) == said


def test_someone_sees_where_they_are_signed_in_this_browser_first(robin):
    phone, desk = enter(SAFARI), enter(FIREFOX)

    page = phone.get("/account/sessions/").content.decode()

    assert page.index("Safari on iPhone, this browser") < page.index("Firefox on Windows")
    assert desk.session.session_key not in page
    assert phone.session.session_key not in page
    assert Session.objects.get(pk=desk.session.session_key).place in page


def test_one_browser_is_signed_out_from_another(robin):
    phone, desk = enter(SAFARI), enter(FIREFOX)
    number = Session.objects.get(pk=desk.session.session_key).number

    phone.post(f"/account/sessions/{number}/end/")

    assert desk.get("/account/").status_code == 302
    assert phone.get("/account/").status_code == 200
    assert Event.objects.get(verb=Verb.ACCOUNT_SESSIONS_ENDED).details["how_many"] == 1


def test_everywhere_else_is_signed_out_at_once(robin):
    phone, desk, other = enter(SAFARI), enter(FIREFOX), enter("curl/8")

    phone.post("/account/sessions/end/")

    assert [each.get("/account/").status_code for each in (phone, desk, other)] == [200, 302, 302]


def test_nobody_ends_the_session_of_someone_else(robin, stranger, signed_in):
    desk = enter(FIREFOX)
    number = Session.objects.get(pk=desk.session.session_key).number

    signed_in(stranger).post(f"/account/sessions/{number}/end/")

    assert desk.get("/account/").status_code == 200
    assert not Event.objects.filter(verb=Verb.ACCOUNT_SESSIONS_ENDED).exists()


def test_when_a_browser_was_last_seen_is_written_every_ten_minutes_and_not_at_every_page(robin):
    desk = enter(FIREFOX)
    key, earlier = desk.session.session_key, timezone.now() - timedelta(hours=1)
    first = Session.objects.get(pk=key).seen_at
    desk.get("/account/")
    assert Session.objects.get(pk=key).seen_at == first

    Session.objects.filter(pk=key).update(seen_at=earlier, began_at=earlier)
    desk.get("/account/")

    row = Session.objects.get(pk=key)
    assert row.seen_at > earlier
    assert row.began_at == earlier


def test_a_session_that_is_over_is_not_shown(robin):
    phone, desk = enter(SAFARI), enter(FIREFOX)
    Session.objects.filter(pk=desk.session.session_key).update(expire_date=timezone.now())

    assert "Firefox" not in phone.get("/account/sessions/").content.decode()


def test_a_planted_session_key_is_not_the_one_that_someone_is_signed_in_with(robin):
    guest = new_guest()
    guest.cookies["session"] = "a" * 32
    guest.post("/sign-in/", {"login": "robin@example.org", "password": PASSWORD})

    assert guest.session.session_key != "a" * 32
    assert not Session.objects.filter(pk="a" * 32).exists()
