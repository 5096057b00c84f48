"""What stewards do with the earlier figures of areas that a reorganisation made: rule, accept, take back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.areas import reorganising
from apps.areas.models import Area, Reorganisation
from apps.background import actions as background
from apps.common.errors import Refused
from apps.figures.actions import accept_import, decline_import, withdraw_import
from apps.figures.actions.deciding import IN_TURN
from apps.figures.ground import subjects
from apps.figures.models import Figure, HistoryRule, Import

REAGGREGATE = "figures.reaggregate"
#: What was worked out and is not in force: what one of two has signed, and what is held back, too.
_WAITING = (*Import.TO_DECIDE, Import.State.HELD)
_MOVING = (Import.State.UPLOADED, Import.State.LOADING)


@transaction.atomic
def set_history_rule(*, by: Any, element_code: str, rule: str, weight: str = "", why: str) -> HistoryRule:
    """Choose how an indicator's earlier figures are worked out for new areas, and say why. What is loaded stays.

    Raises ValidationError by field.
    """
    require(by, Permission.FIGURES_IMPORT)
    known = subjects()
    if element_code not in known:
        raise Refused(_("There is no indicator “%(code)s”.") % {"code": element_code})
    if weight and (weight not in known or weight == element_code):
        raise ValidationError({"weight": _("Choose an indicator of which figures are kept, or leave it empty.")})
    chosen = HistoryRule.objects.select_for_update().filter(element_code=element_code).first()
    chosen = chosen or HistoryRule(element_code=element_code)
    chosen.rule, chosen.why = rule, why.strip()
    chosen.weight = weight if rule == HistoryRule.Rule.MEAN else ""
    chosen.changed_by_id = by.pk
    chosen.full_clean(exclude=["changed_by"])
    chosen.save()
    record(Verb.HISTORY_RULED, actor=by, subject=chosen, details={"rule": rule, "why": chosen.why})
    return chosen


@transaction.atomic
def work_out_history(*, by: Any, reorganisation: Reorganisation) -> None:
    """Have earlier figures of its areas worked out once more, such as by another rule: what waits is left out."""
    held = _held(by, reorganisation)
    if held.state != Reorganisation.State.APPLIED or held.shipped:
        raise Refused(_("Its areas are not in force by a change that was brought in here, so there is nothing to do."))
    for imported in held.imports.filter(state__in=_WAITING).order_by(*IN_TURN):
        decline_import(by=by, imported=imported)
    background.ask(REAGGREGATE, key=f"reorganisation-{held.pk}", subject_id=held.pk)


@transaction.atomic
def accept_history(*, by: Any, reorganisation: Reorganisation) -> int:
    """Accept all that was worked out for its areas and waits; how many imports. One that cannot be stops all."""
    held = _held(by, reorganisation)
    waiting = list(held.imports.filter(state__in=Import.TO_DECIDE).order_by(*IN_TURN))
    if not waiting:
        raise Refused(_("Nothing that was worked out is waiting to be accepted."))
    for imported in waiting:
        deed = accept_import if imported.new + imported.revised else decline_import
        deed(by=by, imported=imported)
    return len(waiting)


@transaction.atomic
def undo_with_history(*, by: Any, reorganisation: Reorganisation) -> Reorganisation:
    """Undo a reorganisation, and take back what was worked out for its areas.

    Refused once a publisher's figures for its areas came in: then they are areas like any others.
    """
    held = _held(by, reorganisation)
    made = Area.objects.filter(made_by__reorganisation=held)
    others = Figure.objects.filter(area__in=made, imported__state__in=[Import.State.LOADED, Import.State.LOADING])
    if other := others.exclude(imported__reorganisation=held).select_related("area", "imported").first():
        raise Refused(
            _("Figures for %(area)s came in by the import “%(import)s”. Withdraw that first.")
            % {"area": other.area.name, "import": other.imported}
        )
    if held.imports.filter(state__in=_MOVING).exists():
        raise Refused(_("Its earlier figures are being checked or loaded. Wait until that is done."))
    for imported in held.imports.filter(state__in=_WAITING).order_by(*IN_TURN):
        decline_import(by=by, imported=imported)
    for imported in held.imports.filter(state=Import.State.LOADED).order_by("element_code", "-sequence"):
        withdraw_import(by=by, imported=imported)
    return reorganising.undo_reorganisation(by=by, reorganisation=held)


def _held(by: Any, reorganisation: Reorganisation) -> Reorganisation:
    held = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    require(by, Permission.AREAS_REORGANISE)
    return held
