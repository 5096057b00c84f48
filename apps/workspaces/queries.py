"""Who is in a workspace, and which workspaces the public sees."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from apps.access.permissions import Permission
from apps.access.roles import roles_granting
from apps.accounts.models import Organisation, OrganisationPerson, User
from apps.accounts.queries import has_confirmed_address
from apps.areas.models import Area
from apps.workspaces.models import Invitation, JoinRequest, Member, Partner, Workspace


@dataclass(frozen=True)
class PartnerLine:
    """A partner, and the members who speak for it."""

    partner: Partner
    organisation: Organisation
    members: tuple[Member, ...]
    someone_asks: bool


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
    """The partners by name, each with its members, and whether any request to join waits: two queries."""
    members = Prefetch("members", Member.objects.select_related("person").order_by("person__name"))
    waiting = JoinRequest.objects.filter(workspace=OuterRef("workspace"), state=JoinRequest.State.WAITING)
    partners: Any = workspace.partners.select_related("organisation").prefetch_related(members)
    partners = partners.annotate(someone_asks=Exists(waiting))
    return [
        PartnerLine(partner, partner.organisation, tuple(partner.members.all()), partner.someone_asks)
        for partner in partners
    ]


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


def organisations_to_add(workspace: Workspace) -> QuerySet[Organisation]:
    """The organisations that are no partners yet, by name."""
    return Organisation.objects.open().exclude(takes_part_in__workspace=workspace).order_by("name")


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
