"""A reorganisation is undone only while nobody works with the areas that it made."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.areas.models import Area, Reorganisation
from apps.common.errors import Refused
from apps.figures.history_actions import undo_with_history
from apps.goals.models import Goal, LocalMeasure


@transaction.atomic
def undo_reorganisation(*, by: Any, reorganisation: Reorganisation) -> Reorganisation:
    """Undo a reorganisation with all that followed from it, unless goals stand on its areas."""
    require(by, Permission.AREAS_REORGANISE)
    held = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
    goals = Goal.objects.filter(area__made_by__reorganisation=held).select_related("area")
    measured = Area.objects.filter(made_by__reorganisation=held, pk__in=LocalMeasure.objects.values("areas"))
    if area := measured.order_by("pk").first():
        raise Refused(
            _("Partners measure something in %(area)s by now, so this cannot be undone any more.") % {"area": area.name}
        )
    if goal := goals.order_by("pk").first():
        # Which goal, and whose, is the affair of its workspace.
        raise Refused(
            _("Partners have set goals on %(area)s, or carried them over, so this cannot be undone any more.")
            % {"area": goal.area.name}
        )
    return undo_with_history(by=by, reorganisation=held)
