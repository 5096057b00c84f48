"""Who may come in, and who may stay."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from apps.accounts.models import User


class AccountBackend(AuthenticationBackend):
    """Asked at sign-in and again at every request: a session does not outlive the right to have one."""

    def user_can_authenticate(self, user: User) -> bool:
        # The passwords of demonstration accounts are public, so elsewhere they open nothing.
        return user.is_active and (settings.DEMONSTRATION or not user.is_demonstration)
