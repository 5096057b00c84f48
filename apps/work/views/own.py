"""What is one's own: the way in, one's workspaces and organisations, one's notifications."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.access.checks import can
from apps.access.decorators import signed_in
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.activity.actions import mark_read
from apps.activity.announcement_actions import dismiss_announcement
from apps.activity.models import Announcement
from apps.activity.queries import notifications_of
from apps.common.answers import done
from apps.common.htmx import redirect_page, render_page
from apps.work import queries
from apps.workspaces.queries import workspaces_of

_PER_PAGE = 30


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    organisations, partnerships = queries.own_organisations(request.user)
    context = {
        "section": "work",
        "place": "own",
        "workspaces": queries.own_workspaces(request.user),
        "organisations": organisations,
        "partnerships": partnerships,
        "organising": [each.organisation for each in organisations if each.role == Role.ORGANISER],
    }
    return render_page(request, "work/home.html", context)


@signed_in
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """Where someone goes who has just signed in: to their desk, else into their only workspace, else to all of them."""
    if can(request.user, Permission.DESK_VIEW):
        return redirect_page(request, "desks:home")
    if can(request.user, Permission.CURATION_VIEW):
        return redirect_page(request, "desks:candidates")
    if can(request.user, Permission.ADMIN_VIEW):
        return redirect_page(request, "desks:admin_home")
    mine = workspaces_of(request.user)
    if len(mine) == 1:
        return redirect_page(request, "work:workspace", mine[0].workspace.slug)
    return redirect_page(request, "work:home")


@signed_in
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    page = Paginator(notifications_of(request.user), _PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.own_notifications(request.user, page)
    context = {
        "section": "work",
        "place": "notifications",
        "page": page,
        "lines": lines,
        "unread_here": [line.pk for line in lines if line.is_new],
    }
    return render_page(request, "work/notifications.html", context)


@signed_in
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    # Those that stood on the page: what came since has not been read, unless someone says so of all.
    ids = [int(text) for text in request.POST.getlist("id") if text.isascii() and text.isdecimal() and len(text) < 19]
    return done(
        request,
        lambda: mark_read(by=request.user, ids=None if request.POST.get("all") == "yes" else ids),
        _("Noted as read."),
        "work:notifications",
    )


@signed_in
@require_POST
def announcement_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    announcement = get_object_or_404(Announcement.objects.in_force(timezone.now()), pk=pk)
    dismiss_announcement(by=request.user, announcement=announcement)
    # Back to the page on which it was read, and nowhere off this site.
    back = request.POST.get("back", "")
    known = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect_page(request, back if known else "work:home")
