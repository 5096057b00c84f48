"""Which role grants what: the table. Nobody compares roles anywhere else."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import Permission as P


class Role(TextChoices):
    """What someone can be. A visitor is anyone at all; an operator is whoever works at the machine's command line."""

    VISITOR = "visitor", _("visitor")
    STEWARD = "steward", _("steward")
    OPERATOR = "operator", _("operator")


#: Roles that are kept on a person's account.
PLATFORM_ROLES = frozenset({Role.STEWARD})

_VISIT = frozenset({P.INDEX_VIEW})
_STEWARD = _VISIT | {
    P.DESK_VIEW,
    P.FIGURES_IMPORT,
    P.RUN_START,
    P.RUN_PUBLISH,
    P.JOB_RETRY,
    P.FILES_STORE,
    P.FILES_READ,
}

GRANTS: dict[Role, frozenset[P]] = {
    Role.VISITOR: _VISIT,
    Role.STEWARD: _STEWARD,
    Role.OPERATOR: frozenset(P),
}


def roles_granting(permission: P) -> set[Role]:
    """The roles to filter on when a list must show only what someone may see."""
    return {role for role, granted in GRANTS.items() if permission in granted}
