import itertools
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts import demonstration
from apps.accounts.actions import add_to_organisation, open_account, open_organisation
from apps.accounts.models import User

PASSWORD = "a-long-quiet-river"
SIGN_IN = "/sign-in/"
#: Where whoever has signed in is led on from.
ENTER = "/work/enter/"
CREDENTIALS = {"login": "robin@example.org", "password": PASSWORD}
_addresses = itertools.count(1)


@pytest.fixture
def guest():
    """A browser at an address of its own, so that one test's tries do not count against another's."""
    cache.clear()
    number = next(_addresses)
    return Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250 + 1}")


@pytest.fixture
def robin(db):
    return open_account(
        by=OPERATOR, email="robin@example.org", name="Robin", password=PASSWORD, platform_roles=[Role.STEWARD]
    )


def try_as(guest, email, password=PASSWORD, **more):
    return guest.post(SIGN_IN, {"login": email, "password": password, **more})


def is_signed_in(guest):
    return "_auth_user_id" in guest.session


def answer(guest, email, password):
    """What an outsider can tell apart, without what they sent themselves and what differs at every request anyway."""
    response = try_as(guest, email, password)
    content = response.content.decode().replace(str(response.context["csrf_token"]), "").replace(email, "")
    headers = {name: value for name, value in response.headers.items() if name not in {"Expires"}}
    return response.status_code, content, headers


def test_a_steward_signs_in_and_is_at_the_desk(guest, robin):
    response = try_as(guest, " Robin@Example.org ")

    assert is_signed_in(guest)
    assert (response.status_code, response.url) == (302, ENTER)
    assert guest.get(ENTER).url == reverse("desks:home")


def test_someone_already_signed_in_is_sent_on(guest, robin):
    try_as(guest, "robin@example.org")

    assert guest.get(SIGN_IN).url == ENTER


def test_the_session_key_changes_at_sign_in(guest, robin):
    guest.get(SIGN_IN)
    session = guest.session
    session["planted"] = True
    session.save()
    before = session.session_key

    try_as(guest, "robin@example.org")

    assert guest.session.session_key != before
    assert not session.exists(before)


def test_signing_out_ends_the_session(guest, robin):
    try_as(guest, "robin@example.org")
    key = guest.session.session_key

    response = guest.post("/sign-out/")

    assert (response.status_code, response.url) == (302, reverse("explore:home"))
    assert not is_signed_in(guest)
    assert not guest.session.exists(key)


def test_following_a_link_does_not_sign_out(guest, robin):
    try_as(guest, "robin@example.org")

    assert guest.get("/sign-out/").status_code == 405
    assert is_signed_in(guest)


@pytest.mark.parametrize("path", [SIGN_IN, "/sign-out/"])
def test_a_post_from_elsewhere_is_refused(path, robin):
    guest = Client(enforce_csrf_checks=True)

    response = guest.post(path, CREDENTIALS)

    assert response.status_code == 403


def test_unknown_address_wrong_password_and_closed_account_get_the_same_answer(guest, robin):
    closed = open_account(by=OPERATOR, email="ended@example.org", name="Closed", password=PASSWORD)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    wrong = answer(guest, "robin@example.org", "wrong")

    assert "do not go together" in wrong[1]
    assert answer(guest, "bobin@example.org", PASSWORD) == wrong
    assert answer(guest, "ended@example.org", PASSWORD) == wrong
    assert not is_signed_in(guest)


def test_an_unknown_address_costs_as_much_hashing_as_a_wrong_password(guest, robin, monkeypatch):
    hashed = []
    encode = User.set_password.__globals__["make_password"]
    monkeypatch.setitem(User.set_password.__globals__, "make_password", lambda raw: hashed.append(raw) or encode(raw))

    try_as(guest, "robbie@example.org", "wrong")

    assert hashed == ["wrong"]


@pytest.mark.parametrize("email", ["robin@example.org", "robbie@example.org"])
def test_the_sixth_wrong_try_on_one_account_is_refused_even_with_the_right_password(email, robin, guest):
    for _ in range(5):
        assert "do not go together" in try_as(guest, email, "wrong").content.decode()

    response = try_as(guest, email, PASSWORD)

    assert "too many tries" in response.content.decode()
    assert not is_signed_in(guest)


def test_a_closed_account_uses_up_its_tries_like_any_other(guest, robin):
    User.objects.update(is_active=False)
    for _ in range(5):
        try_as(guest, "robin@example.org")

    assert "too many tries" in try_as(guest, "robin@example.org").content.decode()


