"""Everything a person may be allowed to do, named once. The label completes the sentence “You may not …”."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    INDEX_VIEW = "index.view", _("read the index")
    DESK_VIEW = "desk.view", _("open the steward's desk")
    FIGURES_IMPORT = "figures.import", _("import figures")
    RUN_START = "run.start", _("start a run of the scores")
    RUN_PUBLISH = "run.publish", _("publish a run of the scores")
    EDITION_EDIT = "edition.edit", _("load or freeze an edition of the framework")
    AREAS_EDIT = "areas.edit", _("load the list of areas")
    ACCOUNT_OPEN = "account.open", _("open an account for someone")
    JOB_RETRY = "job.retry", _("ask for failed work again")
    FILES_STORE = "files.store", _("bring files in")
    FILES_READ = "files.read", _("download files that people brought")
