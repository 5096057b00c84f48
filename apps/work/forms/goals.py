"""What people type of a goal."""

import math
import string
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.common.numbers import read_number
from apps.common.prose import ProseField
from apps.common.tiers import Tier
from apps.framework.models import Element
from apps.goals.models import Goal
from apps.goals.queries import GoalSeries
from apps.scores.models import Run
from apps.work.forms.aims import AimFields
from apps.work.forms.rows import RowsField
from apps.workspaces.models import Workspace


class FigureField(forms.CharField):
    """A figure as people write it: 45, 45.5, 45,5, 1,234, £32,000 or 45%."""

    default_error_messages = {
        "required": _("Say what the figure should be by then."),
        "invalid": _("Write the target as a number, such as 45 or 45.5."),
    }

    def to_python(self, value: Any) -> Any:
        text = str(value if value is not None else "")
        # A sign alone is no figure that could be read otherwise: nothing has been written yet.
        if not text.strip(f"{string.whitespace}%£_"):
            return None
        amount = read_number(text)
        if not math.isfinite(amount):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return amount

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """None of a text's: what comes here is a number."""

    def prepare_value(self, value: Any) -> Any:
        # All of its digits: a form that is opened and saved again changes nothing.
        return repr(value).removesuffix(".0") if isinstance(value, float) else value


