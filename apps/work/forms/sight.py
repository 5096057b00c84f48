"""What people choose when they say who sees what is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.initiatives.models import Initiative
from apps.workspaces.models import Partner


class SightForm(forms.Form):
    """One more partner that is to see what is kept."""

    partner = forms.ModelChoiceField(
        label=_("Let one more partner see it"),
        queryset=Partner.objects.none(),
        empty_label=_("Choose a partner"),
        error_messages={
            "required": _("Choose the partner."),
            "invalid_choice": _("Choose one of the partners of this workspace that do not see it yet."),
        },
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Partner.objects.filter(workspace=initiative.workspace_id).exclude(kept_initiatives=initiative)
        self.fields["partner"].queryset = others.select_related("organisation")  # type: ignore[attr-defined]
