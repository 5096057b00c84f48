"""What an administrator says of an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.domains import domains_in
from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.common.prose import ProseField


class DomainsForm(forms.Form):
    """The domains of email addresses that are an organisation's own."""

    domains = forms.CharField(
        label=_("Email domains"),
        max_length=1000,
        required=False,
        help_text=_(
            "Such as example.gov.uk; several with spaces between. Whoever has a confirmed address in one of them joins "
            "by themselves. Leave it empty where people of others have such addresses too."
        ),
    )

    def clean_domains(self) -> list[str]:
        return domains_in(self.cleaned_data["domains"])


class ReasonForm(forms.Form):
    """Why it is not verified, or not any more."""

    reason = ProseField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its organisers are told. Say what they can do."),
        error_messages={"required": _("Say why, so that its organisers know what to do.")},
    )


class CouncilForm(forms.Form):
    """The area whose council it is."""

    council_of = forms.ModelChoiceField(
        label=_("Council of"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("no area"),
        help_text=_("Only for an organisation of local government."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council_of"].queryset = Area.objects.order_by("name")  # type: ignore[attr-defined]


class IntoForm(forms.Form):
    """What an organisation becomes part of."""

    into = forms.ModelChoiceField(
        label=_("Into"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose…"),
        help_text=_("The one that goes on; only verified ones are listed."),
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose one of the organisations listed."),
        },
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        # What is invented and what is not are never merged.
        alike = Organisation.objects.verified().filter(is_demonstration=organisation.is_demonstration)
        offered = alike.exclude(pk=organisation.pk).order_by("name")
        self.fields["into"].queryset = offered  # type: ignore[attr-defined]


class MergeReasonForm(forms.Form):
    """Why two organisations are merged."""

    reason = ProseField(
        label=_("Why, and who asked for it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as the organisers of both. The people of both are told."),
        error_messages={"required": _("Say why in a sentence: whoever wonders later reads it.")},
    )


class ReopenForm(forms.Form):
    """Who organises an organisation that is opened again."""

    email = forms.EmailField(
        label=_("Email address of its organiser"),
        max_length=254,
        help_text=_("The one with which they sign in."),
        error_messages={
            "required": _("Write the email address."),
            "invalid": _("Write a whole email address, such as robin@example.org."),
        },
    )


class CloseForm(forms.Form):
    """Why an organisation is closed."""

    reason = ProseField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence for whoever wonders later."),
        error_messages={"required": _("Say why in a sentence: whoever wonders later reads it.")},
    )
