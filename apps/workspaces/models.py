"""Where partners work together: a workspace for one or more areas, its partners and its members."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import Permission
from apps.access.roles import ORGANISATION_ROLES, WORKSPACE_ROLES, Role, roles_granting
from apps.accounts.models import Organisation
from apps.activity.models import Versioned
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import Prose, Title


def roles_now(members: "models.QuerySet[Member]") -> set[Role]:
    """What some memberships of one workspace are worth, as it is now: less once it is archived."""
    held = members.values_list("role", "workspace__archived_at")
    return {Role(role) if day is None else Role.KEEPER if role == Role.LEAD else Role.VIEWER for role, day in held}


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def visible_to(self, user: Any) -> "WorkspaceQuerySet":
        """Those that `user` may see: the list that agrees with can(user, WORKSPACE_VIEW, on=workspace)."""
        if user is None or user.pk is None:
            return self.none()
        mine = Member.objects.filter(person_id=user.pk, role__in=roles_granting(Permission.WORKSPACE_VIEW))
        return self.filter(pk__in=mine.values("workspace_id"))

    def shown(self) -> "WorkspaceQuerySet":
        """Those that chose to be seen by the public, and are not archived."""
        return self.filter(is_public=True, archived_at__isnull=True)

    def with_quiet(self) -> "WorkspaceQuerySet":
        """Each with `quiet_until` and `quiet_words` of the quiet period that is on there today; None where none is."""
        here = Workspace.areas.through.objects.filter(workspace=OuterRef(OuterRef("pk")))
        over_all = Q(region="") | Q(region__in=here.values("area__region"))
        periods = QuietPeriod.objects.in_force(timezone.localdate()).order_by("-ends")
        on = periods.filter(Q(workspace=OuterRef("pk")) | Q(over_all, workspace__isnull=True))
        return self.annotate(quiet_until=Subquery(on.values("ends")[:1]), quiet_words=Subquery(on.values("words")[:1]))


@kinds.register("workspace", url=lambda workspace: reverse("work:workspace", args=[workspace.slug]))
class Workspace(Versioned):
    """What partners share for one or more areas. To whoever is not a member of it, it does not exist."""

    WORDS = ("name", "purpose")

    name = Title(_("name"), max_length=140)
    slug = models.SlugField(max_length=140, unique=True)
    purpose = Prose(_("purpose"), max_length=2000)
    areas = models.ManyToManyField(Area, related_name="workspaces")
    is_public = models.BooleanField(default=False, help_text=_("Whether the public sees that it exists."))
    is_demonstration = models.BooleanField(default=False, help_text=_("Invented, and marked so wherever it is shown."))
    is_training = models.BooleanField(default=False, help_text=_("For practice: never public, and set back at will."))
    opened_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, help_text=_("From then on it is read only."))

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(is_training=False), name="workspaces_training_hidden"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: Any) -> set[Role]:
        """What `user` is in this workspace."""
        if user is None or user.pk is None:
            return set()
        return roles_now(self.members.filter(person_id=user.pk))

    def audience(self) -> set[int]:
        """The ids of its members."""
        return set(self.members.values_list("person_id", flat=True))

    def stand_ins(self, people: set[int]) -> set[int]:
        """The ids of those who stand in today for some people."""
        today = Deputy.objects.in_force(timezone.localdate())
        found = today.filter(member__workspace=self, member__person__in=people)
        return set(found.values_list("stand_in__person_id", flat=True))


class PartnerQuerySet(models.QuerySet["Partner"]):
    def shown(self) -> "PartnerQuerySet":
        """Those that chose to be seen by the public, as far as their organisations are verified."""
        return self.filter(
            is_public=True, organisation__verified_at__isnull=False, organisation__closed_at__isnull=True
        )


@kinds.register("partner")
class Partner(models.Model):
    """An organisation in a workspace, and a scope of its own: what only its own people there decide."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="takes_part_in")
    is_public = models.BooleanField(default=False, help_text=_("Whether the public sees that it takes part."))
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "organisation"], name="workspaces_partner_once")]

    def __str__(self) -> str:
        return str(self.organisation)

    def roles_of(self, user: Any) -> set[Role]:
        """The role in the workspace of someone who speaks for this partner there; nobody else has one."""
        if user is None or user.pk is None:
            return set()
        return roles_now(Member.objects.filter(workspace_id=self.workspace_id, partner_id=self.pk, person_id=user.pk))

    def audience(self) -> set[int]:
        """The ids of those who speak for it."""
        return set(self.members.values_list("person_id", flat=True))


class Member(models.Model):
    """A person in a workspace, speaking for one of its partners."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="members")
    role = models.CharField(max_length=12, choices=[(role, role.label) for role in WORKSPACE_ROLES])
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_up_to = models.BigIntegerField(default=0, help_text="The event up to which they said they had seen all.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "person"], name="workspaces_member_once"),
            models.CheckConstraint(
                condition=Q(role__in=[str(role) for role in WORKSPACE_ROLES]), name="workspaces_member_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.workspace_id}"


class JoinRequest(models.Model):
    """An organisation asks to be a partner of a workspace that the public sees; its leads answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="join_requests")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    words = Prose(_("what you would bring"), max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = Prose(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "organisation"],
                condition=Q(state="waiting"),
                name="workspaces_joinrequest_one_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} to {self.workspace}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those that nobody has answered or taken back; they may have run out."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)

    def to(self, email: str) -> "InvitationQuerySet":
        """Those that were sent to an address, however it is written."""
        return self.filter(email__iexact=email.strip())


