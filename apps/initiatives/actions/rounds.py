"""Going round all that one looks after: what is said of one of them in a single go."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.actions import insist_current
from apps.common.errors import Refused
from apps.initiatives.actions.initiatives import confirm_initiative, move_initiative
from apps.initiatives.actions.milestones import change_milestone, reach_milestone
from apps.initiatives.actions.updates import write_update
from apps.initiatives.holding import opened
from apps.initiatives.models import Initiative, Milestone
from apps.initiatives.states import INITIATIVE


@dataclass(frozen=True)
class Round:
    """What is said of one: any of it, all of it, or nothing; each thing as it stood when the page was opened.

    `based_on` and `milestone_based_on` are versions; `status` is where it stood.
    """

    based_on: int
    status: str
    key: UUID
    happened: str = ""
    upcoming: str = ""
    needs_attention: bool = False
    is_correct: bool = False
    move: str = ""
    milestone: int | None = None
    milestone_based_on: int = 0
    reached_on: date | None = None
    new_due: date | None = None


@transaction.atomic
def go_round(*, by: Any, initiative: Initiative, said: Round) -> Initiative:
    """Do all that is said of one of them, or nothing. Sent twice, it is done once.

    Raises Overtaken when its words, or its milestone, are not those that were read; Refused when it was moved.
    """
    initiative = opened(by, initiative)
    insist_current(initiative, said.based_on)
    if said.milestone:
        _milestone(by, initiative.milestones.get(pk=said.milestone), said)
    if said.move:
        _move(by, initiative, said)
    if said.happened:
        write_update(
            by=by,
            initiative=initiative,
            happened=said.happened,
            upcoming=said.upcoming,
            needs_attention=said.needs_attention,
            key=said.key,
        )
    elif said.is_correct:
        confirm_initiative(by=by, initiative=initiative)
    return initiative


def _milestone(by: Any, milestone: Milestone, said: Round) -> None:
    if said.reached_on:
        reach_milestone(by=by, milestone=milestone, on=said.reached_on)
    elif said.new_due and milestone.due != said.new_due:
        words = {"due": said.new_due}
        change_milestone(by=by, milestone=milestone, based_on=said.milestone_based_on, words=words)


def _move(by: Any, initiative: Initiative, said: Round) -> None:
    # Sent twice, it is there already.
    if initiative.status == INITIATIVE.moves[said.move].end:
        return
    if initiative.status != said.status:
        state = {"status": initiative.get_status_display()}
        raise Refused(_("Someone moved it meanwhile: it is “%(status)s” now. Choose again, or leave it.") % state)
    move_initiative(by=by, initiative=initiative, move=said.move)
