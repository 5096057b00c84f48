"""Forms of accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Email address and password, labelled, without placeholders that vanish when they are needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Email address")
        self.fields["login"].error_messages["required"] = _("Write your email address.")
        self.fields["password"].error_messages["required"] = _("Write your password.")
        self.fields["login"].validators.append(MaxLengthValidator(254))
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class TokenForm(forms.Form):
    """What an API token is for, and for how long it is good."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("Such as “nightly upload”. It stands beside all that is done with it."),
        error_messages={"required": _("Say what the token is for.")},
    )
    days = forms.IntegerField(
        label=_("Days it is good for"),
        initial=90,
        min_value=1,
        max_value=366,
        help_text=_("366 at most. Then make another."),
        error_messages={"required": _("Say for how many days."), "invalid": _("Write a whole number.")},
    )
