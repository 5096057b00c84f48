"""Signing in with one's organisation, at a real provider that runs beside the test."""

import re
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from html import unescape

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts import fetching
from apps.accounts.actions import add_to_organisation, leave_organisation, open_account, remove_from_organisation
from apps.accounts.fetching import NotFetched, fetched_json, is_address
from apps.accounts.life_actions import foretold, merge_organisations
from apps.accounts.models import Connection, Organisation, OrganisationPerson, SignOn, User
from apps.accounts.organisation_actions import (
    open_own_organisation,
    set_domains,
    unverify_organisation,
    verify_organisation,
)
from apps.accounts.sign_on_actions import approve_sign_on, decline_sign_on, demand_sign_on, end_sign_on, name_sign_on
from apps.accounts.terms import terms_version
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from tests.accounts.letters import links_of, new_guest
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.accounts.stepping import PASSWORD, STEP, code_at, password_given, set_up
from tests.records import as_saved, last_event

PAGE, BACK = "/sign-in/organisation/", "/sign-in/organisation/back/"
NELL = "nell@loom.example"


@pytest.fixture(autouse=True)
def _no_other_address(settings):
    """The site is where it is asked, whatever the size."""
    settings.SITE_ADDRESS = ""


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def olive(db):
    return open_account(by=OPERATOR, email="olive@loom.example", name="Olive Organiser", password=PASSWORD)


@pytest.fixture
def loom(olive):
    made = open_own_organisation(by=olive, name="Loom Ltd", sector="business")
    return verify_organisation(by=OPERATOR, organisation=made, domains=["loom.example"])


@pytest.fixture
def named(settings, provider, loom, olive):
    settings.SIGN_ON_NEARBY = True
    given = {"issuer": provider.issuer, "client_id": CLIENT, "client_secret": SECRET}
    return name_sign_on(by=olive, organisation=loom, **given)


@pytest.fixture
def approved(named, loom):
    return approve_sign_on(by=OPERATOR, organisation=loom)


@pytest.fixture
def nell(db):
    return open_account(by=OPERATOR, email=NELL, name="Nell Loom", password=PASSWORD)


def led(guest, email=NELL, to=""):
    """The address that a browser is led to."""
    page = guest.post(PAGE, {"email": email, "next": to}).content.decode()
    return unescape(re.search(r'<a href="(http[^"]+/authorize[^"]+)"', page)[1])


def back(provider, guest=None, to="", **who):
    """A browser that was at the provider, and what it is answered when it is back."""
    guest = guest or new_guest()
    return guest, guest.get(provider.signs_in(led(guest, to=to), **who))


def welcomed(provider, **who):
    """Whoever comes for the first time, and accepts the terms."""
    guest, answer = back(provider, **who)
    assert answer.url == f"{PAGE}welcome/"
    return guest, guest.post(answer.url, {"name": "Nell Loom", "terms": "on"})


def is_in(browser):
    return browser.get("/account/").status_code == 200


def test_the_first_time_makes_an_account_that_belongs_to_the_organisation(provider, approved, loom):
    guest, answer = back(provider, to="/account/sessions/")
    page = guest.get(answer.url).content.decode()
    assert 'value="Nell Loom"' in page
    assert not User.objects.filter(email=NELL).exists()

    assert guest.post(answer.url, {"name": "Nell Loom"}).status_code == 422
    entered = guest.post(answer.url, {"name": "Nell Loom", "terms": "on"})

    assert entered.url == "/account/sessions/"
    person = User.objects.get(email=NELL)
    assert is_in(guest)
    assert not person.has_usable_password()
    assert person.terms_sha256 == terms_version()
    assert loom.people.get(person=person).role == Role.STAFF
    assert Connection.objects.get().subject == "7f3a"


def test_later_ones_find_the_account_by_the_providers_name_for_them_and_not_by_the_address(provider, approved):
    welcomed(provider)
    User.objects.filter(email=NELL).update(email="nell@elsewhere.example")

    guest, answer = back(provider)

    assert answer.url == "/work/enter/"
    assert is_in(guest)
    assert User.objects.count() == 2


