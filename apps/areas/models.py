"""The areas of the index, what they were before, and the groups within which they are compared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common import kinds
from apps.common.tiers import Tier


class AreaQuerySet(models.QuerySet["Area"]):
    def of_tier(self, tier: str) -> "AreaQuerySet":
        """The areas that belong to `tier`; single-tier authorities belong to both."""
        return self.filter(in_upper=True) if tier == Tier.UPPER else self.filter(in_district=True)


@kinds.register("area")
class Area(models.Model):
    """One local authority area, as it is now."""

    class Type(models.TextChoices):
        UNITARY = "unitary", _("unitary authority")
        METROPOLITAN = "metropolitan", _("metropolitan district")
        LONDON = "london", _("London borough")
        DISTRICT = "district", _("non-metropolitan district")
        COUNTY = "county", _("county")

    code = models.CharField(max_length=9, unique=True, help_text="The ONS code in force.")
    name = models.CharField(max_length=100)
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

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(in_district=True) | Q(in_upper=True), name="areas_area_has_a_tier"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(in_upper=False), name="areas_area_parent_only_below_upper"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tiers(self) -> list[Tier]:
        """The tiers it belongs to, its default first."""
        return [tier for tier, held in ((Tier.UPPER, self.in_upper), (Tier.DISTRICT, self.in_district)) if held]

    @property
    def default_tier(self) -> Tier:
        return self.tiers[0]


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
