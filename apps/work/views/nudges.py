"""Whether one gets letters that ask how things go."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.access.decorators import signed_in
from apps.common.answers import done
from apps.initiatives.nudge_actions import want_nudges


@signed_in
@require_POST
def nudges(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("wanted") == "yes"
    said = _("You get such letters again.") if wanted else _("You get no such letters any more.")
    return done(request, lambda: want_nudges(by=request.user, wanted=wanted), said, "work:notifications")
