"""May this person do this, and still when it is done? For what is written while others may take a right away."""

from typing import Any, Protocol

from apps.access.checks import Scope, require
from apps.access.permissions import Permission


class Joined(Scope, Protocol):
    """A scope whose people are rows, its `members`, each of a `person`."""

    @property
    def members(self) -> Any: ...


def require_held(user: Any, permission: Permission, *, on: Joined) -> None:
    """As `require`, and what `user` is in the scope stays so until the transaction ends.

    Whoever lets them go or gives them another role changes the row that is held here, so one of the two waits for the
    other. Ask it once the row that is to be changed is held: all hold in this order. The row is of one person, so
    nobody waits for somebody else.
    """
    if user is not None and user.pk is not None:
        on.members.select_for_update(no_key=True).filter(person_id=user.pk).first()
    require(user, permission, on=on)
