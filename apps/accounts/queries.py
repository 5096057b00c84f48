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
from apps.accounts.domains import domain_of, official_domain, speaks_for
from apps.accounts.models import Organisation, OrganisationPerson, Session, User
from apps.activity.models import Event
from apps.activity.queries import latest_of
from apps.activity.verbs import Verb
from apps.common.kinds import kind_of
from apps.common.matching import words_of
from apps.files.models import StoredFile
from apps.files.queries import content_of

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


def domain_to_confirm(user: Any, organisation: Organisation) -> str:
    """The official domain that someone's confirmed address and the organisation's website share, if it is news."""
    if organisation.is_verified or not has_confirmed_address(user):
        return ""
    found = official_domain(organisation.sector, user.email, organisation.website)
    is_known = found == organisation.confirmed_domain and not verifies_itself(organisation, found)
    return "" if is_known else found


def verifies_itself(organisation: Organisation, domain: str) -> bool:
    """Whether an official domain verifies an organisation without an administrator.

    Not where one has said no before, nor where another organisation is known by the domain, nor where the domain is
    not the organisation's name.
    """
    others = Organisation.objects.open().exclude(pk=organisation.pk)
    known = others.filter(Q(domains__domain=domain) | Q(confirmed_domain=domain, verified_at__isnull=False))
    said_no = latest_of(organisation, {Verb.ORGANISATION_DECLINED, Verb.ORGANISATION_UNVERIFIED})
    return bool(domain) and speaks_for(domain, organisation.name) and not said_no and not known.exists()


def what_became_of(user: Any, slug: str) -> Organisation | None:
    """The organisation that one at an address became part of, for those who see it from within."""
    found = Organisation.objects.visible_to(user).filter(absorbed__slug=slug)
    return found.first()


def logo_files(organisation: Organisation) -> QuerySet[StoredFile]:
    """The stored files of an organisation, of which there are none but its logo; read without their bytes."""
    return StoredFile.objects.defer("content").filter(scope_kind=kind_of(organisation).name, scope_id=organisation.pk)


def logo_of(organisation: Organisation) -> bytes | None:
    """The bytes of an organisation's logo, a PNG; None where it has none."""
    stored = logo_files(organisation).filter(sha256=organisation.logo_sha256).first()
    return content_of(stored) if stored else None


def why_declined(organisation: Organisation) -> str:
    """Why an administrator did not verify an organisation, or took that back; nothing unless one did."""
    if not organisation.declined_at:
        return ""
    said = latest_of(organisation, {Verb.ORGANISATION_DECLINED, Verb.ORGANISATION_UNVERIFIED})
    return str(said.details.get("said", "")) if said else ""


@dataclass(frozen=True)
class AskedMerger:
    """The organisers of an open organisation asked for it to be merged with another that is open."""

    organisation: Organisation
    other: Organisation
    by: str
    at: datetime
    said: str


def asked_mergers(between: Iterable[Organisation] = ()) -> list[AskedMerger]:
    """What was asked last of each organisation and another, the oldest first; with `between` of those only."""
    events = Event.objects.filter(verb=Verb.ORGANISATION_MERGE_ASKED).order_by("pk")
    only = {each.pk for each in between}
    asked = {(each.subject_id, int(each.details["other"])): each for each in events}
    living = Organisation.objects.open().in_bulk({pk for pair in asked for pk in pair})
    return [
        AskedMerger(living[mine], living[other], each.actor_label, each.at, str(each.details["said"]))
        for (mine, other), each in asked.items()
        if mine in living and other in living and (not only or {mine, other} <= only)
    ]


def why_unsettled(organisation: Organisation) -> str:
    """What of an organisation that was verified is other than it was, where it waits because of that."""
    if organisation.verified_at or organisation.declined_at:
        return ""
    latest = latest_of(
        organisation, {Verb.ORGANISATION_UNSETTLED, Verb.ORGANISATION_UNVERIFIED, Verb.ORGANISATION_VERIFIED}
    )
    is_that = latest is not None and latest.verb == Verb.ORGANISATION_UNSETTLED
    return str(latest.details.get("said", "")) if latest and is_that else ""


def similar_organisations(name: str, most: int = 5) -> list[Organisation]:
    """Organisations whose names may mean the same as `name`, the most alike first; also those that became another."""
    known = Organisation.objects.filter(Q(closed_at__isnull=True) | Q(merged_into__isnull=False))
    known = known.select_related("merged_into").order_by("name", "pk")
    found = sorted(_alike(name, known), key=lambda pair: -pair[0])
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
