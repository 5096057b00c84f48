"""An organisation is known by the domain that its people's addresses and website share, and by those it is given."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.actions import held
from apps.accounts.models import Organisation, OrganisationDomain, SignOn, User
from apps.accounts.queries import domain_to_confirm, verifies_itself
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused


@transaction.atomic
def confirm_domain(*, by: Any, organisation: Organisation) -> Organisation:
    """Note that an organiser's confirmed address is at the official domain of its website.

    That verifies it where the domain says by itself whose it is; else an administrator finds it noted.
    """
    # Held, in this order as whoever joins does: an address that is being changed is read as it is afterwards.
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EDIT, on=organisation)
    if not note_domain(person, organisation):
        raise Refused(
            _(
                "Your address and the website of %(organisation)s are not at the same official domain, such as one "
                "under gov.uk, or that is known already. An administrator of this site looks at it."
            )
            % {"organisation": organisation}
        )
    return organisation


def note_domain(person: User, organisation: Organisation) -> bool:
    """Note the domain that someone's address shares with an organisation, if there is one; whether there is.

    Both rows are held, and the person is its organiser.
    """
    domain = domain_to_confirm(person, organisation)
    if not domain:
        return False
    is_verified = organisation.declined_at is None and verifies_itself(organisation, domain)
    organisation.confirmed_domain, organisation.is_verified_by_domain = domain, is_verified
    if is_verified:
        organisation.verified_at = timezone.now()
    organisation.full_clean()
    organisation.save(update_fields=["confirmed_domain", "is_verified_by_domain", "verified_at"])
    details = {"said": domain, "is_verified": is_verified}
    record(Verb.ORGANISATION_CONFIRMED, actor=person, subject=organisation, details=details)
    return True


def add_domains(organisation: Organisation, domains: Iterable[str]) -> bool:
    """Give an organisation that is held more domains; whether the approval of its sign-on ended by that.

    Its provider was approved for those of before, and is believed of others only once it is approved anew.
    """
    if not (news := sorted(domains)):
        return False
    for domain in news:
        OrganisationDomain.objects.create(organisation=organisation, domain=domain)
    approved = SignOn.objects.filter(organisation=organisation, approved_at__isnull=False)
    return bool(approved.update(approved_at=None, is_demanded=False))
