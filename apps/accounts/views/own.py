"""One's own account: name, email address, password."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.access.decorators import public, signed_in, unkept
from apps.accounts import letter_actions
from apps.accounts import own_actions as actions
from apps.accounts.factors import factors_of
from apps.accounts.forms import ChangeAddressForm, ChangePasswordForm, NameForm
from apps.accounts.leading import asked_next, may_be_written_to, origin_of, sign_in_address, turned_away
from apps.accounts.letters import good_letter
from apps.accounts.models import Letter, User
from apps.accounts.terms import owes_terms, terms_version
from apps.common.answers import attempted
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page

PLACE = {"section": "work", "place": "account"}


def own(request: HttpRequest) -> User:
    """The account of whoever is signed in."""
    return cast(User, request.user)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": str(request.user)})
    if attempted(form, lambda: actions.change_name(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved. From now on you are called so here."))
        return redirect_page(request, "accounts:account")
    connections = own(request).connections.select_related("sign_on__organisation")
    context = {**PLACE, "form": form, "factors": factors_of(request.user), "connections": connections}
    return render_page(request, "accounts/account.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """Accepting the terms as they are now; whoever did sees when."""
    to = asked_next(request)
    sentence = ""
    if request.method == "POST":
        try:
            actions.accept_terms(by=request.user, terms=request.POST.get("terms", ""))
            messages.success(request, _("Thank you. The terms are accepted."))
            return redirect_page(request, to or "work:enter")
        except Refused as refusal:
            sentence = refusal.sentence
    context = {**PLACE, "owes": owes_terms(own(request)), "terms": terms_version(), "next": to, "sentence": sentence}
    return render_page(request, "accounts/terms.html", context, status=409 if sentence else 200)


@signed_in
@sensitive_post_parameters("present")
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and (away := turned_away(request, "reset_password")):
        return away
    form = ChangeAddressForm(request.POST if request.method == "POST" else None, asked_by=request)
    if attempted(form, lambda: _ask(request, form)):
        messages.success(request, _("We wrote to the new address. It counts once you follow the link in that mail."))
        return redirect_page(request, "accounts:account")
    context = {**PLACE, "form": form}
    return render_page(request, "accounts/email_change.html", context, status=422 if form.is_bound else 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def email_confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The mail may be read in another browser than the one that is signed in; its reader is known by the link."""
    if away := turned_away(request, "confirm_email"):
        return away
    if request.method != "POST" and good_letter(Letter.Kind.EMAIL, secret):
        return unkept(render(request, "accounts/email_confirm.html", {"section": "sign-in"}))
    sentence = letter_actions.over()
    if request.method == "POST":
        try:
            letter_actions.confirm_address(secret=secret)
            return HttpResponseRedirect(sign_in_address(moved="yes"))
        except Refused as refusal:
            sentence = refusal.sentence
    context = {"section": "sign-in", "sentence": sentence}
    return unkept(render(request, "accounts/over.html", context, status=404))


@signed_in
@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, asked_by=request)
    changed = attempted(
        form, lambda: actions.change_password(by=request.user, origin=origin_of(request), **form.cleaned_data)
    )
    if changed:
        # This browser stays signed in, under another key; every other one is out.
        update_session_auth_hash(request, changed)
        messages.success(request, _("Your new password is in force. Other browsers were signed out."))
        return redirect("accounts:account")
    context = {**PLACE, "form": form}
    return render_page(request, "accounts/password_change.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, form: ChangeAddressForm) -> bool:
    if not may_be_written_to(request, form.cleaned_data["email"]):
        raise Refused(_("Three mails went to that address within an hour. Look there first, or wait an hour."))
    actions.ask_to_move(by=request.user, origin=origin_of(request), **form.cleaned_data)
    return True
