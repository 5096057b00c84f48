from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.announcement_actions import announce, dismiss_announcement, end_announcement
from apps.activity.models import Announcement, Event
from apps.common.errors import Refused

DESK = "/desk/admin/announcements/"
SAID = "The site rests on Sunday from six to seven."


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def announced(administrator):
    return announce(by=administrator, text=SAID, ends_at=timezone.now() + timedelta(days=1))


def sees(browser, address="/work/"):
    return SAID in browser.get(address).content.decode()


def test_what_is_announced_is_seen_by_everyone_signed_in_and_by_no_reader(
    desk, stranger, signed_in, visitor, small_world
):
    until = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    before = {address: visitor.get(address).content for address in ("/", "/about/")}

    response = desk.post(DESK, {"text": SAID, "ends_at": until}, follow=True)

    assert "Announced." in response.content.decode()
    assert sees(signed_in(stranger))
    assert sees(desk, "/desk/admin/")
    assert {address: visitor.get(address).content for address in before} == before
    assert not sees(signed_in(stranger), "/about/")


def test_whoever_has_read_it_sees_it_no_more_and_others_do(announced, stranger, steward, signed_in):
    browser, other = signed_in(stranger), signed_in(steward)
    address = f"/work/announcements/{announced.pk}/dismiss/"

    response = browser.post(address, {"back": "/work/notifications/"})

    assert response.url == "/work/notifications/"
    assert not sees(browser)
    assert sees(other)
    assert browser.post(address).status_code == 302


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_way_back_leads_nowhere_else(back, announced, stranger, signed_in):
    response = signed_in(stranger).post(f"/work/announcements/{announced.pk}/dismiss/", {"back": back})

    assert response.url == "/work/"


def test_one_that_is_taken_down_is_seen_by_nobody(announced, desk, stranger, signed_in):
    desk.post(f"{DESK}{announced.pk}/end/")

    assert not sees(signed_in(stranger))
    assert "taken down" in desk.get(DESK).content.decode()
    assert Event.objects.filter(verb="announcement.ended").count() == 1


def test_one_is_taken_down_once(announced, administrator):
    end_announcement(by=administrator, announcement=announced)

    with pytest.raises(Refused, match="over already"):
        end_announcement(by=administrator, announcement=announced)


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (-2, -1)])
def test_before_and_after_its_time_it_is_not_shown(starts, ends, announced, stranger, signed_in):
    now = timezone.now()
    Announcement.objects.update(starts_at=now + timedelta(hours=starts), ends_at=now + timedelta(hours=ends))

    assert not sees(signed_in(stranger))


def test_a_form_that_was_sent_twice_announces_once(announced, administrator):
    assert announce(by=administrator, text=SAID, ends_at=announced.ends_at) == announced
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "", "ends_at": "2099-01-01 09:00"}, "Write what to say"),
        ({"text": SAID, "ends_at": ""}, "Say until when"),
        ({"text": SAID, "ends_at": "tomorrow"}, "no date and time"),
        ({"text": SAID, "ends_at": "2001-01-01 09:00"}, "has passed already"),
        ({"text": SAID, "starts_at": "2099-01-02 09:00", "ends_at": "2099-01-01 09:00"}, "end after it begins"),
        ({"text": "a\u200bb", "ends_at": "2099-01-01 09:00"}, "invisible character"),
    ],
)
def test_what_cannot_be_announced_is_said_beside_the_form(sent, said, desk):
    response = desk.post(DESK, sent)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("role", [Role.STEWARD, Role.CURATOR])
def test_only_administrators_announce(role, announced, someone):
    for deed in (
        lambda by: announce(by=by, text="Mine.", ends_at=timezone.now() + timedelta(days=1)),
        lambda by: end_announcement(by=by, announcement=announced),
    ):
        with pytest.raises(AccessDenied, match="You may not announce"):
            deed(someone(role))


def test_read_twice_it_is_read_once(announced, stranger):
    dismiss_announcement(by=stranger, announcement=announced)
    dismiss_announcement(by=stranger, announcement=announced)

    assert announced.dismissals.count() == 1
