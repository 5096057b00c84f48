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


class AddressForm(forms.Form):
    """An email address."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your email address.")},
    )


class NewPasswordForm(forms.Form):
    """A password that is chosen. What it may be is for the action to say, which knows whose it is."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Four words that do not belong together are easy to keep."),
        error_messages={"required": _("Choose a password.")},
    )


class SignUpForm(AddressForm, NewPasswordForm):
    """Who wants an account."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As those who work with you should see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    terms = forms.BooleanField(
        label=_("I accept the terms of this site"),
        error_messages={"required": _("Read the terms, and accept them if you agree.")},
    )
    field_order = ("name", "email", "password", "terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
