"""People."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.access.roles import PLATFORM_ROLES
from apps.common import kinds


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@kinds.register("user")
class User(AbstractBaseUser):
    """A person with an account; known by email address, shown by name."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    platform_roles = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("There is already an account with this email address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if strangers := set(self.platform_roles) - PLATFORM_ROLES:
            raise ValidationError(
                {"platform_roles": _("Not a role of the platform: %s") % ", ".join(map(str, strangers))}
            )
