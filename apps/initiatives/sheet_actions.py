"""Bringing policies and initiatives in from a table: looked over first, then saved row by row."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import AccessDenied, require
from apps.access.permissions import Permission
from apps.common.errors import Refused
from apps.initiatives.actions import change_initiative, log_initiative, move_initiative
from apps.initiatives.models import BroughtSheet, Initiative
from apps.initiatives.plans import InitiativePlan
from apps.initiatives.sheet_planning import Planned, planned, read_table
from apps.workspaces.models import Workspace

#: What nobody saved for so long goes when another table is brought.
KEPT = timedelta(days=7)
#: Rows that are saved in one go: on SQLite nobody else writes meanwhile, so it is kept short.
_STEP = 20
#: What is told of one row is no longer than this.
_TOLD = 600


@transaction.atomic
def bring_sheet(*, by: Any, workspace: Workspace, name: str, content: bytes) -> BroughtSheet:
    """Keep the rows of a file to be looked over; what the same person brought before is gone. Nothing is done yet."""
    require(by, Permission.INITIATIVE_EDIT, on=workspace)
    table = read_table(content, name)
    old = Q(brought_by_id=by.pk) | Q(brought_at__lt=timezone.now() - KEPT)
    BroughtSheet.objects.filter(old, workspace=workspace).delete()
    words = {"name": name[:200], "rows": table.rows, "passed_over": table.passed_over}
    return BroughtSheet.objects.create(workspace=workspace, brought_by_id=by.pk, **words)


def save_sheet(*, by: Any, sheet: BroughtSheet) -> BroughtSheet:
    """Do what the rows say, each wholly or not at all; saved twice it is done once.

    What changed since it was looked over is looked at again, and left where it no longer fits. Raises
    BroughtSheet.DoesNotExist for a sheet of someone else.
    """
    rows = _taken(by, sheet)
    plans, outcome = planned(sheet.workspace, by, rows), list[dict[str, Any]]()
    for start in range(0, len(rows), _STEP):
        # What was done and what is told of it, both or neither: whoever is broken off finds which rows are left.
        with transaction.atomic():
            outcome += [_saved(by, sheet.workspace, plan) for plan in plans[start : start + _STEP]]
            BroughtSheet.objects.filter(pk=sheet.pk).update(outcome=outcome, left=len(rows) - len(outcome))
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def _taken(by: Any, sheet: BroughtSheet) -> list[dict[str, Any]]:
    """The rows, for whoever comes first; nobody else finds them."""
    held = BroughtSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk, brought_by_id=by.pk)
    require(by, Permission.INITIATIVE_EDIT, on=held.workspace)
    if held.saved_at:
        raise Refused(_("This table is saved already. What came of it stands below."))
    rows: list[dict[str, Any]] = held.rows
    held.rows, held.passed_over, held.left, held.saved_at = [], [], len(rows), timezone.now()
    held.save(update_fields=["rows", "passed_over", "left", "saved_at"])
    return rows


def _saved(by: Any, workspace: Workspace, plan: Planned) -> dict[str, Any]:
    """What came of a row: what it did, the number of what it did it to, and why not."""
    if plan.does == "refused":
        return _came(plan, "refused", "; ".join(f"{heading}: {said}" for heading, said in plan.wrong))
    if plan.does == "unchanged":
        return _came(plan, "unchanged")
    try:
        with transaction.atomic():
            initiative = _changed(by, plan) if plan.initiative else _logged(by, workspace, plan)
    except Refused as refusal:
        return _came(plan, "refused", refusal.sentence)
    except AccessDenied as denied:
        return _came(plan, "refused", str(denied))
    except ValidationError as wrong:
        return _came(plan, "refused", " ".join(wrong.messages))
    return _came(plan, plan.does, of=initiative)


def _logged(by: Any, workspace: Workspace, plan: Planned) -> Initiative:
    return log_initiative(by=by, workspace=workspace, plan=InitiativePlan(**plan.words), key=plan.key)


def _changed(by: Any, plan: Planned) -> Initiative:
    """Its words and where it stands, both or neither."""
    assert plan.initiative is not None
    initiative, words = plan.initiative, {name: value for name, value in plan.words.items() if name != "status"}
    before = initiative.status
    if words:
        initiative = change_initiative(by=by, initiative=initiative, based_on=initiative.version, words=words)
    if plan.move:
        now = Initiative.objects.select_for_update(of=("self",), no_key=True).get(pk=initiative.pk)
        if now.status != before:
            raise Refused(
                _("Someone changed where it stands meanwhile. Take the table anew, and change this row there.")
            )
        initiative = move_initiative(by=by, initiative=initiative, move=plan.move)
    return initiative


def _came(plan: Planned, does: str, said: str = "", of: Initiative | None = None) -> dict[str, Any]:
    of = of or plan.initiative
    return {"number": plan.number, "does": does, "said": said[:_TOLD], "of": of.pk if of else None}
