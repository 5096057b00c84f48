"""Who works on an initiative, as whoever may change it says."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.holding import opened
from apps.initiatives.models import Initiative, Involvement
from apps.initiatives.people_queries import who_may_work_on
from apps.workspaces.models import Member, Workspace


@transaction.atomic
def involve(*, by: Any, initiative: Initiative, member: Member, does: str) -> Involvement:
    """Say that a member works on it, and what they do; said again, it is said anew. They are told."""
    # Held first: whoever lets the member go holds it too, waits until this is done, and then it goes with them.
    Workspace.objects.select_for_update(no_key=True).get(pk=initiative.workspace_id)
    initiative = opened(by, initiative)
    found = who_may_work_on(initiative).filter(pk=member.pk).first()
    if found is None:
        raise Refused(_("Only a member of this workspace who sees it can work on it. Choose one of those."))
    known = initiative.involvements.filter(member=found).first()
    involvement = known or Involvement(initiative=initiative, member=found)
    if known and known.does == does.strip():
        return known
    involvement.does = does.strip()
    involvement.full_clean()
    involvement.save()
    _say(Verb.INVOLVED, by, initiative, involvement)
    return involvement


@transaction.atomic
def release(*, by: Any, involvement: Involvement) -> Initiative:
    """Say that a member works on it no more; nothing happens where they are gone already."""
    initiative = opened(by, involvement.initiative)
    found = initiative.involvements.filter(pk=involvement.pk).select_related("member__person").first()
    if found is None:
        return initiative
    found.delete()
    _say(Verb.UNINVOLVED, by, initiative, found)
    return initiative


def _say(verb: Verb, by: Any, initiative: Initiative, involvement: Involvement) -> None:
    # Their name stands first, and goes when their account does: see activity.actions.
    person = involvement.member.person
    details = {"said": f"{person}, {involvement.does}", "to_you": involvement.does}
    record(verb, actor=by, subject=initiative, scope=initiative.workspace, details=details, tell=[person.pk])