def test_someone_else_who_gets_the_address_gets_no_account_that_has_it(provider, approved):
    welcomed(provider)

    guest, answer = back(provider, subject="another")

    assert answer.url == f"{PAGE}connect/"
    assert not is_in(guest)


def test_an_account_with_a_password_is_connected_once_its_owner_gives_it(provider, approved, nell, loom):
    guest, answer = back(provider, to="/account/")
    assert answer.url == f"{PAGE}connect/"
    assert not is_in(guest)

    assert guest.post(answer.url, {"password": "wrong"}).status_code == 422
    assert not Connection.objects.exists()
    assert guest.post(answer.url, {"password": PASSWORD}).url == "/account/"

    assert is_in(guest)
    assert loom.people.filter(person=nell).exists()
    assert back(provider)[1].url == "/work/enter/"


def test_a_second_step_is_asked_for_all_the_same(provider, approved, nell):
    browser, _ = password_given(NELL)
    set_up(browser, nell)

    guest, answer = back(provider)
    answer = guest.post(answer.url, {"password": PASSWORD})

    assert answer.url == "/sign-in/second-step/"
    assert not is_in(guest)
    assert "known" not in answer.cookies


@pytest.mark.parametrize("how", ["leaves", "is removed"])
def test_the_provider_of_a_former_organisation_opens_no_account(provider, approved, nell, loom, olive, how):
    guest, answer = back(provider)
    guest.post(answer.url, {"password": PASSWORD})
    if how == "leaves":
        leave_organisation(by=nell, organisation=loom)
    else:
        remove_from_organisation(by=olive, organisation=loom, person=nell)

    guest, answer = back(provider)

    assert not Connection.objects.exists()
    assert answer.url == f"{PAGE}connect/"
    assert not is_in(guest)


def test_a_provider_opens_the_accounts_of_those_who_belong_to_its_organisation_only(provider, approved):
    welcomed(provider)
    OrganisationPerson.objects.filter(person__email=NELL).delete()

    guest, answer = back(provider)

    assert answer.url == f"{PAGE}connect/"
    assert not is_in(guest)


def asked_for_a_passkey(browser):
    """Whether a passkey can be added without one's password."""
    return browser.post("/account/passkeys/begin/", {"name": "my phone"}).status_code == 200


def test_who_came_in_by_a_provider_adds_a_passkey_by_their_password_only(provider, approved, nell):
    guest, answer = back(provider)
    guest.post(answer.url, {"password": PASSWORD})

    assert not asked_for_a_passkey(back(provider)[0])
    assert not asked_for_a_passkey(guest)
    guest.post("/sign-out/")
    guest.post("/sign-in/", {"login": NELL, "password": PASSWORD})
    assert asked_for_a_passkey(guest)


def test_nor_do_they_add_one_without_it_after_a_second_step(provider, approved, nell):
    secret, _page = set_up(password_given(NELL)[0], nell)
    guest, answer = back(provider)
    guest.post(answer.url, {"password": PASSWORD})

    guest.post(STEP, {"code": code_at(secret, time.time() + 30)})

    assert is_in(guest)
    assert not asked_for_a_passkey(guest)


def refused(provider, **who):
    guest, answer = back(provider, **who)
    return (answer.status_code, is_in(guest), Connection.objects.count()) == (409, False, 0)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another-site"},
        {"aud": [CLIENT, "another-site"]},
        {"azp": "another-site"},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 120},
        {"iat": int(time.time()) + 900},
        {"email": "nell@evil.example"},
        {"email": "nell@sub.loom.example"},
        {"email": "nell@evil.example, nell@loom.example.evil.example"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "false"},
        {"sub": ""},
        {"sub": "x" * 300},
    ],
)
def test_a_token_that_says_anything_else_is_not_believed(provider, approved, claims):
    provider.claims = claims

    assert refused(provider)


@pytest.mark.parametrize("missing", ["nonce", "sub", "exp", "iat", "iss", "aud", "email"])
def test_a_token_that_leaves_something_out_is_not_believed(provider, approved, missing):
    provider.drop = (missing,)

    assert refused(provider)


def test_a_provider_that_never_says_whether_an_address_is_verified_is_believed_of_its_own_domain(provider, approved):
    provider.drop = ("email_verified",)

    assert back(provider)[1].url == f"{PAGE}welcome/"


