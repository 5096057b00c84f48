"""The way into a workspace: unseen is 404, unallowed is 403."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from apps.access.decorators import View, within
from apps.access.permissions import Permission
from apps.workspaces.models import Workspace


def workspace_view(permission: Permission) -> Callable[[View], View]:
    """Opens `view(request, workspace, **kwargs)` at an address with its slug to those of its members who may."""
    return within("workspace", _visible_to, permission)


def _visible_to(user: Any) -> QuerySet[Workspace]:
    # With whether a quiet period is on, as every page of a workspace says so.
    return Workspace.objects.visible_to(user).with_quiet()
