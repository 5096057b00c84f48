"""Taking away what the people of an organisation wrote and did."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.accounts.actions import held
from apps.accounts.models import Organisation
from apps.activity.actions import record
from apps.activity.verbs import Verb


@transaction.atomic
def note_organisation_export(*, by: Any, organisation: Organisation, with_names: bool) -> None:
    """Note that someone takes away what an organisation's people wrote and did, and whether their names are in it."""
    organisation = held(organisation)
    require(by, Permission.ORGANISATION_EXPORT, on=organisation)
    said = _("with the names of people") if with_names else _("without the names of people")
    record(Verb.ORGANISATION_EXPORTED, actor=by, subject=organisation, details={"said": said})
