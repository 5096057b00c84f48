"""Letters: asking for one, and finding the one whose link someone followed."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from apps.accounts.models import Letter, User

#: The kind of job that sends one.
SEND = "accounts.letter"
#: For how long the link of each is good.
GOOD_FOR = {
    Letter.Kind.SIGN_UP: timedelta(days=3),
    Letter.Kind.EMAIL: timedelta(days=3),
    Letter.Kind.PASSWORD: timedelta(hours=1),
}
_BYTES = 32


def new_letter(
    kind: Letter.Kind, *, to: str, account: User | None = None, words: dict[str, Any] | None = None
) -> Letter:
    """A letter that is not kept yet."""
    expires_at = timezone.now() + GOOD_FOR.get(kind, timedelta(days=1))
    return Letter(kind=kind, email=to, account=account, words=words or {}, expires_at=expires_at)


def new_secret() -> tuple[str, str]:
    """What stands in a link, and its hash, which is kept."""
    secret = secrets.token_urlsafe(_BYTES)
    return secret, hashed(secret)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def good_letter(kind: Letter.Kind, secret: str) -> Letter | None:
    """The letter whose link this is, if it can be used now. Used, expired and never sent look alike."""
    found = Letter.objects.filter(kind=kind, secret_sha256=hashed(secret), used_at__isnull=True)
    return found.filter(expires_at__gt=timezone.now()).select_related("account").first()
