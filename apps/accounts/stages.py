"""The second step at sign-in, for those who asked for one."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


class SecondStep(AuthenticateStage):
    """As allauth's own, at our address. Until it is done nobody is signed in."""

    urlname = "accounts:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        response = HttpResponseRedirect(reverse(self.urlname)) if self._should_handle(self.request) else None
        return response, True
