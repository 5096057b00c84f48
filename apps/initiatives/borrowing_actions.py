"""Beginning something of one's own from what others show to the public, with credit."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.initiatives.actions import log_initiative
from apps.initiatives.borrowing import borrowable
from apps.initiatives.models import Borrowing, Initiative
from apps.initiatives.plans import InitiativePlan
from apps.workspaces.models import Partner, Workspace


@transaction.atomic
def borrow_initiative(
    *, by: Any, workspace: Workspace, plan: InitiativePlan, source: Initiative, key: UUID | None = None
) -> Initiative:
    """Log something that was begun from what another workspace shows, and say on its page from what.

    Those who lead the source are told, kindly and without a word that the public may not read, once of a workspace
    however much it begins from it. A source that the public does not see any more gives no credit line: nothing is
    told of what was hidden.
    """
    key = key or uuid4()
    is_known = workspace.initiatives.filter(key=key).exists()
    initiative = log_initiative(by=by, workspace=workspace, plan=plan, key=key)
    found = borrowable().exclude(workspace=workspace).filter(pk=source.pk).first()
    if is_known or found is None:
        return initiative
    credit = {
        "title": found.title,
        "organisation": found.lead.name,
        "workspace": found.workspace.name,
        "workspace_slug": found.workspace.slug,
    }
    told = Borrowing.objects.filter(source=found, initiative__workspace=workspace).exists()
    Borrowing.objects.get_or_create(initiative=initiative, defaults={"source": found, **credit})
    if not workspace.is_training and not told:
        _tell_its_lead(found, initiative)
    return initiative


def _tell_its_lead(source: Initiative, initiative: Initiative) -> None:
    """Who did it is not named: their workspace, and that they take part in it, may be known to its members only."""
    speak = source.workspace.members.filter(partner__organisation=source.lead_id)
    lead, workspace = initiative.lead, initiative.workspace
    seen = Partner.objects.shown().filter(workspace=workspace, organisation=lead, workspace__is_public=True)
    said = f"{lead}, {workspace}" if seen.exists() and not initiative.is_kept else ""
    record(
        Verb.INITIATIVE_BORROWED,
        actor=None,
        subject=source,
        scope=source.workspace,
        details={"said": said},
        tell=list(speak.values_list("person_id", flat=True)),
    )
