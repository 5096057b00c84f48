"""Signing in and out; one's own API tokens: making one, which is shown once, and revoking it."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LoginView, LogoutView
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import public, requires
from apps.access.permissions import Permission
from apps.accounts import demonstration, known_browsers
from apps.accounts import token_actions as actions
from apps.accounts.forms import SignInForm, TokenForm
from apps.accounts.leading import asked_next
from apps.accounts.models import ApiToken
from apps.common.answers import attempted, done
from apps.common.htmx import render_page


class _SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Past LoginView's own, which looks for pages that this site does not have.
        context = super(LoginView, self).get_context_data(section="sign-in", **kwargs)
        to = context["next"] = asked_next(self.request)
        if settings.SIGN_UP:
            context["sign_up"] = reverse("accounts:sign_up") + (f"?{urlencode({'next': to})}" if to else "")
        if settings.DEMONSTRATION:
            context |= {"people": demonstration.DEMO, "password": demonstration.PASSWORD}
        return context


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    response = _SignIn.as_view()(request)
    if request.method == "POST" and request.user.is_authenticated:
        known_browsers.remember(response, request.user.email)
    return response


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    return LogoutView.as_view()(request)


@requires(Permission.FIGURES_IMPORT)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = attempted(form, lambda: _make(request, form)) if form.is_bound else None
    # Shown in the answer itself and nowhere kept: sent once more, the form is refused, for the name is taken.
    return _page(request, TokenForm() if made else form, secret=made[1] if made else "")


@requires(Permission.FIGURES_IMPORT)
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, account_id=request.user.pk)
    said = _("Revoked. It opens nothing any more.")
    return done(request, lambda: actions.revoke_token(by=request.user, token=token), said, "accounts:tokens")


def _make(request: HttpRequest, form: forms.Form) -> tuple[ApiToken, str]:
    return actions.make_token(by=request.user, name=form.cleaned_data["name"], days=form.cleaned_data["days"])


def _page(request: HttpRequest, form: forms.Form, *, secret: str) -> HttpResponse:
    mine = ApiToken.objects.filter(account_id=request.user.pk)
    context: dict[str, Any] = {
        "section": "desk",
        "place": "tokens",
        "form": form,
        "secret": secret,
        "tokens": list(mine),
        "now": timezone.now(),
    }
    return render_page(request, "accounts/tokens.html", context, status=422 if form.is_bound else 200)


def too_many(request: HttpRequest) -> HttpResponse:
    """What allauth shows to an address that tries too often."""
    response = render(request, "accounts/too_many.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
