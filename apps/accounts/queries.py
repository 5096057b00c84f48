"""Who belongs to which organisation, and which organisations there are already."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from apps.accounts.domains import domain_of
from apps.accounts.models import Organisation, OrganisationPerson
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


def people_of(organisation: Organisation) -> list[OrganisationPerson]:
    """The people of an organisation, by name: one query."""
    return list(organisation.people.select_related("person").order_by("person__name", "pk"))


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
