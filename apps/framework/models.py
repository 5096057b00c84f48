"""The framework: editions, and their elements from headline down to indicator."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common import kinds


@kinds.register("edition")
class Edition(models.Model):
    """One version of the framework. Drafted, frozen, then never edited."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True, help_text="What it is and is not, for its readers.")
    as_at = models.DateField(help_text="Each indicator gives its latest figure not older than its max_age then.")
    author = models.CharField(max_length=120)
    checker = models.CharField(max_length=120)
    next_review = models.DateField()
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the definition files it was drafted from.")
    drafted_at = models.DateTimeField(auto_now_add=True)
    frozen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


@kinds.register("element")
class Element(models.Model):
    """Any node of an edition's tree: headline, domain, subdomain or indicator."""

    class Level(models.IntegerChoices):
        INDICATOR = 1, _("indicator")
        SUBDOMAIN = 2, _("subdomain")
        DOMAIN = 3, _("domain")
        HEADLINE = 4, _("headline element")

    class AtTier(models.TextChoices):
        BOTH = "both", _("districts and upper tier")
        UPPER = "upper", _("upper tier only")

    class Transform(models.TextChoices):
        NONE = "none", _("as published")
        LOG = "log", _("natural logarithm")
        SQRT = "sqrt", _("square root")
        RECIPROCAL = "reciprocal", _("turned upside down (minus one over the figure)")
        WINSORISE = "winsorise", _("most extreme values drawn in")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="elements")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(choices=Level)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(help_text="Its place in the published order of the framework.")
    weight = models.FloatField(default=1)
    supersedes = models.CharField(max_length=60, blank=True)
    why = models.TextField(blank=True, help_text="Why it matters for wellbeing.")
    quality_note = models.TextField(blank=True, help_text="Its honest limits; for an empty element, why it is empty.")

    # Indicators only.
    direction = models.SmallIntegerField(null=True, blank=True, help_text="+1: more is better; -1: less is better.")
    unit = models.CharField(max_length=120, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    tier = models.CharField(max_length=8, choices=AtTier, blank=True)
    transform = models.CharField(max_length=10, choices=Transform, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Years; an older figure is not scored.")
    modelled = models.BooleanField(default=False)
    base_period = models.CharField(max_length=30, blank=True)
    period_type = models.CharField(max_length=100, blank=True)
    minimum = models.FloatField(null=True, blank=True, help_text="No true value lies below it.")
    maximum = models.FloatField(null=True, blank=True, help_text="No true value lies above it.")
    proxy = models.CharField(max_length=200, blank=True, help_text="What it stands in for, if it is a proxy.")
    publisher = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    goal_bar = models.CharField(max_length=300, blank=True, help_text="Why no goal may be set on it; empty if one may.")

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="framework_element_code_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="framework_element_weight_positive"),
            models.CheckConstraint(
                name="framework_element_indicator_columns",
                condition=Q(level=1, direction__isnull=False, direction__in=[-1, 1], max_age__isnull=False)
                & ~Q(unit="")
                & ~Q(tier="")
                & ~Q(transform="")
                | ~Q(level=1) & Q(direction__isnull=True, max_age__isnull=True, unit="", tier="", transform=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_indicator(self) -> bool:
        return self.level == self.Level.INDICATOR
