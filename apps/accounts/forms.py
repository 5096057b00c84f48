"""Forms of accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import ratelimit
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
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


class WelcomeForm(forms.Form):
    """Who comes by their organisation for the first time."""

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


class ConnectForm(forms.Form):
    """The password of an account that is connected with its organisation's provider, once."""

    password = forms.CharField(
        label=_("Password of your account here"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class NameForm(forms.Form):
    """How someone is called."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )


class PasswordForm(forms.Form):
    """Asks for the present password of whoever is signed in, with a limit on tries."""

    present = forms.CharField(
        label=_("Your present password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )

    def __init__(self, *args: Any, asked_by: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked_by = asked_by

    def clean(self) -> Any:
        who = f"present:{self._asked_by.user.pk}"
        if not ratelimit.consume(self._asked_by, action="reauthenticate", key=who):
            raise forms.ValidationError(_("There were too many tries. Wait five minutes, then try again."))
        return super().clean()


class ChangeAddressForm(PasswordForm, AddressForm):
    """Another email address for the account."""

    field_order = ("email", "present")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New email address")


class ChangePasswordForm(PasswordForm, NewPasswordForm):
    """Another password for the account."""

    field_order = ("present", "password")


class CodeForm(forms.Form):
    """A code from the app on one's phone, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your app shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Type the code.")},
    )


class PasskeyAnswerForm(CodeForm):
    """What a browser signed with a passkey, as its script sends it. The field for a code stands beside it."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean(self) -> Any:
        # What was signed stands in for a code.
        self.cleaned_data.pop("code", None)
        self.errors.pop("code", None)
        return super().clean()


class PasskeyForm(PasswordForm):
    """What a passkey is called, and whose it will be: the password is asked for unless they signed in just now."""

    name = forms.CharField(
        label=_("What to call it"),
        max_length=60,
        help_text=_("So that you know it from others, such as “my phone” or “the key on my key ring”."),
        error_messages={"required": _("Give it a name.")},
    )
    field_order = ("name", "present")

    def __init__(self, *args: Any, is_fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_fresh:
            del self.fields["present"]


class PasskeyNameForm(PasskeyForm):
    """What a passkey is called from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, is_fresh=True, **kwargs)


class PasskeyRemovalForm(PasskeyForm):
    """That a passkey goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]


class SecondStepForm(PasswordForm, CodeForm):
    """The first code out of the app, by which it is seen that it has the secret."""

    offer = forms.CharField(max_length=2000, widget=forms.HiddenInput, required=False)
    field_order = ("code", "present", "offer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that your app shows now.")
