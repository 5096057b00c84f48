"""Who is in a workspace, and which workspaces the public sees."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from apps.access.permissions import Permission
from apps.access.roles import roles_granting
from apps.accounts.models import Organisation, OrganisationPerson, User
from apps.accounts.queries import has_confirmed_address
from apps.areas.models import Area
from apps.common.matching import closeness, words_of
from apps.workspaces.models import (
    Deputy,
    Invitation,
    JoinRequest,
    Member,
    Partner,
    PartnerInvitation,
    PartnerInvitationQuerySet,
    QuietPeriod,
    Workspace,
)


@dataclass(frozen=True)
class PartnerLine:
    """A partner, and the members who speak for it."""

    partner: Partner
    organisation: Organisation
    members: tuple[Member, ...]
    someone_asks: bool
    someone_is_invited: bool


@dataclass(frozen=True)
class PublicWorkspace:
    """A workspace that the public sees, and those of its partners that chose to be seen."""

    workspace: Workspace
    partners: tuple[Organisation, ...]


def workspaces_of(user: Any) -> list[Member]:
    """The memberships of someone, by the name of the workspace, each with its workspace and whom they speak for."""
    mine = Member.objects.filter(person_id=user.pk, workspace__in=Workspace.objects.visible_to(user))
    return list(mine.select_related("workspace", "partner__organisation").order_by("workspace__name"))


def member_of(workspace: Workspace, user: Any) -> Member | None:
    """Someone's membership, with whom they speak for; None for whoever is no member."""
    if user is None or user.pk is None:
        return None
    return workspace.members.select_related("partner__organisation", "person").filter(person_id=user.pk).first()


def partners_of(workspace: Workspace) -> list[PartnerLine]:
    """The partners by name, each with its members, and whether anyone asks to join or is invited: two queries."""
    members = Prefetch("members", _with_who_is_away().select_related("person").order_by("person__name"))
    waiting = JoinRequest.objects.filter(workspace=OuterRef("workspace"), state=JoinRequest.State.WAITING)
    partners: Any = workspace.partners.select_related("organisation").prefetch_related(members)
    invited = PartnerInvitation.objects.open().filter(workspace=OuterRef("workspace"))
    partners = partners.annotate(someone_asks=Exists(waiting), someone_is_invited=Exists(invited))
    return [
        PartnerLine(
            partner,
            partner.organisation,
            tuple(partner.members.all()),
            partner.someone_asks,
            partner.someone_is_invited,
        )
        for partner in partners
    ]


def _with_who_is_away() -> "QuerySet[Member]":
    """Members, each with the last day that they are away, and who of the members stands in; None for who is here."""
    now = Deputy.objects.in_force(timezone.localdate()).filter(member=OuterRef("pk"))
    return Member.objects.annotate(
        away_until=Subquery(now.values("ends")[:1]),
        stood_in_by=Subquery(now.values("stand_in")[:1]),
        stand_in_name=Subquery(now.values("stand_in__person__name")[:1]),
    )


def deputies_of(member: Member) -> list[Deputy]:
    """Who stands in for a member, now or some day to come, the soonest first."""
    coming = member.deputies.filter(ends__gte=timezone.localdate())
    return list(coming.select_related("member__person", "stand_in__person"))


def away_with_deputy(user: Any) -> dict[int, tuple[str, date]]:
    """For whom someone stands in today, by the id of the person: their name, and until when they are away."""
    today = Deputy.objects.in_force(timezone.localdate()).filter(stand_in__person_id=user.pk)
    rows = today.values_list("member__person_id", "member__person__name", "ends")
    return {person: (name, ends) for person, name, ends in rows}


def quiet_periods(workspace: Workspace | None = None) -> list[QuietPeriod]:
    """The quiet periods of a workspace, or those that administrators set: the last to begin first."""
    found = QuietPeriod.objects.filter(workspace=workspace)
    return list(found.select_related("set_by")[:50])


