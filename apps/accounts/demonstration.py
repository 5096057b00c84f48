"""The people of the demonstration. Names are invented, the password is public: see `adapter._may_come_in`."""

from dataclasses import dataclass

from apps.access.roles import Role

PASSWORD = "thriving-places-for-all"  # noqa: S105 - shown on the sign-in page of every demonstration


@dataclass(frozen=True)
class DemoPerson:
    """Someone who can sign in to the demonstration."""

    email: str
    name: str
    roles: tuple[Role, ...]


DEMO = (DemoPerson("steward@demo.example", "Morgan Ellery", (Role.STEWARD,)),)
