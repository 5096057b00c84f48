"""What an organiser types of how their organisation's people sign in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignOnForm(forms.Form):
    """The provider of an organisation (OpenID Connect), and what it gave for this site."""

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=300,
        help_text=_(
            "The address that your provider calls itself by, exactly as it does, such as "
            "https://login.microsoftonline.com/…/v2.0 or https://id.example.gov.uk."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the address of the issuer.")},
    )
    client_id = forms.CharField(
        label=_("Client id"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write what your provider calls this site.")},
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        help_text=_("Kept encrypted, and never shown again. Leave it empty to keep the one that is there."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
