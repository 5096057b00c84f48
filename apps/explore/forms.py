"""What readers choose to narrow a list by; it lives in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Pairs = list[tuple[str, str]]

_NOT_AMONG = _("No case study about that is published. Choose one of those offered.")


class CaseFilter(forms.Form):
    """Which case studies to list: those of an area, of an element, or both."""

    area = forms.ChoiceField(label=_("Area"), required=False, error_messages={"invalid_choice": _NOT_AMONG})
    element = forms.ChoiceField(label=_("Element"), required=False, error_messages={"invalid_choice": _NOT_AMONG})

    def __init__(self, *args: Any, areas: Pairs, elements: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in (("area", areas), ("element", elements)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("any")), *pairs]

    def wanted(self) -> dict[str, str]:
        """What was chosen; nothing at all while it is none of the choices."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in chosen.items() if value}
