"""What a workspace measures by itself: never scored, never part of the index, never ranked."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.activity.models import Versioned, plain
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import Prose, Title, WebAddress
from apps.workspaces.models import Workspace


class LocalMeasureQuerySet(models.QuerySet["LocalMeasure"]):
    def in_use(self) -> "LocalMeasureQuerySet":
        """Those on which new goals may be set."""
        return self.filter(state=LocalMeasure.State.IN_USE)


@kinds.register(
    "measure",
    url=lambda measure: reverse("work:measure", args=[measure.workspace.slug, measure.pk]),
    related=("workspace",),
)
class LocalMeasure(Versioned):
    """One series of figures that a workspace gathers itself, about one or some of its areas taken together.

    It is no part of the index and is checked by nobody but the workspace: wherever it is shown, `mark` stands beside
    it. A goal reads of it what it reads of an element: name, unit, decimals, direction, limits.
    """

    WORDS = ("name", "definition", "unit", "decimals", "direction", "source", "link")

    class Direction(models.IntegerChoices):
        MORE = 1, _("higher is better")
        LESS = -1, _("lower is better")
        NEITHER = 0, _("neither: a goal says which way it means")

    class State(models.TextChoices):
        IN_USE = "in-use", _("in use")
        RETIRED = "retired", _("retired")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="measures")
    areas = models.ManyToManyField(Area, related_name="+", verbose_name=_("about"))
    name = Title(_("name"), max_length=120)
    definition = Prose(_("what is counted, in whom"), max_length=2000)
    unit = Title(_("unit"), max_length=60)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(4)])
    direction = models.SmallIntegerField(_("which way is better"), choices=Direction, default=Direction.MORE)
    source = Prose(_("where the figures come from"), max_length=500)
    link = WebAddress(_("link"), blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.IN_USE)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    figures_version = models.PositiveIntegerField(default=0, help_text="Counts up with each change of its figures.")
    silent_from = models.DateField(
        null=True,
        blank=True,
        help_text="From this day on nothing newer has come for too long; see goals/trajectory.py.",
    )

    objects = LocalMeasureQuerySet.as_manager()

    #: What a goal asks of an element besides; nobody has said any of it of a local measure.
    level, code, quality_note, period_type, proxy = 1, "", "", "", ""
    modelled = False
    minimum: float | None = None

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                name="goals_localmeasure_name_once",
                violation_error_message=_("There is a local measure of that name already. Choose another name."),
            ),
            models.CheckConstraint(condition=Q(direction__in=[-1, 0, 1]), name="goals_localmeasure_direction"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Workspace:
        return self.workspace

    @property
    def maximum(self) -> float | None:
        """No share goes beyond the whole."""
        return 100.0 if self.unit.startswith(("%", "per cent of")) else None

    @property
    def mark(self) -> str:
        """What stands beside it wherever it is shown."""
        sentence = gettext("A local measure of %(workspace)s; not part of the index, not checked by it.")
        return sentence % {"workspace": self.workspace.name}

    def words(self) -> dict[str, Any]:
        """What people write of it, and the areas that it is about, which are rows of their own."""
        return super().words() | {"areas": plain(list(self.areas.all())) if self.pk else []}


class LocalFigure(models.Model):
    """The figure of one period. Never changed: a corrected one, or one that was taken out, ends and is kept.

    At most one of a period is in force; who ended another, when and why stays with it.
    """

    measure = models.ForeignKey(LocalMeasure, models.CASCADE, related_name="figures")
    period = models.CharField(max_length=30)
    value = models.FloatField()
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    note = Prose(_("note"), max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = Prose(_("why"), max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "period"], condition=Q(ended_at__isnull=True), name="goals_localfigure_once"
            ),
            models.CheckConstraint(
                name="goals_localfigure_limits",
                condition=Q(lower__isnull=True, upper__isnull=True)
                | Q(lower__isnull=False, upper__isnull=False, lower__lte=F("value"), upper__gte=F("value")),
                violation_error_message=_("The limits stand on either side of the figure: give both, or none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"
