"""Something that people bring: a title, and a link or a file."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.files.attachments import SORTS, fault_of
from apps.work.forms.fields import key_field

_NO_ADDRESS = _("This is not the address of a page. It should look like https://example.org/report.")


class BringingForm(forms.Form):
    """A link, a file, or both, under a title; sent twice it has one effect."""

    #: Of which fields one has to say something, and what is said where none does.
    one_of: tuple[str, ...] = ("link", "upload")
    missing: Any = _("Give a link or a file.")

    key = key_field()
    title = forms.CharField(label=_("Title"), max_length=140, error_messages={"required": _("Give it a title.")})
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of a page, beginning with https:// or http://."),
        validators=[URLValidator(schemes=["http", "https"], message=_NO_ADDRESS)],
        error_messages={"invalid": _NO_ADDRESS},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    upload = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        error_messages={
            "empty": _("The file is empty. Choose another, or save it again first."),
            "invalid": _("The file did not arrive. Choose it again."),
            "max_length": _("The file’s name is too long. Rename it, then choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in SORTS)}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = gettext(
            "PDF, PNG, JPG, DOCX, XLSX, PPTX, ODT, ODS, CSV or TXT, at most %(limit)s. "
            "Everyone in this workspace can download it; nobody else can."
        ) % {"limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}

    def clean_upload(self) -> "UploadedFile[Any] | None":
        upload: UploadedFile[Any] | None = self.cleaned_data["upload"]
        if upload is None:
            return None
        if (upload.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s. Split it, or leave out what is not needed."),
                params={"limit": limit},
            )
        if fault := fault_of(upload.name or "", upload.read()):
            raise forms.ValidationError(fault)
        upload.seek(0)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) or name in self.errors for name in self.one_of):
            self.add_error(self.one_of[0], str(self.missing))
        if self.errors and cleaned.get("upload"):
            self.add_error("upload", gettext("Choose the file again: it was not kept, since something else is wrong."))
        return cleaned


class DocumentForm(BringingForm):
    """A document that belongs to an initiative: a link or a file, and not both."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("link") and cleaned.get("upload"):
            self.add_error("upload", gettext("Give a link or a file, and not both: add the other one by itself."))
        return cleaned
