"""Bringing a table of policies and initiatives."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: Five hundred rows of the longest words are smaller.
_MOST_BYTES = 5_000_000


class SpreadsheetForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Your table"),
        help_text=_("CSV or Excel (.xlsx), with the headings of the table above, and at most 500 rows."),
        error_messages={
            "required": _("Choose the file that holds your table."),
            "empty": _("The file is empty. Choose the file that holds your table."),
            "max_length": _("The file’s name is too long. Rename it, then choose it again."),
        },
        max_length=200,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            said = gettext("The file has more than %(most)s. Bring your table in parts.")
            raise forms.ValidationError(said % {"most": filesizeformat(_MOST_BYTES)})
        return file
