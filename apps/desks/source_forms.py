"""Forms of the desk of sources."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.figures.models import RegisteredSource


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is said of a source, in all its vintages."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ProseField(
        label=_("Why you change it"),
        max_length=1000,
        required=False,
        help_text=_("Stays with the version, for other stewards. You may leave it empty."),
    )

    class Meta:
        model = RegisteredSource
        fields = RegisteredSource.WORDS
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "attribution": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes: ClassVar[dict[str, Any]] = {"url": partial(forms.URLField, assume_scheme="https")}
        help_texts: ClassVar[dict[str, Any]] = {
            "licence": _("Such as OGL v3.0."),
            "attribution": _("The sentence that the licence asks for."),
            "url": _("The publisher’s own page of it. It begins with https:// or http://."),
            "contact": _("An address or an office that answers questions about it. Readers see it."),
            "two_people": _(
                "The first signs, and the figures come into force when someone else has accepted them too. To end it, "
                "two stewards each save this form without the tick, while no figures of the source wait."
            ),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "title": {"required": _("Give the source a title.")},
            "publisher": {"required": _("Say who publishes it.")},
            "licence": {"required": _("Say under which licence it is published.")},
            "attribution": {"required": _("Write the sentence that the licence asks for.")},
            "url": {"invalid": _("Give an address on the web, one that begins with https:// or http://.")},
        }

    def words(self) -> dict[str, Any]:
        """What was written, once the form is valid."""
        return {name: self.cleaned_data[name] for name in RegisteredSource.WORDS}

    def validate_unique(self) -> None:
        """That a code is free is for the action to say."""


class SourceNewForm(SourceForm):
    """The same, for a source that is registered now: under which code, and without a version to begin from."""

    field_order = ("code", *RegisteredSource.WORDS)

    code = forms.SlugField(
        label=_("Code"),
        max_length=55,
        help_text=_("Lower-case letters, digits and hyphens: the code that its release files name as their source."),
        error_messages={
            "required": _("Give the source a code."),
            "invalid": _("Write letters, digits and hyphens only."),
        },
    )
    version = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]
