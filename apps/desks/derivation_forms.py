"""What stewards type of how an indicator is made of others."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.desks.derivations import may_be_residents, roles_of
from apps.figures.delivered import Subject
from apps.figures.derivation.actions import LONGEST_REACH, Plan
from apps.figures.derivation.arithmetic import OF_DISTRICTS, RESIDENTS
from apps.figures.models import Derivation

#: What each part is called on the form, and what helps to fill it in.
_PARTS: dict[str, tuple[Any, Any]] = {
    "top": (_("What is divided"), ""),
    "bottom": (_("By what it is divided"), _("An indicator, or residents.")),
    "count": (_("What is counted"), _("An indicator that counts something, not one that is a rate already.")),
    "people": (_("For whom it is counted"), _("Residents, or an indicator that counts people.")),
    "first": (_("From what is taken"), ""),
    "second": (_("What is taken away"), _("In the same unit.")),
    "parts": (_("What the districts have"), _("In the same unit as the indicator that is made.")),
    "weight": (_("Weighted by"), _("Residents, or an indicator that says how much each district counts.")),
}
_RESIDENTS_TYPED = "residents"


class DerivationForm(forms.Form):
    """How one kind of derivation is made: the fields are those that the kind needs."""

    code = forms.CharField(
        label=_("The indicator that is made"),
        max_length=120,
        help_text=_("Its name or code: one of the edition in force, or of context."),
        error_messages={"required": _("Choose the indicator that is made.")},
        widget=forms.TextInput(attrs={"list": "indicators", "autocomplete": "off"}),
    )
    factor = forms.FloatField(
        label=_("Multiplied by"),
        initial=1,
        help_text=_("100 for a share in percent, 1,000 for a rate per thousand; 1 to leave the quotient as it is."),
        error_messages={"required": _("Write a number."), "invalid": _("Write a number, such as 1000.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reach = forms.IntegerField(
        label=_("How many years older the divisor or weight may be"),
        initial=0,
        min_value=0,
        max_value=LONGEST_REACH,
        help_text=_("0: only figures for the same period. Else the nearest earlier one is taken, and it is said so."),
        error_messages={"required": _("Write 0 if periods have to be the same."), "invalid": _("Write whole years.")},
    )
    why = ProseField(
        label=_("Why it is made, and why so"),
        max_length=1000,
        help_text=_("Readers see it beside the figures."),
        error_messages={"required": _("Say why: readers see it beside the figures.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    accepted_by_itself = forms.BooleanField(
        label=_("Let what follows come into force without a decision"),
        required=False,
        help_text=_("Else each time waits among the imports. What lies beyond the indicator’s limits always waits."),
    )

    def __init__(self, *args: Any, kind: str, subjects: Sequence[Subject], fixed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.roles = roles_of(kind)
        self._codes = {subject.code for subject in subjects}
        self._names = {subject.name.casefold(): subject.code for subject in subjects}
        for role in self.roles:
            label, hint = _PARTS[role]
            self.fields[role] = forms.CharField(
                label=label, max_length=120, help_text=hint,
                error_messages={"required": gettext("Choose an indicator.")},
                widget=forms.TextInput(
                    attrs={"list": "divisors" if may_be_residents(role) else "indicators", "autocomplete": "off"}
                ),
            )  # fmt: skip
        for name in self._needless():
            del self.fields[name]
        if fixed:
            self.fields["code"].disabled = True
            self.initial["code"] = fixed
        self.order_fields(["code", *self.roles, "factor", "reach", "why", "accepted_by_itself"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("code", *self.roles):
            if typed := (cleaned.get(name) or "").strip():
                cleaned[name] = self._code_of(typed, residents=name != "code" and may_be_residents(name))
                if not cleaned[name]:
                    self.add_error(name, gettext("There is no indicator of this name or code. Choose one listed."))
        return cleaned

    def plan(self) -> Plan:
        """What was said, once the form is valid."""
        cleaned = self.cleaned_data
        return Plan(
            code=cleaned["code"],
            kind=self.kind,
            inputs={role: cleaned[role] for role in self.roles},
            why=cleaned["why"].replace("\r\n", "\n").strip(),
            factor=cleaned.get("factor", 1.0),
            reach=cleaned.get("reach", 0),
            accepted_by_itself=cleaned["accepted_by_itself"],
        )

    @classmethod
    def initial_of(cls, derivation: Derivation) -> dict[str, Any]:
        """What a derivation says, as the form holds it."""
        inputs = {role: _RESIDENTS_TYPED if code == RESIDENTS else code for role, code in derivation.inputs.items()}
        return {
            "code": derivation.code,
            "factor": f"{derivation.factor:.10g}",
            "reach": derivation.reach,
            "why": derivation.why,
            "accepted_by_itself": derivation.accepted_by_itself,
            **inputs,
        }

    def _code_of(self, typed: str, *, residents: bool) -> str:
        if residents and typed.casefold() == _RESIDENTS_TYPED and typed not in self._codes:
            return RESIDENTS
        return typed if typed in self._codes else self._names.get(typed.casefold(), "")

    def _needless(self) -> list[str]:
        without_factor = ["factor"] if self.kind in {*OF_DISTRICTS, "gap"} else []
        without_reach = [] if any(may_be_residents(role) for role in self.roles) else ["reach"]
        return without_factor + without_reach


class EndForm(forms.Form):
    """Why an indicator is not derived any more."""

    why = ProseField(
        label=_("Why it ends"),
        max_length=1000,
        error_messages={"required": _("Say why it ends: it stays with the declaration.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
