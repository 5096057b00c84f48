"""Studies of a run: have what is missing worked out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.desks.views.answers import done
from apps.scores.actions import study_run
from apps.scores.models import Run


@requires(Permission.RUN_START)
@require_POST
def run_study(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run, pk=pk)
    return done(
        request,
        lambda: study_run(by=request.user, run=run),
        _("Asked for. Workers study the scores; the ranges follow."),
        "desks:run_detail",
        pk,
    )