def test_a_token_that_another_key_signed_is_not_believed(provider, approved):
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert refused(provider)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_nobody_signed_or_anyone_could_have_is_not_believed(provider, approved, algorithm):
    provider.algorithm = algorithm

    assert refused(provider)


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://x/"},
        {"token_endpoint": "https://["},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_describes_itself_as_another_is_not_asked(provider, approved, about):
    provider.about = about
    guest = new_guest()

    answer = guest.post(PAGE, {"email": NELL})

    assert (answer.status_code, "does not describe itself" in answer.content.decode()) == (422, True)


def test_a_code_that_the_provider_does_not_take_is_told_kindly(provider, approved):
    provider.token_status = 500

    assert refused(provider)


def test_coming_back_twice_does_something_once(provider, approved):
    welcomed(provider)
    guest = new_guest()
    address = provider.signs_in(led(guest))
    assert guest.get(address).url == "/work/enter/"
    guest.post("/sign-out/")

    assert guest.get(address).status_code == 409
    assert not is_in(guest)


def test_nobody_comes_back_in_a_browser_that_was_not_led_away(provider, approved):
    welcomed(provider)
    address = provider.signs_in(led(new_guest()))

    other = new_guest()
    assert other.get(address).status_code == 409
    led(other)
    assert other.get(address).status_code == 409
    assert not is_in(other)


def test_nobody_comes_back_after_a_quarter_of_an_hour(provider, approved, monkeypatch):
    guest = new_guest()
    address = provider.signs_in(led(guest))
    later = time.time() + 901
    monkeypatch.setattr("apps.accounts.sign_on.time.time", lambda: later)

    assert guest.get(address).status_code == 409


def test_a_provider_that_nobody_approved_leads_nowhere(provider, named):
    answer = new_guest().post(PAGE, {"email": NELL})

    assert "No organisation signs people in" in answer.content.decode()
    assert provider.requests == []


@pytest.mark.parametrize("what", ["declined", "unverified", "ended", "domain gone"])
def test_what_counts_no_more_lets_nobody_in_who_is_on_their_way(provider, approved, loom, olive, what):
    welcomed(provider)
    guest = new_guest()
    address = provider.signs_in(led(guest))
    if what == "declined":
        decline_sign_on(by=OPERATOR, organisation=loom, reason="It is not yours.")
    elif what == "unverified":
        unverify_organisation(by=OPERATOR, organisation=loom, reason="Gone.")
    elif what == "ended":
        end_sign_on(by=olive, organisation=loom)
    else:
        loom.domains.all().delete()

    assert guest.get(address).status_code == 409
    assert not is_in(guest)


def test_whoever_is_suspended_does_not_come_in(provider, approved):
    welcomed(provider)
    User.objects.filter(email=NELL).update(is_active=False)

    assert back(provider)[1].status_code == 409


def test_naming_another_issuer_takes_approval_back_and_forgets_who_was_known(provider, approved, loom, olive):
    welcomed(provider)
    given = {"issuer": "https://other.example", "client_id": CLIENT, "client_secret": "another"}

    changed = name_sign_on(by=olive, organisation=loom, **given)

    assert (changed.approved_at, changed.connections.count()) == (None, 0)


def test_another_secret_alone_keeps_approval_and_another_client_does_not(approved, provider, loom, olive):
    given = {"by": olive, "organisation": loom, "issuer": provider.issuer}
    assert name_sign_on(**given, client_id=CLIENT, client_secret="rotated").approved_at
    assert name_sign_on(**given, client_id=CLIENT, client_secret="").approved_at
    assert not name_sign_on(**given, client_id="another", client_secret="").approved_at


def test_the_secret_is_kept_encrypted_and_goes_to_no_other_issuer(approved, loom, olive, signed_in):
    assert SECRET not in approved.client_secret
    page = signed_in(olive).get(f"/work/organisations/{loom.slug}/sign-on/").content.decode()
    assert SECRET not in page
    assert "http://testserver/sign-in/organisation/back/" in page

    answer = signed_in(olive).post(
        f"/work/organisations/{loom.slug}/sign-on/", {"issuer": "https://evil.example", "client_id": CLIENT}
    )

    assert "Another provider has another secret" in answer.content.decode()


