"""The form that the gallery shows in its failing state."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField


class SpecimenForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), help_text=_("The address you signed up with."))
    name = forms.CharField(label=_("Name"))
    areas = forms.MultipleChoiceField(
        label=_("Areas"),
        help_text=_("Those that this is for. Choose none for all of them."),
        choices=[("example", _("Example")), ("specimen", _("Sample & Specimen"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = ProseField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
