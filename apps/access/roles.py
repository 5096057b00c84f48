"""Which role grants what: the table. Nobody compares roles anywhere else."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import Permission as P


class Role(TextChoices):
    """What someone can be, on the platform, in an organisation or in a workspace.

    A visitor is anyone at all; an operator is whoever works at the machine's command line. In a workspace that is
    archived its leads are keepers, and everyone else in it is a viewer: nobody holds that role in any other way.
    """

    VISITOR = "visitor", _("visitor")
    STEWARD = "steward", _("steward")
    CURATOR = "curator", _("curator")
    ADMINISTRATOR = "administrator", _("administrator")
    STAFF = "staff", _("one of the organisation’s people")
    ORGANISER = "organiser", _("organiser of the organisation")
    VIEWER = "viewer", _("viewer")
    CONTRIBUTOR = "contributor", _("contributor")
    LEAD = "lead", _("lead")
    KEEPER = "keeper", _("lead of an archived workspace")
    OPERATOR = "operator", _("operator")


#: Roles that are kept on a person's account.
PLATFORM_ROLES = frozenset({Role.STEWARD, Role.CURATOR, Role.ADMINISTRATOR})
#: Roles that someone holds in an organisation.
ORGANISATION_ROLES = frozenset({Role.STAFF, Role.ORGANISER})
#: Roles that someone holds in a workspace, in rising order.
WORKSPACE_ROLES = (Role.VIEWER, Role.CONTRIBUTOR, Role.LEAD)

_VISIT = frozenset({P.INDEX_VIEW})
_STEWARD = _VISIT | {
    P.DESK_VIEW,
    P.FIGURES_IMPORT,
    P.AREAS_REORGANISE,
    P.AREAS_BOUNDARIES,
    P.RUN_START,
    P.RUN_PUBLISH,
    P.JOB_RETRY,
    P.FILES_STORE,
    P.FILES_READ,
}
_CURATOR = _VISIT | {P.CURATION_VIEW, P.CASE_EDIT, P.CASE_PUBLISH}
_ADMINISTER = _VISIT | {
    P.ADMIN_VIEW,
    P.EMERGENCY_OPEN,
    P.ORGANISATION_VERIFY,
    P.ORGANISATION_MERGE,
    P.ROLES_GIVE,
    P.ACCOUNT_SUSPEND,
    P.AUDIT_READ,
    P.ANNOUNCEMENT_WRITE,
    P.QUIET_SET,
    P.FEATURE_SET,
    P.COMMENT_MODERATE,
}
_STAFF = _VISIT | {P.ORGANISATION_VIEW}
_ORGANISER = _STAFF | {
    P.ORGANISATION_EDIT,
    P.ORGANISATION_PEOPLE,
    P.ORGANISATION_SIGN_ON,
    P.ORGANISATION_CLOSE,
    P.ORGANISATION_EXPORT,
    P.WORKSPACE_OPEN,
    P.PARTNER_ASK,
}
_VIEW = _VISIT | {P.WORKSPACE_VIEW}
_CONTRIBUTE = _VIEW | {
    P.GOAL_EDIT,
    P.INITIATIVE_EDIT,
    P.INTEREST_DECLARE,
    P.COMMENT_WRITE,
    P.PARTNER_SHOW,
    P.PACK_MAKE,
}
_LEAD = _CONTRIBUTE | {
    P.WORKSPACE_EDIT,
    P.WORKSPACE_ARCHIVE,
    P.WORKSPACE_EXPORT,
    P.PARTNER_EDIT,
    P.MEMBER_EDIT,
    P.GOAL_SHOW,
    P.GOAL_CARRY,
    P.COMMENT_HIDE,
}
_KEEP = _VIEW | {P.WORKSPACE_RESTORE, P.WORKSPACE_EXPORT}

GRANTS: dict[Role, frozenset[P]] = {
    Role.VISITOR: _VISIT,
    Role.STEWARD: _STEWARD,
    Role.CURATOR: _CURATOR,
    Role.ADMINISTRATOR: _ADMINISTER,
    Role.STAFF: _STAFF,
    Role.ORGANISER: _ORGANISER,
    Role.VIEWER: _VIEW,
    Role.CONTRIBUTOR: _CONTRIBUTE,
    Role.LEAD: _LEAD,
    Role.KEEPER: _KEEP,
    Role.OPERATOR: frozenset(P),
}


def roles_granting(permission: P) -> set[Role]:
    """The roles to filter on when a list must show only what someone may see."""
    return {role for role, granted in GRANTS.items() if permission in granted}
