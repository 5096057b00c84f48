"""What someone goes round to say how it goes: what they look after or their organisation leads, stalest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.initiatives.models import Initiative, InitiativeUpdate, Milestone
from apps.initiatives.queries import CONFIRMED_FOR, LIVE, latest_updates
from apps.workspaces.models import Member, Workspace


@dataclass(frozen=True)
class RoundLine:
    """One of them, what was said last, and the milestone that comes next."""

    initiative: Initiative
    update: InitiativeUpdate | None
    milestone: Milestone | None
    is_stale: bool

    @property
    def last_happened(self) -> str:
        """What was said last of what happened, as a sentence."""
        return _sentence(self.update.happened) if self.update else ""

    @property
    def last_upcoming(self) -> str:
        """What was said last of what comes next, as a sentence."""
        return _sentence(self.update.upcoming) if self.update else ""


def round_of(member: Member) -> QuerySet[Initiative]:
    """What goes on and a member looks after, or the organisation for which they speak leads: stalest first."""
    theirs = Q(looked_after_by=member.person_id) | Q(lead=member.partner.organisation_id)
    seen = Initiative.objects.editable_by(member.person).filter(theirs, workspace=member.workspace_id, status__in=LIVE)
    return seen.select_related("lead", "workspace").order_by("confirmed_at", "pk")


def round_lines(initiatives: Iterable[Initiative]) -> list[RoundLine]:
    """Each with what is shown beside it: two queries."""
    rows = list(initiatives)
    numbers = [each.pk for each in rows]
    updates = {each.initiative_id: each for each in latest_updates().filter(initiative__in=numbers)}
    upcoming: dict[int, Milestone] = {}
    for milestone in Milestone.objects.filter(initiative__in=numbers).order_by("due", "pk"):
        if milestone.is_open:
            upcoming.setdefault(milestone.initiative_id, milestone)
    stale = timezone.now() - CONFIRMED_FOR
    return [RoundLine(each, updates.get(each.pk), upcoming.get(each.pk), each.confirmed_at < stale) for each in rows]


def _sentence(text: str) -> str:
    """With a full stop, unless it has an end of its own."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…", ".”", "!”", "?”")) else f"{text}."


def stale_of(person: Any, workspace: Workspace, *, after: timedelta = CONFIRMED_FOR) -> QuerySet[Initiative]:
    """What goes on in a workspace, someone looks after and may change, and nobody vouched for so long."""
    mine = Initiative.objects.editable_by(person).filter(workspace=workspace, status__in=LIVE, looked_after_by=person)
    return mine.filter(confirmed_at__lt=timezone.now() - after)
