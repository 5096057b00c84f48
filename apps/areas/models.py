"""The areas of the index, what they were before, and the groups within which they are compared."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.common import kinds
from apps.common.fields import Prose, Title, WebAddress
from apps.common.tiers import Tier
from apps.files.models import StoredFile


def name_in_language(name: str, name_cy: str) -> str:
    """Of an area's names the one for the language that is read: in Welsh where it has one and Welsh is read."""
    return name_cy if name_cy and (get_language() or "").startswith("cy") else name


class AreaQuerySet(models.QuerySet["Area"]):
    def of_tier(self, tier: str) -> "AreaQuerySet":
        """The areas that belong to `tier`; single-tier authorities belong to both."""
        return self.filter(in_upper=True) if tier == Tier.UPPER else self.filter(in_district=True)

    def in_force(self) -> "AreaQuerySet":
        """The areas as they are now, without those that a reorganisation ended."""
        return self.filter(ended__isnull=True)

    def with_features(self, day: date) -> "AreaQuerySet":
        """Each with `feature_words`, why the home page points to it on a day; None where it does not."""
        on = Feature.objects.in_force(day).filter(area=OuterRef("pk"))
        return self.annotate(feature_words=Subquery(on.values("words")[:1]))

    def known(self) -> "AreaQuerySet":
        """Every area that is or was; one whose making was undone never was."""
        return self.exclude(ended__lte=F("began"))


@kinds.register("area")
class Area(models.Model):
    """One local authority area: as it is now, or as it was until the day on which a reorganisation ended it."""

    class Type(models.TextChoices):
        UNITARY = "unitary", _("unitary authority")
        METROPOLITAN = "metropolitan", _("metropolitan district")
        LONDON = "london", _("London borough")
        DISTRICT = "district", _("non-metropolitan district")
        COUNTY = "county", _("county")

    code = models.CharField(max_length=9, unique=True, help_text="The ONS code in force.")
    name = models.CharField(max_length=100)
    name_cy = models.CharField(max_length=100, blank=True, help_text="Its name in Welsh, where it has one.")
    slug = models.SlugField(max_length=100, unique=True)
    type = models.CharField(max_length=12, choices=Type)
    in_district = models.BooleanField()
    in_upper = models.BooleanField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="districts")
    nation = models.CharField(max_length=40)
    region_code = models.CharField(max_length=9)
    region = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()
    population_year = models.PositiveSmallIntegerField()
    other_names = models.CharField(max_length=300, blank=True, help_text="In Welsh or otherwise, with commas between.")
    began = models.DateField(null=True, blank=True, help_text="The day it was made, where a reorganisation made it.")
    ended = models.DateField(null=True, blank=True, help_text="The day from which others stand in its place.")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(in_district=True) | Q(in_upper=True), name="areas_area_has_a_tier"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(in_upper=False), name="areas_area_parent_only_below_upper"
            ),
            models.CheckConstraint(
                condition=Q(began__isnull=True) | Q(ended__isnull=True) | Q(ended__gte=F("began")),
                name="areas_area_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """Its name in the language that is read: in Welsh where it has one and Welsh is read."""
        return name_in_language(self.name, self.name_cy)

    @property
    def tiers(self) -> list[Tier]:
        """The tiers it belongs to, its default first."""
        return [tier for tier, held in ((Tier.UPPER, self.in_upper), (Tier.DISTRICT, self.in_district)) if held]

    @property
    def default_tier(self) -> Tier:
        return self.tiers[0]

    @property
    def in_force(self) -> bool:
        return self.ended is None


class Predecessor(models.Model):
    """A code that figures may still carry, and the area that now stands for it."""

    class Relation(models.TextChoices):
        RECODED = "recoded", _("same area, new code")
        MERGED = "merged", _("became part of")
        JOINT = "joint", _("published together with a small neighbour")
        COUNTY = "county", _("county that became one unitary")
        SPLIT = "split", _("was split between several areas")

    area = models.ForeignKey(Area, models.CASCADE, related_name="predecessors")
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=100)
    relation = models.CharField(max_length=10, choices=Relation)
    ended = models.PositiveSmallIntegerField(null=True, help_text="The year its code ceased, where known.")
    within = models.CharField(max_length=9, blank=True, help_text="The former area that it became part of first.")
    population = models.PositiveIntegerField(null=True, blank=True, help_text="By which it counts in what it became.")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code", "area"], name="areas_predecessor_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@kinds.register("reference-group")
class ReferenceGroup(models.Model):
    """The areas within which scores of one tier are relative."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    tier = models.CharField(max_length=8, choices=Tier)
    note = models.TextField(blank=True, help_text="Who is left out of it, and why.")
    areas = models.ManyToManyField(Area, related_name="reference_groups")

    def __str__(self) -> str:
        return self.name


class Likeness(models.Model):
    """Which areas are most like one, as a publisher found. The order is closest first, and goes across borders."""

    class Kind(models.TextChoices):
        OVERALL = "overall", _("in general")
        ECONOMIC = "economic", _("in economy")
        DEMOGRAPHIC = "demographic", _("in population")

    area = models.ForeignKey(Area, models.CASCADE, related_name="likenesses")
    kind = models.CharField(max_length=11, choices=Kind)
    codes: Any = models.JSONField(help_text="ONS codes, closest first; also of areas that are not in this index.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "kind"], name="areas_likeness_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.kind}"


@kinds.register("reorganisation", url=lambda changed: reverse("desks:reorganisation", args=[changed.pk]))
class Reorganisation(models.Model):
    """A change of local government: areas that end, and areas that stand in their place from a day on."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("being drafted")
        APPLIED = "applied", _("in force")
        UNDONE = "undone", _("undone")

    title = Title(_("title"), max_length=140)
    takes_effect = models.DateField(_("takes effect on"), null=True, blank=True)
    law = Title(_("law or order"), max_length=200, blank=True)
    law_url = WebAddress(_("where it can be read"), blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFTED)
    shipped = models.BooleanField(default=False, help_text="It came with the software: its areas are as they ship.")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was last applied or undone.")

    class Meta:
        ordering = ["-takes_effect", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(takes_effect__isnull=False), name="areas_reorganisation_has_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.title


class NewArea(models.Model):
    """An area that a reorganisation makes; `area` is it once the reorganisation is in force, while it is kept here."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="new_areas")
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=100)
    other_names = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=9, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="made_by")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "code"], name="areas_newarea_once")]

    def __str__(self) -> str:
        return self.name

    def wholes(self) -> list["Part"]:
        """The areas of which it is made that went into it whole."""
        return [part for part in self.parts.all() if part.share == Part.Share.WHOLE]


