"""The administrator's desk of announcements: what is told to everyone who is signed in, and for how long."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import requires
from apps.access.permissions import Permission
from apps.activity import announcement_actions as actions
from apps.activity.models import Announcement
from apps.common.answers import attempted, done
from apps.common.htmx import redirect_page, render_page
from apps.desks.admin_forms import AnnouncementForm

_PER_PAGE = 20


@requires(Permission.ANNOUNCEMENT_WRITE)
@require_http_methods(["GET", "POST"])
def announcements(request: HttpRequest) -> HttpResponse:
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    made = attempted(form, lambda: actions.announce(by=request.user, **form.cleaned_data)) if form.is_bound else None
    if made is not None:
        messages.success(request, _("Announced."))
        return redirect_page(request, "desks:announcements")
    context = {
        "section": "desk",
        "place": "announcements",
        "form": form,
        "page": Paginator(Announcement.objects.all(), _PER_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render_page(request, "desks/announcements.html", context, status=422 if form.is_bound else 200)


@requires(Permission.ANNOUNCEMENT_WRITE)
@require_POST
def announcement_end(request: HttpRequest, pk: int) -> HttpResponse:
    announcement = get_object_or_404(Announcement, pk=pk)
    return done(
        request,
        lambda: actions.end_announcement(by=request.user, announcement=announcement),
        _("Taken down. Nobody sees it any more."),
        "desks:announcements",
    )
