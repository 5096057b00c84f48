"""What readers choose to narrow a list by; it lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext, ngettext
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


#: By what the weight of a part may be multiplied, as it stands in the address, and in words.
STEPS: tuple[tuple[str, Any], ...] = (
    ("0", _("none")),
    ("0.5", _("half")),
    ("1", _("as published")),
    ("2", _("double")),
    ("3", _("triple")),
)
_AS_PUBLISHED = "1"
#: Of what is wrong in an address so many are named, each in so many letters.
_NAMED, _LETTERS = 3, 40


@dataclass(frozen=True)
class Weights:
    """The weights that a visitor chose: by code what stands in the address, and what of the address was not heeded."""

    chosen: Mapping[str, str]
    ignored: tuple[str, ...] = ()

    @property
    def factors(self) -> dict[str, float]:
        """By code what a weight is multiplied by, where it is another than that of the index."""
        return {code: float(step) for code, step in self.chosen.items()}

    @property
    def query(self) -> str:
        """The shortest address that says the same; empty when all is as published."""
        return urlencode(sorted(self.chosen.items()))

    def of(self, code: str) -> str:
        """The step that is chosen for a part."""
        return self.chosen.get(code, _AS_PUBLISHED)


def read_weights(
    query: Mapping[str, str], families: Mapping[str, Mapping[str, str]], names: Mapping[str, str]
) -> Weights:
    """What an address says of weights. `families`: by the code of a parent its parts, code and name; `names`: of all.

    Nothing in it is taken on trust: what is no part, no step, or leaves a parent without any part is not heeded, and
    a sentence says so.
    """
    known = {code: name for parts in families.values() for code, name in parts.items()}
    steps = {step for step, _words in STEPS}
    ignored = _strangers([name for name in query if name not in known])
    chosen = {code: value for code in known if (value := query.get(code, _AS_PUBLISHED)) in steps - {_AS_PUBLISHED}}
    wrong = [code for code in known if query.get(code, _AS_PUBLISHED) not in steps]
    ignored += [
        gettext("“%(value)s” is none of the weights to choose from, so %(part)s counts as published.")
        % {"value": _short(query[code]), "part": known[code]}
        for code in wrong[:_NAMED]
    ]
    if len(wrong) > _NAMED:
        ignored.append(
            gettext("%(count)d more parts count as published for the same reason.") % {"count": len(wrong) - _NAMED}
        )
    for parent, parts in families.items():
        if all(chosen.get(code) == "0" for code in parts):
            chosen = {code: step for code, step in chosen.items() if code not in parts}
            said = gettext("At least one part of %(parent)s has to count, so all of its parts count as published.")
            ignored.append(said % {"parent": names.get(parent, parent)})
    return Weights(chosen, tuple(ignored))


def _strangers(names: list[str]) -> list[str]:
    if not names:
        return []
    listed = ", ".join(f"“{_short(name)}”" for name in names[:_NAMED])
    return [
        ngettext(
            "The address names %(names)s, which is no part of a headline here; it is not heeded.",
            "The address names %(count)d things that are no parts of a headline here (%(names)s); they are not heeded.",
            len(names),
        )
        % {"names": listed if len(names) <= _NAMED else f"{listed}, …", "count": len(names)}
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"
