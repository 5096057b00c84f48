"""An initiative as it is now, held until whatever changes it is done."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.initiatives.models import Initiative
from apps.workspaces.models import Partner, Workspace


def locked(initiative: Initiative) -> Initiative:
    """It as it is now, locked until the end."""
    # Not joined with its lead, which may change: PostgreSQL drops a row whose joined one is another after the wait.
    rows = Initiative.objects.select_for_update(of=("self",), no_key=True).select_related("workspace")
    return rows.get(pk=initiative.pk)


def opened(by: Any, initiative: Initiative) -> Initiative:
    """It as it is now, locked until the end, for someone who sees it and may change it, and may so until then."""
    initiative = locked(initiative)
    require_held(by, Permission.INITIATIVE_EDIT, on=initiative)
    return initiative


def held_partner(workspace: Workspace, organisation: Organisation) -> Partner:
    """An organisation's part in a workspace, which stays until the end. Raises ValidationError where it has none."""
    partners = Partner.objects.select_for_update(no_key=True)
    partner = partners.filter(workspace=workspace, organisation=organisation).first()
    if partner is None:
        raise ValidationError({"lead": _("Only a partner of this workspace can lead it. Choose one of them.")})
    return partner


def insist_sees(initiative: Initiative, person: Any) -> None:
    """Insist that whoever is to look after a part of it is a member who sees it; nobody is well too."""
    if person is not None and person.pk not in initiative.audience():
        raise ValidationError({"owner": _("Choose a member of this workspace who sees this.")})
