"""Passkeys: what a browser is asked to sign, and whether what it signed is right. Nothing is written here."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import url_str_to_user_pk
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import build_user_payload, get_credentials
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from apps.accounts.models import User

#: So many seconds after a browser was asked what it signed is taken.
_ANSWERED_WITHIN = 300


@dataclass(frozen=True)
class Passkey:
    """A passkey of someone, as they know it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


def passkeys_of(user: Any) -> list[Passkey]:
    """Those of someone, the first one first: one query."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [Passkey(each.pk, each.data["name"], each.created_at, each.last_used_at) for each in found]


def asked_to_make(user: User, origin: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser is asked so that it makes a passkey, and what is kept until it answers."""
    options, state = _server(origin).register_begin(
        user=build_user_payload(user),
        credentials=get_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), state | {"at": time.time()}


def asked_to_sign(user: User | None, origin: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a browser is asked so that it signs with a passkey of someone, or, to come in by that alone, of anyone.

    Whoever comes in by it alone is verified by their device, as by a finger or a PIN.
    """
    options, state = _server(origin).authenticate_begin(
        credentials=get_credentials(user) if user else None,
        user_verification=UserVerificationRequirement.PREFERRED if user else UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state | {"at": time.time()}


def insist_made(credential: Any, state: dict[str, Any], origin: str) -> None:
    """Insist that a new passkey answers what was asked here just now. Raises ValidationError."""
    _insist_recent(state)
    try:
        _server(origin).register_complete(state, credential)
    except Exception:  # the library raises many kinds on bytes that it cannot read; all mean one thing
        raise _wrong() from None


def signed_by(user: User, credential: Any, state: dict[str, Any], origin: str) -> tuple[Authenticator, int]:
    """With which passkey of someone was signed what was asked just now, and how often it says that it was used.

    Raises ValidationError on any other.
    """
    _insist_recent(state)
    known = {each.wrap().authenticator_data.credential_data.credential_id: each for each in _rows(user)}
    try:
        used = _server(origin).authenticate_complete(state, get_credentials(user), credential)
        answer = AuthenticationResponse.from_dict(credential)
    except Exception:  # as above
        raise _wrong() from None
    return known[used.credential_id], answer.response.authenticator_data.counter


def named_in(credential: Any) -> User:
    """Whose passkey it says that it is; that it is theirs is not yet known. Raises ValidationError where nobody's."""
    try:
        handle = credential["response"]["userHandle"]
        number = url_str_to_user_pk(websafe_decode(handle).decode())
    except Exception:  # whatever a stranger may send in its place
        raise _wrong() from None
    user = User.objects.filter(pk=number).first()
    if user is None:
        raise _wrong()
    return user


def _rows(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN))


def _server(origin: str) -> Fido2Server:
    """Believes what was signed on this very site: not on another below its name, nor on another port."""
    host = urlsplit(origin).hostname or ""
    entity = PublicKeyCredentialRpEntity(id=host, name=settings.SITE_NAME)
    return Fido2Server(entity, verify_origin=lambda claimed: claimed == origin)


def _insist_recent(state: dict[str, Any]) -> None:
    if not 0 <= time.time() - state.get("at", 0) <= _ANSWERED_WITHIN:
        raise _wrong()


def _wrong() -> ValidationError:
    return ValidationError(_("That passkey is not one of this account, or it took too long. Try again."))
