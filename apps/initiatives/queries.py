"""Policies and initiatives, as pages list and show them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.activity.models import Version
from apps.areas.models import Area
from apps.common.fields import Codes
from apps.common.states import Move
from apps.files.models import StoredFile
from apps.goals.models import Goal
from apps.initiatives.models import (
    OPEN_STATES,
    Contribution,
    Evidence,
    Initiative,
    InitiativeUpdate,
    Interest,
    InterestQuerySet,
    Milestone,
    Risk,
    Tag,
)
from apps.initiatives.states import INITIATIVE
from apps.initiatives.tags import index_now
from apps.workspaces.models import Member, Partner, Workspace

#: Those that still go on, or are to.
LIVE = (Initiative.Status.PROPOSED, Initiative.Status.UNDER_WAY, Initiative.Status.PAUSED)
#: What nobody confirmed for so long may not be true any more.
CONFIRMED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Wanted:
    """Which initiatives to list; what is left empty is not asked for."""

    kind: str = ""
    status: str = ""
    lead: Organisation | None = None
    goal: Goal | None = None
    sort: str = ""
    sector: str = ""
    group: str = ""
    element: str = ""


class UpdateInShort(NamedTuple):
    """What a list tells of the latest update."""

    happened: str
    needs_attention: bool
    written_at: datetime


@dataclass(frozen=True)
class InitiativeLine:
    """One in a list: the goals it is meant to serve, how far it got, and what is past due."""

    initiative: Initiative
    goals: tuple[Goal, ...]
    milestones: int
    reached: int
    next_milestone: Milestone | None
    overdue: tuple[Milestone, ...]
    is_unconfirmed: bool
    update: UpdateInShort | None = None


@dataclass(frozen=True)
class InitiativeGoals:
    """One, and the goals it is meant to serve."""

    initiative: Initiative
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class ServingLine:
    """What is meant to serve one goal, and the step that comes next."""

    initiative: Initiative
    contribution: Contribution
    next_milestone: Milestone | None


@dataclass(frozen=True)
class InitiativeDetail:
    """All that its page shows of it; `partner` is its lead as a partner, None if it has left the workspace."""

    initiative: Initiative
    partner: Partner | None
    areas: tuple[Area, ...]
    contributions: tuple[Contribution, ...]
    milestones: tuple[Milestone, ...]
    overdue: frozenset[int]
    evidence: tuple[Evidence, ...]
    moves: Mapping[str, Move]
    is_unconfirmed: bool
    kept_to: tuple[Partner, ...] = ()


@dataclass(frozen=True)
class ContributionVersions:
    """What was written of one goal that it is or was meant to serve, version by version, newest first."""

    contribution: Contribution
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class PublicInitiative(InitiativeGoals):
    """What the public sees of one, with those open goals it serves that the public sees too."""


def initiatives_in(workspace: Workspace, reader: Any) -> QuerySet[Initiative]:
    """Those of a workspace that someone sees: what views look one up in, and lists begin with."""
    return Initiative.objects.visible_to(reader).filter(workspace=workspace)


def initiative_lines(workspace: Workspace, wanted: Wanted = Wanted(), *, reader: Any) -> list[InitiativeLine]:
    """Those of a workspace that are wanted and that the reader sees, newest first."""
    return lines_of(initiatives_wanted(workspace, wanted, reader=reader))


def initiatives_wanted(workspace: Workspace, wanted: Wanted, *, reader: Any) -> QuerySet[Initiative]:
    """The same as rows, of which a page takes some: `lines_of` tells those."""
    rows = (
        initiatives_in(workspace, reader)
        .select_related("lead", "confirmed_by", "workspace")
        .prefetch_related(Prefetch("contributions", Contribution.objects.meant().select_related("goal")), "milestones")
        .annotate(**_latest_update())
    )
    asked = {
        "kind": wanted.kind,
        "status": wanted.status,
        "lead": wanted.lead,
        "sort": wanted.sort,
        "lead__sector": wanted.sector,
        "groups__contains": Codes.holding(wanted.group) if wanted.group else "",
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if wanted.goal:
        rows = rows.filter(contributions__goal=wanted.goal, contributions__is_meant=True)
    if wanted.element:
        # Those that touch what is in it touch it too.
        tags = Tag.objects.filter(code__in=index_now().within(wanted.element))
        rows = rows.filter(pk__in=tags.values("initiative"))
    return rows


def lines_of(initiatives: Iterable[Initiative]) -> list[InitiativeLine]:
    """What a list says of some of them: three queries for any number."""
    return [_line(initiative) for initiative in initiatives]


def initiatives_with_goals(workspace: Workspace, *, reader: Any) -> list[InitiativeGoals]:
    """Those of a workspace that the reader sees and that were not stopped, oldest first: three queries.

    Many serve the same goals, so each goal is read once.
    """
    rows = initiatives_in(workspace, reader).exclude(status=Initiative.Status.STOPPED).order_by("pk")
    goals, served = workspace.goals.in_bulk(), dict[int, list[Goal]]()
    meant = Contribution.objects.meant().filter(initiative__in=rows.order_by().values("pk")).order_by("pk")
    for initiative, goal in meant.values_list("initiative", "goal"):
        if goal in goals:
            served.setdefault(initiative, []).append(goals[goal])
    return [InitiativeGoals(each, tuple(served.get(each.pk, ()))) for each in rows.select_related("lead")]


def latest_updates() -> QuerySet[InitiativeUpdate]:
    """The latest update of each initiative."""
    later = InitiativeUpdate.objects.filter(initiative=OuterRef("initiative"), pk__gt=OuterRef("pk"))
    return InitiativeUpdate.objects.filter(~Exists(later)).select_related("written_by")


def _latest_update() -> dict[str, Subquery]:
    """The latest update of each initiative as columns of its row, so that a list asks no more for it."""
    latest = InitiativeUpdate.objects.filter(initiative=OuterRef("pk")).order_by("-pk")
    return {f"latest_{name}": Subquery(latest.values(name)[:1]) for name in UpdateInShort._fields}


def _update_in(initiative: Any) -> UpdateInShort | None:
    found = [getattr(initiative, f"latest_{name}", None) for name in UpdateInShort._fields]
    return UpdateInShort._make(found) if found[-1] else None


def initiatives_for(goal: Goal, *, reader: Any) -> list[ServingLine]:
    """What is meant to serve a goal, as far as the reader sees it: what goes on first, then the rest, newest first."""
    return _serving(goal, Initiative.objects.visible_to(reader))


def shared_initiatives_for(goal: Goal) -> list[ServingLine]:
    """The same as far as everyone in the workspace sees it: for what is given to all of them."""
    return _serving(goal, Initiative.objects.shared())


def _serving(goal: Goal, seen: QuerySet[Initiative]) -> list[ServingLine]:
    contributions = (
        Contribution.objects.meant()
        .filter(goal=goal, initiative__in=seen)
        .select_related("initiative__lead", "initiative__workspace")
        .prefetch_related("initiative__milestones")
        .order_by("-initiative_id")
    )
    lines = [ServingLine(each.initiative, each, _next(each.initiative)) for each in contributions]
    return sorted(lines, key=lambda line: line.initiative.status not in LIVE)


def initiative_detail(initiative: Initiative) -> InitiativeDetail:
    """All that there is to say of one; a fixed number of queries, and no file is read."""
    evidence = Prefetch("file", StoredFile.objects.defer("content"))
    shown = initiative.evidence.select_related("added_by", "milestone").prefetch_related(evidence)
    milestones = tuple(initiative.milestones.select_related("reached_by", "owner"))
    return InitiativeDetail(
        initiative=initiative,
        partner=Partner.objects.filter(workspace=initiative.workspace, organisation=initiative.lead).first(),
        areas=tuple(initiative.areas.all()),
        contributions=tuple(initiative.contributions.meant().select_related("goal")),
        milestones=milestones,
        overdue=frozenset(each.pk for each in _past_due(initiative, milestones)),
        evidence=tuple(shown),
        moves=INITIATIVE.moves_from(initiative.status),
        is_unconfirmed=is_unconfirmed(initiative),
        kept_to=seen_by_partners(initiative),
    )


def seen_by_partners(initiative: Initiative) -> tuple[Partner, ...]:
    """The partners to which something is kept, by name; none where everyone in the workspace sees it."""
    return tuple(initiative.kept_to.select_related("organisation")) if initiative.is_kept else ()


def may_decide_sight(initiative: Initiative, by: Any) -> bool:
    """Whether someone may say who sees it: whoever speaks for its lead, as far as they see it themselves."""
    partner = Partner.objects.filter(workspace=initiative.workspace, organisation=initiative.lead).first()
    return partner is not None and all(can(by, Permission.PARTNER_SHOW, on=scope) for scope in (initiative, partner))


def may_withdraw(interest: Interest, member: Member) -> bool:
    """Whether it is a member's own interest, or that of the organisation for which they speak."""
    if interest.whose == Interest.Whose.OWN:
        return interest.declared_by_id == member.person_id
    return interest.organisation_id == member.partner.organisation_id


