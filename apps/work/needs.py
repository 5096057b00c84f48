"""What waits for someone in a workspace: what they were told, what their organisation leads, what a lead has to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts.models import Organisation, User
from apps.activity.queries import EventLine, notification_lines, unread_in
from apps.activity.verbs import Verb
from apps.common.kinds import page_of
from apps.goals.models import Assessment
from apps.goals.queries import GoalLine
from apps.initiatives.models import OPEN_STATES, Milestone
from apps.initiatives.queries import CONFIRMED_FOR, LIVE, initiatives_in, is_unconfirmed
from apps.workspaces.models import JoinRequest, Member, Workspace
from apps.workspaces.queries import PartnerLine, partners_of

#: How many days ahead a milestone is spoken of.
SOON = timedelta(days=30)
#: How many unread answers are named one by one.
_ANSWERS = 5
#: Of so many policies and initiatives it is said what they need; the others are counted.
_NAMED = 12


@dataclass(frozen=True)
class Need:
    """Something that waits for someone: what it is, and where it is done; `subject` is empty where none is named.

    `stands_for`: of how many it is the one that is named; more than one where there are too many to name.
    """

    sentence: str
    subject: str
    url: str
    stands_for: int = 1


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
        of_leads = [*_asking(workspace), *_goals_without_lead(partners, lines), *_left_behind(workspace, lines)]
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


def _left_behind(workspace: Workspace, lines: list[GoalLine]) -> list[Need]:
    """What those looked after who are no members any more: one query."""
    live = workspace.initiatives.shared().filter(status__in=LIVE, looked_after_by=OuterRef("pk"))
    of_goals = [line.goal.looked_after_by_id for line in lines if line.goal.looked_after_by_id]
    looking = User.objects.filter(Q(pk__in=of_goals) | Q(Exists(live))).order_by("name", "pk")
    said, url = (
        _("is not here any more: hand over what they looked after"),
        reverse("work:handover", args=[workspace.slug]),
    )
    return [
        Need(said, each.name, url) for each in looking.exclude(Exists(workspace.members.filter(person=OuterRef("pk"))))
    ]


def _goals_without_lead(partners: Iterable[PartnerLine], lines: Iterable[GoalLine]) -> list[Need]:
    here = {line.organisation.pk for line in partners}
    said = _("%(lead)s leads it, and is no partner any more: choose who leads it now")
    return [
        Need(said % {"lead": line.goal.lead}, str(line.goal), page_of(line.goal))
        for line in lines
        if line.goal.lead_id not in here
    ]


def _initiatives_that_need(workspace: Workspace, organisation: Organisation, reader: Any) -> list[Need]:
    """One line for each policy or initiative: its milestones that are due, then that nobody confirmed it for long.

    Those whose milestone was due first stand first, then those that were confirmed longest ago; beyond _NAMED they are
    one line: two queries, however many there are.
    """
    due_soon = Milestone.objects.filter(state__in=OPEN_STATES, due__lte=timezone.localdate() + SOON).order_by("due")
    waiting = (
        initiatives_in(workspace, reader)
        .filter(lead=organisation, status__in=LIVE)
        .annotate(first_due=Subquery(due_soon.filter(initiative=OuterRef("pk")).values("due")[:1]))
        .filter(Q(first_due__isnull=False) | Q(confirmed_at__lt=timezone.now() - CONFIRMED_FOR))
        .annotate(all_of_them=Window(Count("pk")))
        .order_by(F("first_due").asc(nulls_last=True), "confirmed_at", "pk")
    )
    named = waiting.select_related("workspace").prefetch_related(Prefetch("milestones", due_soon, to_attr="due_soon"))
    found: list[Any] = list(named[:_NAMED])
    needs = [_what_an_initiative_needs(each) for each in found]
    if found and found[0].all_of_them > len(found):
        needs.append(_the_others(workspace, organisation, found[0].all_of_them - len(found)))
    return needs


def _what_an_initiative_needs(initiative: Any) -> Need:
    said = [_due(milestone) for milestone in initiative.due_soon]
    if is_unconfirmed(initiative):
        said.append(_("it has not been confirmed for three months"))
    place = "milestones-title" if initiative.due_soon else "about-title"
    return Need("; ".join(said), str(initiative), f"{page_of(initiative)}#{place}")


def _the_others(workspace: Workspace, organisation: Organisation, many: int) -> Need:
    said = ngettext(
        "%(count)d more policy or initiative has a milestone that is due or waits to be confirmed",
        "%(count)d more policies and initiatives have a milestone that is due or wait to be confirmed",
        many,
    )
    url = f"{reverse('work:initiatives', args=[workspace.slug])}?lead={organisation.pk}"
    return Need(said % {"count": many}, "", url, stands_for=many)


def _due(milestone: Milestone) -> str:
    said = (
        _("milestone “%(milestone)s” was due on %(day)s")
        if milestone.due < timezone.localdate()
        else _("milestone “%(milestone)s” is due on %(day)s")
    )
    return said % {"milestone": milestone.title, "day": date_format(milestone.due, "j F Y")}
