"""The steps of an initiative, and what shows that something was done or came of it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.files.actions import recorded_if_harmful
from apps.initiatives.actions.attaching import attached, discarded
from apps.initiatives.actions.telling import require_dates, tell
from apps.initiatives.holding import opened
from apps.initiatives.models import Evidence, Initiative, Milestone
from apps.initiatives.plans import Step


@transaction.atomic
def add_milestone(*, by: Any, initiative: Initiative, title: str, due: date, key: UUID | None = None) -> Milestone:
    """Add a step, by a date; under one `key` only once."""
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.milestones.filter(key=key).first():
        return added
    milestone = add_step(initiative, Step(title, due), key)
    tell(Verb.MILESTONE_ADDED, by, initiative, milestone=milestone.title)
    return milestone


@transaction.atomic
def reach_milestone(*, by: Any, milestone: Milestone, on: date) -> Milestone:
    """Say that a step was reached, on a day that has come."""
    initiative = opened(by, milestone.initiative)
    milestone = initiative.milestones.get(pk=milestone.pk)
    if milestone.reached_on == on:
        return milestone
    if milestone.reached_on:
        raise Refused(_("This milestone is reached already. Take that back first if the day is wrong."))
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come. Give the day on which it was reached.")})
    require_dates(on=on)
    milestone.reached_on, milestone.reached_by_id = on, by.pk
    milestone.save(update_fields=["reached_on", "reached_by"])
    tell(Verb.MILESTONE_REACHED, by, initiative, milestone=milestone.title, on=on)
    return milestone


@transaction.atomic
def take_back_milestone(*, by: Any, milestone: Milestone) -> Milestone:
    """Say that a step is not reached after all."""
    initiative = opened(by, milestone.initiative)
    milestone = initiative.milestones.get(pk=milestone.pk)
    if milestone.reached_on is None:
        return milestone
    milestone.reached_on = milestone.reached_by = None
    milestone.save(update_fields=["reached_on", "reached_by"])
    tell(Verb.MILESTONE_UNREACHED, by, initiative, milestone=milestone.title)
    return milestone


@recorded_if_harmful
@transaction.atomic
def add_evidence(
    *,
    by: Any,
    initiative: Initiative,
    title: str,
    note: str = "",
    link: str = "",
    upload: "UploadedFile[Any] | None" = None,
    milestone: Milestone | None = None,
    key: UUID | None = None,
) -> Evidence:
    """Keep what shows that something was done or came of it: words, a link, a file; under one `key` only once.

    The file is for whoever may see the workspace, of what is kept for whoever sees that. Raises Milestone.DoesNotExist
    for one of another initiative.
    """
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.evidence.filter(key=key).first():
        return added
    evidence = Evidence(initiative=initiative, title=title.strip(), note=note.strip(), link=link.strip(), key=key)
    evidence.milestone = initiative.milestones.get(pk=milestone.pk) if milestone else None
    evidence.added_by_id = by.pk
    evidence.file = attached(by, initiative, upload)
    evidence.full_clean(exclude=["added_by"])
    evidence.save()
    tell(Verb.EVIDENCE_ADDED, by, initiative, evidence=evidence.title)
    return evidence


@transaction.atomic
def remove_evidence(*, by: Any, evidence: Evidence) -> Initiative:
    """Take evidence away, and its file with it; that there was some stays in the activity."""
    initiative = opened(by, evidence.initiative)
    found = initiative.evidence.select_related("file").defer("file__content").filter(pk=evidence.pk).first()
    if found is None:
        raise Refused(_("This evidence is gone already."))
    title, stored = found.title, found.file
    found.delete()
    discarded(by, initiative, stored)
    return tell(Verb.EVIDENCE_REMOVED, by, initiative, evidence=title)


def add_step(initiative: Initiative, step: Step, key: UUID) -> Milestone:
    """Add a step to one that is held."""
    require_dates(due=step.due)
    milestone = Milestone(initiative=initiative, title=step.title.strip(), due=step.due, key=key)
    milestone.full_clean(exclude=["reached_by"])
    milestone.save()
    return milestone
