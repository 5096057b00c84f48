"""What a steward types who decides on figures: until when they are held, who sees them early, what was wrong."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.figures.delivered import Choices
from apps.figures.sheets import ENCODINGS

_MINUTE = "%Y-%m-%dT%H:%M"


class AcceptForm(forms.Form):
    """Accept figures now, or for a time to come."""

    until = forms.DateTimeField(
        label=_("Hold them back until"),
        required=False,
        input_formats=[_MINUTE, "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        help_text=_("Leave it empty to bring them into force at once. The time is that of the United Kingdom."),
        error_messages={"invalid": _("This is no date and time. Write it as 2027-03-31 09:30, or leave it empty.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
    )

    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("That time has passed already. Choose a time to come, or leave it empty."))
        return until


class EncodingForm(forms.Form):
    """In which encoding a text file is written that could not be read."""

    encoding = forms.ChoiceField(
        label=_("Its characters are written in"),
        choices=list(ENCODINGS.items()),
        # It was tried as UTF-8: this is the likeliest of the others.
        initial="cp1252",
        help_text=_("Look at names with accents afterwards: characters of another encoding come out wrong."),
        error_messages={"invalid_choice": _("Choose one of the encodings offered.")},
    )

    def choices(self, before: Choices) -> Choices:
        """What was chosen, once the form is valid; whatever else was said before stays."""
        return replace(before, encoding=self.cleaned_data["encoding"])


class EarlyReaderForm(forms.Form):
    """Let someone see held figures shortly before they come into force."""

    email = forms.EmailField(
        label=_("Their email address"),
        max_length=254,
        help_text=_("Of their account here."),
        error_messages={
            "required": _("Write the email address of their account."),
            "invalid": _("This is no email address. Write it as name@council.gov.uk."),
        },
    )
    office = forms.CharField(
        label=_("Their office, and why they need it"),
        max_length=200,
        help_text=_("Readers see this, without the name, once the figures are out."),
        error_messages={"required": _("Say what they are and why they need to see the figures early.")},
    )


class ErratumForm(forms.Form):
    """Tell readers of an error in figures that they saw."""

    wrong = ProseField(
        label=_("What was wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which figures said what, and since when readers saw it."),
        error_messages={"required": _("Say what was wrong, so that readers can tell whether it touched them.")},
    )
    right = ProseField(
        label=_("What is right"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it should have said, and what has been done about it."),
        error_messages={"required": _("Say what is right, or that it is not known yet and when it will be.")},
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas"),
        required=False,
        help_text=_("Those whose figures were wrong. None chosen: all areas."),
        error_messages={"invalid_choice": _("One of these areas is not known here. Choose among those offered.")},
    )
    periods = forms.MultipleChoiceField(
        label=_("Periods"),
        required=False,
        help_text=_("None chosen: all periods."),
        error_messages={
            "invalid_choice": _("There are no figures of one of these periods. Choose among those offered.")
        },
    )

    def __init__(
        self, *args: Any, areas: list[tuple[str, str]], periods: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]
        self.fields["periods"].choices = periods  # type: ignore[attr-defined]
