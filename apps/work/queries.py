"""What the home of a workspace answers: what needs me, what changed, how our goals are, who we are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.activity.models import Notification
from apps.activity.queries import EventLine, events_in, notification_lines, notifications_of
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.kinds import kind_of, page_of
from apps.goals.models import Assessment, Goal
from apps.goals.queries import GoalLine, goal_lines
from apps.initiatives.models import Initiative, Milestone
from apps.initiatives.queries import LIVE, unconfirmed
from apps.workspaces.models import Member, Workspace
from apps.workspaces.queries import PartnerLine, partners_of, workspaces_of

#: How many days ahead a milestone is spoken of.
SOON = timedelta(days=30)
#: How many events the home lists at most: what is new, and what was before that.
_NEW, _LAST_FEW = 20, 6
#: How many unread answers are named one by one.
_ANSWERS = 5


@dataclass(frozen=True)
class Need:
    """Something that waits for someone: what it is, and where it is done; `subject` is empty where none is named."""

    sentence: str
    subject: str
    url: str


@dataclass(frozen=True)
class OwnWorkspace:
    """A workspace that someone is a member of, its areas, and how much they were told of it and have not read."""

    member: Member
    areas: tuple[Area, ...]
    unread: int


@dataclass(frozen=True)
class OwnNotification:
    """Something that someone was told of: what happened, in which workspace, and whether it is new to them."""

    pk: int
    is_new: bool
    where: str
    event: EventLine


@dataclass(frozen=True)
class StandingCount:
    """How many open goals stand in one way, by its word."""

    standing: str
    text: str
    count: int


@dataclass(frozen=True)
class Home:
    """The four answers. `new` holds the latest of what is new, `more` says that there is more of it than that."""

    needs: tuple[Need, ...]
    new: tuple[EventLine, ...]
    more: bool
    earlier: tuple[EventLine, ...]
    goals: tuple[GoalLine, ...]
    counts: tuple[StandingCount, ...]
    partners: tuple[PartnerLine, ...]
    members: int


@dataclass(frozen=True)
class PublicFace:
    """What the public sees of a workspace that it sees at all."""

    partners: tuple[Organisation, ...]
    goals: tuple[Goal, ...]
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True)
class Day:
    """What happened on one day, newest first."""

    day: date
    events: tuple[EventLine, ...]


def own_workspaces(user: Any) -> list[OwnWorkspace]:
    """The workspaces that someone is a member of, by name: three queries, however many."""
    mine = workspaces_of(user)
    prefetch_related_objects([member.workspace for member in mine], "areas")
    told = notifications_of(user).filter(read_at__isnull=True).order_by()
    unread = Counter(told.values_list("event__scope_kind", "event__scope_id"))
    return [
        OwnWorkspace(member, tuple(space.areas.all()), unread[kind_of(space).name, space.pk])
        for member, space in ((member, member.workspace) for member in mine)
    ]


def own_notifications(user: Any, notifications: Iterable[Notification]) -> list[OwnNotification]:
    """Someone's notifications as their page lists them: three queries, however many."""
    names = dict(Workspace.objects.visible_to(user).values_list("pk", "name"))
    return [
        OwnNotification(line.pk, not line.is_read, names.get(line.event.scope_id or 0, ""), line.event)
        for line in notification_lines(notifications)
    ]


def home_of(workspace: Workspace, member: Member) -> Home:
    """What a member finds on the home of their workspace."""
    lines = [line for line in goal_lines(workspace) if line.goal.state == Goal.State.OPEN]
    partners = partners_of(workspace)
    new = events_in(workspace, after=member.seen_up_to, limit=_NEW + 1)
    return Home(
        needs=tuple(needs_of(workspace, member, lines)),
        new=tuple(new[:_NEW]),
        more=len(new) > _NEW,
        earlier=tuple(events_in(workspace, before=member.seen_up_to + 1, limit=_LAST_FEW)),
        goals=tuple(lines),
        counts=_counts(lines),
        partners=tuple(partners),
        members=sum(len(line.members) for line in partners),
    )


