"""The roadmap of a workspace, on screen and on one sheet of paper."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from apps.access.permissions import Permission
from apps.common.htmx import render_page
from apps.work.roadmap import roadmap_of
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
@require_GET
def roadmap(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    found = roadmap_of(workspace, request.user, request.GET.get("domain", ""))
    context = {
        "section": "work",
        "place": "roadmap",
        "workspace": workspace,
        "roadmap": found,
    }
    return render_page(request, "work/roadmap.html", context)
