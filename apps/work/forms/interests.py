"""What people type of an interest."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.initiatives.models import Interest
from apps.work.forms.talk import KeyField


class InterestForm(forms.Form):
    """An interest in a policy or initiative."""

    key = KeyField(widget=forms.HiddenInput, initial=uuid4)
    whose = forms.ChoiceField(
        label=_("Whose interest is it?"),
        choices=[
            (Interest.Whose.ORGANISATION, _("Of the organisation for which I speak")),
            (Interest.Whose.OWN, _("My own")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whose interest it is.")},
    )
    words = ProseField(
        label=_("What the interest is"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as “We could bid for this contract” or “I am a trustee of the charity that gets the grant”."),
        error_messages={"required": _("Say in a sentence what the interest is.")},
    )


class WithdrawalForm(forms.Form):
    """Why an interest is none any more."""

    why = ProseField(
        label=_("Why it is no interest any more (optional)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
