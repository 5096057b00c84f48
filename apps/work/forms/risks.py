"""What people type of risks, blockers, and what an initiative waits for."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.initiatives.models import Initiative, Risk
from apps.initiatives.plans import RiskPlan
from apps.initiatives.queries import LIVE
from apps.work.forms.course import OwnerField, who_sees
from apps.work.forms.fields import day_field, key_field, paragraph_field

_STEPS = [("", _("not said")), *Risk.Step.choices]


def _step_field(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_STEPS, coerce=int, empty_value=None, required=False, **options)


class _RiskForm(forms.Form):
    """What is said of a risk or a blocker."""

    what = paragraph_field(
        label=_("What it is"),
        max_length=600,
        rows=3,
        error_messages={"required": _("Say in a sentence what it is.")},
    )
    likelihood = _step_field(_("How likely"))
    seriousness = _step_field(_("How serious it would be"))
    owner = OwnerField()
    response = paragraph_field(label=_("What is done about it"), max_length=600, rows=3, required=False)

    def __init__(self, *args: Any, initiative: Initiative, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind
        self.fields["owner"].queryset = who_sees(initiative)  # type: ignore[attr-defined]
        if kind == Risk.Kind.BLOCKER:
            del self.fields["likelihood"], self.fields["seriousness"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind = self._kind or cleaned.get("kind")
        for name in ("likelihood", "seriousness"):
            if kind == Risk.Kind.RISK and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Choose low, medium or high: a guess will do."))
            if kind == Risk.Kind.BLOCKER:
                cleaned[name] = None
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Risk.WORDS if name in self.fields}


class RiskChangeForm(_RiskForm):
    """Saying it otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RiskForm(_RiskForm):
    """Naming one."""

    key = key_field()
    kind = forms.ChoiceField(
        label=_("Is it there already?"),
        choices=[
            (Risk.Kind.RISK, _("A risk: it may come")),
            (Risk.Kind.BLOCKER, _("A blocker: it stands in the way now")),
        ],
    )
    likelihood = _step_field(_("How likely (of a risk)"))
    seriousness = _step_field(_("How serious it would be (of a risk)"))
    field_order = ["key", "kind", "what", "likelihood", "seriousness", "owner", "response"]

    @property
    def plan(self) -> RiskPlan:
        weighed = {name: self.cleaned_data[name] for name in ("likelihood", "seriousness")}
        return RiskPlan(self.cleaned_data["kind"], **{**self.said, **weighed})


class RiskCloseForm(forms.Form):
    """Why a risk or a blocker is none any more."""

    why = ProseField(
        label=_("Why it is closed"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as “The funding came” or “It happened: see the blocker below”."),
        error_messages={"required": _("Say in a sentence why it is closed.")},
    )


class DependencyForm(forms.Form):
    """What it waits for: another one that whoever asks sees, or something outside."""

    key = key_field()
    on = forms.ModelChoiceField(
        label=_("Another policy or initiative here"),
        queryset=Initiative.objects.none(),
        required=False,
        empty_label=_("none of these"),
        error_messages={"invalid_choice": _("Choose one of this workspace.")},
    )
    outside = ProseField(
        label=_("Or something outside"),
        max_length=200,
        required=False,
        help_text=_("Such as “The grant decision of the combined authority”."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needed_by = day_field(label=_("Needed by (optional)"))

    def __init__(self, *args: Any, initiative: Initiative, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Initiative.objects.visible_to(reader).filter(workspace=initiative.workspace, status__in=LIVE)
        self.fields["on"].queryset = seen.exclude(pk=initiative.pk).order_by("title")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("on")) == bool(cleaned.get("outside")):
            self.add_error("outside", gettext("Choose one above, or say here what it is: one of the two."))
        return cleaned
