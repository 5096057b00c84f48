"""What people type of what belongs to a policy or an initiative: goals it serves, milestones, evidence."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.goals.models import Goal
from apps.initiatives.models import Evidence, Initiative, Milestone
from apps.work.forms.bringing import BringingForm
from apps.work.forms.fields import day_field, paragraph_field

_MEANS = _("By what means it could move the figure. Whether the figure moves is told separately, by the figures.")


class ContributionForm(forms.Form):
    """A goal that it is meant to serve. `version` is that of what was said of the goal `opened`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
    goal = forms.ModelChoiceField(
        label=_("Goal"),
        queryset=Goal.objects.none(),
        empty_label=_("Choose a goal"),
        error_messages={
            "required": _("Choose the goal."),
            "invalid_choice": _("Choose one of the open goals of this workspace."),
        },
    )
    mechanism = paragraph_field(
        label=_("How it is meant to help"),
        max_length=2000,
        help_text=_MEANS,
        error_messages={"required": _("Say how it is meant to help this goal.")},
    )
    effect_from = day_field(
        label=_("An effect could be seen from"),
        help_text=_("The day from which figures could show it, if you can tell."),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = initiative.workspace.goals
        # A goal that it serves already may be closed by now, and what is said of it still be mended.
        serves = Goal.objects.filter(contributions__in=initiative.contributions.meant())
        offered = goals.filter(pk__in=goals.open().values("pk")) | goals.filter(pk__in=serves.values("pk"))
        self.fields["goal"].queryset = offered  # type: ignore[attr-defined]
        if not offered.exists():
            self.fields["goal"].help_text = gettext("There is no open goal in this workspace yet. Set one first.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        goal = cleaned.get("goal")
        # Of another goal than the one that was opened nothing was read yet.
        if goal is None or cleaned.get("opened") != goal.pk:
            cleaned["version"] = 0
        return cleaned

    @property
    def service(self) -> dict[str, Any]:
        """What was written, by the names that an action knows."""
        given = self.cleaned_data
        return {name: given[name] for name in ("goal", "mechanism", "effect_from")} | {
            "based_on": given["version"] or 0
        }

    def has_read(self, goal: Goal) -> None:
        """From now on its version is one of what is said of this goal, which stands beside what was typed."""
        data = cast(QueryDict, self.data).copy()
        data["opened"] = str(goal.pk)
        self.data = data
        self.full_clean()


class ReachedForm(forms.Form):
    """The day on which a step was reached."""

    on = day_field(label=_("Reached on"), missing=_("Give the day on which it was reached."))

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come. Give the day on which it was reached."))
        return day


class EvidenceForm(BringingForm):
    """What shows that something was done, or came of it."""

    one_of = ("note", "link", "upload")
    missing = _("Give a link or a file, or say in words what it shows.")
    field_order = ("key", "title", "note", "link", "upload", "kind", "strength", "milestone")

    note = paragraph_field(label=_("What it shows"), required=False, max_length=2000)
    kind = forms.ChoiceField(
        label=_("What kind of evidence it is"),
        choices=[("", _("not said")), *Evidence.Kind.choices],
        required=False,
    )
    strength = forms.ChoiceField(
        label=_("How strong it is"),
        choices=[("", _("not said")), *Evidence.Strength.choices],
        required=False,
        help_text=_(
            "A scale of five steps, after the Standards of Evidence of Nesta. Weak evidence is worth having too: "
            "say honestly which it is."
        ),
    )
    milestone = forms.ModelChoiceField(
        label=_("Of which milestone (optional)"),
        queryset=Milestone.objects.none(),
        required=False,
        empty_label=_("none in particular"),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = gettext("Give this evidence a title.")
        self.fields["milestone"].queryset = initiative.milestones.all()  # type: ignore[attr-defined]
        if not initiative.milestones.exists():
            del self.fields["milestone"]
