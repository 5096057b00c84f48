"""What the home of a workspace answers: what needs me, what changed, how our goals are, who we are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.access.roles import Role
from apps.accounts.models import Organisation, OrganisationPerson
from apps.activity.models import Notification
from apps.activity.queries import EventLine, events_in, notification_lines, unread_by_scope
from apps.areas.models import Area
from apps.common.kinds import kind_of
from apps.goals.models import Assessment, Goal
from apps.goals.queries import GoalLine, goal_lines
from apps.initiatives.models import Initiative
from apps.work.needs import Need, needs_of, stood_in_for
from apps.workspaces.models import Member, PartnerInvitation, Workspace
from apps.workspaces.queries import PartnerLine, away_with_deputy, partners_of, partnerships_offered, workspaces_of

#: How many events the home lists at most: what is new, and what was before that.
_NEW, _LAST_FEW = 20, 6
#: How many needs and goals the home lists at most.
_NEEDS, _GOALS = 8, 6
_LEAST_WELL_FIRST = (
    Assessment.Standing.OFF_COURSE,
    Assessment.Standing.BEHIND,
    Assessment.Standing.NOT_COMPARABLE,
    Assessment.Standing.NO_NEW_FIGURES,
    Assessment.Standing.TOO_EARLY,
    Assessment.Standing.ON_COURSE,
    Assessment.Standing.MET,
)


@dataclass(frozen=True)
class OwnWorkspace:
    """A workspace that someone is a member of, its areas, and how much they were told of it and have not read."""

    member: Member
    areas: tuple[Area, ...]
    unread: int


@dataclass(frozen=True)
class OwnNotification:
    """Something that someone was told of: what happened, in which workspace, and whether it is new to them.

    `instead_of`: for whom they were told it, as they stand in for them.
    """

    pk: int
    is_new: bool
    where: str
    event: EventLine
    instead_of: str = ""


@dataclass(frozen=True)
class StandingCount:
    """How many open goals stand in one way, by its word."""

    standing: str
    text: str
    count: int


@dataclass(frozen=True)
class Home:
    """The four answers, each no longer than can be read at once; `more_…` says how much else there is.

    `new` is what others did since the member last said that they had seen all; they have never said so on their first
    visit, which `is_first` tells. `absent` are those for whom the member stands in; `leads` the names of all leads.
    """

    needs: tuple[Need, ...]
    more_needs: int
    is_first: bool
    new: tuple[EventLine, ...]
    more_new: bool
    earlier: tuple[EventLine, ...]
    goals: tuple[GoalLine, ...]
    more_goals: int
    counts: tuple[StandingCount, ...]
    partners: tuple[PartnerLine, ...]
    members: int
    absent: tuple[Member, ...]
    leads: tuple[str, ...]


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
    unread = unread_by_scope(user)
    return [
        OwnWorkspace(member, tuple(space.areas.all()), unread.get((kind_of(space).name, space.pk), 0))
        for member, space in ((member, member.workspace) for member in mine)
    ]


def own_organisations(user: Any) -> tuple[list[OrganisationPerson], list[PartnerInvitation]]:
    """Where someone belongs, by name, and what they may answer for them: one query while nothing waits there."""
    to_them = Q(organisation=OuterRef("organisation")) | Q(organisation__isnull=True, email__iexact=user.email)
    invited = PartnerInvitation.objects.open().filter(to_them)
    belonging = OrganisationPerson.objects.filter(
        person_id=user.pk, organisation__in=Organisation.objects.visible_to(user)
    )
    mine: Any = belonging.select_related("organisation").annotate(is_invited=Exists(invited))
    found = list(mine.order_by("organisation__name"))
    if found and not any(each.is_invited for each in found):
        return found, []
    return found, partnerships_offered(user)


def own_notifications(user: Any, notifications: Iterable[Notification]) -> list[OwnNotification]:
    """Someone's notifications as their page lists them: three queries, and one for each kind of thing."""
    names = {("workspace", pk): name for pk, name in Workspace.objects.visible_to(user).values_list("pk", "name")}
    rows = list(notifications)
    lines, kinds = notification_lines(rows, user), {row.pk: row.scope_kind for row in rows}
    away = away_with_deputy(user) if any(_not_to(user, line.event) for line in lines) else {}
    return [
        OwnNotification(
            line.pk,
            not line.is_read,
            names.get((kinds[line.pk], line.event.scope_id or 0), ""),
            line.event,
            _instead_of(user, line.event, away),
        )
        for line in lines
    ]


