"""The second step at sign-in, for those who asked for one."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare


class SecondStep(AuthenticateStage):
    """As allauth's own, at our address. Until it is done nobody is signed in."""

    urlname = "accounts:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not self._should_handle(self.request):
            return None, True
        self.state["given"] = self.login.user.get_session_auth_hash()
        return HttpResponseRedirect(reverse(self.urlname)), True

    @property
    def is_current(self) -> bool:
        """Whether the password that was given is still the one: nobody goes on with one that was changed meanwhile."""
        return constant_time_compare(self.state.get("given", ""), self.login.user.get_session_auth_hash())
