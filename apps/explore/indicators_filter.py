"""What readers choose to narrow the register of indicators by; it lives in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.figures.registers import SourceEntry
from apps.framework.models import Element

LONGEST_SEARCH = 100


class IndicatorFilter(forms.Form):
    """Which indicators to list: by words in their names, by tier, by source."""

    q = forms.CharField(label=_("Words"), required=False, max_length=LONGEST_SEARCH)
    tier = forms.ChoiceField(
        label=_("Collected for"),
        required=False,
        error_messages={"invalid_choice": _("There is no such tier. Choose one of those offered.")},
    )
    source = forms.ChoiceField(
        label=_("Source"),
        required=False,
        error_messages={"invalid_choice": _("No figures that are shown come from that. Choose one of those offered.")},
    )

    def __init__(self, *args: Any, sources: Iterable[SourceEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "tier": [(str(value), str(label)) for value, label in Element.AtTier.choices],
            "source": [(source.code, f"{source.latest.publisher}: {source.latest.title}") for source in sources],
        }
        for name, pairs in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("any")), *pairs]
        self.fields["q"].widget.input_type = "search"

    def wanted(self) -> dict[str, str]:
        """What was chosen; nothing at all while something is none of the choices."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in chosen.items() if value}