def _not_to(user: Any, event: EventLine) -> list[int]:
    """Whom something was told that was not told to someone themselves."""
    told = event.details.get("tell", [])
    return [] if user.pk in told else told


def _instead_of(user: Any, event: EventLine, away: dict[int, tuple[str, date]]) -> str:
    said = _("for %(who)s, away until %(day)s")
    return "; ".join(
        said % {"who": away[pk][0], "day": date_format(away[pk][1], "j F Y")}
        for pk in _not_to(user, event)
        if pk in away
    )


def home_of(workspace: Workspace, member: Member) -> Home:
    """What a member finds on the home of their workspace."""
    lines = [line for line in goal_lines(workspace) if line.goal.state == Goal.State.OPEN]
    partners = partners_of(workspace)
    absent = stood_in_for(member, partners)
    needs = needs_of(workspace, member, lines, partners)
    # What one was told of besides stands last, and is never cut; what is only counted is told with what was cut.
    last = needs[-1] if needs and needs[-1].stands_for == 1 else None
    shown = needs if len(needs) <= _NEEDS else [*needs[: _NEEDS - 1], last or needs[_NEEDS - 1]]
    reader = member.person
    new = events_in(workspace, reader=reader, after=member.seen_up_to, but_by=reader.pk, limit=_NEW + 1)
    goals = sorted(lines, key=_least_well_first)
    return Home(
        needs=tuple(shown),
        more_needs=sum(need.stands_for for need in needs) - sum(need.stands_for for need in shown),
        is_first=member.seen_up_to == 0,
        new=tuple(new[:_NEW]),
        more_new=len(new) > _NEW,
        earlier=tuple(events_in(workspace, reader=reader, before=member.seen_up_to + 1, limit=_LAST_FEW)),
        goals=tuple(goals[:_GOALS]),
        more_goals=len(goals[_GOALS:]),
        counts=_counts(lines),
        partners=tuple(partners),
        members=sum(len(line.members) for line in partners),
        absent=tuple(absent),
        leads=tuple(each.person.name for line in partners for each in line.members if each.role == Role.LEAD),
    )


def public_face(workspace: Workspace) -> PublicFace:
    """What its members chose to show of a workspace, whether or not the public sees the workspace: three queries."""
    partners = workspace.partners.shown().select_related("organisation")
    shown = [partner.organisation for partner in partners]
    theirs = (
        workspace.initiatives.shared().filter(is_public=True, lead__in=shown).exclude(status=Initiative.Status.STOPPED)
    )
    return PublicFace(
        partners=tuple(shown),
        goals=tuple(workspace.goals.open().filter(is_public=True)),
        initiatives=tuple(theirs.exclude(status=Initiative.Status.STOPPED)),
    )


def days(events: Iterable[EventLine]) -> list[Day]:
    """Events by the day they happened on, in the order they come in."""
    return [Day(day, tuple(group)) for day, group in groupby(events, key=lambda event: timezone.localdate(event.at))]


def _least_well_first(line: GoalLine) -> int:
    standing = line.assessment.standing if line.assessment else ""
    return _LEAST_WELL_FIRST.index(standing) if standing in _LEAST_WELL_FIRST else len(_LEAST_WELL_FIRST)


def _counts(lines: Iterable[GoalLine]) -> tuple[StandingCount, ...]:
    found = Counter(line.assessment.standing if line.assessment else "" for line in lines)
    return tuple(
        StandingCount(value, str(text), found[value]) for value, text in Assessment.Standing.choices if found[value]
    )
