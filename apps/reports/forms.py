"""What people type of a board pack."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.goals.models import Goal
from apps.reports.plans import PackPlan
from apps.workspaces.models import Workspace

_DAY_MISSING = _("Write a day as year, month and day, such as 2026-09-30.")


class PackForm(forms.Form):
    """A pack: about which goals and which period, and whether it is made anew every quarter."""

    title = forms.CharField(label=_("Title"), max_length=140, error_messages={"required": _("Give the pack a title.")})
    begins = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say from when."), "invalid": _DAY_MISSING},
    )
    ends = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("What partners reached between these days is told. Figures are the latest that are published."),
        error_messages={"required": _("Say until when."), "invalid": _DAY_MISSING},
    )
    goals = forms.ModelMultipleChoiceField(
        label=_("Goals"),
        queryset=Goal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all of them empty for all that are open."),
        error_messages={"invalid_choice": _("Choose among the goals of this workspace.")},
    )
    words = ProseField(
        label=_("Your own words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "They stand at the front. Fields in braces are filled from the figures: {1.figure}, {1.target}, "
            "{1.expected}, {1.standing}, {1.forecast}, {1.title}, {1.due} of the first goal, {2.figure} of the second, "
            "by the day they fall due, of those that are chosen; {goals} is how many there are."
        ),
    )
    every_quarter = forms.BooleanField(
        label=_("Make one every quarter from now on"),
        required=False,
        help_text=_("On the first day of each quarter, about the one before, with the words filled anew."),
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goals"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = workspace.goals.order_by("due", "pk")

    @property
    def plan(self) -> PackPlan:
        wrote = self.cleaned_data
        return PackPlan(wrote["title"], wrote["begins"], wrote["ends"], wrote["words"], list(wrote["goals"]))
