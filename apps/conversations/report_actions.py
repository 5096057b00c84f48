"""Telling administrators of a comment, and what they decide."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.holding import require_held
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.common import kinds
from apps.common.errors import Refused
from apps.conversations.models import Comment, Report


@transaction.atomic
def report_comment(*, by: Any, comment: Comment, on: Any, reason: str) -> Report:
    """Tell administrators of what someone else wrote about a thing. While they have not decided it is one report."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    require_held(by, Permission.WORKSPACE_VIEW, on=on.open_to)
    if comment.thread_id != on.thread_id:
        raise LookupError(f"{comment} is not about {kinds.kind_of(on).name} {on.pk}.")
    if comment.removed_at:
        raise Refused(_("This comment is gone already."))
    if comment.author_id is not None and comment.author_id == by.pk:
        raise Refused(_("You wrote this yourself. You can take it back."))
    if told := comment.reports.filter(by_id=by.pk, decision="").first():
        return told
    report = Report(
        comment=comment,
        on_kind=kinds.kind_of(on).name,
        on_id=on.pk,
        by_id=by.pk,
        by_label=str(by)[:200],
        reason=reason.strip(),
    )
    report.full_clean(exclude=["by"])
    report.save()
    # Not in the workspace, where whoever wrote the comment would read who reported it.
    record(Verb.COMMENT_REPORTED, actor=by, subject=report)
    return report


@transaction.atomic
def decide_report(*, by: Any, report: Report, decision: str, answer: str) -> Report:
    """Hide a comment that was reported, or keep it. All who reported it are told, with the reason.

    Raises ValidationError on another decision, or on no reason.
    """
    comment = Comment.objects.select_for_update().get(pk=report.comment_id)
    require(by, Permission.COMMENT_MODERATE)
    answer = answer.strip()
    if decision not in Report.Decision.values:
        raise ValidationError({"decision": _("Choose whether it is hidden or kept.")})
    if not answer:
        raise ValidationError({"answer": _("Say why: whoever reported it is told.")})
    waiting = list(comment.reports.select_for_update(no_key=True).filter(decision="").order_by("pk"))
    if report.pk not in {each.pk for each in waiting}:
        raise Refused(_("Someone has decided on this meanwhile."))
    if decision == Report.Decision.HIDDEN and comment.removed_at is None:
        _hide(comment, by, answer)
    for each in waiting:
        each.decision, each.answer = decision, answer
        each.decided_at, each.decided_by_id = timezone.now(), by.pk
        each.full_clean(exclude=["by", "decided_by"])
        each.save()
    _tell(waiting, by)
    return next(each for each in waiting if each.pk == report.pk)


def _hide(comment: Comment, by: Any, reason: str) -> None:
    comment.removed_at, comment.removed_by_id = timezone.now(), by.pk
    comment.removal, comment.is_moderated = reason, True
    comment.full_clean(exclude=["author", "removed_by"])
    comment.save(update_fields=["removed_at", "removed_by", "removal", "is_moderated"])


def _tell(decided: list[Report], by: Any) -> None:
    """Those who reported a comment, and nobody else; in the activity it stands without their names."""
    report = decided[0]
    thing = kinds.resolve([(report.on_kind, report.on_id)]).get((report.on_kind, report.on_id))
    said = f"{report.get_decision_display().capitalize()}: {report.answer}"
    tell = [each.by_id for each in decided if each.by_id is not None]
    details = {"comment": report.comment_id, "decision": report.decision, "to_you": said}
    scope = thing.scope if thing else None
    record(Verb.REPORT_DECIDED, actor=by, subject=thing or report, scope=scope, details=details, tell=tell)
