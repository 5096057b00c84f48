"""Whether one gets letters that ask how things go."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.access.decorators import signed_in
from apps.common.answers import done
from apps.common.htmx import render_page
from apps.initiatives.models import NoNudges
from apps.initiatives.nudge_actions import want_nudges


@signed_in
@require_http_methods(["GET", "POST"])
def nudges(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        wants = not NoNudges.objects.filter(person_id=request.user.pk).exists()
        return render_page(request, "work/nudges.html", {"section": "work", "place": "notifications", "wants": wants})
    wanted = request.POST.get("wanted") == "yes"
    said = _("You get such letters again.") if wanted else _("You get no such letters any more.")
    return done(request, lambda: want_nudges(by=request.user, wanted=wanted), said, "work:nudges")
