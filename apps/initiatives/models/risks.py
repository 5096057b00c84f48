"""What could go wrong with an initiative, what stands in its way, and what it waits for."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.activity.models import Versioned
from apps.common import kinds
from apps.common.fields import Prose
from apps.initiatives.models.initiative import Initiative


@kinds.register(
    "risk",
    url=lambda each: reverse("work:initiative", args=[each.initiative.workspace.slug, each.initiative_id]),
    related=("initiative__workspace",),
)
class Risk(Versioned):
    """A risk, which may come, or a blocker, which is there: what is done about it, and by whom, until it is closed.

    A risk says how likely and how serious it is; of a blocker there is nothing to guess.
    """

    WORDS = ("what", "likelihood", "seriousness", "owner", "response")

    class Kind(models.TextChoices):
        RISK = "risk", _("risk")
        BLOCKER = "blocker", _("blocker")

    class Step(models.IntegerChoices):
        LOW = 1, _("low")
        MIDDLE = 2, _("medium")
        HIGH = 3, _("high")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="risks")
    kind = models.CharField(max_length=8, choices=Kind)
    what = Prose(_("what it is"), max_length=600)
    likelihood = models.PositiveSmallIntegerField(_("how likely"), choices=Step, null=True, blank=True)
    seriousness = models.PositiveSmallIntegerField(_("how serious"), choices=Step, null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    response = Prose(_("what is done about it"), max_length=600, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closing = Prose(_("why it is closed"), max_length=300, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is raised once.")

    class Meta:
        # What is there stands before what may come; what weighs most first.
        ordering = ["-state", "kind", "-seriousness", "-likelihood", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_risk_raised_once"),
            models.CheckConstraint(
                condition=Q(kind="risk", likelihood__isnull=False, seriousness__isnull=False)
                | Q(kind="blocker", likelihood__isnull=True, seriousness__isnull=True),
                name="initiatives_risk_is_weighed",
                violation_error_message=_("Say of a risk how likely and how serious it is; of a blocker neither."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closing="") | (Q(state="closed") & ~Q(closing="")),
                name="initiatives_risk_closed_with_a_reason",
                violation_error_message=_("Say why it is closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.what[:80]


class DependencyQuerySet(models.QuerySet["Dependency"]):
    def visible_to(self, user: Any) -> "DependencyQuerySet":
        """Those of which `user` sees both ends: of what is kept from someone they do not learn that anything waits."""
        seen = Initiative.objects.visible_to(user).values("pk")
        return self.filter(Q(on__isnull=True) | Q(on__in=seen), initiative__in=seen)

    def shared(self) -> "DependencyQuerySet":
        """Those of which everyone in the workspace sees both ends."""
        return self.filter(Q(on__isnull=True) | Q(on__is_kept=False), initiative__is_kept=False)

    def standing(self) -> "DependencyQuerySet":
        """Those that still hold."""
        return self.filter(ended_at__isnull=True)


class Dependency(models.Model):
    """An initiative waits for another one of its workspace, or for something outside of it that is said in words.

    Ended, it stays with its day. Only who sees both ends sees it.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="waits_for")
    on = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="awaited_by")
    outside = Prose(_("something outside"), max_length=200, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = [F("needed_by").asc(nulls_last=True), "pk"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_dependency_added_once"),
            models.UniqueConstraint(
                fields=["initiative", "on"], condition=Q(ended_at__isnull=True), name="initiatives_dependency_once"
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False, outside="") | (Q(on__isnull=True) & ~Q(outside="")),
                name="initiatives_dependency_on_one_thing",
                violation_error_message=_("Choose what it waits for, or say it in words: one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True) | ~Q(on=F("initiative")),
                name="initiatives_dependency_on_another",
                violation_error_message=_("It cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"dependency {self.pk}"
