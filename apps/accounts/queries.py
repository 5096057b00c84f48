"""Who belongs to which organisation, which organisations there are, who has an account, where they are signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.access.roles import Role
from apps.accounts.browsers import browser_in_words
from apps.accounts.domains import domain_of
from apps.accounts.models import Organisation, OrganisationPerson, Session, User
from apps.activity.queries import latest_of
from apps.activity.verbs import Verb
from apps.common.matching import words_of

#: What many names have in common, and says nothing of whose they are.
_USUAL = frozenset(
    {"and", "borough", "cic", "city", "council", "county", "district", "for", "in", "limited", "ltd", "metropolitan"}
    | {"of", "plc", "the", "trust"}
)
#: From so alike on two names may be one with a slip in it.
_ALIKE = 0.85


def organisations_of(user: Any) -> list[OrganisationPerson]:
    """Where someone belongs, by the name of the organisation: one query."""
    mine = OrganisationPerson.objects.filter(person_id=user.pk, organisation__in=Organisation.objects.visible_to(user))
    return list(mine.select_related("organisation").order_by("organisation__name"))


def organised_by(user: Any) -> set[int]:
    """The ids of the organisations whose organiser someone is: one query."""
    return {each.organisation_id for each in organisations_of(user) if each.role == Role.ORGANISER}


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


def has_confirmed_address(user: Any) -> bool:
    """Whether someone's address is known to be theirs.

    Whoever opened an account for someone knew it; of an address that waits to be confirmed, its row says so.
    """
    return not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False).exists()


def organisations_open_to(user: Any) -> QuerySet[Organisation]:
    """Verified organisations that someone may join by their address, by name; also those that they belong to."""
    theirs = Organisation.objects.verified().filter(domains__domain=domain_of(user.email))
    return theirs if has_confirmed_address(user) else theirs.none()


def organisations_to_join(user: Any) -> list[Organisation]:
    """Organisations that someone may join by their address and does not belong to, by name."""
    return list(organisations_open_to(user).exclude(people__person=user))


def why_declined(organisation: Organisation) -> str:
    """Why an administrator did not verify an organisation, or took that back; nothing unless one did."""
    if not organisation.declined_at:
        return ""
    said = latest_of(organisation, {Verb.ORGANISATION_DECLINED, Verb.ORGANISATION_UNVERIFIED})
    return str(said.details.get("said", "")) if said else ""


def similar_organisations(name: str, most: int = 5) -> list[Organisation]:
    """Organisations whose names may mean the same as `name`, the most alike first."""
    found = sorted(_alike(name, Organisation.objects.order_by("name", "pk")), key=lambda pair: -pair[0])
    return [organisation for _, organisation in found[:most]]


def _alike(name: str, organisations: Iterable[Organisation]) -> Iterable[tuple[float, Organisation]]:
    words = _telling(name)
    for each in organisations:
        others = _telling(each.name)
        ratio = SequenceMatcher(None, " ".join(words), " ".join(others)).ratio()
        if set(words) == set(others) or ratio >= _ALIKE:
            yield ratio, each


def _telling(name: str) -> list[str]:
    words = words_of(name)
    return [word for word in words if word not in _USUAL] or words
