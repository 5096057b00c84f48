"""What administrators do with other people's accounts: their roles on the platform, and whether they may come in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.access.roles import PLATFORM_ROLES, Role
from apps.accounts.models import User
from apps.accounts.queries import holding, of_role
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused


@transaction.atomic
def give_role(*, by: Any, person: User, role: str, reason: str) -> User:
    """Give someone a role on the platform, never oneself. Raises ValidationError on a strange role or no reason."""
    by, person = _held(by, person)
    require(by, Permission.ROLES_GIVE)
    wanted, reason = _role(role), _reason(reason)
    _insist_other(by, person, _("Nobody gives themselves a role. Ask another administrator."))
    if not person.is_active:
        raise Refused(_("This account is suspended. Open it again first."))
    if wanted in person.platform_roles:
        raise Refused(_("%(person)s is %(role)s already.") % _named(person, wanted))
    person.platform_roles = sorted({*person.platform_roles, wanted.value})
    person.full_clean()
    person.save(update_fields=["platform_roles"])
    record(Verb.ROLE_GIVEN, actor=by, subject=person, details={"role": wanted.value, "reason": reason})
    return person


@transaction.atomic
def take_role(*, by: Any, person: User, role: str, reason: str) -> User:
    """Take a role on the platform from someone, or lay down one's own. The last administrator stays one."""
    by, person = _held(by, person)
    require(by, Permission.ROLES_GIVE)
    taken, reason = _role(role), _reason(reason)
    if taken not in person.platform_roles:
        raise Refused(_("%(person)s is not %(role)s any more. Reload the page.") % _named(person, taken))
    if taken == Role.ADMINISTRATOR:
        _insist_another_administrator(person)
    person.platform_roles = sorted({*person.platform_roles} - {taken.value})
    person.full_clean()
    person.save(update_fields=["platform_roles"])
    record(Verb.ROLE_TAKEN, actor=by, subject=person, details={"role": taken.value, "reason": reason})
    return person


@transaction.atomic
def suspend_account(*, by: Any, person: User, reason: str) -> User:
    """Let someone in no more: their sessions end and their API tokens are revoked at once; what they did stays."""
    by, person = _held(by, person)
    require(by, Permission.ACCOUNT_SUSPEND)
    reason = _reason(reason)
    _insist_other(by, person, _("Nobody suspends their own account. Ask another administrator."))
    if not person.is_active:
        raise Refused(_("This account is suspended already."))
    _insist_another_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.tokens.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    person.sessions.all().delete()
    record(Verb.ACCOUNT_SUSPENDED, actor=by, subject=person, details={"reason": reason})
    return person


@transaction.atomic
def unsuspend_account(*, by: Any, person: User, reason: str) -> User:
    """Let someone in again, with the roles that they had. Their API tokens stay revoked."""
    by, person = _held(by, person)
    require(by, Permission.ACCOUNT_SUSPEND)
    reason = _reason(reason)
    if person.is_active:
        raise Refused(_("This account is not suspended."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(Verb.ACCOUNT_UNSUSPENDED, actor=by, subject=person, details={"reason": reason})
    return person


def _held(by: Any, person: User) -> tuple[Any, User]:
    """Whoever acts and whom they act on, as they are now, with every administrator held until the end.

    All hold in the order of accounts: of two administrators who take each other's role one waits, and then finds that
    they are none any more. That one is the last is known of all, since nobody else can become less meanwhile.
    """
    wanted = Q(pk__in=[person.pk, by.pk] if by.pk else [person.pk])
    rows = User.objects.select_for_update(no_key=True).filter(wanted | of_role(Role.ADMINISTRATOR)).order_by("pk")
    held = {user.pk: user for user in rows}
    return held[by.pk] if by.pk else by, held[person.pk]


def _insist_another_administrator(person: User) -> None:
    others = holding(Role.ADMINISTRATOR).exclude(pk=person.pk)
    if Role.ADMINISTRATOR in person.platform_roles and not others.exists():
        raise Refused(_("The platform needs at least one administrator. Give someone else the role first."))


def _insist_other(by: Any, person: User, sentence: str) -> None:
    if by.pk == person.pk:
        raise Refused(sentence)


def _role(role: str) -> Role:
    if role not in PLATFORM_ROLES:
        raise ValidationError({"role": _("Choose one of the roles offered.")})
    return Role(role)


def _reason(reason: str) -> str:
    if not (reason := reason.strip()):
        raise ValidationError({"reason": _("Say why, for whoever looks it up later.")})
    return reason[:300]


def _named(person: User, role: Role) -> dict[str, str]:
    return {"person": person.name, "role": str(role.label)}