def test_signing_in_rightly_uses_up_no_tries(guest, robin):
    for _ in range(7):
        try_as(guest, "robin@example.org")
        assert is_signed_in(guest)
        guest.post("/sign-out/")


def test_the_eleventh_wrong_try_from_one_place_is_refused_whatever_the_account(guest, robin):
    for number in range(10):
        assert "do not go together" in try_as(guest, f"nobody{number}@example.org").content.decode()

    assert "too many tries" in try_as(guest, "robin@example.org").content.decode()


def test_the_thirty_first_post_from_one_place_is_turned_away(guest, robin):
    for _ in range(30):
        assert try_as(guest, "", "").status_code == 200

    response = try_as(guest, "robin@example.org")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert "Wait a minute" in response.content.decode()
    assert guest.get(SIGN_IN).status_code == 200


def test_the_address_is_not_taken_from_what_the_browser_claims(guest, robin):
    for number in range(10):
        try_as(guest, f"nobody{number}@example.org")

    response = guest.post(SIGN_IN, CREDENTIALS, headers={"X-Forwarded-For": "203.0.113.9"})

    assert "too many tries" in response.content.decode()


def test_a_burst_of_tries_at_once_passes_no_more_than_the_limit():
    cache.clear()
    request = RequestFactory().post(SIGN_IN, REMOTE_ADDR="198.51.100.77")

    def one_try(_):
        return bool(ratelimit.consume(request, app="allauth.account", action="login_failed", key="burst"))

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(one_try, range(24)))

    assert passed == 5


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "//user@evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,hi",
    "\thttps://evil.example",
    " //evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "//evil。example",
    "http://localhost:9999/",
    "http://testserver/desk/",
    "ftp://testserver/",
    "desk/",
]


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nobody_already_signed_in_is_sent_elsewhere(where, guest, steward):
    guest.force_login(steward)

    response = guest.get(SIGN_IN, {"next": where})

    assert (response.status_code, response.url) == (302, ENTER)


@pytest.mark.parametrize("where", ELSEWHERE[:5])
def test_nobody_is_sent_elsewhere_after_signing_in(where, guest, robin):
    in_the_form = try_as(guest, "robin@example.org", next=where).url
    guest.post("/sign-out/")
    in_the_address = guest.post(f"{SIGN_IN}?next={quote(where)}", CREDENTIALS).url

    assert in_the_form == in_the_address == ENTER


