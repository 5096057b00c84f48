"""What is looked for among what others show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.initiatives.borrowing import Sought, elements_served
from apps.initiatives.models import Initiative
from apps.workspaces.models import Workspace


class BorrowFilter(forms.Form):
    """Which ones to show; lives in the address."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *Initiative.Kind.choices])
    element = forms.ChoiceField(label=_("Meant to work on"), required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elements = [(each.code, each.name) for each in elements_served(workspace)]
        self.fields["element"].choices = [("", _("anything")), *elements]  # type: ignore[attr-defined]

    @property
    def sought(self) -> Sought:
        """What was chosen; what cannot be understood is not asked for."""
        self.full_clean()
        return Sought(**{name: value for name, value in self.cleaned_data.items() if value})
