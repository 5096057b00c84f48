"""Forms of the release calendar."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.figures.ground import subjects
from apps.figures.models import ExpectedRelease, RegisteredSource


class ExpectedForm(forms.ModelForm):  # type: ignore[type-arg]
    """When a release is expected, how exactly and how surely that is known."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ProseField(
        label=_("Why you change it"),
        max_length=1000,
        required=False,
        help_text=_("Needed when it is expected at another time. Readers see it beside the former date."),
    )

    class Meta:
        model = ExpectedRelease
        fields = ExpectedRelease.WORDS
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes: ClassVar[dict[str, Any]] = {"note": ProseField}
        help_texts: ClassVar[dict[str, Any]] = {
            "precision": _("As the publisher says it. Readers see no more than this."),
            "on": _("Of a month or a quarter, any day in it."),
            "note": _("What readers should know, such as that the method changes."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "on": {"required": _("Say when it is expected."), "invalid": _("Write a date, such as 2026-10-14.")},
            "precision": {"required": _("Say how exactly it is known.")},
        }

    def words(self) -> dict[str, Any]:
        """What was said, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ExpectedRelease.WORDS}


class ExpectedNewForm(ExpectedForm):
    """The same, and of which source and indicator."""

    field_order = ("source", "element_code", *ExpectedRelease.WORDS)

    source = forms.ModelChoiceField(
        RegisteredSource.objects.all(),
        label=_("Source"),
        to_field_name="code",
        help_text=_("A registered one. Register it first if it is not listed."),
        error_messages={"required": _("Choose the source.")},
    )
    element_code = forms.ChoiceField(label=_("Indicator"), required=False)
    version = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(subject.code, subject.name) for subject in subjects().values()]
        self.fields["element_code"].choices = [("", _("the source as a whole")), *choices]  # type: ignore[attr-defined]
