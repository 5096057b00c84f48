"""What is written of a workspace."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.work.forms.talk import ProseField


class WorkspaceForm(forms.Form):
    """Its name and what it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), max_length=140, error_messages={"required": _("Give the workspace a name.")}
    )
    purpose = ProseField(
        label=_("What it is for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences that every partner would sign."),
        error_messages={"required": _("Say what the workspace is for.")},
    )
