"""Passkeys: one's own, and coming in by one. What a browser is asked stands in its session until it answers, once."""

import json
from typing import Any

from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import public, signed_in, unkept
from apps.accounts import known_browsers
from apps.accounts import passkey_actions as actions
from apps.accounts.asking import answered, ask, is_fresh
from apps.accounts.forms import PasskeyForm, PasskeyNameForm, PasskeyRemovalForm
from apps.accounts.leading import asked_next, origin_of, sign_in_address, turned_away
from apps.accounts.passkeys import Passkey, asked_to_sign, passkeys_of
from apps.accounts.stages import SecondStep
from apps.accounts.views.own import PLACE, own
from apps.common.answers import attempted, done
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: HttpRequest) -> HttpResponse:
    """Those of whoever asks; a POST brings one that their browser made when it was asked by `passkey_begin`."""
    wrong = ""
    if request.method == "POST":
        try:
            return _added(request, _add(request))
        except (ValidationError, Refused) as no:
            wrong = " ".join(no.messages) if isinstance(no, ValidationError) else no.sentence
    form = PasskeyForm(asked_by=request, is_fresh=is_fresh(request))
    context: dict[str, Any] = {**PLACE, "form": form, "passkeys": passkeys_of(request.user), "wrong": wrong}
    context |= {"next": asked_next(request), "is_lacking": own(request).lacks_second_step}
    return render_page(request, "accounts/passkeys.html", context, status=422 if wrong else 200)


@signed_in
@sensitive_post_parameters("present")
@require_POST
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """What a browser is asked so that it makes a passkey, for the script of `passkeys`."""
    form = PasskeyForm(request.POST, asked_by=request, is_fresh=is_fresh(request))
    begun = attempted(form, lambda: _begin(request, form))
    if begun is None:
        wrong = " ".join(str(each) for all_of in form.errors.values() for each in all_of)
        return JsonResponse({"wrong": wrong}, status=422)
    options, state = begun
    ask(request, "add", state)
    return JsonResponse(options)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = PasskeyNameForm(request.POST or None, asked_by=request, initial={"name": found.name})
    if form.is_bound and form.is_valid():
        named = form.cleaned_data["name"]
        said = _("It is called so now.")
        return done(
            request, lambda: actions.name_passkey(by=request.user, passkey=pk, name=named), said, "accounts:passkeys"
        )
    context = {**PLACE, "form": form, "passkey": found}
    return render_page(request, "accounts/passkey.html", context, status=422 if form.is_bound else 200)


@signed_in
@sensitive_post_parameters("present")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found, sent = _own(request, pk), request.method == "POST"
    form = PasskeyRemovalForm(request.POST if sent else None, asked_by=request, is_fresh=is_fresh(request))
    if attempted(form, lambda: _remove(request, form, pk)):
        messages.success(request, _("Removed. It opens nothing here any more."))
        return redirect_page(request, "accounts:passkeys")
    context = {**PLACE, "form": form, "passkey": found}
    return render_page(request, "accounts/passkey_remove.html", context, status=422 if form.is_bound else 200)


@public
@require_POST
def passkey_enter_begin(request: HttpRequest) -> HttpResponse:
    """What a browser is asked so that someone comes in by a passkey alone. It is not known yet who."""
    if away := turned_away(request, "passkey"):
        return away
    options, state = asked_to_sign(None, origin_of(request))
    ask(request, "enter", state)
    return unkept(JsonResponse(options))


@public
@require_POST
def passkey_enter(request: HttpRequest) -> HttpResponse:
    """Comes in by a passkey alone: it is held, and its holder verified by their device, so it is both steps."""
    if away := turned_away(request, "login"):
        return away
    to = asked_next(request)
    if request.user.is_authenticated:
        return redirect_page(request, to or "work:enter")
    try:
        credential, state = _sent(request), answered(request, "enter")
        used = actions.enter_by_passkey(credential=credential, state=state, origin=origin_of(request))
    except ValidationError:
        return unkept(HttpResponseRedirect(sign_in_address(passkey="no", next=to)))
    response = perform_passwordless_login(request, used, Login(user=used.user, redirect_url=to or None))
    if request.user.is_authenticated:
        known_browsers.remember(response, used.user.email)
    return unkept(response)


@public
@require_POST
def second_step_begin(request: HttpRequest) -> HttpResponse:
    """What a browser is asked after the right password, of whoever has a passkey."""
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None or not stage.is_current:
        wrong = _("That took too long. Sign in with your password again.")
        return unkept(JsonResponse({"wrong": wrong}, status=409))
    options, state = asked_to_sign(stage.login.user, origin_of(request))
    ask(request, "step", state)
    return unkept(JsonResponse(options))


def _begin(request: HttpRequest, form: PasskeyForm) -> tuple[dict[str, Any], dict[str, Any]]:
    filled = form.cleaned_data
    return actions.ask_for_passkey(
        by=request.user, name=filled["name"], present=filled.get("present"), origin=origin_of(request)
    )


def _add(request: HttpRequest) -> list[str]:
    credential, state = _sent(request), answered(request, "add")
    here, origin = request.session.session_key, origin_of(request)
    return actions.add_passkey(by=request.user, credential=credential, state=state, origin=origin, here=here)


def _added(request: HttpRequest, codes: list[str]) -> HttpResponse:
    if codes:
        context = {**PLACE, "codes": codes, "next": asked_next(request)}
        return render_page(request, "accounts/factors_shown.html", context)
    messages.success(request, _("Your passkey is added."))
    return redirect_page(request, "accounts:passkeys")


def _remove(request: HttpRequest, form: PasskeyRemovalForm, pk: int) -> bool:
    present = form.cleaned_data.get("present")
    actions.remove_passkey(by=request.user, passkey=pk, present=present, origin=origin_of(request))
    return True


def _own(request: HttpRequest, pk: int) -> Passkey:
    for each in passkeys_of(request.user):
        if each.pk == pk:
            return each
    raise Http404


def _sent(request: HttpRequest) -> Any:
    """What a browser made or signed, as its script sends it; nonsense is for whoever reads it to refuse."""
    try:
        return json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        return None
