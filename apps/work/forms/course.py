"""What people type of how it goes: updates, what is counted, milestones as they change."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.common.prose import ProseField
from apps.initiatives.models import DeliveryMeasure, Initiative
from apps.initiatives.models.updates import LINE
from apps.initiatives.plans import MeasurePlan
from apps.work.forms.fields import day_field, key_field, paragraph_field

_TO_COME = _("This day is still to come. Give a day that has been.")


def who_sees(initiative: Initiative) -> Any:
    """The members who may look after a part of it, by name."""
    return User.objects.filter(pk__in=initiative.audience()).order_by("name", "pk")


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who looks after a part of an initiative: a member who sees it, or nobody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            required=False,
            empty_label=_("nobody yet"),
            label=_("Looked after by"),
            error_messages={"invalid_choice": _("Choose a member of this workspace who sees this.")},
            **options,
        )


def clean_past(form: forms.Form, name: str) -> Any:
    """A day of a form that has to have come."""
    day = form.cleaned_data[name]
    if day and day > timezone.localdate():
        raise forms.ValidationError(_TO_COME)
    return day


class UpdateForm(forms.Form):
    """How it goes, in two lines."""

    key = key_field()
    happened = ProseField(
        label=_("What happened"),
        max_length=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences since last time, at most 280 characters."),
        error_messages={"required": _("Say in a sentence what happened; “nothing yet” will do.")},
    )
    upcoming = ProseField(
        label=_("What comes next"),
        max_length=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a sentence what comes next.")},
    )
    needs_attention = forms.BooleanField(label=_("It needs attention"), required=False)


class MeasureForm(forms.Form):
    """What is counted of what is done."""

    key = key_field()
    title = forms.CharField(
        label=_("What is counted"),
        max_length=140,
        help_text=_("What you do, not what comes of it: such as “People who came to the course”."),
        error_messages={"required": _("Name what is counted.")},
    )
    kind = forms.ChoiceField(
        label=_("How much, or how well?"),
        choices=[
            (DeliveryMeasure.Kind.MUCH, _("How much is done: counts add up")),
            (DeliveryMeasure.Kind.WELL, _("How well it is done: the latest count holds")),
        ],
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        help_text=_("Such as “people”, “homes” or “% who would come again”."),
        error_messages={"required": _("Say in which unit it is counted.")},
    )
    intended = forms.DecimalField(
        label=_("How much is meant (optional)"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        error_messages={"invalid": _("Write a number, such as 120 or 12.5.")},
    )
    due = day_field(label=_("By when (if a number is meant)"))
    so_far = forms.DecimalField(
        label=_("So far (optional)"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("What there is up to today, in the same unit. It becomes the first count."),
        error_messages={
            "invalid": _("Write a number, such as 120 or 12.5."),
            "min_value": _("A count is not less than nothing."),
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("intended") and not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", gettext("Say by when this number is meant."))
        if cleaned.get("due") and not cleaned.get("intended") and "intended" not in self.errors:
            self.add_error("intended", gettext("Say which number is meant by this day, or empty the day."))
        return cleaned

    @property
    def plan(self) -> MeasurePlan:
        named = ("title", "unit", "kind", "intended", "due", "so_far")
        return MeasurePlan(**{name: self.cleaned_data[name] for name in named})


class CorrectionForm(forms.Form):
    """What was counted on a day."""

    day = day_field(label=_("Counted on"), missing=_("Give the day on which it was counted."))
    number = forms.DecimalField(
        label=_("Number"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        error_messages={
            "required": _("Write the number."),
            "invalid": _("Write a number, such as 120 or 12.5."),
            "min_value": _("A count is not less than nothing."),
        },
    )
    note = paragraph_field(label=_("Note (optional)"), max_length=500, required=False, rows=2)

    def __init__(self, *args: Any, measure: DeliveryMeasure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = gettext("Number, in %(unit)s") % {"unit": measure.unit}

    def clean_day(self) -> Any:
        return clean_past(self, "day")


class CountForm(CorrectionForm):
    """A new count."""

    key = key_field()


class _StepForm(forms.Form):
    """A step, by a day, and who looks after it."""

    title = forms.CharField(
        label=_("Milestone"),
        max_length=140,
        help_text=_("Something of which one can say that it is done, such as “Ten schools have signed up”."),
        error_messages={"required": _("Name the milestone.")},
    )
    due = day_field(label=_("By when"), missing=_("Say by when it is to be reached."))
    owner = OwnerField()

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = who_sees(initiative)  # type: ignore[attr-defined]


class MilestoneForm(_StepForm):
    """Adding a step."""

    key = key_field()


class MilestoneChangeForm(_StepForm):
    """Changing a step; what it was stays among its versions."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = ProseField(
        label=_("Why you change it (optional)"),
        required=False,
        max_length=300,
        help_text=_("Stands in the history, such as “The contractor could not start before May”."),
    )

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "due", "owner")}
