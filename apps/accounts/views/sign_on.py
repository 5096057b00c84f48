"""Signing in with one's organisation: led to its provider, back from it, and what comes of the first time."""

import time
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import public, signed_in, unkept
from apps.accounts import known_browsers
from apps.accounts import sign_on_actions as actions
from apps.accounts.adapter import AccountAdapter
from apps.accounts.backends import AccountBackend
from apps.accounts.forms import AddressForm, ConnectForm, WelcomeForm
from apps.accounts.leading import asked_next, origin_of, turned_away
from apps.accounts.models import SignOn, User
from apps.accounts.sign_on import Known, asked_of, known_by, over, packed, sign_on_for, unpacked
from apps.common.answers import attempted, done
from apps.common.errors import Refused

_PLACE = {"section": "sign-in"}
#: What a browser was led away with, and whom its provider said that it is, until that is settled.
_AWAY, _KNOWN = "sign_on_away", "sign_on_known"
_SETTLED_WITHIN = 900


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: HttpRequest) -> HttpResponse:
    """Asks for an address, by whose domain the organisation is known, and leads on to its provider."""
    to = asked_next(request)
    if request.user.is_authenticated:
        return redirect(to or "work:enter")
    if request.method == "POST" and (away := turned_away(request, "login")):
        return away
    form = AddressForm(request.POST if request.method == "POST" else None)
    if led := attempted(form, lambda: _led(request, form.cleaned_data["email"], to)):
        # A form that is answered by a redirect elsewhere is stopped by our own policy, so a page leads on.
        return unkept(render(request, "accounts/sign_on_leave.html", {**_PLACE, "led": led}))
    context = {**_PLACE, "form": form, "next": to}
    return unkept(render(request, "accounts/sign_on.html", context, status=422 if form.is_bound else 200))


@public
@require_GET
def sign_on_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider, which leads here by GET: it does something in the browser that was led away, once."""
    if away := turned_away(request, "login"):
        return away
    kept = request.session.pop(_AWAY, {}) if request.session.session_key else {}
    try:
        found, known = _known(request, kept)
        person = actions.enter_by_sign_on(sign_on=found, known=known)
    except Refused as refusal:
        return _refused(request, refusal.sentence)
    if person:
        return _entered(request, person, kept["next"])
    request.session[_KNOWN] = {"sign_on": found.pk, "known": packed(known), "at": time.time(), "next": kept["next"]}
    has_account = User.objects.filter(email__iexact=known.email).exists()
    return unkept(redirect("accounts:sign_on_connect" if has_account else "accounts:sign_on_welcome"))


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on_connect(request: HttpRequest) -> HttpResponse:
    """There is an account with this address: its owner gives its password once, and the two are connected."""
    if (settling := _settling(request)) is None:
        return unkept(redirect("accounts:sign_on"))
    found, known, to = settling
    form = ConnectForm(request.POST if request.method == "POST" else None)
    if person := attempted(form, lambda: _connect(request, form, found, known)):
        del request.session[_KNOWN]
        return _entered(request, person, to)
    context = {**_PLACE, "form": form, "organisation": found.organisation, "email": known.email}
    return unkept(render(request, "accounts/sign_on_connect.html", context, status=422 if form.is_bound else 200))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on_welcome(request: HttpRequest) -> HttpResponse:
    """Nobody has an account with this address yet: one is opened once its owner says their name and accepts terms."""
    if (settling := _settling(request)) is None:
        return unkept(redirect("accounts:sign_on"))
    found, known, to = settling
    form = WelcomeForm(request.POST if request.method == "POST" else None, initial={"name": known.name})
    person = attempted(
        form, lambda: actions.open_account_by_sign_on(sign_on=found, known=known, name=form.cleaned_data["name"])
    )
    if person:
        del request.session[_KNOWN]
        return _entered(request, person, to)
    context = {**_PLACE, "form": form, "organisation": found.organisation, "email": known.email}
    return unkept(render(request, "accounts/sign_on_welcome.html", context, status=422 if form.is_bound else 200))


@signed_in
@require_POST
def sign_on_disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("You sign in here without that organisation from now on.")
    return done(request, lambda: actions.disconnect_account(by=request.user, connection=pk), said, "accounts:account")


def _led(request: HttpRequest, email: str, to: str) -> dict[str, Any]:
    """Where someone is led; what is kept for when they are back stands in their session."""
    found = sign_on_for(email)
    if found is None:
        raise Refused(_("No organisation signs people in with addresses at this domain. Sign in with your password."))
    address, kept = asked_of(found, email=email, back=origin_of(request) + reverse("accounts:sign_on_back"))
    request.session[_AWAY] = kept | {"next": to}
    return {"address": address, "organisation": found.organisation.name}


def _known(request: HttpRequest, kept: dict[str, Any]) -> tuple[SignOn, Known]:
    found = _counting(kept["sign_on"]) if kept else None
    if found is None:
        raise Refused(over())
    told = request.GET
    return found, known_by(found, kept, code=told.get("code", ""), state=told.get("state", ""))


def _counting(pk: int) -> SignOn | None:
    return SignOn.objects.counting().select_related("organisation").filter(pk=pk).first()


def _settling(request: HttpRequest) -> tuple[SignOn, Known, str] | None:
    """Whom a provider named just now in this browser, who has no account that is connected with it."""
    kept = request.session.get(_KNOWN)
    if request.user.is_authenticated or not kept or time.time() - kept["at"] > _SETTLED_WITHIN:
        return None
    found = _counting(kept["sign_on"])
    return None if found is None else (found, unpacked(kept["known"]), kept["next"])


def _connect(request: HttpRequest, form: Form, found: SignOn, known: Known) -> User:
    # As at sign-in: with its limits on tries, and for those only who may come in.
    person = AccountAdapter().authenticate(request, email=known.email, password=form.cleaned_data["password"])
    if person is None:
        raise ValidationError({"password": _("That is not the password of this account. Check it and try again.")})
    return actions.connect_account(by=person, sign_on=found, known=known)


def _entered(request: HttpRequest, person: User, to: str) -> HttpResponse:
    if not AccountBackend().user_can_authenticate(person):
        return _refused(request, _("This account is suspended. Write to whoever runs this site."))
    login = Login(user=person, redirect_url=to or None, signal_kwargs={"by_sign_on": True})
    response = perform_login(request, login)
    # Who is yet to take a second step is not in, and their browser not known.
    if request.user.is_authenticated:
        known_browsers.remember(response, person.email)
    return unkept(response)


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {**_PLACE, "form": AddressForm(), "next": "", "sentence": sentence}
    return unkept(render(request, "accounts/sign_on.html", context, status=409))
