"""The steps of an initiative, and what shows that something was done or came of it."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.activity.models import Versioned
from apps.common import kinds
from apps.common.fields import Prose, Title, WebAddress
from apps.files.models import StoredFile
from apps.initiatives.models.initiative import Initiative


@kinds.register(
    "milestone",
    url=lambda each: reverse("work:initiative", args=[each.initiative.workspace.slug, each.initiative_id]),
    related=("initiative__workspace",),
)
class Milestone(Versioned):
    """A step of an initiative, by a date, which a member may look after; reached on the day that someone says.

    What it was called before, when it was due and who looked after it are its versions: a day that was moved is seen.
    """

    WORDS = ("title", "due", "owner")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under-way", _("under way")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("dropped")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    title = Title(_("milestone"), max_length=140)
    due = models.DateField(_("due"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    reached_on = models.DateField(null=True, blank=True)
    reached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_milestone_added_once"),
            models.CheckConstraint(
                condition=Q(state="reached", reached_on__isnull=False)
                | (~Q(state="reached") & Q(reached_on__isnull=True)),
                name="initiatives_milestone_reached_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be reached."""
        return self.state in OPEN_STATES


#: The states of a milestone that is still to be reached.
OPEN_STATES = (Milestone.State.PLANNED, Milestone.State.UNDER_WAY)


class Evidence(models.Model):
    """Something that shows what was done or what came of it: a link, a file, or both, and what it says."""

    class Kind(models.TextChoices):
        FIGURES = "figures", _("figures")
        EVALUATION = "evaluation", _("an evaluation")
        VOICES = "voices", _("a survey or interviews")
        RECORD = "record", _("an official record")
        PRESS = "press", _("a photograph or news")
        OTHER = "other", _("something else")

    class Strength(models.TextChoices):
        DESCRIBED = "1", _("described: it says what is done and why it should help")
        BEFORE_AND_AFTER = "2", _("before and after: something changed, with nothing to compare it with")
        COMPARED = "3", _("compared: with people or places where it was not done")
        REPLICATED = "4", _("replicated: others did it too and found the same, or someone independent looked")
        MANUALISED = "5", _("ready to repeat: it is written down so that others do it and get the same")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="evidence")
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="evidence")
    title = Title(_("title"), max_length=140)
    note = Prose(_("what it shows"), max_length=2000, blank=True)
    link = WebAddress(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True, help_text="Empty: nobody said.")
    strength = models.CharField(
        _("how strong it is"), max_length=1, choices=Strength, blank=True, help_text="Empty: nobody said."
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_evidence_added_once"),
            models.CheckConstraint(
                condition=~Q(link="") | Q(file__isnull=False) | ~Q(note=""),
                name="initiatives_evidence_is_something",
                violation_error_message=_("Give a link or a file, or say in words what shows it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
