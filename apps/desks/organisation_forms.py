"""What an administrator says of an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.domains import domains_in
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
