"""Asking for a second step at sign-in, taking it away, and taking that step."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.factors import counter_of, digits_of, factors_of, secret_of
from apps.accounts.letter_actions import tell
from apps.accounts.models import Letter, Session, User
from apps.accounts.own_actions import held, insist_password
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused

_TYPES = Authenticator.Type


@transaction.atomic
def ask_for_second_step(
    *, by: Any, offer: str, code: str, present: str, here: str | None = None, origin: str = ""
) -> list[str]:
    """Be asked for a code at every sign-in from now on: the recovery codes, which are shown this once.

    Raises ValidationError unless the first code of the offered secret and the password are right. Other browsers than
    `here` are signed out, unless they passed a second step: so every session of an account that has one did.
    """
    account = held(by)
    standing = factors_of(account)
    if standing.has_app:
        raise Refused(_("You are asked for a code already."))
    insist_password(account, present)
    secret = secret_of(account, offer)
    if secret is None:
        raise Refused(_("This page was open for too long. Open it again, and scan the new picture."))
    counter = counter_of(secret, digits_of(code))
    if counter is None:
        raise ValidationError({"code": wrong_code()})
    data = {"secret": get_adapter().encrypt(secret), "counter": counter}
    Authenticator.objects.create(user=account, type=_TYPES.TOTP, data=data)
    record(Verb.ACCOUNT_SECURED, actor=account, subject=account)
    tell(account, Letter.Kind.STEP_ON, origin=origin)
    return begun(account, here) if not standing.is_on else []


def begun(account: User, here: str | None) -> list[str]:
    """An account that is held has its first second step: its recovery codes. Other browsers are signed out."""
    Session.objects.filter(account=account).exclude(pk=here or "").delete()
    return _new_codes(account)


@transaction.atomic
def renew_codes(*, by: Any, present: str, origin: str = "") -> list[str]:
    """New recovery codes, which are shown this once; those of before open nothing any more."""
    account = held(by)
    insist_password(account, present)
    if not factors_of(account).is_on:
        raise Refused(_("Ask for a second step first: recovery codes stand in for it."))
    record(Verb.ACCOUNT_SECURED, actor=account, subject=account, details={"codes": "new"})
    tell(account, Letter.Kind.CODES_NEW, origin=origin)
    return _new_codes(account)


@transaction.atomic
def give_up_second_step(*, by: Any, present: str, origin: str = "") -> User:
    """Be asked for the password only from now on; passkeys go too. Refused to whoever needs a second step."""
    account = held(by)
    insist_password(account, present)
    if account.needs_second_step:
        raise Refused(still_needed())
    if Authenticator.objects.filter(user=account).delete()[0]:
        record(Verb.ACCOUNT_UNSECURED, actor=account, subject=account)
        tell(account, Letter.Kind.STEP_OFF, origin=origin)
    return account


def still_needed() -> str:
    return _("Your account needs a second step, so the last one stays. Set up another first, then take this one away.")


@transaction.atomic
def remove_second_step(*, by: Any, account: User) -> bool:
    """Take it away from someone who lost what it needs, once it is known who they are; whether there was one."""
    account = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    require(by, Permission.ACCOUNT_OPEN)
    removed = bool(Authenticator.objects.filter(user=account).delete()[0])
    if removed:
        record(Verb.ACCOUNT_UNSECURED, actor=by, subject=account)
        tell(account, Letter.Kind.STEP_OFF, origin="")
    return removed


@transaction.atomic
def take_second_step(*, account: int, code: str) -> None:
    """Insist on a right code that was not used before, and use it up. Raises ValidationError."""
    # Held: of two who send the same code at once the second finds it used.
    found = Authenticator.objects.select_for_update().filter(user_id=account)
    by_type = {each.type: each for each in found}
    given = digits_of(code)
    if not (_is_next(by_type.get(_TYPES.TOTP), given) or _is_unused(by_type.get(_TYPES.RECOVERY_CODES), given)):
        raise ValidationError({"code": wrong_code()})


def wrong_code() -> str:
    return _("That code is not right, or was used already. Wait for the next one and type that.")


def _is_next(totp: Authenticator | None, code: str) -> bool:
    if totp is None:
        return False
    counter = counter_of(get_adapter().decrypt(totp.data["secret"]), code, after=totp.data.get("counter", -1))
    if counter is None:
        return False
    totp.data["counter"], totp.last_used_at = counter, timezone.now()
    totp.save(update_fields=["data", "last_used_at"])
    return True


def _is_unused(codes: Authenticator | None, code: str) -> bool:
    return codes is not None and RecoveryCodes(codes).validate_code(code)


def _new_codes(account: User) -> list[str]:
    Authenticator.objects.filter(user=account, type=_TYPES.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(account).generate_codes()
