"""Signing in and out."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import public
from apps.accounts import demonstration, known_browsers
from apps.accounts.forms import SignInForm


class _SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Past LoginView's own, which looks for pages that this site does not have.
        context = super(LoginView, self).get_context_data(section="sign-in", **kwargs)
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


def too_many(request: HttpRequest) -> HttpResponse:
    """What allauth shows to an address that tries too often."""
    response = render(request, "accounts/too_many.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