class Invitation(models.Model):
    """Someone is invited to an organisation, and perhaps to speak for it in a workspace; good for one address, once.

    Of what opens it only hashes are kept: of the link that is sent, and of the code that is read aloud.
    """

    email = models.EmailField(_("email address"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    organisation_role = models.CharField(
        max_length=12, choices=[(role, role.label) for role in sorted(ORGANISATION_ROLES)]
    )
    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, blank=True, related_name="invitations")
    workspace_role = models.CharField(
        max_length=12, blank=True, choices=[(role, role.label) for role in WORKSPACE_ROLES]
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    code_tries = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workspace__isnull=True, workspace_role="")
                | Q(workspace__isnull=False, workspace_role__in=[str(role) for role in WORKSPACE_ROLES]),
                name="workspaces_invitation_role_where_workspace",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True)
                | Q(accepted_at__isnull=True, revoked_at__isnull=True)
                | Q(declined_at__isnull=True, revoked_at__isnull=True),
                name="workspaces_invitation_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} to {self.organisation_id}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.declined_at is None and self.revoked_at is None

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()

    def is_for(self, user: Any) -> bool:
        """Whether it was sent to the address of someone."""
        return user.pk is not None and self.email.casefold() == str(user.email).casefold()


class PartnerInvitationQuerySet(models.QuerySet["PartnerInvitation"]):
    def open(self) -> "PartnerInvitationQuerySet":
        """Those that wait for an answer and have not run out."""
        return self.filter(state=PartnerInvitation.State.WAITING, expires_at__gt=timezone.now())


@kinds.register("partner-invitation", url=lambda sent: sent.answered_where(), related=("organisation", "workspace"))
class PartnerInvitation(models.Model):
    """The leads of a workspace invite an organisation; nobody becomes a partner without its own organiser's yes.

    It is to an organisation of the platform, or to the address of someone who may open one and answers for it then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("run out")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="partner_invitations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="partner_invitations"
    )
    email = models.EmailField(_("email address"), blank=True)
    role = models.CharField(max_length=12, choices=[(role, role.label) for role in (Role.CONTRIBUTOR, Role.LEAD)])
    words = Prose(_("what you would like to do together"), max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answer = Prose(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(email=""), name="workspaces_partnerinvitation_to_someone"
            ),
            models.UniqueConstraint(
                fields=["workspace", "organisation"],
                condition=Q(state="waiting", organisation__isnull=False),
                name="workspaces_partnerinvitation_one_waits",
            ),
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                condition=Q(state="waiting") & ~Q(email=""),
                name="workspaces_partnerinvitation_one_to_an_address",
            ),
        ]

    def __str__(self) -> str:
        return str(self.workspace)

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()

    def answered_where(self) -> str:
        """Where it is answered: on a page of the organisation, or among the invitations of whoever has the address."""
        if self.organisation is None:
            return reverse("work:invitations")
        return reverse("work:partnership_answer", args=[self.organisation.slug, self.pk])


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_force(self, day: date) -> "DeputyQuerySet":
        return self.filter(starts__lte=day, ends__gte=day)


class Deputy(models.Model):
    """Who stands in for a member while they are away, by its first and last day; it ends by itself.

    Both speak for the same partner. Whoever stands in is told what the other is told, and may do no more than before.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="deputies")
    stand_in = models.ForeignKey(Member, models.CASCADE, related_name="stands_in")
    starts = models.DateField(_("first day away"))
    ends = models.DateField(_("last day away"))
    named_at = models.DateTimeField(auto_now_add=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=models.F("starts")),
                name="workspaces_deputy_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(condition=~Q(member=models.F("stand_in")), name="workspaces_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in_id} for {self.member_id}"


class QuietPeriodQuerySet(models.QuerySet["QuietPeriod"]):
    def in_force(self, day: date) -> "QuietPeriodQuerySet":
        return self.filter(starts__lte=day, ends__gte=day, ended_at__isnull=True)


@kinds.register("quiet-period")
class QuietPeriod(models.Model):
    """For some days nothing becomes public newly, as before elections; what is public stays so. It ends by itself.

    Of one workspace; or, set by an administrator, of all those with an area in a region, or of all that there are.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, blank=True, related_name="quiet_periods")
    region = models.CharField(_("region"), max_length=60, blank=True)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    words = Prose(_("what readers are told"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was ended before its last day.")

    objects = QuietPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=models.F("starts")),
                name="workspaces_quietperiod_ends_after_it_starts",
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(workspace__isnull=True) | Q(region=""), name="workspaces_quietperiod_of_one_or_of_a_region"
            ),
        ]

    def __str__(self) -> str:
        return str(self.workspace or self.region or _("all workspaces"))
