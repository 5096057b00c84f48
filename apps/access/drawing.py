"""Pure: the table of roles and permissions as a page for people (docs/access.md)."""

from apps.access.permissions import Permission
from apps.access.roles import GRANTS, ORGANISATION_ROLES, PLATFORM_ROLES, WORKSPACE_ROLES, Role

_ABOVE = """# Who may do what

Made from `apps/access/roles.py` by `python manage.py write_docs`; change the table there, then run it again.

A permission completes the sentence “You may not …”. Everyone, signed in or not, is at least a visitor, and may do what
a visitor may. Whoever works at the machine's command line is the operator, and may do everything below.
"""
_FOR_THE_OPERATOR = """## For the operator alone

Nobody is given these by a role: they are done at the machine's command line.
"""
#: Each table: its heading, what is said above it, its roles.
_TABLES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    (
        "Everywhere",
        "Held by a person's account, or by anyone at all.",
        (Role.VISITOR, *(role for role in Role if role in PLATFORM_ROLES)),
    ),
    (
        "In an organisation",
        "Held in one organisation, and good there only.\n"
        "What its organisers download is its own record: what is kept to it as a partner is in it, though they speak\n"
        "for it in no workspace; what is kept to others is not.",
        tuple(role for role in Role if role in ORGANISATION_ROLES),
    ),
    (
        "In a workspace",
        "Held in one workspace by its members, and good there only. To whoever is not a member it does not exist.\n"
        "What the public sees of a partner, and of the policies and initiatives that it leads, is for those to decide\n"
        "who speak for that partner; of the workspace itself, and of goals, it is for the workspace’s leads.\n"
        "On a policy or initiative that is kept to some partners these roles are good for those only who speak for\n"
        "one of them: to everyone else in the workspace, its leads included, it does not exist.\n"
        "An archived workspace is read only: nobody does more there than read, but that its leads can restore it.",
        (*WORKSPACE_ROLES, Role.KEEPER),
    ),
)


def access_page() -> str:
    """The whole page, in Markdown: a table for each kind of place in which roles are held."""
    return "\n".join([_ABOVE, *(_section(*table) for table in _TABLES), *_rest()])


def _section(heading: str, said: str, roles: tuple[Role, ...]) -> str:
    lines = [
        f"## {heading}",
        "",
        said,
        "",
        f"| You may | {' | '.join(str(role.label) for role in roles)} |",
        f"|---|{'|'.join(':-:' for _ in roles)}|",
        *(f"| {_named(permission)} | {_marks(permission, roles)} |" for permission in _granted_by(roles)),
    ]
    return "\n".join(lines) + "\n"


def _granted_by(roles: tuple[Role, ...]) -> list[Permission]:
    """What some of the roles may, beyond what everyone may; of visitors alone, all."""
    granted = {permission for role in roles for permission in GRANTS[role]}
    common = frozenset() if Role.VISITOR in roles else GRANTS[Role.VISITOR]
    return [permission for permission in Permission if permission in granted - common]


def _rest() -> list[str]:
    told = {permission for _, _, roles in _TABLES for permission in _granted_by(roles)}
    return [_FOR_THE_OPERATOR, *(f"- {_named(permission)}" for permission in Permission if permission not in told), ""]


def _named(permission: Permission) -> str:
    return f"{permission.label} (`{permission}`)"


def _marks(permission: Permission, roles: tuple[Role, ...]) -> str:
    return " | ".join("yes" if permission in GRANTS[role] else "–" for role in roles)