def interests_of(initiative: Initiative) -> tuple[Interest, ...]:
    """Every interest ever declared in it, newest first: one query."""
    return tuple(initiative.interests.select_related("organisation"))


def interests_in(workspace: Workspace, *, reader: Any) -> InterestQuerySet:
    """Every interest ever declared in what the reader sees of a workspace, newest first."""
    theirs = Interest.objects.visible_to(reader).filter(initiative__workspace=workspace)
    return theirs.select_related("initiative__workspace", "organisation")


def left_to_nobody(partner: Partner) -> QuerySet[Initiative]:
    """What an organisation leads and keeps in a workspace, and its people there do not see.

    Its partner left and came back, or another organisation took on what it led.
    """
    theirs = Initiative.objects.filter(workspace=partner.workspace_id, lead=partner.organisation_id, is_kept=True)
    return theirs.exclude(kept_to=partner)


def leaves_the_public(initiative: Initiative, by: Any) -> bool:
    """Whether it is shown now, and is not any more once `by` has changed what the public reads of it.

    The public reads it as the word of the partner that leads it: of whoever does not speak for that one it is none.
    """
    if not initiative.is_public:
        return False
    partner = Partner.objects.filter(workspace=initiative.workspace, organisation=initiative.lead).first()
    return partner is None or not can(by, Permission.PARTNER_SHOW, on=partner)


