"""Closing one's own account: what one wrote stays, one's name and address go."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.permissions import Permission
from apps.access.roles import Role, roles_granting
from apps.accounts.models import Letter, Organisation, OrganisationPerson, Session, User
from apps.accounts.own_actions import held, insist_password
from apps.accounts.rooms import rooms
from apps.activity.actions import erase_name, record
from apps.activity.verbs import Verb
from apps.common.errors import Refused


@transaction.atomic
def close_account(*, by: Any, present: str) -> User:
    """Close one's own account for good. Refused while others depend on the person: the sentences say on what.

    The row stays, without anything that says whose it was: what they did and wrote points to it.
    """
    # Scopes before people, as all who change who is in them hold them.
    hindered = [*_last_organiser_of(by), *_last_administrator(by)]
    hindered += [sentence for room in rooms() for sentence in room.hindrances(by)]
    account = held(by)
    insist_password(account, present)
    if hindered:
        raise Refused(" ".join(hindered))
    former = _("a former member")
    for room in rooms():
        room.let_go(account, former)
    _leave_organisations(account)
    erase_name(person=account, instead=former)
    _forget(account, former)
    record(Verb.ACCOUNT_CLOSED, actor=account, subject=account)
    return account


def _last_organiser_of(person: Any) -> list[str]:
    """Of which organisations, whose rows it holds, someone is the last organiser."""
    mine = OrganisationPerson.objects.filter(person_id=person.pk, role=Role.ORGANISER).values("organisation_id")
    found = []
    for organisation in Organisation.objects.select_for_update(no_key=True).filter(pk__in=mine).order_by("pk"):
        if not organisation.people.filter(role=Role.ORGANISER).exclude(person_id=person.pk).exists():
            found.append(organisation.name)
    said = _("You are the last organiser of %(organisation)s: make someone else one first.")
    return [said % {"organisation": name} for name in found]


def _last_administrator(person: Any) -> list[str]:
    administering = roles_granting(Permission.ADMIN_VIEW) & {Role(role) for role in person.platform_roles}
    if not administering:
        return []
    others = User.objects.select_for_update(no_key=True).filter(is_active=True).exclude(pk=person.pk).order_by("pk")
    if any(administering & set(each.platform_roles) for each in others.exclude(platform_roles=[])):
        return []
    return [_("You are the last administrator of this site: make someone else one first.")]


def _leave_organisations(account: User) -> None:
    for belonging in account.belongs_to.select_related("organisation").order_by("organisation_id"):
        belonging.delete()
        details = {"person": account.pk}
        record(Verb.ORGANISATION_LEFT, actor=account, subject=belonging.organisation, details=details)


def _forget(account: User, former: str) -> None:
    Letter.objects.filter(email__iexact=account.email).delete()
    for mine in (account.letters, account.tokens, account.notifications, account.connections):
        mine.all().delete()
    Session.objects.filter(account=account).delete()
    Authenticator.objects.filter(user=account).delete()
    account.name, account.email = former, f"closed-{account.pk}@closed.invalid"
    account.set_unusable_password()
    account.platform_roles, account.is_active, account.closed_at = [], False, timezone.now()
    account.terms_sha256, account.terms_accepted_at = "", None
    account.save()