def people_to_add(workspace: Workspace) -> list[tuple[Partner, list[User]]]:
    """The partners by name, each with those of its people who are no members yet: two queries."""
    partners = {partner.organisation_id: partner for partner in workspace.partners.select_related("organisation")}
    belonging = (
        OrganisationPerson.objects.filter(organisation__in=partners)
        .exclude(person__in=workspace.members.values("person"))
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    found: dict[int, list[User]] = {organisation: [] for organisation in partners}
    for each in belonging:
        found[each.organisation_id].append(each.person)
    return [(partner, found[organisation]) for organisation, partner in partners.items()]


def organisations_to_add(workspace: Workspace, user: Any) -> QuerySet[Organisation]:
    """The organisations that are no partners yet and whose organiser someone is, by name: all others are invited."""
    deciding = OrganisationPerson.objects.filter(person_id=user.pk, role__in=roles_granting(Permission.PARTNER_ASK))
    theirs = Organisation.objects.open().filter(pk__in=deciding.values("organisation"))
    return theirs.exclude(takes_part_in__workspace=workspace).order_by("name")


def organisations_to_invite(workspace: Workspace) -> QuerySet[Organisation]:
    """The verified organisations that are no partners yet, by name."""
    return Organisation.objects.verified().exclude(takes_part_in__workspace=workspace).order_by("name")


def organisations_called(workspace: Workspace, name: str) -> list[Organisation]:
    """Those that are no partners and that a name may mean: the verified ones that it fits, of others the exact name."""
    typed = words_of(name)
    fits: dict[int, list[Organisation]] = {}
    for each in organisations_to_invite(workspace) if typed else ():
        if (how := closeness(typed, [words_of(each.name)])) is not None:
            fits.setdefault(how, []).append(each)
    if fits.get(0):
        return fits[0]
    others = Organisation.objects.open().filter(verified_at__isnull=True, name__iexact=name.strip())
    exact = list(others.exclude(takes_part_in__workspace=workspace)[:2])
    return exact or [each for how in sorted(fits) for each in fits[how]]


def invited_partners(workspace: Workspace) -> list[PartnerInvitation]:
    """The invitations of organisations that nobody has answered, the latest first."""
    return list(workspace.partner_invitations.open().select_related("organisation", "invited_by"))


def partnerships_offered(user: Any) -> list[PartnerInvitation]:
    """The invitations that someone may answer for an organisation of theirs, or that are to their address."""
    deciding = OrganisationPerson.objects.filter(person_id=user.pk, role__in=roles_granting(Permission.PARTNER_ASK))
    mine = Q(organisation__in=deciding.values("organisation"))
    if has_confirmed_address(user):
        mine |= Q(organisation__isnull=True, email__iexact=user.email)
    found = PartnerInvitation.objects.open().filter(mine)
    return list(found.select_related("organisation", "workspace", "invited_by"))


def partnerships_to_answer(organisation: Organisation, user: Any) -> PartnerInvitationQuerySet:
    """The invitations of an organisation, with those to the address of its organiser `user`, whatever their state."""
    mine = Q(organisation=organisation)
    if has_confirmed_address(user):
        mine |= Q(organisation__isnull=True, email__iexact=user.email)
    found: PartnerInvitationQuerySet = PartnerInvitation.objects.filter(mine)
    return found.select_related("organisation", "workspace", "invited_by")


def open_invitations(scope: Organisation | Workspace) -> list[Invitation]:
    """The invitations to an organisation or to a workspace that nobody has answered, the latest first: one query."""
    found = scope.invitations.open().select_related("organisation", "workspace", "invited_by")
    return list(found)


def invitations_for(user: Any) -> list[Invitation]:
    """The invitations to someone's confirmed address that they can answer, the latest first."""
    if not has_confirmed_address(user):
        return []
    found = Invitation.objects.open().to(user.email).filter(expires_at__gt=timezone.now())
    return list(found.select_related("organisation", "workspace", "invited_by"))


def partners_to_invite_to(workspace: Workspace, user: Any) -> list[Partner]:
    """The partners of a workspace to whose organisations someone may invite, by name: one query."""
    organising = OrganisationPerson.objects.filter(
        person_id=user.pk, role__in=roles_granting(Permission.ORGANISATION_PEOPLE)
    )
    theirs = workspace.partners.filter(organisation__in=organising.values("organisation"))
    return list(theirs.select_related("organisation"))


def public_workspaces(area: Area) -> list[PublicWorkspace]:
    """The workspaces for an area that chose to be seen, by name, with the partners that did: two queries."""
    shown = Prefetch("partners", Partner.objects.shown().select_related("organisation"))
    workspaces = Workspace.objects.shown().filter(areas=area).prefetch_related(shown)
    return [
        PublicWorkspace(workspace, tuple(partner.organisation for partner in workspace.partners.all()))
        for workspace in workspaces
    ]


def workspaces_to_join(organisation: Organisation) -> QuerySet[Workspace]:
    """The workspaces that the public sees where an organisation works, and in which it takes no part; by name."""
    shown = Workspace.objects.shown().exclude(partners__organisation=organisation).order_by("name")
    areas = list(organisation.areas.values_list("pk", flat=True))
    return shown.filter(areas__in=areas).distinct() if areas else shown


def requests_of(organisation: Organisation) -> list[JoinRequest]:
    """What an organisation asked to join, newest first, each with its workspace and its answer."""
    return list(organisation.join_requests.select_related("workspace", "asked_by")[:50])


def waiting_requests(workspace: Workspace) -> list[JoinRequest]:
    """The requests to join that wait for an answer, oldest first."""
    waiting = workspace.join_requests.filter(state=JoinRequest.State.WAITING)
    return list(waiting.select_related("organisation", "asked_by").order_by("pk"))
