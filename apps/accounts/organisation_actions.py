"""What people do with their own organisations, and what an administrator says of them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.access.roles import ORGANISATION_ROLES, Role
from apps.accounts.actions import free_address, held, insist_another_organiser
from apps.accounts.domain_actions import add_domains, note_domain
from apps.accounts.domains import can_be_owned
from apps.accounts.models import Organisation, OrganisationPerson, OrganisationQuerySet, SignOn, User
from apps.accounts.queries import organisations_open_to
from apps.activity.actions import keep_version, record
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.errors import Refused

#: So many organisations of one person may wait to be verified at the same time; within a day it makes no difference
#: whether they were closed again.
MOST_UNVERIFIED = 3
_DAY = timedelta(days=1)


@transaction.atomic
def open_own_organisation(
    *,
    by: Any,
    name: str,
    sector: str,
    areas: Iterable[Area] = (),
    description: str = "",
    website: str = "",
) -> Organisation:
    """Open an organisation that one becomes the organiser of; it waits to be verified. Sent twice, it is opened once.

    Where its website and the organiser's confirmed address are at an official domain of its name, that verifies it.
    Raises ValidationError on a field that cannot be so. Which area it is the council of, an administrator says.
    """
    if by.pk is None:
        require(by, Permission.ORGANISATION_OPEN)
    # Their row: of two that they open at once the second counts the first.
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    unverified = Organisation.objects.filter(opened_by=person, verified_at__isnull=True)
    if made := unverified.open().filter(name__iexact=name.strip(), people__person=person).first():
        return made
    _insist_few(unverified)
    organisation = Organisation(
        name=name.strip(),
        slug=free_address(name),
        sector=sector,
        description=description.strip(),
        website=website.strip(),
        opened_by=person,
    )
    organisation.full_clean()
    organisation.save()
    organisation.areas.set(areas)
    keep_version(organisation, by=by)
    record(Verb.ORGANISATION_OPENED, actor=by, subject=organisation)
    _join(by, organisation, person, Role.ORGANISER)
    note_domain(person, organisation)
    return organisation


@transaction.atomic
def verify_organisation(*, by: Any, organisation: Organisation, domains: Iterable[str] = ()) -> Organisation:
    """Vouch for an organisation: the public may see it, and whoever has an address in its `domains` may join it."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_VERIFY)
    if organisation.is_verified:
        raise Refused(_("%(organisation)s is verified already.") % {"organisation": organisation})
    organisation.verified_at, organisation.declined_at = timezone.now(), None
    organisation.full_clean()
    organisation.save(update_fields=["verified_at", "declined_at"])
    _say(Verb.ORGANISATION_VERIFIED, by, organisation)
    _set_domains(by, organisation, domains)
    return organisation


@transaction.atomic
def decline_organisation(*, by: Any, organisation: Organisation, reason: str) -> Organisation:
    """Say why an organisation is not verified; its organisers are told, and may ask again."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_VERIFY)
    if organisation.is_verified or organisation.declined_at:
        raise Refused(_("%(organisation)s does not wait to be verified any more.") % {"organisation": organisation})
    said = _insist_reason(reason)
    organisation.declined_at = timezone.now()
    organisation.save(update_fields=["declined_at"])
    _say(Verb.ORGANISATION_DECLINED, by, organisation, said)
    return organisation


@transaction.atomic
def unverify_organisation(*, by: Any, organisation: Organisation, reason: str) -> Organisation:
    """Take verification back, with a reason that its organisers are told: the public does not see it any more."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_VERIFY)
    if not organisation.is_verified:
        raise Refused(_("%(organisation)s is not verified.") % {"organisation": organisation})
    said = _insist_reason(reason)
    organisation.verified_at, organisation.declined_at = None, timezone.now()
    organisation.is_verified_by_domain = False
    organisation.save(update_fields=["verified_at", "declined_at", "is_verified_by_domain"])
    _say(Verb.ORGANISATION_UNVERIFIED, by, organisation, said)
    return organisation


@transaction.atomic
def submit_organisation(*, by: Any, organisation: Organisation) -> Organisation:
    """Ask once more for an organisation that was declined to be verified."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EDIT, on=organisation)
    if not organisation.declined_at:
        raise Refused(_("Nothing is to be asked for: it is verified, or an administrator will look at it."))
    organisation.declined_at = None
    organisation.save(update_fields=["declined_at"])
    record(Verb.ORGANISATION_SUBMITTED, actor=by, subject=organisation)
    return organisation


@transaction.atomic
def set_domains(*, by: Any, organisation: Organisation, domains: Iterable[str]) -> Organisation:
    """Say with which email addresses people join an organisation by themselves."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_VERIFY)
    if not organisation.is_verified:
        raise Refused(_("Verify %(organisation)s first.") % {"organisation": organisation})
    _insist_nobody_speaks_for(organisation, _written(domains))
    _set_domains(by, organisation, domains)
    return organisation


