"""API tokens: making one for oneself, revoking it, and finding whose it is."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.backends import AccountBackend
from apps.accounts.models import ApiToken, User
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused

#: By which anyone, and any program that looks for lost secrets, knows one.
PREFIX = "tpi_"
LONGEST_DAYS = 366
_BYTES = 32


@transaction.atomic
def make_token(*, by: Any, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a token for oneself, good for some days: it, and its secret, which nobody can read again.

    Raises Refused when one of this name is in use, ValidationError on a field that cannot be so.
    """
    account = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    require(account, Permission.FIGURES_IMPORT)
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": _("A token is good for 1 to %(most)d days.") % {"most": LONGEST_DAYS}})
    name = name.strip()
    if account.tokens.filter(name=name, revoked_at__isnull=True).exists():
        raise Refused(_("You have a token of this name already. Revoke that one, or choose another name."))
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    expires_at = timezone.now() + timedelta(days=days)
    token = ApiToken(account=account, name=name, secret_sha256=_hashed(secret), expires_at=expires_at)
    token.full_clean()
    token.save()
    record(Verb.TOKEN_MADE, actor=by, subject=token, details={"expires": expires_at.date().isoformat()})
    return token, secret


@transaction.atomic
def revoke_token(*, by: Any, token: ApiToken) -> ApiToken:
    """Let a token of one's own open nothing any more; revoked twice it is revoked once."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.account_id != by.pk:
        require(by, Permission.ACCOUNT_OPEN)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(Verb.TOKEN_REVOKED, actor=by, subject=token)
    return token


def account_of(secret: str) -> User | None:
    """Whose token this is, if it is good now and they may come in; its name is theirs while they act by it.

    It is looked for by its hash, so that how long that takes says nothing of the secret.
    """
    if not secret.startswith(PREFIX) or len(secret) > 200:
        return None
    found = ApiToken.objects.select_related("account").filter(secret_sha256=_hashed(secret)).first()
    if found is None or found.revoked_at is not None or found.expires_at <= timezone.now():
        return None
    if not AccountBackend().user_can_authenticate(found.account):
        return None
    today = timezone.localdate()
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    found.account.token_name = found.name  # type: ignore[attr-defined]
    return found.account


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
