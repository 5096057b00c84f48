"""The life of a goal."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.goals.models import Goal

GOAL = state_table(
    "goal",
    dict(Goal.State.choices),
    {
        "close": Move(("open",), "closed", _("Close this goal")),
        "reopen": Move(("closed",), "open", _("Open it again")),
    },
)
