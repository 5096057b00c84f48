"""Pure: the table of roles and permissions as a page for people (docs/access.md)."""

from apps.access.permissions import Permission
from apps.access.roles import GRANTS, Role

_ABOVE = """# Who may do what

Made from `apps/access/roles.py` by `python manage.py write_docs`; change the table there, then run it again.

A permission completes the sentence “You may not …”. Everyone, signed in or not, is at least a visitor.
"""


def access_page() -> str:
    """The whole page, in Markdown."""
    roles = list(Role)
    lines = [
        _ABOVE,
        f"| You may | {' | '.join(str(role.label) for role in roles)} |",
        f"|---|{'|'.join(':-:' for _ in roles)}|",
        *(f"| {permission.label} (`{permission}`) | {_marks(permission, roles)} |" for permission in Permission),
    ]
    return "\n".join(lines) + "\n"


def _marks(permission: Permission, roles: list[Role]) -> str:
    return " | ".join("yes" if permission in GRANTS[role] else "–" for role in roles)
