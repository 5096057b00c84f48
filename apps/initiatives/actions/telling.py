"""What every change of an initiative does: it is told, and leaves the public where it is not its lead's word."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common.days import insist_meant
from apps.initiatives.models import Initiative
from apps.initiatives.queries import leaves_the_public


def tell(verb: Verb, by: Any, initiative: Initiative, is_hidden: bool = False, **details: Any) -> Initiative:
    """Record an event of an initiative: what is said of it is its words, or else what it is about."""
    said = details.pop("said", "") or details.get("milestone") or details.get("evidence") or details.get("goal")
    said = said or details.get("reason", "")
    if "after" in details:
        said = str(Initiative.Status(details["after"]).label)
    if is_hidden:
        details["is_public"] = False
        hidden = _("not shown to the public until the people of %(lead)s show it again") % {"lead": initiative.lead}
        said = f"{said} ({hidden})" if said else hidden
    record(verb, actor=by, subject=initiative, scope=initiative.workspace, details={"said": said, **details})
    return initiative


def leave_to_its_lead(by: Any, initiative: Initiative) -> bool:
    """Take it from the public where it is not its lead's word any more; whether that was so."""
    is_hidden = leaves_the_public(initiative, by)
    if is_hidden:
        initiative.is_public = False
        initiative.save(update_fields=["is_public"])
    return is_hidden


def require_dates(**days: date | None) -> None:
    """Raises ValidationError by field for days that are slips of the finger."""
    insist_meant(days)
