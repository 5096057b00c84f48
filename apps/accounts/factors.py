"""The second step at sign-in: codes from an app on one's phone, and recovery codes for when that is lost."""

import base64
import time
from dataclasses import dataclass
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac
from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

_PERIOD = 30
#: A clock may be half a minute wrong, and a code be typed when its time is nearly over.
_NEAR = (-1, 0, 1)
_SALT = "accounts.factors"
_OFFERED_FOR = 60 * 60


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted: whoever reads a backup without SECRET_KEY cannot make codes."""

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # SECRET_KEY was changed: no code is right then, as none may be.
            return generate_totp_secret()


@lru_cache(maxsize=2)
def _cipher(key: str) -> Fernet:
    derived = salted_hmac(_SALT, "secrets", secret=key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(derived))


@dataclass(frozen=True)
class Factors:
    """What second steps someone has: an app that makes codes, passkeys, and how many recovery codes are left."""

    has_app: bool
    passkeys: int
    codes_left: int

    @property
    def is_on(self) -> bool:
        """Whether someone is asked for a second step."""
        return self.has_app or self.passkeys > 0


def factors_of(user: Any) -> Factors:
    """What someone has: one query."""
    kinds: dict[str, list[Authenticator]] = {}
    for each in Authenticator.objects.filter(user_id=user.pk):
        kinds.setdefault(each.type, []).append(each)
    left = sum(len(each.wrap().get_unused_codes()) for each in kinds.get(Authenticator.Type.RECOVERY_CODES, []))
    passkeys = len(kinds.get(Authenticator.Type.WEBAUTHN, []))
    return Factors(has_app=Authenticator.Type.TOTP in kinds, passkeys=passkeys, codes_left=left)


@dataclass(frozen=True)
class Offer:
    """A new secret to put into an app: as a picture, as text, and signed, as the form sends it back."""

    picture: str
    text: str
    signed: str


def new_offer(user: Any) -> Offer:
    """A secret that nobody has yet; nothing is kept until its first code comes back."""
    secret = generate_totp_secret()
    return _offer(user, secret, signing.dumps({"user": user.pk, "secret": get_adapter().encrypt(secret)}, salt=_SALT))


def offered(user: Any, signed: str) -> Offer | None:
    """The offer that was made to someone within the last hour, out of what their form sent back."""
    secret = secret_of(user, signed)
    return None if secret is None else _offer(user, secret, signed)


def secret_of(user: Any, signed: str) -> str | None:
    """The secret that was offered to someone; None when it was offered to another, too long ago or never."""
    try:
        told = signing.loads(signed, salt=_SALT, max_age=_OFFERED_FOR)
    except signing.BadSignature:
        return None
    return get_adapter().decrypt(told["secret"]) if told.get("user") == user.pk else None


def counter_of(secret: str, code: str, *, after: int = -1) -> int | None:
    """The moment of a right code, in half minutes, if it is later than that of the last one that was used."""
    now = int(time.time()) // _PERIOD
    for counter in (now + step for step in _NEAR):
        if counter > after and compare_digest(format_hotp_value(hotp_value(secret, counter)).encode(), code.encode()):
            return counter
    return None


def digits_of(code: str) -> str:
    """A code as it is compared: people type spaces."""
    return "".join(each for each in code if each in "0123456789")


def _offer(user: Any, secret: str, signed: str) -> Offer:
    by_fours = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return Offer(_picture(get_adapter().build_totp_url(user, secret)), by_fours, signed)


def _picture(address: str) -> str:
    """A QR code as the address of a picture, which a page may hold without any script or style."""
    code = QRCode(border=2)
    code.add_data(address)
    picture = code.make_image(image_factory=SvgPathFillImage).to_string()
    return "data:image/svg+xml;base64," + base64.b64encode(picture).decode()
