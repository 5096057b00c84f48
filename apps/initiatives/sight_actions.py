"""Who sees a policy or an initiative: some partners of the workspace, or everyone in it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import AccessDenied
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.activity.actions import forget_told_of, record
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.holding import held_partner, locked
from apps.initiatives.models import Initiative
from apps.initiatives.queries import left_to_nobody, may_decide_sight
from apps.workspaces.models import Partner


@transaction.atomic
def share_initiative(*, by: Any, initiative: Initiative) -> Initiative:
    """Let everyone in the workspace see what was kept, with all that was written of it and happened to it.

    There is no way back: who has seen something cannot unsee it.
    """
    initiative = _held(by, initiative)
    if not initiative.is_kept:
        return initiative
    initiative.is_kept = False
    initiative.save(update_fields=["is_kept"])
    initiative.kept_to.clear()
    record(Verb.INITIATIVE_SHARED, actor=by, subject=initiative, scope=initiative.workspace)
    return initiative


@transaction.atomic
def give_sight(*, by: Any, initiative: Initiative, partner: Partner) -> Initiative:
    """Let one more partner of the workspace see what is kept; its people are told."""
    initiative = _held(by, initiative)
    if not initiative.is_kept:
        raise Refused(_("Everyone in this workspace sees it already."))
    # Held: whoever lets the partner go waits until it is done, and then takes its sight with it.
    partner = held_partner(initiative.workspace, partner.organisation)
    if initiative.kept_to.filter(pk=partner.pk).exists():
        return initiative
    initiative.kept_to.add(partner)
    _say(Verb.SIGHT_GIVEN, by, initiative, partner, tell=partner.audience())
    return initiative


@transaction.atomic
def take_sight(*, by: Any, initiative: Initiative, partner: Partner) -> Initiative:
    """Let a partner see no longer what is kept; what its people were told of it goes. What they read they have read."""
    initiative = _held(by, initiative)
    if not initiative.is_kept:
        raise Refused(_("Everyone in this workspace sees it by now."))
    if partner.organisation_id == initiative.lead_id:
        raise Refused(_("%(partner)s leads it, and has to see it.") % {"partner": partner})
    if not initiative.kept_to.filter(pk=partner.pk).exists():
        return initiative
    initiative.kept_to.remove(partner)
    initiative.involvements.filter(member__partner=partner).delete()
    forget_told_of(people=partner.audience(), subject=initiative)
    _say(Verb.SIGHT_TAKEN, by, initiative, partner)
    return initiative


@transaction.atomic
def take_up_kept(*, by: Any, partner: Partner) -> int:
    """See again what one's own organisation leads and keeps, and its people here do not see; how many there were.

    So it is once its partner left and came back, or another organisation took on what it led: nobody sees it by that
    alone, and the event says who took it up.
    """
    partner = (
        Partner.objects.select_for_update(of=("self",), no_key=True).select_related("workspace").get(pk=partner.pk)
    )
    require_held(by, Permission.PARTNER_SHOW, on=partner)
    found = list(left_to_nobody(partner).select_for_update(of=("self",), no_key=True))
    for initiative in found:
        initiative.kept_to.add(partner)
        _say(Verb.SIGHT_GIVEN, by, initiative, partner, tell=partner.audience())
    return len(found)


def _held(by: Any, initiative: Initiative) -> Initiative:
    """It as it is now, locked, for someone who speaks for its lead until this is done."""
    initiative = locked(initiative)
    require_held(by, Permission.PARTNER_SHOW, on=initiative)
    if not may_decide_sight(initiative, by):
        sentence = _("You may not decide who sees it: only the people of %(lead)s do.")
        raise AccessDenied(sentence % {"lead": initiative.lead})
    return initiative


def _say(verb: Verb, by: Any, initiative: Initiative, partner: Partner, tell: set[int] | None = None) -> None:
    details = {"said": str(partner), "partner": partner.pk}
    record(verb, actor=by, subject=initiative, scope=initiative.workspace, details=details, tell=tell)
