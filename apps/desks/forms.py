"""What a steward types."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.figures.models import Import


class UploadForm(forms.Form):
    """One release file."""

    file = forms.FileField(
        label=_("Release file"),
        help_text=_("A text file in CSV, with a header that names the indicator, its source and its licence."),
        max_length=255,
        error_messages={
            "required": _("Choose the file that holds the release."),
            "missing": _("Choose the file that holds the release."),
            "empty": _("The file is empty. Choose the file that holds the release."),
            "invalid": _("The file did not arrive. Choose it again."),
            "max_length": _("The file's name is too long. Rename it, then choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s. Split it, and upload the parts in turn."),
                params={"limit": limit},
            )
        return file


class ImportFilter(forms.Form):
    """Which imports to list; lives in the address."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("any")), *Import.State.choices])
    text = forms.CharField(label=_("Indicator or file name"), required=False, max_length=100, strip=True)
