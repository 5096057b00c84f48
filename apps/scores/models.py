"""Runs of the engine and their results, packed two ways. Scores are never updated; publishing moves one pointer."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.background.models import Job
from apps.common import kinds
from apps.common.tiers import Tier
from apps.figures.models import Import, Snapshot
from apps.files.models import StoredFile
from apps.framework.models import Edition


@kinds.register("run", url=lambda run: reverse("desks:run_detail", args=[run.pk]))
class Run(models.Model):
    """One computation of the scores of one edition, both tiers, from one snapshot by one method."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")

    #: Whether there may be errata to tell of: whoever reads the published run knows, others have to look.
    has_errata = True
    #: When readers first saw it: known of the published run, and of those that `apps.explore.editions` lists.
    published_at: datetime | None = None

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="runs")
    as_at = models.DateField()
    method = models.JSONField(help_text="Every choice of the engine, as data.")
    engine_version = models.CharField(max_length=20)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="runs")
    imports = models.JSONField(
        default=list,
        blank=True,
        help_text="Ids of the imports that its figures came from.",
    )
    cause = models.ForeignKey(
        Import, models.SET_NULL, null=True, blank=True, related_name="runs", help_text="What brought it about."
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    result_sha256 = models.CharField(max_length=64, blank=True)
    instead_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The run that readers saw before it was published: unpublishing returns to it.",
    )
    taken_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was unpublished; empty while it is not, or was published again."
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", result_sha256="", finished_at__isnull=True)
                | Q(state="done", snapshot__isnull=False, finished_at__isnull=False) & ~Q(result_sha256=""),
                name="scores_run_done_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"Run {self.pk} of {self.edition}"


class RunTier(models.Model):
    """What is the same for all areas of one tier in a run: the orders, the periods used, the group's moments."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="tiers")
    tier = models.CharField(max_length=8, choices=Tier)
    areas = models.JSONField(help_text="Codes of the areas, in the order of every ElementScores row.")
    elements = models.JSONField(help_text="Codes of the elements, in the order of every AreaScores row.")
    scored = models.JSONField(help_text="Codes of the areas of the reference group.")
    indicators = models.JSONField(
        help_text="Per indicator used: period, mean and standard deviation after its transform; or why it is not used."
    )
    inputs_sha256 = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text="The hash of all that its scores follow from: a later run with the same takes them over.",
    )
    taken_over = models.ForeignKey(
        Run,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The run that these scores were taken over from: they follow from the same inputs.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "tier"], name="scores_runtier_once")]

    def __str__(self) -> str:
        return f"{self.run}, {self.tier}"


class ElementScores(models.Model):
    """All areas of a tier on one element: float64 little-endian, nan where there is no score."""

    run_tier = models.ForeignKey(RunTier, models.CASCADE, related_name="by_element")
    element_code = models.CharField(max_length=60)
    scores = models.BinaryField()
    coverage = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_tier", "element_code"], name="scores_elementscores_once")]

    def __str__(self) -> str:
        return self.element_code


class AreaScores(models.Model):
    """One area on all elements of a tier: one small row is all its page needs.

    `packed` is float64 little-endian, elements x 6: score, coverage, z, value, lower, upper (the last four for
    indicators only; nan where there is none). `notes`: element code to {absence, basis} where not simply published, and
    {last}, the latest earlier period with a figure, where the scored one has none.
    """

    run_tier = models.ForeignKey(RunTier, models.CASCADE, related_name="by_area")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    packed = models.BinaryField()
    notes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_tier", "area"], name="scores_areascores_once")]

    def __str__(self) -> str:
        return f"{self.area_id}"


class Study(models.Model):
    """A question about the scores of a tier that takes thousands of scorings to answer; workers do it in parts."""

    class Kind(models.TextChoices):
        UNCERTAINTY = "uncertainty", _("how sure the scores are")
        SENSITIVITY = "sensitivity", _("what each choice changes")

    run_tier = models.ForeignKey(RunTier, models.CASCADE, related_name="studies")
    kind = models.CharField(max_length=12, choices=Kind)
    settings = models.JSONField(help_text="What was varied and how far, the number of draws, and the seed.")
    parts = models.PositiveIntegerField(help_text="Into how many parts it is divided.")
    found = models.JSONField(
        default=dict, blank=True, help_text="What it says of the tier as a whole, once it is done."
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run_tier", "kind"], name="scores_study_once")]

    def __str__(self) -> str:
        return f"{self.run_tier}: {self.get_kind_display()}"


class StudyPart(models.Model):
    """A part of a study; what it found is kept until all are done, so that a study that was stopped goes on."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    done = models.BooleanField(default=False)
    packed = models.BinaryField(blank=True, help_text="What the whole is put together from; float64 little-endian.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="scores_studypart_once")]

    def __str__(self) -> str:
        return f"{self.study}, part {self.number}"


class AreaRange(models.Model):
    """How sure one area's scores are: a row of `engine.studying.RANGE_COLUMNS` for every element of the tier.

    `packed` is float64 little-endian, elements x columns, nan where there is nothing to say.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="ranges")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    packed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "area"], name="scores_arearange_once")]

    def __str__(self) -> str:
        return f"{self.area_id}"


class Everything(models.Model):
    """The one file with all of a published run: put together by a job, and anew when what it tells of changes."""

    run = models.OneToOneField(Run, models.CASCADE, related_name="everything")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    former = models.ForeignKey(
        StoredFile,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The one before: kept until the next, since someone may be fetching it still.",
    )
    put_together_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Everything of {self.run_id}"


class Publication(models.Model):
    """The one pointer: which run the public reads."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="scores_publication_only_one")]

    def __str__(self) -> str:
        return f"{self.run}"
