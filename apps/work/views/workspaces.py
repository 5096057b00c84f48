"""A workspace."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from apps.access.permissions import Permission
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
def workspace(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def workspace_seen(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def activity(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def workspace_edit(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def workspace_show(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def comment_hide(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def comment_withdraw(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404
