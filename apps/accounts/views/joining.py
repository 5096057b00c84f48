"""Signing up: asking for an account, and opening it by the link in the mail."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import public, unkept
from apps.accounts import letter_actions as actions
from apps.accounts.forms import SignUpForm
from apps.accounts.leading import asked_next, may_be_written_to, origin_of, sign_in_address, turned_away
from apps.accounts.letters import good_letter
from apps.accounts.models import Letter
from apps.common.answers import attempted
from apps.common.errors import Refused

_PLACE = {"section": "sign-in"}


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    to = asked_next(request)
    if request.user.is_authenticated:
        return redirect(to or "work:enter")
    if request.method == "POST" and (away := turned_away(request, "signup")):
        return away
    form = SignUpForm(request.POST or None)
    if attempted(form, lambda: _ask(request, form, to)):
        return redirect("accounts:sign_up_sent")
    context = {**_PLACE, "form": form, "next": to, "closed": _closed()}
    return unkept(render(request, "accounts/sign_up.html", context, status=422 if form.is_bound else 200))


@public
@require_GET
def sign_up_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sign_up_sent.html", _PLACE)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Mail scanners open links, so only the button opens the account."""
    if away := turned_away(request, "confirm_email"):
        return away
    if request.method != "POST":
        letter = good_letter(Letter.Kind.SIGN_UP, secret)
        return unkept(over(request) if letter is None else render(request, "accounts/sign_up_confirm.html", _PLACE))
    try:
        _user, to = actions.confirm_sign_up(secret=secret)
    except Refused as refusal:
        return unkept(over(request, refusal.sentence))
    return HttpResponseRedirect(sign_in_address(opened="yes", next=to))


def over(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """A link that does nothing any more, and never said whether it did."""
    context = {**_PLACE, "sentence": sentence or actions.over()}
    return render(request, "accounts/over.html", context, status=404)


def _ask(request: HttpRequest, form: SignUpForm, to: str) -> bool:
    filled = form.cleaned_data
    if may_be_written_to(request, filled["email"]):
        words = {name: filled[name] for name in ("email", "name", "password")}
        actions.ask_to_sign_up(**words, origin=origin_of(request), to=to)
    return True


def _closed() -> str:
    try:
        actions.insist_open()
    except Refused as refusal:
        return refusal.sentence
    return ""
