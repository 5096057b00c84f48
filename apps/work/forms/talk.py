"""What people type when they talk."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """A comment, or an answer to one."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("That is too long: at most %(limit_value)d characters. Say it in two comments."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages={"invalid": _("Reload the page.")})
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HideForm(forms.Form):
    """Why a comment is hidden."""

    reason = forms.CharField(
        label=_("Why it is hidden"),
        max_length=300,
        error_messages={"required": _("Say why, so that whoever wrote it understands.")},
    )
