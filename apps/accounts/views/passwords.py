"""A password that was forgotten: asking for a link, and choosing another by it."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import public, unkept
from apps.accounts import letter_actions as actions
from apps.accounts.forms import AddressForm, NewPasswordForm
from apps.accounts.leading import may_be_written_to, origin_of, sign_in_address, turned_away
from apps.accounts.letters import good_letter
from apps.accounts.models import Letter
from apps.common.answers import attempted

_PLACE = {"section": "sign-in"}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and (away := turned_away(request, "reset_password")):
        return away
    form = AddressForm(request.POST or None)
    if attempted(form, lambda: _ask(request, form)):
        return redirect("accounts:password_sent")
    context = {**_PLACE, "form": form}
    return unkept(render(request, "accounts/password_forgotten.html", context, status=422 if form.is_bound else 200))


@public
@require_GET
def password_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_sent.html", _PLACE)


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_choose(request: HttpRequest, secret: str) -> HttpResponse:
    if away := turned_away(request, "confirm_email"):
        return away
    if good_letter(Letter.Kind.PASSWORD, secret) is None:
        return unkept(render(request, "accounts/over.html", {**_PLACE, "sentence": actions.over()}, status=404))
    form = NewPasswordForm(request.POST or None)
    if attempted(form, lambda: actions.choose_password(secret=secret, password=form.cleaned_data["password"])):
        return HttpResponseRedirect(sign_in_address(chosen="yes"))
    context = {**_PLACE, "form": form}
    return unkept(render(request, "accounts/password_choose.html", context, status=422 if form.is_bound else 200))


def _ask(request: HttpRequest, form: forms.Form) -> bool:
    if may_be_written_to(request, form.cleaned_data["email"]):
        actions.ask_for_password(email=form.cleaned_data["email"], origin=origin_of(request))
    return True
