"""Passkeys: adding one, naming it, removing it, and coming in by one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.backends import AccountBackend
from apps.accounts.factor_actions import begun, still_needed
from apps.accounts.factors import factors_of
from apps.accounts.letter_actions import tell
from apps.accounts.models import Letter, User
from apps.accounts.own_actions import held, insist_password
from apps.accounts.passkeys import asked_to_make, insist_made, named_in, signed_by
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.common.fields import Title

_PASSKEY = Authenticator.Type.WEBAUTHN
#: More than this nobody needs, and whoever signs in has each of theirs looked at.
MOST = 20


@transaction.atomic
def ask_for_passkey(*, by: Any, name: str, present: str | None, origin: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser is asked so that it makes a passkey, and what is kept until it answers, with its name.

    Raises ValidationError on a wrong password; none is asked of whoever signed in just now (`present` is None).
    """
    account = held(by)
    if present is not None:
        insist_password(account, present)
    if Authenticator.objects.filter(user=account, type=_PASSKEY).count() >= MOST:
        raise Refused(_("You have twenty passkeys. Remove one that you do not use any more first."))
    options, state = asked_to_make(account, origin)
    return options, state | {"name": _name(name)}


@transaction.atomic
def add_passkey(*, by: Any, credential: Any, state: dict[str, Any], origin: str, here: str | None = None) -> list[str]:
    """Add what a browser made when it was asked; recovery codes, shown this once, if it is the first second step."""
    account = held(by)
    insist_made(credential, state, origin)
    standing = factors_of(account)
    data = {"name": state["name"], "credential": credential}
    Authenticator.objects.create(user=account, type=_PASSKEY, data=data)
    record(Verb.ACCOUNT_PASSKEY_ADDED, actor=account, subject=account, details={"said": state["name"]})
    tell(account, Letter.Kind.PASSKEY_ADDED, origin=origin)
    return [] if standing.is_on else begun(account, here)


@transaction.atomic
def name_passkey(*, by: Any, passkey: int, name: str) -> None:
    """Call a passkey of one's own otherwise."""
    account = held(by)
    row = _own(account, passkey)
    if row.data["name"] != (wanted := _name(name)):
        row.data["name"] = wanted
        row.save(update_fields=["data"])
        record(Verb.ACCOUNT_PASSKEY_NAMED, actor=account, subject=account, details={"said": wanted})


@transaction.atomic
def remove_passkey(*, by: Any, passkey: int, present: str | None, origin: str) -> None:
    """Let a passkey of one's own open nothing any more. The last second step of whoever needs one stays."""
    account = held(by)
    if present is not None:
        insist_password(account, present)
    row = _own(account, passkey)
    standing = factors_of(account)
    is_last = not standing.has_app and standing.passkeys == 1
    if is_last and account.needs_second_step:
        raise Refused(still_needed())
    record(Verb.ACCOUNT_PASSKEY_REMOVED, actor=account, subject=account, details={"said": row.data["name"]})
    row.delete()
    if is_last:
        # Recovery codes stand in for a second step, and there is none any more.
        Authenticator.objects.filter(user=account).delete()
    tell(account, Letter.Kind.PASSKEY_REMOVED, origin=origin)


@transaction.atomic
def take_passkey(*, account: int, credential: Any, state: dict[str, Any], origin: str) -> Authenticator:
    """Insist that someone signed with a passkey of theirs what they were asked just now. Raises ValidationError."""
    user = User.objects.select_for_update(no_key=True).get(pk=account)
    row, count = signed_by(user, credential, state, origin)
    # A passkey that counts never counts the same twice, unless there are two of it.
    if (count or row.data.get("count")) and count <= row.data.get("count", -1):
        raise ValidationError(_("This passkey seems to have been copied. Sign in otherwise, and remove it."))
    row.data["count"], row.last_used_at = count, timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return row


def enter_by_passkey(*, credential: Any, state: dict[str, Any], origin: str) -> Authenticator:
    """The passkey by which someone comes in without a password, if they may. Raises ValidationError."""
    user = named_in(credential)
    row = take_passkey(account=user.pk, credential=credential, state=state, origin=origin)
    if not AccountBackend().user_can_authenticate(user):
        raise ValidationError(_("This account is suspended."))
    return row


def _own(account: User, passkey: int) -> Authenticator:
    row = Authenticator.objects.filter(user=account, type=_PASSKEY, pk=passkey).first()
    if row is None:
        raise Refused(_("This passkey is removed already."))
    return row


def _name(name: str) -> str:
    try:
        return str(Title(max_length=60).clean(name.strip(), None))
    except ValidationError as wrong:
        raise ValidationError({"name": wrong.messages}) from None
