"""The two tiers of local government that areas belong to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tier(TextChoices):
    """A single-tier authority belongs to both; its default is the upper tier."""

    UPPER = "upper", _("upper tier")
    DISTRICT = "district", _("district")
