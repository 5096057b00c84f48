"""The field in which people write freely, on whatever form: it asks once about what looks like personal data.

Not a wall: the form comes back with the words kept and a tick that lets them through. The tick belongs to the field, so
that no form and no template can forget it.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.common.personal_data import Finding, Sort, found_in

#: So many characters of what is shown again; what is longer is too long for any field.
_LOOKED_AT = 20_000


class Typed(str):
    """What was typed, and whether whoever typed it ticked that it may stand here."""

    is_vouched = False


class _Asking:
    """Of a widget: below words that look like personal data stands a tick, and below paragraphs a hint."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        if not isinstance(value, str):
            return value
        typed = Typed(value)
        typed.is_vouched = data.get(f"{name}_vouched") == "yes"
        return typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = dict(attrs or {})
        place, is_long = attrs.get("id", ""), isinstance(self, forms.Textarea)
        if is_long and place:
            attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {place}_people".strip()
        context = {
            "control": super().render(name, value, attrs, renderer),  # type: ignore[misc]
            "name": f"{name}_vouched",
            "place": place,
            "is_long": is_long,
            "asks": bool(value) and bool(found_in(str(value)[:_LOOKED_AT])),
            "is_vouched": getattr(value, "is_vouched", False),
        }
        return render_to_string("components/prose.html", context)


class ProseArea(_Asking, forms.Textarea):
    """Paragraphs."""


class ProseLine(_Asking, forms.TextInput):
    """One line."""


class ProseField(forms.CharField):
    """What people write freely, each line's end counted as one character, as the browser counted it."""

    def __init__(self, *, widget: Any = None, **options: Any) -> None:
        attrs = widget.attrs if isinstance(widget, forms.Widget) else {}
        is_long = isinstance(widget, forms.Textarea) or widget is forms.Textarea
        super().__init__(widget=(ProseArea if is_long else ProseLine)(attrs=attrs), **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        found = found_in(text)
        if found and not getattr(value, "is_vouched", False):
            raise ValidationError(_asked(found), code="personal-data")
        return text


def _asked(found: list[Finding]) -> str:
    likenesses = "; ".join(_likeness(each) for each in found)
    return _(
        "%(likenesses)s. Everyone who reads this would know of whom it speaks, and what was written stays among the "
        "versions. Leave it out; or tick below that it may stand here."
    ) % {"likenesses": likenesses}


def _likeness(found: Finding) -> str:
    like = {
        Sort.NHS_NUMBER: _("“%(words)s” looks like an NHS number"),
        Sort.NATIONAL_INSURANCE: _("“%(words)s” looks like a National Insurance number"),
        Sort.BIRTH: _("“%(words)s” looks like somebody’s date of birth"),
        Sort.PHONE: _("“%(words)s” looks like a telephone number"),
        Sort.EMAIL: _("“%(words)s” looks like a private email address"),
        Sort.POSTCODE: _("“%(words)s” looks like the postcode of a home"),
        Sort.BANK: _("“%(words)s” looks like details of a bank account"),
    }
    return like[found.sort] % {"words": found.words}
