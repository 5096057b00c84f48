"""The goals of a workspace."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from apps.access.permissions import Permission
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_list(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_choose(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_set(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_edit(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_versions(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_close(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_reopen(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_show(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def goal_comment(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404
