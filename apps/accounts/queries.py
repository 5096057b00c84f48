"""Who belongs to which organisation, who has an account, and where they are signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.access.roles import Role
from apps.accounts.browsers import browser_in_words
from apps.accounts.models import Organisation, OrganisationPerson, Session, User


def organisations_of(user: Any) -> list[OrganisationPerson]:
    """Where someone belongs, by the name of the organisation: one query."""
    mine = OrganisationPerson.objects.filter(person_id=user.pk, organisation__in=Organisation.objects.visible_to(user))
    return list(mine.select_related("organisation").order_by("organisation__name"))


def people_of(organisation: Organisation) -> list[OrganisationPerson]:
    """The people of an organisation, by name: one query."""
    return list(organisation.people.select_related("person").order_by("person__name", "pk"))


def of_role(role: Role) -> Q:
    """A filter for accounts that a role of the platform is kept on."""
    # Looked for in the list as text, with its quotes: SQLite cannot ask what a list contains.
    return Q(platform_roles__icontains=f'"{Role(role).value}"')


def holding(role: Role) -> QuerySet[User]:
    """Those who hold a role of the platform and whose accounts open something, in the order of their accounts."""
    active = User.objects.filter(of_role(role), is_active=True).order_by("pk")
    return active if settings.DEMONSTRATION else active.filter(is_demonstration=False)


def people_found(text: str = "", *, role: str = "", suspended: bool = False) -> QuerySet[User]:
    """Accounts by name: whose name or email address holds a text, who hold a role, who are suspended; else all."""
    found = User.objects.order_by("name", "pk")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role:
        found = found.filter(of_role(Role(role)))
    return found.filter(is_active=False) if suspended else found


@dataclass(frozen=True)
class SignedIn:
    """A browser in which someone is signed in; `number` is what it is called in forms."""

    number: int
    browser: str
    place: str
    began_at: datetime
    seen_at: datetime
    is_this_one: bool


def sessions_of(user: Any, here: str | None) -> list[SignedIn]:
    """Where someone is signed in, the one that asks first, then the latest: one query."""
    found = Session.objects.filter(account_id=user.pk, expire_date__gt=timezone.now())
    lines = [
        SignedIn(
            number=each.number,
            browser=browser_in_words(each.browser),
            place=each.place or "",
            began_at=each.began_at,
            seen_at=each.seen_at,
            is_this_one=each.pk == here,
        )
        for each in found
    ]
    return sorted(lines, key=lambda line: not line.is_this_one)
