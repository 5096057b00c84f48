"""How sign-in differs from allauth's own (docs/adr/0006)."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.known_browsers import known_browser
from apps.accounts.leading import is_own_path, origin_of
from apps.accounts.models import User
from apps.accounts.sign_on import must_sign_on
from apps.accounts.signing_actions import tell_of_new_browser


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That email address and password do not go together. Check both and try again."),
        "too_many_login_attempts": _("There were too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Not by allauth: people sign up at a page of ours, whose answer and time are the same for any address."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whoever these credentials belong to, if they may come in now."""
        user = super().authenticate(request, **credentials)
        if user is None or _may_come_in(user):
            return user
        # The try was forgiven because the password is right; it must count and look like any other that failed.
        self.pre_authenticate(request, **credentials)
        return None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever is known by now is led to their organisation's own way in, where it wants them to use that."""
        if must_sign_on(user) and not (kwargs.get("signal_kwargs") or {}).get("by_sign_on"):
            return HttpResponseRedirect(reverse("accounts:sign_on") + "?demanded=yes")
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and keep in the session since when. By mail it is told that a browser is new."""
        if not known_browser(request, user.email):
            browser = request.headers.get("User-Agent", "")
            tell_of_new_browser(account=user, browser=browser, origin=origin_of(request))
        super().login(request, user)
        request.session["began"] = timezone.now().isoformat()

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Keep in the session too whether it was by the provider of an organisation, after a second step as before."""
        request.session["by_sign_on"] = bool((kwargs.get("signal_kwargs") or {}).get("by_sign_on"))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # One count for an account, but for a browser that has been in before: nobody else can use up its tries.
        # Without the host, which allauth counts by: whoever asks may write any port there, and began anew with each.
        email = str(credentials.get("email") or "").strip().lower()
        return f"{known_browser(request, email)}:{email}"

    def get_login_stages(self) -> list[str]:
        """What comes between the right password and being signed in: the second step, for whoever asked for one."""
        return ["apps.accounts.stages.SecondStep"]

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this very site: a host that is ours may still be someone else's page on another port."""
        return is_own_path(url)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Sign-in answers with pages only."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is left to be said on the next page: public pages are the same for everyone."""


def _may_come_in(user: User) -> bool:
    # The passwords of demonstration accounts are public, so elsewhere they open nothing.
    return user.is_active and (settings.DEMONSTRATION or not user.is_demonstration)
