"""What the home of a workspace answers: what needs me, what changed, how our goals are, who we are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.access.roles import Role
from apps.accounts.models import Organisation, OrganisationPerson
from apps.activity.models import Notification
from apps.activity.queries import EventLine, events_in, notification_lines, unread_by_scope, unread_in
from apps.activity.verbs import Verb
from apps.areas.models import Area
from apps.common.kinds import kind_of, page_of
from apps.goals.models import Assessment, Goal
from apps.goals.queries import GoalLine, goal_lines
from apps.initiatives.models import OPEN_STATES, Initiative, Milestone
from apps.initiatives.queries import LIVE, cared_for, unconfirmed
from apps.workspaces.models import JoinRequest, Member, PartnerInvitation, Workspace
from apps.workspaces.queries import PartnerLine, away_with_deputy, partners_of, partnerships_offered, workspaces_of

#: How many days ahead a milestone is spoken of.
SOON = timedelta(days=30)
#: How many events the home lists at most: what is new, and what was before that.
_NEW, _LAST_FEW = 20, 6
#: How many unread answers are named one by one, and how many needs and goals the home lists at most.
_ANSWERS, _NEEDS, _GOALS = 5, 8, 6
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
    # What one was told of besides stands last, and is never cut.
    shown = needs if len(needs) <= _NEEDS else [*needs[: _NEEDS - 1], needs[-1]]
    reader = member.person
    new = events_in(workspace, reader=reader, after=member.seen_up_to, but_by=reader.pk, limit=_NEW + 1)
    goals = sorted(lines, key=_least_well_first)
    return Home(
        needs=tuple(shown),
        more_needs=len(needs) - len(shown),
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


def needs_of(
    workspace: Workspace, member: Member, lines: Iterable[GoalLine], partners: Iterable[PartnerLine] | None = None
) -> list[Need]:
    """What waits for someone: what they were told of, and what their own organisation leads if they may change it.

    Also what would wait for those of their partner for whom they stand in, and not for them.
    """
    answers, rest = _told(workspace, member)
    lines, partners = list(lines), partners_of(workspace) if partners is None else list(partners)
    by_right = partial(_by_right, workspace, member.partner.organisation, lines, partners)
    mine = by_right(member.person)
    absent = stood_in_for(member, partners)
    instead = [need for each in absent for need in _instead(each, by_right(each.person), mine)]
    return [*answers, *mine, *instead, *rest]


def stood_in_for(member: Member, partners: Iterable[PartnerLine]) -> list[Member]:
    """For whom someone stands in today."""
    return [each for line in partners for each in line.members if each.stood_in_by == member.pk]  # type: ignore[attr-defined]


def _by_right(
    workspace: Workspace, own: Organisation, lines: list[GoalLine], partners: list[PartnerLine], person: Any
) -> list[Need]:
    """What waits for someone because they may change it."""
    if not can(person, Permission.GOAL_EDIT, on=workspace):
        return []
    of_leads: list[Need] = []
    if can(person, Permission.PARTNER_EDIT, on=workspace):
        of_leads = [*_asking(workspace), *_goals_without_lead(partners, lines), *_left_behind(workspace)]
    return [*_goals_that_need(lines, own.pk), *of_leads, *_initiatives_that_need(workspace, own, person)]


def _asking(workspace: Workspace) -> list[Need]:
    """Organisations that asked to join and wait for an answer. Only what the public sees can be asked."""
    if not workspace.is_public:
        return []
    url = f"{reverse('work:people', args=[workspace.slug])}#requests-title"
    waiting = workspace.join_requests.filter(state=JoinRequest.State.WAITING).select_related("organisation")
    return [Need(_("asks to join: say yes or no"), str(each.organisation), url) for each in waiting]


def _instead(absent: Member, needs: list[Need], mine: list[Need]) -> list[Need]:
    """What waits for someone who is away, and does not for whoever stands in."""
    said = _("for %(who)s, away until %(day)s: %(need)s")
    day = date_format(absent.away_until, "j F Y")  # type: ignore[attr-defined]
    return [
        replace(need, sentence=said % {"who": absent.person, "day": day, "need": need.sentence})
        for need in needs
        if need not in mine
    ]


def days(events: Iterable[EventLine]) -> list[Day]:
    """Events by the day they happened on, in the order they come in."""
    return [Day(day, tuple(group)) for day, group in groupby(events, key=lambda event: timezone.localdate(event.at))]


def _told(workspace: Workspace, member: Member) -> tuple[list[Need], list[Need]]:
    """The unread notifications of a workspace: answers one by one, then how many others there are."""
    unread = unread_in(member.person, workspace, verb=Verb.COMMENT_ANSWERED)[:_ANSWERS]
    answered = notification_lines(unread, member.person)
    answers = [
        Need(_("%(who)s answered in a conversation of yours") % {"who": line.event.actor}, line.event.subject, url)
        for line in answered
        if (url := _talk_at(line.event))
    ]
    others = unread_in(member.person, workspace).count() - len(answers)
    said = ngettext(
        "%(count)d notification that you have not read", "%(count)d notifications that you have not read", others
    )
    rest = [Need(said % {"count": others}, "", reverse("work:notifications"))] if others else []
    return answers, rest


def _talk_at(event: EventLine) -> str:
    comment = event.details.get("comment")
    return f"{event.url}#comment-{comment}" if event.url and comment else event.url


def _goals_that_need(lines: Iterable[GoalLine], organisation: int) -> list[Need]:
    mine = [line for line in lines if line.goal.lead_id == organisation]
    return [
        Need(sentence, str(line.goal), page_of(line.goal)) for line in mine if (sentence := _what_a_goal_needs(line))
    ]


def _what_a_goal_needs(line: GoalLine) -> str:
    if line.goal.due < timezone.localdate():
        return _("its day has come: say what became of it, or give it another day")
    standing = line.assessment.standing if line.assessment else ""
    astray = {Assessment.Standing.BEHIND, Assessment.Standing.OFF_COURSE, Assessment.Standing.NOT_COMPARABLE}
    return line.sentence if standing in astray else ""


def _left_behind(workspace: Workspace) -> list[Need]:
    """What those looked after who are no members any more: one query."""
    said, url = (
        _("is not here any more: hand over what they looked after"),
        reverse("work:handover", args=[workspace.slug]),
    )
    return [Need(said, each.person.name, url) for each in cared_for(workspace) if not each.is_member]


def _goals_without_lead(partners: Iterable[PartnerLine], lines: Iterable[GoalLine]) -> list[Need]:
    here = {line.organisation.pk for line in partners}
    said = _("%(lead)s leads it, and is no partner any more: choose who leads it now")
    return [
        Need(said % {"lead": line.goal.lead}, str(line.goal), page_of(line.goal))
        for line in lines
        if line.goal.lead_id not in here
    ]


def _initiatives_that_need(workspace: Workspace, organisation: Organisation, reader: Any) -> list[Need]:
    """One line for each policy or initiative: its milestones that are due, then that nobody confirmed it for long."""
    found: dict[Initiative, list[str]] = {}
    for milestone in _milestones_due(workspace, organisation, reader):
        found.setdefault(milestone.initiative, []).append(_due(milestone))
    places = dict.fromkeys(found, "milestones-title")
    for initiative in unconfirmed(workspace, organisation, reader=reader):
        found.setdefault(initiative, []).append(_("it has not been confirmed for three months"))
    return [
        Need("; ".join(said), str(initiative), f"{page_of(initiative)}#{places.get(initiative, 'about-title')}")
        for initiative, said in found.items()
    ]


def _milestones_due(workspace: Workspace, organisation: Organisation, reader: Any) -> QuerySet[Milestone]:
    return (
        Milestone.objects.filter(
            initiative__in=Initiative.objects.visible_to(reader),
            initiative__workspace=workspace,
            initiative__lead=organisation,
            initiative__status__in=LIVE,
            state__in=OPEN_STATES,
            due__lte=timezone.localdate() + SOON,
        )
        .select_related("initiative__workspace")
        .order_by("due")
    )


def _due(milestone: Milestone) -> str:
    said = (
        _("milestone “%(milestone)s” was due on %(day)s")
        if milestone.due < timezone.localdate()
        else _("milestone “%(milestone)s” is due on %(day)s")
    )
    return said % {"milestone": milestone.title, "day": date_format(milestone.due, "j F Y")}


def _least_well_first(line: GoalLine) -> int:
    standing = line.assessment.standing if line.assessment else ""
    return _LEAST_WELL_FIRST.index(standing) if standing in _LEAST_WELL_FIRST else len(_LEAST_WELL_FIRST)


def _counts(lines: Iterable[GoalLine]) -> tuple[StandingCount, ...]:
    found = Counter(line.assessment.standing if line.assessment else "" for line in lines)
    return tuple(
        StandingCount(value, str(text), found[value]) for value, text in Assessment.Standing.choices if found[value]
    )