class Part(models.Model):
    """An area of before of which a new one is made, whole or in part. Of parts no history can be worked out."""

    class Share(models.TextChoices):
        WHOLE = "whole", _("whole")
        PART = "part", _("in part")

    new_area = models.ForeignKey(NewArea, models.CASCADE, related_name="parts")
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=100)
    share = models.CharField(max_length=5, choices=Share, default=Share.WHOLE)
    population = models.PositiveIntegerField(null=True, blank=True, help_text="By which it counts in what it became.")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="became")
    groups: Any = models.JSONField(default=list, blank=True, help_text="Codes of the reference groups it was in.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["new_area", "code"], name="areas_part_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@kinds.register("boundaries", url=lambda _boundaries: reverse("desks:boundaries"))
class Boundaries(models.Model):
    """The shapes of areas that a steward loaded, thinned to what a map needs. One at most is in force."""

    title = Title(_("title"), max_length=140)
    licence = Title(_("licence"), max_length=140)
    attribution = Title(_("whom to name"), max_length=300)
    as_at = models.DateField(_("boundaries as at"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    paths = models.JSONField(help_text="SVG path by area code, in units of the drawing.")
    width = models.PositiveIntegerField(help_text="Units of the drawing from west to east.")
    height = models.PositiveIntegerField(help_text="Units of the drawing from north to south.")
    unknown = models.JSONField(default=list, blank=True, help_text="Codes of shapes in the file that are no area here.")
    in_force = models.BooleanField(default=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_force"], condition=Q(in_force=True), name="areas_boundaries_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.title


class FeatureQuerySet(models.QuerySet["Feature"]):
    def in_force(self, day: date) -> "FeatureQuerySet":
        """Those that the home page shows on a day, in the order of letters: never by how an area does."""
        return self.filter(ends__gte=day, taken_down_at__isnull=True, area__ended__isnull=True).order_by("area__name")


class Feature(models.Model):
    """An area that the home page points to for a time, with a sentence that says why. It ends by itself."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="features")
    words = Prose(_("why"), max_length=200)
    ends = models.DateField(_("last day"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.area)