@pytest.mark.parametrize("where", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_after_signing_out(where, guest, steward):
    guest.force_login(steward)

    assert guest.post("/sign-out/", {"next": where}).url == reverse("explore:home")


def test_someone_who_was_on_the_way_to_a_page_gets_there(guest, robin):
    page = guest.get(reverse("desks:home"))
    form = guest.get(page.url)

    response = try_as(guest, "robin@example.org", next=form.context["redirect_field_value"])

    assert page.url == f"{SIGN_IN}?next={reverse('desks:home')}"
    assert response.url == reverse("desks:home")


def test_a_next_page_is_written_into_the_form_harmlessly(guest, db):
    page = guest.get(SIGN_IN, {"next": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page


def test_the_page_is_never_kept_by_a_cache(guest, db):
    assert "no-store" in guest.get(SIGN_IN).headers["Cache-Control"]


def test_the_demonstration_says_who_may_be_signed_in_as(guest, db, settings):
    settings.DEMONSTRATION = True

    page = guest.get(SIGN_IN).content.decode()

    assert demonstration.PASSWORD in page
    assert all(person.email in page for person in demonstration.DEMO)


def test_anywhere_else_the_demonstration_is_not_mentioned(guest, db, settings):
    settings.DEMONSTRATION = False

    page = guest.get(SIGN_IN).content.decode()

    assert demonstration.PASSWORD not in page


@pytest.mark.parametrize("demonstrating", [True, False])
def test_demonstration_accounts_open_nothing_outside_a_demonstration(demonstrating, guest, db, settings):
    settings.DEMONSTRATION = demonstrating
    for person in demonstration.DEMO:
        open_account(
            by=OPERATOR,
            email=person.email,
            name=person.name,
            password=demonstration.PASSWORD,
            platform_roles=person.roles,
            is_demonstration=True,
        )

    try_as(guest, demonstration.DEMO[0].email, demonstration.PASSWORD)

    assert is_signed_in(guest) == demonstrating


@pytest.mark.parametrize("login", ["\x00", "a" * 5000, "robin@example.org\x00", "'; drop table accounts_user; --"])
def test_hostile_input_is_just_a_wrong_sign_in(login, guest, robin):
    response = try_as(guest, login)

    assert response.status_code == 200
    assert not is_signed_in(guest)


def test_a_count_of_tries_does_not_begin_anew_with_another_host(guest, robin):
    for number in range(5):
        guest.post(SIGN_IN, CREDENTIALS | {"password": "wrong"}, headers={"host": f"localhost:{number + 1}"})

    guest.post(SIGN_IN, CREDENTIALS, headers={"host": "localhost:99"})

    assert not is_signed_in(guest)


def elsewhere(number):
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


def test_whoever_fails_on_purpose_does_not_lock_out_a_browser_that_was_in_before(guest, robin):
    try_as(guest, "Robin@example.org")
    guest.post("/sign-out/")

    for number in range(8):
        try_as(elsewhere(number), "robin@example.org", "wrong")
    try_as(guest, " robin@Example.org")

    assert is_signed_in(guest)


def test_a_known_browser_has_no_more_tries_than_any_other(guest, robin):
    try_as(guest, "robin@example.org")
    guest.post("/sign-out/")

    for _ in range(5):
        try_as(guest, "robin@example.org", "wrong")
    try_as(guest, "robin@example.org")

    assert not is_signed_in(guest)


@pytest.mark.parametrize("forged", ["", ".", "abc", "abc.def", "another account's"])
def test_a_mark_that_was_not_given_for_this_account_gives_no_tries(forged, guest, robin, someone):
    if forged == "another account's":
        other = someone(email="other@example.org")
        other.set_password(PASSWORD)
        other.save()
        try_as(guest, "other@example.org")
        guest.post("/sign-out/")
    else:
        guest.cookies["known"] = forged
    for number in range(5):
        try_as(elsewhere(number), "robin@example.org", "wrong")

    try_as(guest, "robin@example.org")

    assert not is_signed_in(guest)


def test_the_mark_of_a_known_browser_is_sent_to_sign_in_only_and_opens_nothing(guest, robin):
    response = try_as(guest, "robin@example.org")
    mark = response.cookies["known"]

    assert (mark["path"], mark["httponly"], mark["samesite"]) == (SIGN_IN, True, "Lax")
    assert "robin" not in mark.value
    stranger = Client()
    stranger.cookies["known"] = mark.value
    assert stranger.get(reverse("desks:home")).status_code == 302
    assert "known" not in try_as(elsewhere(1), "robin@example.org", "wrong").cookies


def test_a_demonstration_session_ends_with_the_demonstration(guest, db, settings):
    settings.DEMONSTRATION = True
    person = demonstration.DEMO[0]
    open_account(
        by=OPERATOR,
        email=person.email,
        name=person.name,
        password=demonstration.PASSWORD,
        platform_roles=person.roles,
        is_demonstration=True,
    )
    try_as(guest, person.email, demonstration.PASSWORD)
    assert guest.get(reverse("desks:home")).status_code == 200

    settings.DEMONSTRATION = False

    assert guest.get(reverse("desks:home")).status_code == 302


def test_a_session_ends_when_its_account_is_closed(guest, robin):
    try_as(guest, "robin@example.org")
    robin.is_active = False
    robin.save()

    assert guest.get(reverse("desks:home")).status_code == 302


def test_whoever_was_signed_out_while_they_wrote_reads_that_nothing_was_saved(guest, db):
    assert "what you sent was not saved" in guest.get(f"{SIGN_IN}?next=/work/&unsaved=yes").content.decode()
    assert "what you sent was not saved" not in guest.get(f"{SIGN_IN}?next=/work/").content.decode()


@pytest.mark.parametrize("key", ["\\000aaaaaaaa", "a", "A" * 32, "a" * 400, "../../etc"])
def test_a_key_that_no_session_can_have_is_a_visitor_like_any_other(key, guest, small_world):
    guest.cookies["session"] = key

    assert guest.get("/").status_code == 200


def test_what_was_said_to_one_person_is_not_said_to_the_next_at_the_same_machine(guest, someone, partnership):
    guest.force_login(partnership.viewer)
    guest.post("/work/notifications/read/")
    guest.post("/sign-out/")
    guest.force_login(someone())

    assert "Noted as read." not in guest.get("/work/").content.decode()


def test_what_happens_in_organisations_is_not_the_stewards_to_read(guest, robin):
    organisation = open_organisation(by=OPERATOR, name="Loom Ltd", sector="business")
    add_to_organisation(by=OPERATOR, organisation=organisation, person=robin, role=Role.ORGANISER)
    guest.force_login(robin)

    page = guest.get(reverse("desks:home")).content.decode()

    assert "opened an account" in page
    assert "Loom Ltd" not in page
