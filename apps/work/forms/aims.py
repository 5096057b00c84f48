"""What people choose of a goal's target: a figure of their own, or one that is worked out from what others have."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.goals.models import Goal


class AimFields(forms.Form):
    """What the target is; the figure itself stands in the field `target`, and is asked for only where it is typed."""

    aim = forms.ChoiceField(
        label=_("What it aims at"),
        choices=[
            (Goal.Aim.VALUE, _("A figure of our own")),
            (Goal.Aim.REACH, _("To reach what others have")),
            (Goal.Aim.HALVE, _("To halve the gap to what others have")),
        ],
        initial=Goal.Aim.VALUE,
        required=False,
        help_text=_("What others have is worked out from published figures, of the period where the goal starts."),
    )
    against = forms.ChoiceField(
        label=_("Compared with"),
        choices=[
            (Goal.Against.PEERS, _("The average of the other areas of its group")),
            (Goal.Against.BEST, _("Where the best quarter of the other areas of its group begins")),
            (Goal.Against.ALIKE, _("The average of the areas most like it")),
        ],
        initial=Goal.Against.PEERS,
        required=False,
        help_text=_("Only for a target that is worked out. Each area counts once, however many people live in it."),
    )
    moves = forms.ChoiceField(
        label=_("When others move"),
        choices=[
            (Goal.Moves.FIXED, _("The target stays as it is set")),
            (Goal.Moves.FOLLOWS, _("The target follows them, when they have clearly moved")),
        ],
        initial=Goal.Moves.FIXED,
        required=False,
        help_text=_("Only for a target that is worked out. What moves it, and from what to what, is told each time."),
    )

    #: What holds where nothing was chosen: a form without these fields changes nothing of them.
    unsaid: Mapping[str, str] = {"aim": Goal.Aim.VALUE, "against": Goal.Against.PEERS, "moves": Goal.Moves.FIXED}

    def leave_out_others(self) -> None:
        """Ask for a figure only."""
        for name in ("aim", "against", "moves"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned |= {name: cleaned.get(name) or usual for name, usual in self.unsaid.items()}
        if cleaned["aim"] == Goal.Aim.VALUE:
            cleaned |= {"against": "", "moves": Goal.Moves.FIXED}
            if cleaned.get("target") is None and "target" not in self.errors:
                self.add_error("target", gettext("Say what the figure should be by then."))
        elif not cleaned["against"]:
            cleaned["against"] = Goal.Against.PEERS
        return cleaned
