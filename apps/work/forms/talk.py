"""What people type when they talk."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.common.fields import insist_visible
from apps.common.prose import ProseField


class KeyField(forms.UUIDField):
    """A key that comes with the form; one that was lost on the way is no reason to refuse what somebody wrote."""

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value)
        except ValidationError:
            return uuid4()


class CommentForm(forms.Form):
    """A comment, or an answer to one."""

    text = ProseField(
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("That is too long: at most %(limit_value)d characters. Say it in two comments."),
        },
    )
    key = KeyField(widget=forms.HiddenInput, initial=uuid4)
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class HideForm(forms.Form):
    """Why a comment is hidden."""

    reason = forms.CharField(
        label=_("Why it is hidden"),
        max_length=300,
        error_messages={"required": _("Say why, so that whoever wrote it understands.")},
    )


class ReportForm(forms.Form):
    """Why a comment is reported."""

    reason = forms.CharField(
        label=_("What is wrong with it"),
        max_length=500,
        validators=[insist_visible],
        error_messages={"required": _("Say what is wrong with it, so that an administrator can decide.")},
    )
