"""What a steward types of a reorganisation, and of how earlier figures are worked out."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area, Reorganisation
from apps.areas.plans import NewAreaPlan
from apps.common.prose import ProseField
from apps.figures.ground import subjects
from apps.figures.models import HistoryRule

_WEIGHT = re.compile(r"(E\d{8})[\s:,;=]+(\d[\d,]*)", re.ASCII)


class ReorganisationForm(forms.Form):
    """What it says of itself."""

    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        help_text=_("What changes, in a few words, such as “Cumbria: two unitary authorities”."),
        error_messages={"required": _("Give it a title.")},
    )
    takes_effect = forms.DateField(
        label=_("Takes effect on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day from which the new areas stand. It can be left empty while it is drafted."),
        error_messages={"invalid": _("Write a day as year, month and day, such as 2028-04-01.")},
    )
    law = forms.CharField(
        label=_("Law or order"),
        max_length=200,
        required=False,
        help_text=_("Its name and number, as readers should see it."),
    )
    law_url = forms.URLField(
        label=_("Where it can be read"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write a whole address, such as https://www.legislation.gov.uk/uksi/2022/331.")},
    )

    @classmethod
    def of(cls, reorganisation: Reorganisation, data: Any = None) -> "ReorganisationForm":
        """The form with what a draft says now."""
        return cls(data, initial={name: getattr(reorganisation, name) for name in cls.base_fields})


class NewAreaForm(forms.Form):
    """A new area, and what goes into it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=9,
        help_text=_(
            "The ONS code: E06 and six digits for a unitary authority, E07 for a district, E08 for a metropolitan "
            "district, E09 for a London borough. It tells the kind and the tiers."
        ),
        error_messages={"required": _("Give its code.")},
    )
    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Give its name.")})
    other_names = forms.CharField(
        label=_("Other names"),
        max_length=300,
        required=False,
        help_text=_("In Welsh or otherwise, with commas between. Searches find it by these too."),
    )
    whole = forms.ModelMultipleChoiceField(
        label=_("Made from, whole"),
        queryset=Area.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_(
            "Every area that ends and goes in whole: districts, and their county where the new area has its bounds."
        ),
    )
    part = forms.ModelMultipleChoiceField(
        label=_("Made from, in part"),
        queryset=Area.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_(
            "An area that ends and is divided. A county that is divided along its districts is named here, and each "
            "district whole. Of any other divided area no history can be worked out."
        ),
    )
    weights = forms.CharField(
        label=_("People by whom each counts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line for each that differs from its residents here: its code and a number. May be left empty."),
    )
    population = forms.IntegerField(
        label=_("Residents"),
        min_value=0,
        required=False,
        help_text=_("Left empty, the residents of all that goes in whole are added up."),
    )
    population_year = forms.IntegerField(
        label=_("Residents in the year"), min_value=1801, max_value=2200, required=False
    )
    latitude = forms.FloatField(label=_("Latitude"), min_value=49, max_value=61, required=False)
    longitude = forms.FloatField(
        label=_("Longitude"),
        min_value=-9,
        max_value=3,
        required=False,
        help_text=_("Left empty, both are the middle of where the people of its parts live."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("whole", "part"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = Area.objects.in_force().order_by("name")
            field.label_from_instance = _named  # type: ignore[assignment, method-assign]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean_weights(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["weights"].splitlines())):
            shape = _WEIGHT.fullmatch(line)
            if shape is None:
                raise forms.ValidationError(
                    gettext("“%(line)s” is not a code and a number, such as E07000026 96145.") % {"line": line[:60]}
                )
            found[shape[1]] = int(shape[2].replace(",", ""))
        return found

    @property
    def plan(self) -> NewAreaPlan:
        """What was typed, once it is valid."""
        told = dict(self.cleaned_data)
        return NewAreaPlan(whole=tuple(told.pop("whole")), part=tuple(told.pop("part")), **told)


def _named(area: Area) -> str:
    return f"{area.name} ({area.code})"


class HistoryRuleForm(forms.Form):
    """The rule of one indicator."""

    rule = forms.ChoiceField(
        label=_("Rule"),
        choices=HistoryRule.Rule.choices,
        error_messages={"required": _("Choose a rule."), "invalid_choice": _("Choose one of the rules listed.")},
    )
    weight = forms.ChoiceField(
        label=_("A mean is weighted by"),
        required=False,
        help_text=_("An indicator of which there are figures for the areas before; its latest figure counts."),
        error_messages={"invalid_choice": _("Choose one of the indicators listed.")},
    )
    why = ProseField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it beside the rule."),
        error_messages={"required": _("Say why: readers see it beside the rule.")},
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["weight"]
        assert isinstance(field, forms.ChoiceField)
        others = sorted((each for each in subjects().values() if each.code != code), key=lambda each: each.name)
        field.choices = [("", gettext("people")), *((each.code, each.name) for each in others)]