def test_an_organiser_names_an_administrator_approves_and_both_are_recorded(
    settings, loom, olive, administrator, signed_in, provider
):
    settings.SIGN_ON_NEARBY = True
    at, desk = f"/work/organisations/{loom.slug}/sign-on/", f"/desk/organisations/{loom.slug}/sign-on/"
    organiser, admin = signed_in(olive), signed_in(administrator)
    assert organiser.post(at, {"issuer": provider.issuer, "client_id": "", "client_secret": "x"}).status_code == 422
    organiser.post(at, {"issuer": provider.issuer, "client_id": CLIENT, "client_secret": SECRET})
    assert "waits for an administrator" in organiser.get(at).content.decode()
    assert provider.issuer in admin.get("/desk/organisations/").content.decode()
    assert provider.issuer in admin.get(desk).content.decode()

    assert admin.post(f"{desk}decline/", {"reason": ""}).status_code == 422
    admin.post(f"{desk}decline/", {"reason": "Ring us."})
    assert "Ring us." in organiser.get(at).content.decode()
    admin.post(f"{desk}approve/")

    assert SignOn.objects.counting().get().organisation == loom
    verbs = [Verb.SIGN_ON_NAMED, Verb.SIGN_ON_DECLINED, Verb.SIGN_ON_APPROVED]
    assert list(Event.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)) == verbs
    organiser.post(f"{at}end/")
    assert not SignOn.objects.exists()


def test_an_issuer_that_is_no_address_is_told_so(loom, olive, signed_in):
    given = {"issuer": "https://[", "client_id": CLIENT, "client_secret": SECRET}

    answer = signed_in(olive).post(f"/work/organisations/{loom.slug}/sign-on/", given)

    assert (answer.status_code, "beginning with https://" in answer.content.decode()) == (422, True)


def test_nobody_approves_their_own(named, loom, olive):
    with pytest.raises(AccessDenied):
        approve_sign_on(by=olive, organisation=loom)


def test_only_organisers_name_one(loom, nell, provider):
    add_to_organisation(by=OPERATOR, organisation=loom, person=nell, role=Role.STAFF)

    with pytest.raises(AccessDenied):
        name_sign_on(by=nell, organisation=loom, issuer=provider.issuer, client_id="x", client_secret="y")


def test_an_organisation_without_a_verified_domain_names_none(olive, loom):
    loom.domains.all().delete()

    with pytest.raises(Refused, match="verified first"):
        name_sign_on(by=olive, organisation=loom, issuer="https://a.example", client_id="x", client_secret="y")


def test_two_organisations_do_not_both_speak_for_a_domain(approved, someone):
    other = open_own_organisation(by=(rival := someone(name="Rae Rival")), name="Loom too", sector="business")
    verify_organisation(by=OPERATOR, organisation=other, domains=["loom.example"])
    name_sign_on(by=rival, organisation=other, issuer="https://a.example", client_id="x", client_secret="y")

    with pytest.raises(Refused, match="Loom Ltd has one of these domains"):
        approve_sign_on(by=OPERATOR, organisation=other)


@pytest.fixture
def mill(someone):
    made = open_own_organisation(by=someone(name="Mo Miller"), name="Mill Ltd", sector="business")
    return verify_organisation(by=OPERATOR, organisation=made, domains=["mill.example"])


def test_a_provider_is_believed_of_more_domains_only_once_it_is_approved_anew(provider, approved, loom, olive):
    demanded(provider, loom, olive)

    set_domains(by=OPERATOR, organisation=loom, domains=["loom.example", "weft.example"])

    changed = as_saved(approved)
    assert (changed.approved_at, changed.declined_at, changed.is_demanded) == (None, None, False)
    assert (
        last_event().details["said"] == "loom.example, weft.example; how its people sign in waits to be approved anew"
    )
    assert "No organisation signs people in" in new_guest().post(PAGE, {"email": "x@weft.example"}).content.decode()
    approve_sign_on(by=OPERATOR, organisation=loom)
    assert back(provider, email="wes@weft.example", subject="wes")[1].url == f"{PAGE}welcome/"


