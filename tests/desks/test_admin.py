"""The emergency pages: who opens them, and that what is changed there is done by actions and recorded."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver

from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.models import User
from apps.activity.models import Event
from apps.activity.verbs import Verb

AT = "/emergency/"
PAGES = ["", "accounts/user/", "accounts/organisation/", "workspaces/workspace/"]


@pytest.fixture
def mounted(settings):
    settings.ROOT_URLCONF = "tests.desks.emergency_urls"


@pytest.fixture
def stepped(mounted, administrator, signed_in):
    """The browser of an administrator who has a second step, as every session of theirs then passed it."""
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})
    return signed_in(administrator)


def test_they_are_not_there_unless_they_are_turned_on(administrator, signed_in):
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})

    assert signed_in(administrator).get(AT).status_code == 404


def test_every_address_of_them_is_marked_with_its_permission(mounted):
    pages = next(each for each in get_resolver().url_patterns if str(each.pattern) == "emergency/")

    found = list(views_of(pages))

    assert len(found) > 15
    assert {getattr(view, "access", None) for view in found} == {Permission.EMERGENCY_OPEN}


def views_of(entry):
    for each in entry.url_patterns:
        yield from views_of(each) if hasattr(each, "url_patterns") else [each.callback]


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_who_passed_a_second_step_reads_them(stepped, partnership, page):
    answer = stepped.get(AT + page)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_on_them_is_refused_by_our_policy(stepped, partnership, page):
    answer = stepped.get(AT + page)

    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    for script in re.findall(r"<script\b[^>]*>", answer.content.decode()):
        assert "src=" in script
    assert not re.search(r"<[^>]+\sstyle=|<style\b|\son[a-z]+=\"", answer.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_without_a_second_step_an_administrator_is_told_so(mounted, administrator, signed_in, page):
    answer = signed_in(administrator).get(AT + page)

    assert answer.status_code == 403
    assert "before you set up a second step" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.STEWARD, Role.CURATOR, None])
def test_nobody_else_opens_them(mounted, someone, signed_in, role, page):
    person = someone(*([role] if role else []))
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})

    assert signed_in(person).get(AT + page).status_code == 403
    assert Client().get(AT + page).url.startswith("/sign-in/")


def test_an_account_is_suspended_and_opened_again_by_the_actions(stepped, administrator, stranger):
    page = f"{AT}accounts/user/{stranger.pk}/change/"
    assert stepped.get(page).status_code == 200

    assert stepped.post(page, {}).status_code == 302
    assert not User.objects.get(pk=stranger.pk).is_active
    stepped.post(page, {"is_active": "on"})

    assert User.objects.get(pk=stranger.pk).is_active
    done = Event.objects.filter(verb__in=[Verb.ACCOUNT_SUSPENDED, Verb.ACCOUNT_UNSUSPENDED]).order_by("pk")
    assert [event.actor for event in done] == [administrator, administrator]
    assert done[0].details["reason"] == "on the emergency pages"


def test_nothing_else_of_an_account_is_changed_there(stepped, stranger):
    stepped.post(
        f"{AT}accounts/user/{stranger.pk}/change/",
        {"is_active": "on", "name": "Else", "email": "else@example.org", "platform_roles": '["administrator"]'},
    )

    as_it_is = User.objects.get(pk=stranger.pk)
    assert (as_it_is.name, as_it_is.email, as_it_is.platform_roles) == (stranger.name, stranger.email, [])
    assert not Event.objects.exists()


def test_the_last_administrator_is_not_suspended_there_either(stepped, administrator):
    answer = stepped.post(f"{AT}accounts/user/{administrator.pk}/change/", {})

    assert (answer.status_code, "suspends their own account" in answer.content.decode()) == (409, True)
    assert User.objects.get(pk=administrator.pk).is_active


def test_organisations_and_workspaces_are_read_only(stepped, partnership):
    for page in (
        f"accounts/organisation/{partnership.council.pk}/change/",
        f"workspaces/workspace/{partnership.workspace.pk}/change/",
    ):
        assert stepped.get(AT + page).status_code == 200
        assert stepped.post(AT + page, {"name": "Else"}).status_code == 403


@pytest.mark.parametrize("page", ["accounts/user/add/", "accounts/user/{}/delete/"])
def test_nothing_is_added_or_deleted(stepped, stranger, page):
    assert stepped.get(AT + page.format(stranger.pk)).status_code == 403


def test_what_happened_is_looked_up_where_it_is_kept(stepped, stranger):
    assert stepped.get(f"{AT}accounts/user/{stranger.pk}/history/").url == "/desk/admin/audit/"


@pytest.mark.parametrize(
    ("page", "lookup"),
    [
        ("accounts/user/", "password__startswith"),
        ("accounts/user/", "sessions__session_key__startswith"),
        ("accounts/user/", "name"),
        ("accounts/organisation/", "opened_by__password__startswith"),
        ("workspaces/workspace/", "purpose__contains"),
    ],
)
def test_nothing_is_guessed_by_looking_it_up(stepped, partnership, page, lookup):
    assert stepped.get(AT + page, {lookup: "a"}).status_code == 400


def test_one_looks_for_names_and_addresses(stepped, stranger):
    assert f"{stranger.pk}/change/" in stepped.get(f"{AT}accounts/user/", {"q": stranger.name}).content.decode()


def test_no_hash_of_a_password_is_shown(stepped, stranger):
    User.objects.filter(pk=stranger.pk).update(password="argon2$a-hash")

    assert "a-hash" not in stepped.get(f"{AT}accounts/user/{stranger.pk}/change/").content.decode()
