"""The form that the gallery shows in its failing state."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SpecimenForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), help_text=_("The address you signed up with."))
    name = forms.CharField(label=_("Name"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
