"""What an administrator finds out about an organisation before they vouch for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from apps.accounts.domains import domain_of
from apps.accounts.models import Organisation, SignOn


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation, who opened it and with an address at which domain, and how many people it has."""

    organisation: Organisation
    opener: str
    domain: str
    people: int


def organisations_waiting() -> list[OrganisationLine]:
    """Those that wait to be verified, the longest waiting first: one query."""
    return organisation_lines(_known(Organisation.objects.waiting()).order_by("opened_at", "pk"))


def sign_ons_waiting() -> list[SignOn]:
    """Providers that organisers named and nobody approved or declined, the longest waiting first: one query."""
    waiting = SignOn.objects.filter(approved_at__isnull=True, declined_at__isnull=True)
    return list(waiting.select_related("organisation").order_by("named_at", "pk"))


def organisations_seen() -> QuerySet[Organisation]:
    """Those that were verified or declined, by name; put a page of them through `organisation_lines`."""
    waiting = Organisation.objects.waiting()
    return _known(Organisation.objects.exclude(pk__in=waiting.values("pk"))).order_by("name", "pk")


def organisation_lines(organisations: Iterable[Organisation]) -> list[OrganisationLine]:
    """Organisations as a page lists them."""
    return [
        OrganisationLine(
            each,
            each.opened_by.name if each.opened_by else "",
            domain_of(each.opened_by.email) if each.opened_by else "",
            each.many,  # type: ignore[attr-defined]
        )
        for each in organisations
    ]


def organisation_at(slug: str) -> QuerySet[Organisation]:
    """The organisation of an address, with what a line of it needs."""
    return _known(Organisation.objects.filter(slug=slug))


def _known(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return organisations.select_related("opened_by", "council_of", "merged_into").annotate(many=Count("people"))
