"""Everything that can happen, named once, in the past tense."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    ACCOUNT_OPENED = "account.opened", _("opened an account")
    AREAS_LOADED = "areas.loaded", _("loaded the areas")
    EDITION_DRAFTED = "edition.drafted", _("drafted the edition")
    EDITION_FROZEN = "edition.frozen", _("froze the edition")
    IMPORT_STARTED = "import.started", _("uploaded figures")
    IMPORT_ACCEPTED = "import.accepted", _("accepted figures")
    IMPORT_LOADED = "import.loaded", _("loaded figures")
    IMPORT_DECLINED = "import.declined", _("declined figures")
    IMPORT_WITHDRAWN = "import.withdrawn", _("withdrew figures")
    RUN_STARTED = "run.started", _("started a run")
    RUN_PUBLISHED = "run.published", _("published a run")
