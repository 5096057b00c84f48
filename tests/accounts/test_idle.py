"""Whoever holds a role and does nothing for long is signed out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import open_account
from apps.accounts.models import Session, User
from tests.accounts.stepping import PASSWORD, password_given


@pytest.fixture
def sam(db):
    return open_account(
        by=OPERATOR, email="sam@example.org", name="Sam Ash", password=PASSWORD, platform_roles=[Role.STEWARD]
    )


def seen_before(minutes):
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


def test_after_an_hour_of_nothing_a_steward_is_signed_out_and_told_why(sam):
    browser, _ = password_given(sam.email)
    seen_before(61)

    led = browser.get("/desk/?page=2")

    assert led.url == "/sign-in/?idle=yes&next=%2Fdesk%2F%3Fpage%3D2"
    assert "nothing was done here for a while" in browser.get(led.url).content.decode()
    assert not Session.objects.filter(account=sam).exists()


def test_what_they_send_then_is_not_done_and_they_are_led_back(sam):
    browser, _ = password_given(sam.email)
    seen_before(61)

    answer = browser.post("/account/", {"name": "Someone Else"})

    assert answer.url.endswith("&unsaved=yes")
    assert User.objects.get(pk=sam.pk).name == "Sam Ash"


def test_whoever_does_something_stays_and_it_is_known_to_the_minute(sam):
    browser, _ = password_given(sam.email)
    seen_before(59)
    assert browser.get("/desk/").status_code == 200
    assert Session.objects.get(account=sam).seen_at > timezone.now() - timedelta(minutes=1)
    seen_before(2)

    browser.get("/desk/")

    assert Session.objects.get(account=sam).seen_at > timezone.now() - timedelta(minutes=1)


def test_whoever_holds_no_role_stays(sam):
    User.objects.update(platform_roles=[])
    browser, _ = password_given(sam.email)
    seen_before(300)

    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (400, 200), (299, 302)])
def test_after_how_long_is_a_setting(sam, settings, minutes, status):
    settings.IDLE_MINUTES = minutes
    browser, _ = password_given(sam.email)
    seen_before(300)

    assert browser.get("/desk/").status_code == status


def test_those_who_share_an_account_of_the_demonstration_stay(sam, settings):
    settings.DEMONSTRATION = True
    User.objects.update(is_demonstration=True)
    browser, _ = password_given(sam.email)
    seen_before(300)

    assert browser.get("/desk/").status_code == 200