class SubjectForm(forms.Form):
    """What a goal is to be on; lives in the address."""

    area = forms.ModelChoiceField(queryset=Area.objects.none(), to_field_name="slug")
    tier = forms.ChoiceField(choices=Tier.choices)
    element = forms.ModelChoiceField(queryset=Element.objects.none(), to_field_name="code")
    measure = forms.ChoiceField(choices=Goal.Measure.choices, required=False)

    def __init__(self, *args: Any, workspace: Workspace, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = workspace.areas.in_force()  # type: ignore[attr-defined]
        self.fields["element"].queryset = run.edition.elements.all()  # type: ignore[attr-defined]

    def clean_measure(self) -> str:
        return self.cleaned_data["measure"] or Goal.Measure.VALUE


class _GoalWords(AimFields):
    """What people write of a goal."""

    field_order: tuple[str, ...] = ("title", "why", "success", "aim", "target", "against", "moves")
    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        help_text=_("What you mean to reach, in a few words that everyone understands."),
        error_messages={"required": _("Give the goal a title.")},
    )
    why = ProseField(
        label=_("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why this matters here. You may leave it empty."),
    )
    success = ProseField(
        label=_("What would count as success"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In words, for people who do not read figures. Who changes it later has to say why."),
    )
    target = FigureField(
        label=_("Target"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    due = forms.DateField(
        label=_("Due"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day by which the figure should be there."),
        error_messages={
            "required": _("Say by when."),
            "invalid": _("Write a day as year, month and day, such as 2028-12-31."),
        },
    )
    shape = forms.ChoiceField(
        label=_("How the road runs"),
        choices=[
            (Goal.Shape.STRAIGHT, _("Straight: as much every year")),
            (Goal.Shape.STEPPED, _("In steps: nothing until each mark, then all of it")),
            (Goal.Shape.SLOW_START, _("Slow at first: half of the time brings a quarter of the way")),
        ],
        initial=Goal.Shape.STRAIGHT,
    )
    # Figures and days: whoever writes them writes of nobody.
    marks = forms.CharField(
        label=_("Interim marks"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, a year or a day and a figure, such as 2027: 22.5. The road leads past them; "
            "one that is slow at first has none."
        ),
    )
    lead = forms.ModelChoiceField(
        label=_("Led by"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose a partner"),
        error_messages={
            "required": _("Choose the partner that leads."),
            "invalid_choice": _("Choose one of the partners of this workspace."),
        },
    )

    contributors = RowsField(
        label=_("Contributing"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Other partners who work towards it."),
        error_messages={"invalid_choice": _("Choose among the partners of this workspace.")},
    )

    def __init__(
        self, *args: Any, workspace: Workspace, unit: str = "", has_others: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_others:
            self.leave_out_others()
        self.offer_partners(Organisation.objects.filter(takes_part_in__workspace=workspace))
        if unit:
            said = gettext("In the unit of the figures: %(unit)s.") % {"unit": unit}
            worked_out = gettext("Leave it empty where it is to be worked out.") if has_others else ""
            self.fields["target"].help_text = f"{said} {worked_out}".strip()

    def offer_partners(self, partners: QuerySet[Organisation]) -> None:
        for name in ("lead", "contributors"):
            self.fields[name].queryset = partners  # type: ignore[attr-defined]

    @property
    def wrote(self) -> dict[str, Any]:
        """What was written of the goal, by field."""
        return {name: self.cleaned_data[name] for name in (*Goal.WORDS, "contributors")}


class GoalSetForm(_GoalWords):
    """A new goal on an element in an area. It carries the run whose figures it was made from."""

    run = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = (
        "title",
        "baseline_period",
        "aim",
        "target",
        "against",
        "moves",
        "due",
        "shape",
        "marks",
        "success",
        "lead",
        "contributors",
        "why",
    )
    baseline_period = forms.ChoiceField(
        label=_("Where it starts"),
        help_text=_("The figure is read from what is published, and kept with the goal."),
        error_messages={
            "required": _("Choose the period to start from."),
            "invalid_choice": _("There is no figure for that period. Choose one of those listed."),
        },
    )

    #: What is said where figures came since it was opened.
    newer: Any = _(
        "Newer figures have been published since you opened this form. They stand beside it now. "
        "What you wrote is kept: look at it again, then send it once more."
    )

    def __init__(self, *args: Any, series: GoalSeries, run: Run | None, written: Any, **kwargs: Any) -> None:
        # A progress score is held to its group in itself, and of a local measure no other area has figures.
        has_others = run is not None and not series.basis
        super().__init__(*args, unit=series.unit, has_others=has_others, **kwargs)
        self._made_from = str(run.pk) if run else ""
        field = self.fields["baseline_period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(point.period, f"{point.label}: {written(point.value)}") for point in reversed(series.starts)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        made_from = self.cleaned_data.get("run")
        if made_from and made_from != self._made_from:
            raise forms.ValidationError(self.newer)
        return cleaned


class GoalEditForm(_GoalWords):
    """A goal as it is, to be changed; partners that are named in it are offered even if they have left."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ProseField(
        label=_("Why you change it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Needed when the target, the date, the road or what counts as success changes. "
            "It stays with the goal for all to read."
        ),
    )

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        unit = goal.subject.unit if goal.measure == Goal.Measure.VALUE else ""
        has_others = goal.measure == Goal.Measure.VALUE and not goal.is_local
        super().__init__(*args, workspace=goal.workspace, unit=unit, has_others=has_others, **kwargs)
        self._target = goal.target
        self.unsaid = {"aim": goal.aim, "against": goal.against, "moves": goal.moves}
        named = Q(pk=goal.lead_id) | Q(contributes_to_goals=goal.pk)
        partners = Q(takes_part_in__workspace=goal.workspace_id)
        self.offer_partners(Organisation.objects.filter(partners | named).distinct())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned["aim"] != Goal.Aim.VALUE:
            # It is worked out, whatever stands in the field.
            cleaned["target"] = self._target
        return cleaned


class CarryForm(forms.Form):
    """Where a goal on an area that ended is carried over to, and what it is to reach there."""

    heir = forms.ModelChoiceField(
        label=_("Carry it over to"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "required": _("Choose the area."),
            "invalid_choice": _("Choose one of the areas that follow."),
        },
    )
    target = FigureField(label=_("Target"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    reason = ProseField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays with the goal for all to read."),
        error_messages={"required": _("Say why it is carried over: partners will ask.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, heirs: list[Area], unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["heir"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Area.objects.filter(pk__in=[heir.pk for heir in heirs]).order_by("name")
        if unit:
            self.fields["target"].help_text = gettext("In the unit of the figures: %(unit)s.") % {"unit": unit}


class NoteForm(forms.Form):
    """Why a goal is closed."""

    note = ProseField(
        label=_("What became of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is closed: what was reached, or why it is given up.")},
    )


class GoalFilter(forms.Form):
    """Which goals to list; lives in the address."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("any")), *Goal.State.choices])
    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("any")), *workspace.areas.order_by("name").values_list("slug", "name")]

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen; what cannot be understood is not asked for."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
