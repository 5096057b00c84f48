"""The sectors that organisations belong to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sector(TextChoices):
    LOCAL_GOVERNMENT = "local-government", _("local government")
    HEALTH = "health", _("health")
    BUSINESS = "business", _("business")
    CIVIL_SOCIETY = "civil-society", _("civil society")
    EDUCATION = "education", _("education")
    OTHER = "other", _("other")
