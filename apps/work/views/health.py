"""How well a workspace keeps what it says, and what to do next about it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.common.htmx import render_page
from apps.work.health import health_of
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def workspace_health(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    context = {
        "workspace": workspace,
        "section": "work",
        "place": "home",
        "aspects": health_of(workspace, reader=request.user),
        "may_edit": can(request.user, Permission.INITIATIVE_EDIT, on=workspace),
    }
    return render_page(request, "work/health.html", context)