def contribution_versions(initiative: Initiative) -> list[ContributionVersions]:
    """All that was ever written of the goals that it is or was meant to serve, goal by goal: two queries."""
    contributions = list(initiative.contributions.select_related("goal"))
    written: dict[int, list[Version]] = {each.pk: [] for each in contributions}
    for version in Version.objects.filter(subject_kind="contribution", subject_id__in=written):
        written[version.subject_id].append(version)
    return [ContributionVersions(each, tuple(written[each.pk])) for each in contributions]


def served_before(initiative: Initiative) -> list[Goal]:
    """The open goals that it is not meant to serve any more; what was said of them is kept."""
    return list(Goal.objects.open().filter(contributions__initiative=initiative, contributions__is_meant=False))


def public_initiatives(area: Area) -> list[PublicInitiative]:
    """What the public sees of the work in an area, newest first: three queries. What was stopped is not shown."""
    here = Q(areas=area) | Q(areas__isnull=True, workspace__areas=area)
    return _public(Initiative.objects.shown().filter(here).distinct())


def public_initiatives_in(workspace: Workspace) -> list[PublicInitiative]:
    """What the public sees of the work in a workspace, newest first: three queries. What was stopped is not shown."""
    return _public(Initiative.objects.shown().filter(workspace=workspace))


def public_initiatives_of(organisation: Organisation) -> list[PublicInitiative]:
    """What the public sees of the work that an organisation leads, newest first: three queries."""
    return _public(Initiative.objects.shown().filter(lead=organisation))


