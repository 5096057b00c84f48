"""The way into an organisation: unseen is 404, unallowed is 403; one that became part of another leads there."""

from collections.abc import Callable

from apps.access.decorators import View, within
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.accounts.queries import what_became_of


def organisation_view(permission: Permission) -> Callable[[View], View]:
    """Opens `view(request, organisation, **kwargs)` at an address with its slug to those of its people who may."""
    return within("organisation", Organisation.objects.visible_to, permission, what_became_of)
