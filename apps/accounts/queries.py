"""Who belongs to which organisation, and where someone is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.accounts.browsers import browser_in_words
from apps.accounts.models import Organisation, OrganisationPerson, Session


def organisations_of(user: Any) -> list[OrganisationPerson]:
    """Where someone belongs, by the name of the organisation: one query."""
    mine = OrganisationPerson.objects.filter(person_id=user.pk, organisation__in=Organisation.objects.visible_to(user))
    return list(mine.select_related("organisation").order_by("organisation__name"))


def people_of(organisation: Organisation) -> list[OrganisationPerson]:
    """The people of an organisation, by name: one query."""
    return list(organisation.people.select_related("person").order_by("person__name", "pk"))


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
