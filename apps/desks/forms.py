"""What stewards and curators type."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.common.fields import insist_visible
from apps.common.prose import ProseField
from apps.common.tiers import Tier
from apps.figures.models import Import
from apps.framework.models import Element
from apps.practice.models import Candidate, CaseStudy
from apps.scores.models import Run

_NOT_AMONG = _("None of the changes in this list is about that. Choose one of those offered.")


class UploadForm(forms.Form):
    """A release file, or a table as a publisher or a council gives it out."""

    file = forms.FileField(
        label=_("File of figures"),
        help_text=_("CSV or Excel (.xlsx): a publisher's file as it is, a table of your own, or a release file."),
        max_length=255,
        error_messages={
            "required": _("Choose the file that holds the figures."),
            "missing": _("Choose the file that holds the figures."),
            "empty": _("The file is empty. Choose the file that holds the figures."),
            "invalid": _("The file did not arrive. Choose it again."),
            "max_length": _("The file's name is too long. Rename it, then choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm"}),
    )
    release = forms.CharField(
        label=_("When it was published"),
        required=False,
        max_length=60,
        validators=[insist_visible],
        help_text=_("As the publisher writes it, such as 26 June 2026. A release file says so itself."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.FIGURES_MAX_BYTES:
            limit = filesizeformat(settings.FIGURES_MAX_BYTES)
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s. Split it, and upload the parts in turn."),
                params={"limit": limit},
            )
        return file


class ImportFilter(forms.Form):
    """Which imports to list; lives in the address."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("any")), *Import.State.choices])
    text = forms.CharField(label=_("Indicator or file name"), required=False, max_length=100, strip=True)


class CandidateFilter(forms.Form):
    """Which large changes to list; lives in the address."""

    tier = forms.CharField(widget=forms.HiddenInput, required=False)
    element = forms.ChoiceField(label=_("Element"), required=False, error_messages={"invalid_choice": _NOT_AMONG})
    area = forms.ChoiceField(label=_("Area"), required=False, error_messages={"invalid_choice": _NOT_AMONG})

    def __init__(self, *args: Any, found: QuerySet[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = found.values_list("element__code", "element__name", "area__slug", "area__name")
        self._offer("element", {(code, name) for code, name, _slug, _area in rows})
        self._offer("area", {(slug, name) for _code, _element, slug, name in rows})

    def wanted(self) -> dict[str, str]:
        """The element and area that the list is filtered by; nothing at all while the form does not fit."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return {name: chosen[name] for name in ("element", "area") if chosen.get(name)}

    def _offer(self, name: str, pairs: set[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("any")), *sorted(pairs, key=lambda pair: pair[1])]


class CaseFilter(forms.Form):
    """Which case studies to list; lives in the address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("any")), *CaseStudy.State.choices],
        error_messages={"invalid_choice": _("There is no such state. Choose one of those offered.")},
    )


class CaseStartForm(forms.Form):
    """A case study that is begun without a candidate."""

    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        help_text=_("What was done, in a few words that everyone understands. It can be changed later."),
        error_messages={"required": _("Give the case study a title.")},
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.in_force(),
        to_field_name="slug",
        error_messages={"required": _("Choose the area."), "invalid_choice": _("Choose one of the areas listed.")},
    )
    tier = forms.ChoiceField(
        label=_("Tier"),
        choices=Tier.choices,
        help_text=_("The areas that it is compared with: counties and single-tier areas, or districts and those."),
        error_messages={"required": _("Choose the tier."), "invalid_choice": _("Choose one of the tiers listed.")},
    )
    element = forms.ModelChoiceField(
        label=_("Element"),
        queryset=Element.objects.none(),
        to_field_name="code",
        error_messages={
            "required": _("Choose the element that it is about."),
            "invalid_choice": _("Choose one of the elements listed."),
        },
    )

    def __init__(self, *args: Any, run: Run | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["element"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = run.edition.elements.order_by("name") if run else Element.objects.none()


#: What is written in paragraphs or lines.
_PROSE = ("summary", "what_was_done", "what_was_seen", "doubts", "links")


class CaseForm(forms.ModelForm):
    """What is written in a case study. Only a title is needed to save: the rest may wait until it is published."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ProseField(
        label=_("Why you change it"),
        max_length=1000,
        required=False,
        help_text=_("Stays with the version, for other curators. You may leave it empty."),
    )

    class Meta:
        model = CaseStudy
        fields = CaseStudy.WORDS
        field_classes: ClassVar[dict[str, type[forms.Field]]] = dict.fromkeys(_PROSE, ProseField)
        widgets: ClassVar[dict[str, forms.Textarea]] = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "what_was_done": forms.Textarea(attrs={"rows": 8}),
            "what_was_seen": forms.Textarea(attrs={"rows": 6}),
            "doubts": forms.Textarea(attrs={"rows": 5}),
            "links": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "summary": _("Two or three sentences: what readers find in lists."),
            "what_was_done": _("Who did what, when and for whom, and what it cost if that is known."),
            "what_was_seen": _("What changed, in figures or in what people tell, and how that is known."),
            "doubts": _("What else happened then, whom it left out, what nobody has looked at. It is always shown."),
        }
        error_messages: ClassVar[dict[str, Any]] = {"title": {"required": _("Give the case study a title.")}}


class PublishForm(forms.Form):
    """The version that was read before it is published."""

    version = forms.IntegerField()


#: How a table is laid out, and what its labels of periods mean, as a steward chooses it.
class ContextIndicatorForm(forms.Form):
    """Something that figures are kept of though no edition scores it."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the indicator a name.")}
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens, such as land-area. It stays for good."),
        error_messages={
            "required": _("Give the indicator a code."),
            "invalid": _("Write the code in small letters, digits and hyphens."),
        },
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=120, error_messages={"required": _("Say in what it is measured.")}
    )
    upper_only = forms.BooleanField(label=_("It is kept for counties and single-tier areas only"), required=False)
