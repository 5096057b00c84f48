"""The steps of an initiative: added, changed, moved on, reached on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.activity.actions import insist_current, keep_version
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.actions.telling import require_dates, tell
from apps.initiatives.holding import insist_sees, opened
from apps.initiatives.models import Initiative, Milestone
from apps.initiatives.plans import Step
from apps.initiatives.states import MILESTONE

#: Said of the day, or asked for it: with one of these moves a milestone is never moved by its name alone.
_BY_A_DAY = ("reach", "take-back")


@transaction.atomic
def add_milestone(
    *, by: Any, initiative: Initiative, title: str, due: date, owner: Any = None, key: UUID | None = None
) -> Milestone:
    """Add a step, by a date, which a member may look after; under one `key` only once."""
    initiative = opened(by, initiative)
    key = key or uuid4()
    if added := initiative.milestones.filter(key=key).first():
        return added
    insist_sees(initiative, owner)
    milestone = add_step(by, initiative, Step(title, due), key, owner)
    tell(Verb.MILESTONE_ADDED, by, initiative, milestone=milestone.title)
    return milestone


@transaction.atomic
def change_milestone(
    *, by: Any, milestone: Milestone, based_on: int, words: Mapping[str, Any], reason: str = ""
) -> Milestone:
    """Call it otherwise, move its day, or let someone else look after it; what it was is among its versions.

    Raises Overtaken when someone else changed it since the version `based_on`.
    """
    initiative, milestone = _held(by, milestone)
    insist_current(milestone, based_on)
    before = milestone.due
    if not milestone.rewrite(words):
        return milestone
    if "owner" in words:
        insist_sees(initiative, words["owner"])
    require_dates(due=milestone.due)
    milestone.full_clean(exclude=["reached_by", "owner"])
    milestone.save()
    keep_version(milestone, by=by, reason=reason)
    said = milestone.title
    if milestone.due != before:
        moved = {"milestone": milestone.title, "before": _day(before), "after": _day(milestone.due)}
        said = _("%(milestone)s: was due on %(before)s, and is due on %(after)s") % moved
    tell(Verb.MILESTONE_CHANGED, by, initiative, said=said, milestone=milestone.title, reason=reason)
    return milestone


@transaction.atomic
def move_milestone(*, by: Any, milestone: Milestone, move: str) -> Milestone:
    """Say that a step is under way, dropped, or planned again. Raises LookupError for a move that there is not."""
    initiative, milestone = _held(by, milestone)
    if move in _BY_A_DAY:
        raise LookupError("Reaching a milestone says the day: use reach_milestone or take_back_milestone.")
    milestone.state = MILESTONE.after(milestone.state, move)
    milestone.save(update_fields=["state"])
    said = f"{milestone.title}: {milestone.get_state_display()}"
    tell(Verb.MILESTONE_MOVED, by, initiative, said=said, milestone=milestone.title, state=milestone.state)
    return milestone


@transaction.atomic
def reach_milestone(*, by: Any, milestone: Milestone, on: date) -> Milestone:
    """Say that a step was reached, on a day that has come."""
    initiative, milestone = _held(by, milestone)
    if milestone.reached_on == on:
        return milestone
    if milestone.reached_on:
        raise Refused(_("This milestone is reached already. Take that back first if the day is wrong."))
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come. Give the day on which it was reached.")})
    require_dates(on=on)
    milestone.state = MILESTONE.after(milestone.state, "reach")
    milestone.reached_on, milestone.reached_by_id = on, by.pk
    milestone.save(update_fields=["state", "reached_on", "reached_by"])
    tell(Verb.MILESTONE_REACHED, by, initiative, milestone=milestone.title, on=on)
    return milestone


@transaction.atomic
def take_back_milestone(*, by: Any, milestone: Milestone) -> Milestone:
    """Say that a step is not reached after all."""
    initiative, milestone = _held(by, milestone)
    if milestone.reached_on is None:
        return milestone
    milestone.state = MILESTONE.after(milestone.state, "take-back")
    milestone.reached_on = milestone.reached_by = None
    milestone.save(update_fields=["state", "reached_on", "reached_by"])
    tell(Verb.MILESTONE_UNREACHED, by, initiative, milestone=milestone.title)
    return milestone


def add_step(by: Any, initiative: Initiative, step: Step, key: UUID, owner: Any = None) -> Milestone:
    """Add a step to one that is held, with the first version of it."""
    require_dates(due=step.due)
    milestone = Milestone(initiative=initiative, title=step.title.strip(), due=step.due, owner=owner, key=key)
    milestone.full_clean(exclude=["reached_by", "owner"])
    milestone.save()
    keep_version(milestone, by=by)
    return milestone


def _held(by: Any, milestone: Milestone) -> tuple[Initiative, Milestone]:
    """Its initiative, held for someone who may change it; whoever changes a milestone holds that first."""
    initiative = opened(by, milestone.initiative)
    return initiative, initiative.milestones.select_for_update().get(pk=milestone.pk)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
