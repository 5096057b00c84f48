"""What partners do: policies and initiatives, the goals they are meant to serve, milestones and evidence."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import Permission
from apps.access.roles import Role, roles_granting
from apps.accounts.models import Organisation, OrganisationPerson
from apps.activity.models import Versioned, plain
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import Codes, Prose, Title
from apps.conversations.models import Discussable
from apps.goals.models import Goal
from apps.initiatives.sorts import SORTS_OF, Group, Sort
from apps.workspaces.models import Member, Partner, Workspace


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: Any) -> "InitiativeQuerySet":
        """Those that `user` may see: what is shared in their workspaces, and what is kept to whom they speak for.

        The list that agrees with can(user, WORKSPACE_VIEW, on=initiative). Whatever reads initiatives for someone, or
        what hangs on them, begins here.
        """
        return self.filter(_open_to(user), workspace__in=Workspace.objects.visible_to(user))

    def kept_from(self, user: Any) -> "InitiativeQuerySet":
        """Those that are kept to partners for none of which `user` speaks, whatever they are in the workspace."""
        return self.filter(~_open_to(user))

    def open_to_partner(self, organisation: Organisation) -> "InitiativeQuerySet":
        """Those that an organisation sees as a partner: what is shared, and what is kept to it now.

        For its own record, whoever takes it out; what someone sees who reads is `visible_to`.
        """
        kept_to_it = Initiative.kept_to.through._default_manager.filter(partner__organisation=organisation)
        return self.filter(Q(is_kept=False) | Q(pk__in=kept_to_it.values("initiative_id")))

    def editable_by(self, user: Any) -> "InitiativeQuerySet":
        """Those that `user` may change."""
        mine = Member.objects.filter(person_id=user.pk, role__in=roles_granting(Permission.INITIATIVE_EDIT))
        return self.filter(_open_to(user), workspace__in=mine.values("workspace_id"))

    def shared(self) -> "InitiativeQuerySet":
        """Those that everyone in their workspace sees."""
        return self.filter(is_kept=False)

    def shown(self) -> "InitiativeQuerySet":
        """Those that the public sees: shown themselves, by a partner that is, in a workspace that is."""
        partners = Partner.objects.shown().filter(
            workspace=models.OuterRef("workspace"), organisation=models.OuterRef("lead")
        )
        seen = self.filter(models.Exists(partners), is_public=True, is_kept=False, workspace__is_public=True)
        return seen.filter(workspace__archived_at__isnull=True)


def _speaking() -> models.QuerySet[Member]:
    """The members who still belong to the organisation that they speak for.

    Whoever left it is let go some seconds later, and the last lead of a workspace only once there is another: until
    then they see no longer what it keeps.
    """
    belonging = OrganisationPerson.objects.filter(
        organisation=models.OuterRef("partner__organisation"), person=models.OuterRef("person")
    )
    return Member.objects.filter(models.Exists(belonging))


def _open_to(user: Any) -> Q:
    """Of what is shared and what is kept, what someone sees in the workspaces that they are members of."""
    mine = _speaking().filter(person_id=user.pk)
    kept_to_mine = Initiative.kept_to.through._default_manager.filter(partner__in=mine.values("partner_id"))
    return Q(is_kept=False) | Q(pk__in=kept_to_mine.values("initiative_id"))


@kinds.register(
    "initiative",
    url=lambda initiative: reverse("work:initiative", args=[initiative.workspace.slug, initiative.pk]),
    related=("workspace",),
    kept_from=lambda user: Initiative.objects.kept_from(user),
)
class Initiative(Versioned, Discussable):
    """A policy or an initiative, led by one partner of a workspace, and a scope of its own.

    It is shared with the workspace, or kept to some of its partners, which are rows: only who speaks for one of them
    sees that there is one, and the public never does; in the record that a partner's organisers take out it is, since
    that is the partner's own. A partner that comes back, or another organisation that takes on
    its part, is another row or the same by somebody's decision, so that nobody comes to see it by accident. What is
    shared is never kept again, for people have seen it.
    """

    WORDS = (
        "kind", "sort", "title", "summary", "lead", "starts", "ends", "places", "groups", "whom", "budget", "funding",
    )  # fmt: skip
    #: What people choose of it that are rows of their own, and belong to its words.
    CHOSEN = ("areas", "partners")
    #: No budget is larger, in pounds.
    MOST_POUNDS = 1_000_000_000_000

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy")
        INITIATIVE = "initiative", _("initiative")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        UNDER_WAY = "under-way", _("under way")
        PAUSED = "paused", _("paused")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="initiatives")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.INITIATIVE)
    sort = models.CharField(_("of which sort"), max_length=12, choices=Sort, blank=True, default="")
    title = Title(_("title"), max_length=140)
    summary = Prose(_("what it does"), max_length=4000)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="leads_initiatives", verbose_name=_("led by"))
    areas = models.ManyToManyField(Area, blank=True, related_name="initiatives", help_text=_("None: all its areas."))
    places = Prose(_("which places within them"), max_length=500, blank=True, default="")
    groups = Codes(_("whom it is for"), codes=Group)
    whom = Prose(_("whom it is for, in words"), max_length=500, blank=True, default="")
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="takes_part_in_initiatives", verbose_name=_("partners that take part")
    )
    budget = models.PositiveBigIntegerField(_("budget, in pounds"), null=True, blank=True)
    funding = Prose(_("who pays"), max_length=500, blank=True, default="")
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.PROPOSED)
    is_public = models.BooleanField(default=False)
    is_kept = models.BooleanField(default=False, help_text="Seen by those who speak for the partners in kept_to only.")
    kept_to = models.ManyToManyField(Partner, blank=True, related_name="kept_initiatives")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    looked_after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who sees to it: whoever logged it, until it is handed over.",
    )
    logged_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(help_text="When someone last said that all of it is still correct.")
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is logged once.")

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="initiatives_initiative_ends_after_start",
                violation_error_message=_("It ends before it starts. Change one of the two dates."),
            ),
            models.UniqueConstraint(fields=["workspace", "key"], name="initiatives_initiative_logged_once"),
            models.CheckConstraint(
                condition=Q(is_kept=False) | Q(is_public=False), name="initiatives_initiative_kept_is_not_public"
            ),
            models.CheckConstraint(
                condition=Q(sort="")
                | Q(kind="policy", sort__in=[str(sort) for sort in SORTS_OF["policy"]])
                | Q(kind="initiative", sort__in=[str(sort) for sort in SORTS_OF["initiative"]]),
                name="initiatives_initiative_sort_fits_kind",
                violation_error_message=_("This sort does not fit: choose one of the sorts of its kind."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__lte=1_000_000_000_000),
                name="initiatives_initiative_budget_is_an_amount",
                violation_error_message=_("Check the budget: it is larger than any there is."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Workspace:
        return self.workspace

    @property
    def open_to(self) -> "Initiative":
        return self

    @property
    def members(self) -> Any:
        """The rows in which roles on it are held: those of its workspace."""
        return self.workspace.members

    def roles_of(self, user: Any) -> set[Role]:
        """What `user` is in its workspace; nothing on what is kept from them, not even as a lead."""
        return self.workspace.roles_of(user) if self._is_open_to(user) else set()

    def audience(self) -> set[int]:
        """The ids of those who see it."""
        if not self.is_kept:
            return self.workspace.audience()
        return set(self.seers().values_list("person_id", flat=True))

    def seers(self) -> models.QuerySet[Member]:
        """The members who see it."""
        if not self.is_kept:
            return Member.objects.filter(workspace=self.workspace_id)
        return _speaking().filter(partner__in=self.kept_to.values("pk"))

    def _is_open_to(self, user: Any) -> bool:
        if not self.is_kept:
            return True
        return user is not None and _speaking().filter(person_id=user.pk, partner__in=self.kept_to.all()).exists()

    def words(self) -> dict[str, Any]:
        """What people write of it, and the areas and partners they chose, which are rows of their own."""
        chosen = {name: plain([row.pk for row in getattr(self, name).all()]) if self.pk else [] for name in self.CHOSEN}
        return super().words() | chosen


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def meant(self) -> "ContributionQuerySet":
        """Those that still say what is meant; of the others the words are kept."""
        return self.filter(is_meant=True)


@kinds.register(
    "contribution",
    url=lambda each: reverse("work:initiative", args=[each.initiative.workspace.slug, each.initiative_id]),
    related=("initiative__workspace",),
)
class Contribution(Versioned):
    """An initiative is meant to serve a goal: by what means, and from when an effect could be seen.

    What is meant is kept apart from what came about: the goal's own page shows that, and never merges the two. It stays
    when it is not meant any more, so that its words and their versions do.
    """

    WORDS = ("mechanism", "effect_from", "is_meant")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="contributions")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="contributions")
    mechanism = Prose(_("how it is meant to help"), max_length=2000)
    effect_from = models.DateField(_("an effect could be seen from"), null=True, blank=True)
    is_meant = models.BooleanField(_("meant to serve it"), default=True, choices=[(True, _("yes")), (False, _("no"))])

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "goal"], name="initiatives_contribution_once")]

    def __str__(self) -> str:
        return f"initiative {self.initiative_id} to goal {self.goal_id}"
