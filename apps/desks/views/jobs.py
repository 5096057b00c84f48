"""Work in the background: what waits, what runs, what needs a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.background import actions
from apps.background.models import Job
from apps.background.queries import standing
from apps.common.htmx import render_page
from apps.desks import queries
from apps.desks.views.answers import done


@requires(Permission.DESK_VIEW)
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    everything = request.GET.get("show") == "all"
    context = {
        "section": "desk",
        "place": "jobs",
        "lines": queries.job_lines(everything=everything),
        "standing": standing(),
        "everything": everything,
    }
    return render_page(request, "desks/job_list.html", context)


@requires(Permission.JOB_RETRY)
@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    back = request.POST.get("back", "")
    # Back to the page where it failed, and nowhere off this site.
    known = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/desk/")
    return done(
        request,
        lambda: actions.ask_again(by=request.user, job=job),
        _("Asked for again."),
        back if known else "desks:jobs",
    )