def test_fewer_domains_leave_it_approved(approved, loom):
    set_domains(by=OPERATOR, organisation=loom, domains=["loom.example", "weft.example"])
    approve_sign_on(by=OPERATOR, organisation=loom)

    set_domains(by=OPERATOR, organisation=loom, domains=["loom.example"])

    assert as_saved(approved).approved_at
    assert last_event().details["said"] == "loom.example"


def test_a_merger_that_brings_domains_ends_approval_and_foretells_it(approved, loom, mill):
    waits = "How people of Loom Ltd sign in waits to be approved anew, as it would be believed of more domains."
    assert waits in foretold(mill, loom)

    merge_organisations(by=OPERATOR, organisation=mill, into=loom, reason="One company.")

    assert not as_saved(approved).approved_at
    assert waits not in foretold(mill, loom)


def test_a_merger_that_brings_no_other_domain_leaves_it_approved(approved, loom, mill):
    mill.domains.update(domain="loom.example")
    assert not any("approved anew" in sentence for sentence in foretold(mill, loom))

    merge_organisations(by=OPERATOR, organisation=mill, into=loom, reason="One company.")

    assert as_saved(approved).approved_at


def test_a_domain_that_a_provider_speaks_for_is_not_given_to_another_organisation(approved, loom, mill):
    with pytest.raises(ValidationError, match="Loom Ltd has one of these domains, and its own sign-on"):
        set_domains(by=OPERATOR, organisation=mill, domains=["mill.example", " LOOM.example"])

    assert [str(each) for each in mill.domains.all()] == ["mill.example"]


def demanded(provider, loom, olive):
    guest, answer = back(provider, email=olive.email, subject="olive")
    guest.post(answer.url, {"password": PASSWORD})
    demand_sign_on(by=olive, organisation=loom, is_demanded=True)


def test_an_organisation_demands_it_of_its_people_with_its_addresses(provider, approved, loom, olive, nell):
    with pytest.raises(Refused, match="Sign in with it yourself first"):
        demand_sign_on(by=olive, organisation=loom, is_demanded=True)
    demanded(provider, loom, olive)
    assert password_given(NELL)[1].url == "/account/"
    add_to_organisation(by=OPERATOR, organisation=loom, person=nell, role=Role.STAFF)

    guest, answer = password_given(NELL)

    assert answer.url == f"{PAGE}?demanded=yes"
    assert not is_in(guest)
    assert "Your organisation wants its people" in guest.get(answer.url).content.decode()
    guest, answer = back(provider)
    assert guest.post(answer.url, {"password": PASSWORD}).status_code == 302
    assert is_in(guest)


def test_whoever_holds_a_role_on_the_platform_is_not_locked_out_by_an_organisation(provider, approved, loom, olive):
    demanded(provider, loom, olive)
    User.objects.filter(pk=olive.pk).update(platform_roles=[Role.ADMINISTRATOR])

    assert password_given(olive.email)[1].url == "/account/"


def test_a_demand_is_taken_back_on_its_page(provider, approved, loom, olive, signed_in):
    demanded(provider, loom, olive)

    signed_in(olive).post(f"/work/organisations/{loom.slug}/sign-on/demand/", {"demanded": "no"})

    assert not SignOn.objects.get().is_demanded
    assert password_given(olive.email)[1].url == "/account/"


def test_the_database_lets_nobody_demand_what_is_not_approved(named):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOn.objects.update(is_demanded=True)


def test_someone_disconnects_their_account_and_has_to_connect_it_again(provider, approved, nell):
    guest, answer = back(provider)
    guest.post(answer.url, {"password": PASSWORD})
    assert "You come in by Loom Ltd" in guest.get("/account/").content.decode()

    guest.post(f"/account/sign-on/{Connection.objects.get().pk}/end/")

    assert not Connection.objects.exists()
    assert back(provider)[1].url == f"{PAGE}connect/"


def test_whoever_has_no_password_does_not_disconnect(provider, approved):
    guest, _ = welcomed(provider)

    answer = guest.post(f"/account/sign-on/{Connection.objects.get().pk}/end/", follow=True)

    assert "Choose a password first" in answer.content.decode()
    assert Connection.objects.exists()


