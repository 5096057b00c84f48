"""The second step: asking for one, and being asked for it at sign-in."""

from allauth.account.stages import LoginStageController
from allauth.core import ratelimit
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.access.decorators import public, signed_in, unkept
from apps.accounts import factor_actions as actions
from apps.accounts import known_browsers
from apps.accounts.asking import answered
from apps.accounts.factors import factors_of, new_offer, offered
from apps.accounts.forms import CodeForm, PasskeyAnswerForm, PasswordForm, SecondStepForm
from apps.accounts.leading import asked_next, origin_of
from apps.accounts.models import User
from apps.accounts.passkey_actions import take_passkey
from apps.accounts.stages import SecondStep
from apps.accounts.views.own import PLACE, own
from apps.common.answers import attempted
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page

_SECRETS = sensitive_post_parameters("present", "code", "offer")


@signed_in
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def factors(request: HttpRequest) -> HttpResponse:
    """What second steps there are, where there is one; asking for codes of an app, where there is none."""
    standing = factors_of(request.user)
    wants_app = "app" in request.GET and not standing.has_app
    if standing.is_on and request.method != "POST" and not wants_app:
        context = {**PLACE, "factors": standing, "is_needed": own(request).needs_second_step}
        return render_page(request, "accounts/factors.html", context)
    form = SecondStepForm(request.POST if request.method == "POST" else None, asked_by=request)
    filled = attempted(form, lambda: _ask(request, form))
    if filled is not None:
        return _codes(request, filled) if filled else redirect("accounts:factors")
    offer = offered(request.user, request.POST.get("offer", "")) or new_offer(request.user)
    context = {**PLACE, "form": form, "offer": offer, "is_lacking": own(request).lacks_second_step}
    context["next"] = asked_next(request)
    return render_page(request, "accounts/factors_new.html", context, status=422 if form.is_bound else 200)


@signed_in
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def factors_codes(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None, asked_by=request)
    if codes := attempted(form, lambda: _renew(request, form)):
        return _codes(request, codes)
    return _asking(request, "accounts/factors_codes.html", form)


@signed_in
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def factors_off(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None, asked_by=request)
    if attempted(form, lambda: _give_up(request, form)):
        messages.success(request, _("From now on you are asked for your password only."))
        return redirect_page(request, "accounts:account")
    return _asking(request, "accounts/factors_off.html", form)


@public
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Asked after the right password. Whoever did not give that just now is led back to it."""
    stage = LoginStageController.enter(request, SecondStep.key)
    if stage is None or not stage.is_current:
        return unkept(redirect("accounts:sign_in"))
    account = stage.login.user
    standing = factors_of(account)
    answer = PasskeyAnswerForm if request.POST.get("credential") else CodeForm
    form = answer(request.POST if request.method == "POST" else None)
    if not standing.has_app:
        form.fields["code"].help_text = _("One of the recovery codes that you kept.")
    if attempted(form, lambda: _take(request, account.pk, form)):
        response = stage.exit()
        known_browsers.remember(response, account.email)
        return unkept(response)
    context = {"section": "sign-in", "form": form, "factors": standing}
    return unkept(render(request, "accounts/second_step.html", context, status=422 if form.is_bound else 200))


def _take(request: HttpRequest, account: int, form: Form) -> bool:
    who = f"second:{account}"
    if not ratelimit.consume(request, action="reauthenticate", key=who):
        raise Refused(_("There were too many tries. Wait five minutes, then try again."))
    if "code" in form.cleaned_data:
        actions.take_second_step(account=account, code=form.cleaned_data["code"])
    else:
        state, origin = answered(request, "step"), origin_of(request)
        take_passkey(account=account, credential=form.cleaned_data["credential"], state=state, origin=origin)
    return True


def _ask(request: HttpRequest, form: Form) -> list[str]:
    here, origin = request.session.session_key, origin_of(request)
    return actions.ask_for_second_step(by=request.user, here=here, origin=origin, **form.cleaned_data)


def _renew(request: HttpRequest, form: Form) -> list[str]:
    return actions.renew_codes(by=request.user, origin=origin_of(request), **form.cleaned_data)


def _give_up(request: HttpRequest, form: Form) -> User:
    return actions.give_up_second_step(by=request.user, origin=origin_of(request), **form.cleaned_data)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    # Shown in the answer itself and nowhere kept, as the secret of an API token is.
    return render_page(request, "accounts/factors_shown.html", {**PLACE, "codes": codes, "next": asked_next(request)})


def _asking(request: HttpRequest, template: str, form: PasswordForm) -> HttpResponse:
    return render_page(request, template, {**PLACE, "form": form}, status=422 if form.is_bound else 200)
