"""May this person do this? Asked in two places only: the decorator that opens a view, and an action."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from apps.access.permissions import Permission
from apps.access.roles import GRANTS, Role


class Scope(Protocol):
    """Whatever people hold roles in."""

    def roles_of(self, user: Any) -> set[Role]: ...


class AccessDenied(PermissionDenied):
    """Someone may not do something; the message is the sentence to show."""


class Operator:
    """Whoever works at the machine's own command line: the one who opens the first account."""

    pk = None
    is_authenticated = True
    roles_in_force = (Role.OPERATOR,)

    def __str__(self) -> str:
        return "the operator, at the command line"


OPERATOR = Operator()


def can(user: Any, permission: Permission, *, on: Scope | None = None) -> bool:
    """Whether `user` may, everywhere or `on` a scope. Everyone, signed in or not, is at least a visitor."""
    return grants(roles_held(user, on=on), permission)


def roles_held(user: Any, *, on: Scope | None = None) -> set[Role]:
    """What `user` is, everywhere and `on` a scope."""
    roles = {Role.VISITOR}
    if user is not None and user.is_authenticated:
        roles |= {Role(role) for role in user.roles_in_force}
    return roles if on is None else roles | on.roles_of(user)


def grants(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether any of some roles allows it."""
    return any(permission in GRANTS[role] for role in roles)


def require(user: Any, permission: Permission, *, on: Scope | None = None) -> None:
    """Insist that `user` may; raises AccessDenied with a sentence."""
    if not can(user, permission, on=on):
        raise AccessDenied(_("You may not %(deed)s.") % {"deed": Permission(permission).label})
