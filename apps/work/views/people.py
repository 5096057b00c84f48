"""Who is in a workspace."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from apps.access.permissions import Permission
from apps.workspaces.decorators import workspace_view
from apps.workspaces.models import Workspace


@workspace_view(Permission.WORKSPACE_VIEW)
def people(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def member_add(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def member_role(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def member_remove(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def partner_add(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def partner_show(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404


@workspace_view(Permission.WORKSPACE_VIEW)
def partner_remove(request: HttpRequest, workspace: Workspace, **kwargs: Any) -> HttpResponse:
    raise Http404
