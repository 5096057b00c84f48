"""What partners mean to reach, on which element of the index, by when; and where it stands at each publication."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import Permission
from apps.access.roles import roles_granting
from apps.accounts.models import Organisation
from apps.activity.models import Versioned, plain
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import Prose, Title
from apps.common.tiers import Tier
from apps.conversations.models import Discussable
from apps.framework.models import Element
from apps.goals.models.local import LocalMeasure
from apps.scores.models import Run
from apps.workspaces.models import Member, Workspace


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: Any) -> "GoalQuerySet":
        """Those of the workspaces that `user` may see."""
        return self.filter(workspace__in=Workspace.objects.visible_to(user))

    def editable_by(self, user: Any) -> "GoalQuerySet":
        """Those that `user` may change."""
        mine = Member.objects.filter(person_id=user.pk, role__in=roles_granting(Permission.GOAL_EDIT))
        return self.filter(workspace__in=mine.values("workspace_id"))

    def open(self) -> "GoalQuerySet":
        return self.filter(state=Goal.State.OPEN)

    def shown(self) -> "GoalQuerySet":
        """Those that the public sees: shown themselves, in a workspace that is, and that is not archived."""
        return self.filter(is_public=True, workspace__is_public=True, workspace__archived_at__isnull=True)


@kinds.register(
    "goal", url=lambda goal: reverse("work:goal", args=[goal.workspace.slug, goal.pk]), related=("workspace",)
)
class Goal(Versioned, Discussable):
    """One element of the index, or a local measure, in one area, moved from a baseline to a target by a date.

    What would count as success is written down when it is set. The element is that of the edition it was set on; its
    code is followed into later editions. The baseline is what the figures said when the goal was set: a later revision
    is noted at its next assessment, and never moves it silently.
    """

    WORDS = ("title", "why", "success", "aim", "against", "moves", "target", "due", "shape", "marks", "lead")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Measure(models.TextChoices):
        VALUE = "value", _("the indicator’s own value")
        PROGRESS = "progress", _("the element’s progress score")

    class Shape(models.TextChoices):
        STRAIGHT = "straight", _("straight")
        STEPPED = "stepped", _("in steps")
        SLOW_START = "slow-start", _("slow at first")

    class Aim(models.TextChoices):
        VALUE = "value", _("a figure of its own")
        REACH = "reach", _("reach what others have")
        HALVE = "halve", _("halve the gap to what others have")

    class Against(models.TextChoices):
        PEERS = "peers", _("the average of the other areas of its group")
        BEST = "best", _("where the best quarter of the other areas of its group begins")
        ALIKE = "alike", _("the average of the areas most like it")

    class Moves(models.TextChoices):
        FIXED = "fixed", _("stays as it was set")
        FOLLOWS = "follows", _("follows the others at each publication")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="goals")
    area = models.ForeignKey(Area, models.PROTECT, related_name="goals")
    tier = models.CharField(
        max_length=8, choices=Tier, help_text="Of which the element is read, and the area is shown."
    )
    element = models.ForeignKey(Element, models.PROTECT, null=True, blank=True, related_name="goals")
    local_measure = models.ForeignKey(LocalMeasure, models.RESTRICT, null=True, blank=True, related_name="goals")
    measure = models.CharField(max_length=10, choices=Measure, default=Measure.VALUE)
    title = Title(_("title"), max_length=140)
    why = Prose(_("why"), max_length=2000, blank=True)
    success = Prose(_("what would count as success"), max_length=2000, blank=True)
    baseline_period = models.CharField(max_length=30)
    baseline = models.FloatField(help_text="The value in the baseline period, in the measure's unit.")
    basis = models.JSONField(
        default=list,
        blank=True,
        help_text="Codes of the indicators that a progress score rested on then, and is followed by; else empty.",
    )
    baseline_run = models.ForeignKey(
        Run,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The run it was read from; none where it is a figure of a local measure.",
    )
    carried_from = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The area that it was set on, which ended; the baseline was read anew when it was carried over.",
    )
    aim = models.CharField(_("what it aims at"), max_length=8, choices=Aim, default=Aim.VALUE)
    against = models.CharField(_("compared with"), max_length=8, choices=Against, blank=True)
    moves = models.CharField(_("whether its target moves"), max_length=8, choices=Moves, default=Moves.FIXED)
    target = models.FloatField(_("target"))
    worked_out = models.JSONField(
        default=dict,
        blank=True,
        help_text="What a target that was not typed was worked out from; see goals/targets.py.",
    )
    due = models.DateField(_("due"))
    shape = models.CharField(_("how the road runs"), max_length=12, choices=Shape, default=Shape.STRAIGHT)
    marks = Prose(
        _("interim marks"), max_length=1000, blank=True, help_text="A day and a figure a line; see goals/marks.py."
    )
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="leads_goals", verbose_name=_("led by"))
    contributors = models.ManyToManyField(
        Organisation, blank=True, related_name="contributes_to_goals", verbose_name=_("contributing")
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closing_note = models.TextField(blank=True, help_text="Why it was closed, in the words of whoever did.")
    is_public = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    looked_after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who sees to it: whoever set it, until it is handed over.",
    )
    set_at = models.DateTimeField(auto_now_add=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target=models.F("baseline")),
                name="goals_goal_target_moves",
                violation_error_message=_("The target is what the figure is already. Choose another."),
            ),
            models.CheckConstraint(
                condition=Q(element__isnull=False, local_measure__isnull=True, baseline_run__isnull=False)
                | Q(
                    element__isnull=True,
                    local_measure__isnull=False,
                    baseline_run__isnull=True,
                    measure="value",
                ),
                name="goals_goal_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(local_measure__isnull=True) | Q(aim="value"), name="goals_goal_compared_where_others_are"
            ),
            models.CheckConstraint(
                condition=Q(aim="value", against="", moves="fixed") | ~Q(aim="value") & ~Q(against=""),
                name="goals_goal_aim_is_whole",
                violation_error_message=_("Say what it is compared with, or give a figure of its own."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Workspace:
        return self.workspace

    @property
    def subject(self) -> Element | LocalMeasure:
        """What it is on, as it was when it was set: an element of the index, or a local measure."""
        found = self.local_measure or self.element
        assert found is not None
        return found

    @property
    def on_index(self) -> Element:
        """The element of the index that it is on, for whatever never deals with local measures."""
        assert self.element is not None
        return self.element

    @property
    def is_local(self) -> bool:
        return self.local_measure_id is not None

    @property
    def direction(self) -> int:
        """+1 where the target lies above the baseline, -1 where below."""
        return 1 if self.target > self.baseline else -1

    def words(self) -> dict[str, Any]:
        """What people write of it, who contributes, which are rows of their own, and what its target comes from."""
        contributors = plain(list(self.contributors.all())) if self.pk else []
        return super().words() | {"contributors": contributors, "target_from": dict(self.worked_out)}


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def counting(self) -> "AssessmentQuerySet":
        """Those by runs that were not taken back from readers, the one that says where a goal stands now first.

        Of a goal on a local measure all count: what was corrected is told by the next.
        """
        return self.filter(run__taken_back_at__isnull=True).order_by(
            "-goal_version", "-run_id", "-figures_version", "-pk"
        )


class Assessment(models.Model):
    """Where one version of a goal stood by one published run, or by the figures of its local measure as they were.

    Never changed: a history of these is kept. Without new figures a local measure falls silent: it is then assessed
    once more by those that there are. What was said by a run that was unpublished since stays in the history, and
    counts no longer.
    """

    class Standing(models.TextChoices):
        MET = "met", _("met")
        ON_COURSE = "on-course", _("on course")
        BEHIND = "behind", _("behind")
        OFF_COURSE = "off-course", _("off course")
        TOO_EARLY = "too-early", _("too early to tell")
        NO_NEW_FIGURES = "no-new-figures", _("no new figures")
        NOT_COMPARABLE = "not-comparable", _("not comparable any more")

    class Lost(models.TextChoices):
        ELEMENT = "element", _("the element is gone")
        UNIT = "unit", _("another unit")
        DIRECTION = "direction", _("turned round")
        BASELINE = "baseline", _("the baseline’s figure is gone")
        COUNTING = "counting", _("counted in another way")
        BREAK = "break", _("a break was declared")
        INDICATOR = "indicator", _("an indicator of its basis is gone")

    class Unforeseen(models.TextChoices):
        PROGRESS = "progress", _("a progress score")
        LOST = "lost", _("not comparable any more")
        MODELLED = "modelled", _("modelled figures")
        SILENT = "silent", _("no new figures")
        FEW = "few", _("too few figures")
        PAST = "past", _("its day has come")
        UNTRIED = "untried", _("never tried")
        UNRELIABLE = "unreliable", _("ranges did not hold")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="assessments")
    goal_version = models.PositiveIntegerField(help_text="The version of the goal that was assessed.")
    run = models.ForeignKey(
        Run, models.PROTECT, null=True, blank=True, related_name="+", help_text="The published run it was read from."
    )
    figures_version = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Instead of a run: which version of a local measure's figures it was read from.",
    )
    standing = models.CharField(max_length=16, choices=Standing)
    lost = models.CharField(max_length=12, blank=True, choices=Lost, help_text="Why it is not comparable; else empty.")
    lost_names = models.JSONField(default=list, blank=True, help_text="Names of the indicators that are gone.")
    target = models.FloatField(null=True, blank=True, help_text="Of the goal's version; it may have changed since.")
    due = models.DateField(null=True, blank=True, help_text="Of the goal's version; it may have changed since.")
    period = models.CharField(max_length=30, blank=True, help_text="Of the latest figure that counts; empty if none.")
    value = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    baseline_now = models.FloatField(null=True, blank=True, help_text="What the run says of the baseline's period.")
    expected = models.FloatField(null=True, blank=True, help_text="Of the straight road, at the middle of the period.")
    forecast = models.FloatField(null=True, blank=True, help_text="Of the due day, if it goes on as it did.")
    forecast_lower = models.FloatField(null=True, blank=True)
    forecast_upper = models.FloatField(null=True, blank=True)
    forecast_held = models.FloatField(null=True, blank=True, help_text="The share of such ranges that held before.")
    unforeseen = models.CharField(
        max_length=12,
        blank=True,
        choices=Unforeseen,
        help_text="Why there is no forecast; empty too where none was made.",
    )
    changes = models.JSONField(
        default=list,
        encoder=DjangoJSONEncoder,
        help_text="What is other than at the assessment before: [{what, ...}]; see goals/wording.py.",
    )
    assessed_at = models.DateTimeField(auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # A job that is killed and tried again, or delivered twice, writes each assessment once.
            models.UniqueConstraint(fields=["goal", "goal_version", "run"], name="goals_assessment_once"),
            models.UniqueConstraint(
                fields=["goal", "goal_version", "figures_version", "standing"], name="goals_assessment_local_once"
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False, figures_version__isnull=True)
                | Q(run__isnull=True, figures_version__isnull=False),
                name="goals_assessment_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.goal_id}: {self.standing}"