@transaction.atomic
def set_council(*, by: Any, organisation: Organisation, area: Area | None) -> Organisation:
    """Say of which area an organisation is the council, or of none. Raises ValidationError where it cannot be one."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_VERIFY)
    if organisation.council_of_id == (area.pk if area else None):
        return organisation
    organisation.council_of = area
    organisation.full_clean()
    organisation.save(update_fields=["council_of"])
    details = {"said": area.name if area else _("of none")}
    record(Verb.ORGANISATION_COUNCIL_SET, actor=by, subject=organisation, details=details)
    return organisation


@transaction.atomic
def join_organisation(*, by: Any, organisation: Organisation) -> OrganisationPerson:
    """Come to belong to an organisation by oneself, with a confirmed address in one of its domains."""
    # Held: an address that is being changed is read as it is afterwards.
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    organisation = held(organisation)
    if not organisations_open_to(person).filter(pk=organisation.pk).exists():
        raise Refused(_("Your email address is not one by which people join it. Ask an organiser to invite you."))
    if organisation.people.filter(person=person).exists():
        raise Refused(_("You belong to %(organisation)s already.") % {"organisation": organisation})
    return _join(by, organisation, person, Role.STAFF)


@transaction.atomic
def change_organisation_role(*, by: Any, organisation: Organisation, person: User, role: str) -> OrganisationPerson:
    """Make one of its people an organiser, or one no more. An organisation keeps at least one."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_PEOPLE, on=organisation)
    belonging = organisation.people.select_related("person").filter(person=person).first()
    if belonging is None:
        raise Refused(_("They do not belong to %(organisation)s any more.") % {"organisation": organisation})
    if belonging.role == Role(role):
        return belonging
    if role in ORGANISATION_ROLES and role != Role.ORGANISER:
        insist_another_organiser(belonging)
    belonging.role = Role(role)
    belonging.full_clean()
    belonging.save(update_fields=["role"])
    details = {"person": person.pk, "said": f"{belonging.person}, {Role(role).label}"}
    record(Verb.ORGANISATION_ROLE_CHANGED, actor=by, subject=organisation, details=details)
    return belonging


def _join(by: Any, organisation: Organisation, person: User, role: Role) -> OrganisationPerson:
    belonging = OrganisationPerson(organisation=organisation, person=person, role=role)
    belonging.full_clean()
    belonging.save()
    details = {"person": person.pk, "role": role}
    record(Verb.ORGANISATION_JOINED, actor=by, subject=organisation, details=details)
    return belonging


def _insist_few(unverified: OrganisationQuerySet) -> None:
    if unverified.open().count() >= MOST_UNVERIFIED:
        raise Refused(_("Three organisations that you opened are not verified yet. Open another once one of them is."))
    lately = unverified.filter(Q(closed_at__isnull=True) | Q(opened_at__gt=timezone.now() - _DAY))
    if lately.count() >= MOST_UNVERIFIED:
        raise Refused(_("You opened several organisations within a day, and closed some. Open another tomorrow."))


def _set_domains(by: Any, organisation: Organisation, domains: Iterable[str]) -> None:
    wanted = _written(domains)
    if wrong := sorted(domain for domain in wanted if not can_be_owned(domain)):
        sentence = _("%(domain)s cannot be the domain of one organisation: leave it out, or write it in full.")
        raise ValidationError({"domains": sentence % {"domain": wrong[0]}})
    known = set(organisation.domains.values_list("domain", flat=True))
    if wanted == known:
        return
    organisation.domains.exclude(domain__in=wanted).delete()
    said = ", ".join(sorted(wanted)) or _("none")
    if add_domains(organisation, wanted - known):
        said = _("%(domains)s; how its people sign in waits to be approved anew") % {"domains": said}
    record(Verb.ORGANISATION_DOMAINS_SET, actor=by, subject=organisation, details={"said": said})


def _written(domains: Iterable[str]) -> set[str]:
    return {domain.strip().lower() for domain in domains}


def _insist_nobody_speaks_for(organisation: Organisation, domains: set[str]) -> None:
    """Refuse domains of whose addresses the provider of another organisation says who has them."""
    others = (
        SignOn.objects.counting()
        .exclude(organisation=organisation)
        .filter(organisation__domains__domain__in=domains - set(organisation.domains.values_list("domain", flat=True)))
    )
    if other := others.select_related("organisation").first():
        sentence = _("%(other)s has one of these domains, and its own sign-on. Take the domain from it first.")
        raise ValidationError({"domains": sentence % {"other": other.organisation}})


def _say(verb: Verb, by: Any, organisation: Organisation, said: str = "") -> None:
    """Record what an administrator said of an organisation, and tell its organisers."""
    organisers = organisation.people.filter(role=Role.ORGANISER).values_list("person_id", flat=True)
    record(verb, actor=by, subject=organisation, scope=organisation, details={"said": said}, tell=list(organisers))


def _insist_reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that its organisers know what to do.")})
    return reason.strip()[:1000]
