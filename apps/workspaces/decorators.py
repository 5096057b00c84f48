"""The way into a workspace: unseen is 404, unallowed is 403."""

from collections.abc import Callable

from apps.access.decorators import View, within
from apps.access.permissions import Permission
from apps.workspaces.models import Workspace


def workspace_view(permission: Permission) -> Callable[[View], View]:
    """Opens `view(request, workspace, **kwargs)` at an address with its slug to those of its members who may."""
    return within("workspace", Workspace.objects.visible_to, permission)
