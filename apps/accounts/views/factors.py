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
from apps.accounts.factors import factors_of, new_offer, offered
from apps.accounts.forms import CodeForm, PasswordForm, SecondStepForm
from apps.accounts.stages import SecondStep
from apps.accounts.views.own import PLACE
from apps.common.answers import attempted
from apps.common.errors import Refused
from apps.common.htmx import redirect_page, render_page

_SECRETS = sensitive_post_parameters("present", "code", "offer")


@signed_in
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def factors(request: HttpRequest) -> HttpResponse:
    """Asking for a second step, where there is none; what there is, where there is one."""
    standing = factors_of(request.user)
    if standing.is_on and request.method != "POST":
        return render_page(request, "accounts/factors.html", {**PLACE, "factors": standing})
    form = SecondStepForm(request.POST if request.method == "POST" else None, asked_by=request)
    filled = attempted(form, lambda: actions.ask_for_second_step(by=request.user, **form.cleaned_data))
    if filled:
        return _codes(request, filled)
    offer = offered(request.user, request.POST.get("offer", "")) or new_offer(request.user)
    context = {**PLACE, "form": form, "offer": offer}
    return render_page(request, "accounts/factors_new.html", context, status=422 if form.is_bound else 200)


@signed_in
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def factors_codes(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None, asked_by=request)
    if codes := attempted(form, lambda: actions.renew_codes(by=request.user, **form.cleaned_data)):
        return _codes(request, codes)
    return _asking(request, "accounts/factors_codes.html", form)


@signed_in
@_SECRETS
@require_http_methods(["GET", "HEAD", "POST"])
def factors_off(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None, asked_by=request)
    if attempted(form, lambda: actions.give_up_second_step(by=request.user, **form.cleaned_data)):
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
    form = CodeForm(request.POST if request.method == "POST" else None)
    if attempted(form, lambda: _take(request, account.pk, form)):
        response = stage.exit()
        known_browsers.remember(response, account.email)
        return unkept(response)
    context = {"section": "sign-in", "form": form}
    return unkept(render(request, "accounts/second_step.html", context, status=422 if form.is_bound else 200))


def _take(request: HttpRequest, account: int, form: Form) -> bool:
    who = f"second:{account}"
    if not ratelimit.consume(request, action="reauthenticate", key=who):
        raise Refused(_("There were too many tries. Wait five minutes, then try again."))
    actions.take_second_step(account=account, code=form.cleaned_data["code"])
    return True


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    # Shown in the answer itself and nowhere kept, as the secret of an API token is.
    return render_page(request, "accounts/factors_shown.html", {**PLACE, "codes": codes})


def _asking(request: HttpRequest, template: str, form: PasswordForm) -> HttpResponse:
    return render_page(request, template, {**PLACE, "form": form}, status=422 if form.is_bound else 200)