def public_face(workspace: Workspace) -> PublicFace:
    """What its members chose to show of a workspace, whether or not the public sees the workspace: three queries."""
    partners = workspace.partners.filter(is_public=True).select_related("organisation")
    shown = [partner.organisation for partner in partners]
    theirs = workspace.initiatives.filter(is_public=True, lead__in=shown).exclude(status=Initiative.Status.STOPPED)
    return PublicFace(
        partners=tuple(shown),
        goals=tuple(workspace.goals.open().filter(is_public=True)),
        initiatives=tuple(theirs),
    )


def needs_of(workspace: Workspace, member: Member, lines: Iterable[GoalLine]) -> list[Need]:
    """What waits for someone: what they were told of, and what their own organisation leads if they may change it."""
    answers, rest = _told(workspace, member)
    if not can(member.person, Permission.GOAL_EDIT, on=workspace):
        return [*answers, *rest]
    mine = member.partner.organisation
    return [
        *answers,
        *_goals_that_need(lines, mine.pk),
        *_milestones_that_need(workspace, mine.pk),
        *(_need(_("has not been confirmed for three months"), each) for each in unconfirmed(workspace, mine)),
        *rest,
    ]


def days(events: Iterable[EventLine]) -> list[Day]:
    """Events by the day they happened on, in the order they come in."""
    return [Day(day, tuple(group)) for day, group in groupby(events, key=lambda event: timezone.localdate(event.at))]


def _told(workspace: Workspace, member: Member) -> tuple[list[Need], list[Need]]:
    """The unread notifications of a workspace: answers one by one, then how many others there are."""
    unread = notifications_of(member.person).filter(
        read_at__isnull=True, event__scope_kind=kind_of(workspace).name, event__scope_id=workspace.pk
    )
    answered = notification_lines(unread.filter(event__verb=Verb.COMMENT_ANSWERED)[:_ANSWERS])
    answers = [
        Need(_("%(who)s answered in a conversation of yours") % {"who": line.event.actor}, line.event.subject, url)
        for line in answered
        if (url := _talk_at(line.event))
    ]
    others = unread.count() - len(answers)
    said = ngettext("%(count)d other thing you were told of", "%(count)d other things you were told of", others)
    if not answers:
        said = ngettext("%(count)d thing you were told of", "%(count)d things you were told of", others)
    rest = [Need(said % {"count": others}, "", reverse("work:notifications"))] if others else []
    return answers, rest


def _talk_at(event: EventLine) -> str:
    comment = event.details.get("comment")
    return f"{event.url}#comment-{comment}" if event.url and comment else event.url


def _goals_that_need(lines: Iterable[GoalLine], organisation: int) -> list[Need]:
    astray = {Assessment.Standing.BEHIND, Assessment.Standing.OFF_COURSE}
    return [
        Need(line.sentence, str(line.goal), page_of(line.goal))
        for line in lines
        if line.goal.lead_id == organisation and line.assessment and line.assessment.standing in astray
    ]


def _milestones_that_need(workspace: Workspace, organisation: int) -> list[Need]:
    today = timezone.localdate()
    rows = Milestone.objects.filter(
        initiative__workspace=workspace,
        initiative__lead=organisation,
        initiative__status__in=LIVE,
        reached_on__isnull=True,
        due__lte=today + SOON,
    )
    found = []
    for milestone in rows.select_related("initiative__workspace").order_by("due"):
        said = (
            _("milestone “%(milestone)s” was due on %(day)s")
            if milestone.due < today
            else _("milestone “%(milestone)s” is due on %(day)s")
        )
        told = {"milestone": milestone.title, "day": date_format(milestone.due, "j F Y")}
        found.append(_need(said % told, milestone.initiative))
    return found


def _need(sentence: str, initiative: Initiative) -> Need:
    return Need(sentence, str(initiative), page_of(initiative))


def _counts(lines: Iterable[GoalLine]) -> tuple[StandingCount, ...]:
    found = Counter(line.assessment.standing if line.assessment else "" for line in lines)
    return tuple(
        StandingCount(value, str(text), found[value]) for value, text in Assessment.Standing.choices if found[value]
    )
