"""What people type of one row when they go round all that they look after."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.prose import ProseField
from apps.common.states import Move
from apps.initiatives.actions.rounds import Round
from apps.initiatives.models import Initiative
from apps.initiatives.models.updates import LINE
from apps.initiatives.rounds import RoundLine
from apps.initiatives.states import INITIATIVE
from apps.work.forms.course import clean_past
from apps.work.forms.fields import day_field
from apps.work.forms.talk import KeyField


def _named(moves: Mapping[str, Move]) -> list[tuple[str, Any]]:
    return [(name, move.label) for name, move in moves.items()]


class RoundForm(forms.Form):
    """One of them; what is left empty is left as it is."""

    #: Whether what was read of it when this was typed is not what stands there.
    is_overtaken = False

    key = KeyField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.CharField(widget=forms.HiddenInput, max_length=12)
    milestone = forms.IntegerField(widget=forms.HiddenInput, required=False)
    milestone_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    happened = ProseField(label=_("What happened"), max_length=LINE, required=False)
    upcoming = ProseField(label=_("What comes next"), max_length=LINE, required=False)
    needs_attention = forms.BooleanField(label=_("It needs attention"), required=False)
    is_correct = forms.BooleanField(label=_("All that is written of it is still correct"), required=False)
    reached_on = day_field(label=_("Reached on"))
    new_due = day_field(label=_("Or due on another day"))
    move = forms.ChoiceField(label=_("Where it stands"), required=False)

    def __init__(self, data: Any = None, *, line: RoundLine) -> None:
        initiative, milestone = line.initiative, line.milestone
        start = {"key": uuid4(), "version": initiative.version, "status": initiative.status}
        if milestone:
            start |= {"milestone": milestone.pk, "milestone_version": milestone.version}
        super().__init__(data, prefix=f"i{initiative.pk}", initial=start)
        # Whatever was a move when the page was opened is understood, so that who comes late is told what happened.
        self.fields["move"].choices = [("", ""), *_named(INITIATIVE.moves)]  # type: ignore[attr-defined]
        self._offer_moves(initiative)
        if milestone is None and data is None:
            del self.fields["reached_on"], self.fields["new_due"]

    def _offer_moves(self, initiative: Initiative) -> None:
        """Offer only what can be done from where it stands."""
        stays = gettext("stays “%(status)s”") % {"status": initiative.get_status_display()}
        offered = [("", stays), *_named(INITIATIVE.moves_from(initiative.status))]
        self.fields["move"].widget.choices = offered

    def clean_reached_on(self) -> Any:
        return clean_past(self, "reached_on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, other in (("happened", "upcoming"), ("upcoming", "happened")):
            if cleaned.get(other) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Write this line too: an update has two."))
        if cleaned.get("needs_attention") and not (cleaned.get("happened") or cleaned.get("upcoming") or self.errors):
            self.add_error("happened", gettext("Say in two lines what needs attention."))
        if cleaned.get("reached_on") and cleaned.get("new_due"):
            self.add_error("new_due", gettext("Give the day on which it was reached, or another day: one of the two."))
        return cleaned

    def read_again(self, line: RoundLine) -> None:
        """From now on it is of what stands there, which is shown beside what was typed; that stays."""
        data = cast(QueryDict, self.data).copy()
        if line.milestone is None or data.get(self.add_prefix("milestone")) != str(line.milestone.pk):
            # What was said of a milestone is not said of the one that comes next now.
            for name in ("reached_on", "new_due"):
                data[self.add_prefix(name)] = ""
        now = {"version": line.initiative.version, "status": line.initiative.status}
        if line.milestone:
            now |= {"milestone": line.milestone.pk, "milestone_version": line.milestone.version}
        for name, value in now.items():
            data[self.add_prefix(name)] = str(value)
        self.data = data
        self._offer_moves(line.initiative)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or ticked in it; asked before it is cleaned."""
        asked = ("happened", "upcoming", "needs_attention", "is_correct", "reached_on", "new_due", "move")
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in asked)

    @property
    def said(self) -> Round:
        given = self.cleaned_data
        named = ("happened", "upcoming", "needs_attention", "is_correct", "move", "reached_on", "new_due")
        says_of_it = given.get("reached_on") or given.get("new_due")
        return Round(
            based_on=given["version"],
            status=given["status"],
            key=given["key"],
            milestone=given["milestone"] if says_of_it else None,
            milestone_based_on=given["milestone_version"] or 0,
            **{name: given[name] for name in named},
        )