def _public(initiatives: QuerySet[Initiative]) -> list[PublicInitiative]:
    goals = Goal.objects.open().shown().select_related("element", "workspace", "lead")
    contributions = Prefetch("contributions", Contribution.objects.meant().filter(goal__in=goals.values("pk")))
    rows = initiatives.exclude(status=Initiative.Status.STOPPED)
    found = list(rows.select_related("lead", "workspace").prefetch_related(contributions))
    wanted = {each.goal_id for initiative in found for each in initiative.contributions.all()}
    # Hidden since the query before, a goal is not among them.
    known = goals.in_bulk(wanted)
    return [
        PublicInitiative(
            initiative,
            tuple(known[each.goal_id] for each in initiative.contributions.all() if each.goal_id in known),
        )
        for initiative in found
    ]


def unconfirmed(workspace: Workspace, organisation: Organisation, *, reader: Any) -> QuerySet[Initiative]:
    """What an organisation leads and goes on with, and nobody confirmed as still correct for 90 days."""
    return (
        initiatives_in(workspace, reader)
        .filter(lead=organisation, status__in=LIVE, confirmed_at__lt=timezone.now() - CONFIRMED_FOR)
        .order_by("confirmed_at")
        .select_related("workspace")
    )


def _line(initiative: Initiative) -> InitiativeLine:
    milestones = tuple(initiative.milestones.all())
    return InitiativeLine(
        initiative=initiative,
        goals=tuple(each.goal for each in initiative.contributions.all()),
        milestones=sum(each.state != Milestone.State.DROPPED for each in milestones),
        reached=sum(each.reached_on is not None for each in milestones),
        next_milestone=_next(initiative),
        overdue=_past_due(initiative, milestones),
        is_unconfirmed=is_unconfirmed(initiative),
        update=_update_in(initiative),
    )


def _next(initiative: Initiative) -> Milestone | None:
    return next((each for each in initiative.milestones.all() if each.is_open), None)


def _past_due(initiative: Initiative, milestones: Collection[Milestone]) -> tuple[Milestone, ...]:
    if initiative.status not in LIVE:
        return ()
    today: date = timezone.localdate()
    return tuple(each for each in milestones if each.is_open and each.due < today)


def is_unconfirmed(initiative: Initiative) -> bool:
    """Whether it goes on, and nobody said for 90 days that it is still correct."""
    return initiative.status in LIVE and initiative.confirmed_at < timezone.now() - CONFIRMED_FOR


@dataclass(frozen=True)
class Care:
    """How much someone looks after in a workspace, and whether they are still a member of it."""

    person: Any
    goals: int
    initiatives: int
    is_member: bool
    milestones: int = 0
    risks: int = 0


def cared_for(workspace: Workspace) -> list[Care]:
    """Who looks after what goes on in a workspace: those who left first, then by name."""
    live = workspace.initiatives.shared().filter(status__in=LIVE)
    parts = {"initiative__in": live}
    counted = {
        "goals": _many(workspace.goals.open(), "looked_after_by"),
        "initiatives": _many(live, "looked_after_by"),
        "milestones": _many(Milestone.objects.filter(state__in=OPEN_STATES, **parts), "owner"),
        "risks": _many(Risk.objects.filter(state=Risk.State.OPEN, **parts), "owner"),
    }
    people: Any = get_user_model()._default_manager.annotate(
        **counted, is_member=Exists(workspace.members.filter(person=OuterRef("pk")))
    )
    something = Q(goals__gt=0) | Q(initiatives__gt=0) | Q(milestones__gt=0) | Q(risks__gt=0)
    found = people.filter(something).order_by("is_member", "name", "pk")
    return [Care(each, each.goals, each.initiatives, each.is_member, each.milestones, each.risks) for each in found]


def _many(things: QuerySet[Any], who: str) -> Coalesce:
    """How many of some things a person looks after, who stands in the field `who`."""
    mine = things.filter(**{who: OuterRef("pk")}).order_by().values(who).annotate(many=Count("pk"))
    return Coalesce(Subquery(mine.values("many")), 0)
