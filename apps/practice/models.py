"""What works: candidates that the figures point at, and case studies that people wrote, judged and published."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.activity.models import Versioned
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import Prose, Title
from apps.common.tiers import Tier
from apps.framework.models import Element
from apps.scores.models import Run


class CandidateList(models.Model):
    """That a run was searched for candidates at a tier: which indicators were compared, and why others were not."""

    class LeftOut(models.TextChoices):
        MODELLED = "modelled", _("modelled: the figures borrow strength from other areas")
        BARRED = "barred", _("too short or not comparable over time, in pounds of each year, or moved by chance alone")
        UNUSED = "unused", _("not scored at this tier in this run")
        ONE_PERIOD = "one-period", _("no earlier figure that is two years older, of as long a period, and comparable")
        TOO_FEW = "too-few", _("too few areas have both figures, or they moved alike")
        UNBENT = "unbent", _("an earlier figure does not fit its transform")

    run = models.ForeignKey(Run, models.CASCADE, related_name="candidate_lists")
    tier = models.CharField(max_length=8, choices=Tier)
    compared = models.JSONField(default=list, help_text="Codes of the indicators that were compared.")
    left_out = models.JSONField(default=dict, help_text="Code of an indicator to why it was left out.")
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-run_id", "tier"]
        constraints = [models.UniqueConstraint(fields=["run", "tier"], name="practice_candidatelist_once")]

    def __str__(self) -> str:
        return f"{self.run}, {self.tier}"


class Candidate(models.Model):
    """An area whose figure moved further than those of its group. Found by data, not judged, not tested for chance."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="candidates")
    tier = models.CharField(max_length=8, choices=Tier)
    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    element = models.ForeignKey(Element, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="Its place in the list of its run and tier, from 1.")
    from_period = models.CharField(max_length=30)
    to_period = models.CharField(max_length=30)
    before = models.FloatField()
    after = models.FloatField()
    group_change = models.FloatField(help_text="The median change of the group's areas, in the indicator's unit.")
    group_size = models.PositiveSmallIntegerField()
    passed = models.PositiveSmallIntegerField(help_text="How many others of the group it moved further than.")
    lead = models.FloatField(help_text="How many spreads of the group's changes it moved further, the better way up.")
    limits_apart = models.BooleanField(
        null=True, help_text="Whether the 95% limits of its two figures lie apart; unknown where the source gives none."
    )

    class Meta:
        ordering = ["tier", "place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "tier", "place"], name="practice_candidate_place_once"),
            models.UniqueConstraint(fields=["run", "tier", "area", "element"], name="practice_candidate_once"),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class CaseStudyQuerySet(models.QuerySet["CaseStudy"]):
    def published(self) -> "CaseStudyQuerySet":
        return self.filter(state=CaseStudy.State.PUBLISHED)


@kinds.register("case-study", url=lambda case: reverse("desks:case_detail", args=[case.pk]))
class CaseStudy(Versioned):
    """What was done in one area about one element, what was seen, and how sure one may be: for others to learn from."""

    WORDS = ("title", "summary", "what_was_done", "what_was_seen", "doubts", "links")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting to be published")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    slug = models.SlugField(max_length=140, unique=True)
    title = Title(_("title"), max_length=140)
    area = models.ForeignKey(Area, models.PROTECT, related_name="case_studies")
    tier = models.CharField(max_length=8, choices=Tier)
    element = models.ForeignKey(Element, models.PROTECT, related_name="case_studies")
    summary = Prose(_("in short"), max_length=1000, blank=True)
    what_was_done = Prose(_("what was done"), max_length=8000, blank=True)
    what_was_seen = Prose(_("what was seen"), max_length=8000, blank=True)
    doubts = Prose(_("what else may explain it, and what is not known"), max_length=4000, blank=True)
    links = Prose(_("where to read more"), max_length=2000, blank=True, help_text=_("One address per line."))
    facts = models.JSONField(
        default=dict,
        encoder=DjangoJSONEncoder,
        blank=True,
        help_text="What the figures said when it was begun, as a Finding; empty when it was begun without any.",
    )
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="case_studies")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_demonstration = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "case studies"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["published", "retired"]) | Q(published_at__isnull=False),
                name="practice_casestudy_published_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether readers see it: what is done to it before and after is nothing that their pages show."""
        return self.state == self.State.PUBLISHED
