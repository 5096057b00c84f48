"""What people say of a policy or an initiative besides what it is: sort, places, groups, partners, budget."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.initiatives.models import Initiative
from apps.initiatives.sorts import SORTS_OF, Group, fits
from apps.work.forms.fields import paragraph_field
from apps.work.forms.rows import RowsField

#: What stands under “More about it” where something is logged.
MORE = ("places", "groups", "whom", "partners", "budget", "funding")
SORT_CHOICES = [
    ("", _("not said")),
    (_("An initiative"), [(sort.value, sort.label) for sort in SORTS_OF["initiative"]]),
    (_("A policy"), [(sort.value, sort.label) for sort in SORTS_OF["policy"]]),
]


class PoundsField(forms.IntegerField):
    """Whole pounds, as people write them: 25000, 25,000 or £25,000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        said = {"invalid": _("Write whole pounds, such as 25000 or £25,000.")}
        super().__init__(error_messages=said, **options)
        self.validators += [
            MinValueValidator(0, _("A budget is no less than nothing.")),
            MaxValueValidator(Initiative.MOST_POUNDS, _("Check the amount: it is larger than any budget.")),
        ]

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            # Only where all thousands are apart: “1,5” is no fifteen.
            bare = re.sub(r"[\s£]", "", value)
            value = bare.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", bare) else bare
        return super().to_python(value)


class FactsForm(forms.Form):
    """The facts of one; nobody has to give any of them."""

    sort = forms.ChoiceField(
        label=_("Of which sort"), required=False, choices=SORT_CHOICES, help_text=_("If one of them fits.")
    )
    places = paragraph_field(
        label=_("Which places within the areas"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("Such as wards, estates, schools or a river; leave it empty if it is everywhere."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Whom it is for"),
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among what is offered.")},
    )
    whom = paragraph_field(
        label=_("Whom it is for, in words"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("If the list above does not say it. Name no one person."),
    )
    partners = RowsField(
        label=_("Partners that take part"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides the one that leads it."),
        error_messages={"invalid_choice": _("Choose among the partners of this workspace.")},
    )
    budget = PoundsField(
        label=_("Budget, in pounds"),
        required=False,
        help_text=_("All of it together, in whole pounds, if it is known."),
    )
    funding = paragraph_field(
        label=_("Who pays"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("Which budgets, grants or gifts, and until when."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not fits(cleaned.get("kind", ""), cleaned.get("sort", "")) and not {"kind", "sort"} & set(self.errors):
            self.add_error("sort", gettext("This sort does not fit: choose one of the sorts of its kind."))
        return cleaned
