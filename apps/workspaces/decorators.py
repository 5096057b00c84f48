"""The way into a workspace: unseen is 404, unallowed is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from apps.access.checks import require
from apps.access.decorators import View, unkept
from apps.access.permissions import Permission
from apps.workspaces.models import Workspace


def workspace_view(permission: Permission) -> Callable[[View], View]:
    """Opens `view(request, workspace, **kwargs)` at an address with <slug:workspace_slug>.

    To whoever may not see the workspace it does not exist (404); a member without `permission` is told so (403).
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def opened(request: HttpRequest, workspace_slug: str, **kwargs: Any) -> HttpResponse:
            visible = Workspace.objects.visible_to(request.user)
            workspace = get_object_or_404(visible, slug=workspace_slug)
            require(request.user, permission, on=workspace)
            return unkept(view(request, workspace, **kwargs))

        opened.access = permission  # type: ignore[attr-defined]
        opened.scope = "workspace"  # type: ignore[attr-defined]
        return opened

    return decorate
