"""The policies and initiatives of a workspace."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from apps.access.permissions import Permission
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_list(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_log(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_edit(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_versions(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_move(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_confirm(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_show(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def initiative_comment(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def contribution_set(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def contribution_remove(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def milestone_add(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def milestone_reach(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def milestone_undo(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def evidence_add(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def evidence_remove(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404