def test_whoever_has_no_password_is_told_how_to_get_one_where_it_is_asked_for(provider, approved, mailoutbox):
    guest, _ = welcomed(provider)

    assert "has no password" in guest.post("/account/delete/", {"present": "x"}).content.decode()
    guest.post("/forgotten-password/", {"email": NELL})
    link = next(each for each in links_of(mailoutbox) if each.startswith("/forgotten-password/"))
    guest.post(link, {"password": PASSWORD})

    assert password_given(NELL)[1].url == "/account/"


def test_nobody_disconnects_someone_else(provider, approved, olive, signed_in):
    welcomed(provider)

    signed_in(olive).post(f"/account/sign-on/{Connection.objects.get().pk}/end/")

    assert Connection.objects.exists()


def test_what_a_provider_said_is_settled_within_a_quarter_of_an_hour(provider, approved, monkeypatch):
    guest, answer = back(provider)
    later = time.time() + 901
    monkeypatch.setattr("apps.accounts.views.sign_on.time.time", lambda: later)

    assert guest.get(answer.url).url == PAGE


def test_someone_who_signed_up_meanwhile_is_not_given_away(provider, approved, db):
    guest, answer = back(provider)
    open_account(by=OPERATOR, email=NELL, name="Nell", password=PASSWORD)

    assert guest.post(answer.url, {"name": "Nell", "terms": "on"}).status_code == 422
    assert not Connection.objects.exists()


def test_an_organisation_shows_its_sign_on_to_its_organisers_only(loom, nell, signed_in):
    add_to_organisation(by=OPERATOR, organisation=loom, person=nell, role=Role.STAFF)

    assert signed_in(nell).get(f"/work/organisations/{loom.slug}/sign-on/").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "https://127.0.0.1:1/",
        "https://localhost:1/",
        "https://10.0.0.7/",
        "https://[::1]:1/",
        "https://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://",
        "https://user@example.org/",
        "https://[",
    ],
)
def test_nothing_in_our_own_network_is_asked(address):
    with pytest.raises(NotFetched):
        fetched_json(address)


def test_without_https_only_this_machine_is_asked_and_only_where_that_is_allowed(settings, provider):
    with pytest.raises(NotFetched):
        fetched_json(f"{provider.issuer}/keys")
    settings.SIGN_ON_NEARBY = True

    assert fetched_json(f"{provider.issuer}/keys")["keys"]
    with pytest.raises(NotFetched, match="not https"):
        fetched_json("http://10.0.0.7/")


def test_an_answer_that_is_no_json_or_leads_on_or_is_not_there_is_none(settings, provider):
    settings.SIGN_ON_NEARBY = True

    for path in ("/nowhere", "/.well-known/nothing"):
        with pytest.raises(NotFetched, match="404"):
            fetched_json(provider.issuer + path)
    assert not is_address("https:///path")


@pytest.fixture
def dripping():
    """Addresses of servers that send the beginning of an answer, and then a little of it again and again."""
    ended, begun = threading.Event(), []

    def drip(server, start, drop):
        line, _address = server.accept()
        with server, line, suppress(OSError):
            line.recv(4096)
            line.sendall(start)
            while not ended.wait(0.05):
                line.sendall(drop)

    def begin(start, drop):
        server = socket.create_server(("127.0.0.1", 0))
        begun.append(threading.Thread(target=drip, args=(server, start, drop)))
        begun[-1].start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield begin
    ended.set()
    for each in begun:
        each.join()


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
    ],
    ids=["body", "body without a length", "chunks", "header"],
)
def test_an_answer_that_drips_is_waited_for_no_longer_than_a_whole_one_may_take(
    settings, monkeypatch, dripping, start, drop
):
    settings.SIGN_ON_NEARBY = True
    monkeypatch.setattr(fetching, "_LONGEST", 0.4)
    began = time.monotonic()

    with pytest.raises(NotFetched):
        fetched_json(dripping(start, drop))

    assert 0.3 < time.monotonic() - began < 4


def test_a_connection_says_when_it_was_used(provider, approved):
    welcomed(provider)
    Connection.objects.update(last_used_at=timezone.now() - timedelta(days=3))

    back(provider)

    assert Connection.objects.get().last_used_at > timezone.now() - timedelta(minutes=5)
    assert Organisation.objects.get().sign_on.connections.count() == 1
