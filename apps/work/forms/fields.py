"""Fields that several forms of the work have."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.work.forms.talk import KeyField

_A_DAY = _("Write a day as year, month and day, such as 2026-11-22.")


def day_field(*, missing: Any = "", **options: Any) -> forms.DateField:
    """A day; `missing` is what is said where there has to be one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = {"invalid": _A_DAY, **({"required": missing} if missing else {})}
    return forms.DateField(widget=widget, error_messages=said, required=bool(missing), **options)


def paragraph_field(*, rows: int = 4, **options: Any) -> ProseField:
    return ProseField(widget=forms.Textarea(attrs={"rows": rows}), **options)


def key_field() -> KeyField:
    """Comes with the form, so that one sent twice has one effect."""
    return KeyField(widget=forms.HiddenInput, initial=uuid4)
