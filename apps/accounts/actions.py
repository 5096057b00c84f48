"""What is done with accounts."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.models import User
from apps.activity.actions import record
from apps.activity.verbs import Verb


@transaction.atomic
def open_account(
    *,
    by: Any,
    email: str,
    name: str,
    password: str,
    platform_roles: Iterable[str] = (),
    is_demonstration: bool = False,
) -> User:
    """Open an account for someone. Raises ValidationError on a weak password, a strange role or a taken address."""
    require(by, Permission.ACCOUNT_OPEN)
    user = User(
        email=User.objects.normalize_email(email.strip()),
        name=name.strip(),
        platform_roles=sorted(map(str, platform_roles)),
        is_demonstration=is_demonstration,
    )
    _set_password(user, password)
    user.full_clean()
    user.save()
    record(Verb.ACCOUNT_OPENED, actor=by, subject=user, details={"roles": user.platform_roles})
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from None
    user.set_password(password)
