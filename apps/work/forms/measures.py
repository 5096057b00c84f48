"""What people type of a local measure, of its figures, and of a goal on it."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.goals.local_reading import ReadFigure, Unread, UnreadLines, read_lines, read_period
from apps.goals.models import LocalFigure, LocalMeasure
from apps.goals.plans import MeasurePlan
from apps.work.forms.fields import paragraph_field
from apps.work.forms.goals import FigureField, GoalSetForm
from apps.work.forms.rows import RowsField
from apps.workspaces.models import Workspace

_NO_ADDRESS = _("Write the whole address, such as https://example.org/.")
_NO_NUMBER = {"required": _("Write the figure."), "invalid": _("Write a number, such as 45 or 45.5.")}


def _number(**options: Any) -> FigureField:
    return FigureField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages=_NO_NUMBER, **options)


class MeasureForm(forms.Form):
    """A local measure: what is counted and in whom, in which unit, from where."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Such as: Young people who come to a youth club each week."),
        error_messages={"required": _("Give the measure a name.")},
    )
    definition = paragraph_field(
        label=_("What is counted, in whom"),
        max_length=2000,
        help_text=_(
            "So that someone else would count the same: who is in, who is not, on which day or over which time. A gap "
            "between the highest and the lowest of several groups grows by chance alone: it is unsuitable for a goal."
        ),
        error_messages={"required": _("Say what is counted, and in whom.")},
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=60,
        help_text=_("Such as: people; % of households; pounds per resident. A unit that begins with % is a share."),
        error_messages={"required": _("Say in which unit the figures are.")},
    )
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=4, initial=0)
    direction = forms.TypedChoiceField(
        label=_("Which way is better"), choices=LocalMeasure.Direction.choices, coerce=int, initial=1
    )
    areas = RowsField(
        label=_("About"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The figures are of all areas that you tick taken together. For figures of each, add one measure each."
        ),
        error_messages={
            "required": _("Say which area it is about."),
            "invalid_choice": _("Choose among the areas of this workspace."),
        },
    )
    source = paragraph_field(
        label=_("Where the figures come from"),
        rows=2,
        max_length=500,
        help_text=_("Who counts, how, and how often."),
        error_messages={"required": _("Say where the figures come from.")},
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("A page about the source, if there is one."),
        validators=[URLValidator(schemes=["http", "https"], message=_NO_ADDRESS)],
        error_messages={"invalid": _NO_ADDRESS},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]

    @property
    def wrote(self) -> dict[str, Any]:
        """What was written of the measure, by field."""
        return {name: self.cleaned_data[name] for name in (*LocalMeasure.WORDS, "areas")}

    @property
    def plan(self) -> MeasurePlan:
        return MeasurePlan(**(self.wrote | {"areas": list(self.cleaned_data["areas"])}))


class MeasureEditForm(MeasureForm):
    """A measure as it is, to be changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class _Limits(forms.Form):
    """A figure, maybe its limits, maybe a note."""

    value = _number(label=_("Figure"))
    lower = _number(label=_("Lower limit"), required=False, help_text=_("Of a 95% interval, if the source gives one."))
    upper = _number(label=_("Upper limit"), required=False)
    note = ProseField(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_("What to keep in mind of this figure, if anything."),
    )

    def clean(self) -> None:
        super().clean()
        value, lower, upper = (self.cleaned_data.get(name) for name in ("value", "lower", "upper"))
        if (lower is None) != (upper is None):
            self.add_error("upper" if upper is None else "lower", gettext("Give both limits, or none."))
        elif value is not None and lower is not None and upper is not None and not lower <= value <= upper:
            self.add_error("lower", gettext("The limits stand on either side of the figure."))


class LocalFigureForm(_Limits):
    """The figure of one period."""

    period = forms.CharField(
        label=_("Period"),
        max_length=60,
        help_text=_("Such as 2024, March 2024, Q2 2024, 2022 to 2024, or April 2023 to March 2024."),
        error_messages={"required": _("Say which time the figure is about.")},
    )
    field_order = ("period", "value", "lower", "upper", "note")

    def clean_period(self) -> str:
        try:
            return read_period(self.cleaned_data["period"])
        except Unread as why:
            raise forms.ValidationError(str(why)) from None

    @property
    def figure(self) -> ReadFigure:
        wrote = self.cleaned_data
        return ReadFigure(wrote["period"], wrote["value"], wrote["lower"], wrote["upper"])


class FiguresPasteForm(forms.Form):
    """Several figures at once, as they are copied from a spreadsheet."""

    figures = forms.CharField(
        label=_("Figures"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "A line for each period: the period, the figure, and if there are limits the lower and the upper one. "
            "Copy the columns from a spreadsheet, or write them with a tab or a semicolon between."
        ),
        error_messages={"required": _("Paste a period and a figure a line.")},
    )

    def clean_figures(self) -> list[ReadFigure]:
        try:
            return read_lines(self.cleaned_data["figures"])
        except UnreadLines as lines:
            raise forms.ValidationError(lines.sentences) from None


class FigureCorrectForm(_Limits):
    """Another figure in the place of one, and why."""

    why = ProseField(
        label=_("Why it is corrected"),
        max_length=500,
        help_text=_("It stays with the figure for all to read, and so does what the figure was."),
        error_messages={"required": _("Say why: others will ask what became of the figure.")},
    )

    def figure_of(self, figure: LocalFigure) -> ReadFigure:
        wrote = self.cleaned_data
        return ReadFigure(figure.period, wrote["value"], wrote["lower"], wrote["upper"])


class FigureTakeOutForm(forms.Form):
    """Why a figure should not be there."""

    why = ProseField(
        label=_("Why it is taken out"),
        max_length=500,
        error_messages={"required": _("Say why: others will ask what became of the figure.")},
    )


class LocalGoalForm(GoalSetForm):
    """A new goal on a local measure. It carries the version of the figures that it was made from."""

    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        empty_label=None,
        error_messages={
            "required": _("Choose the area."),
            "invalid_choice": _("Choose one of the areas of the measure."),
        },
    )
    field_order = ("title", "area", *GoalSetForm.field_order[1:])  # type: ignore[assignment]
    newer = _(
        "Figures were added or corrected since you opened this form. They stand beside it now. "
        "What you wrote is kept: look at it again, then send it once more."
    )

    def __init__(self, *args: Any, measure: LocalMeasure, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, workspace=workspace, run=None, **kwargs)
        self._made_from = str(measure.figures_version)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        here = Area.objects.in_force().filter(workspaces=workspace, pk__in=measure.areas.all())
        field.queryset = here.order_by("name")
        self.fields["baseline_period"].help_text = gettext(
            "One of the figures of this measure; it is kept with the goal."
        )
