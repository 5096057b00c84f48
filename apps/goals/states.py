"""The lives of goals and of local measures."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.goals.models import Goal, LocalMeasure

GOAL = state_table(
    "goal",
    dict(Goal.State.choices),
    {
        "close": Move(("open",), "closed", _("Close this goal")),
        "reopen": Move(("closed",), "open", _("Open it again")),
    },
)

MEASURE = state_table(
    "local measure",
    dict(LocalMeasure.State.choices),
    {
        "retire": Move(("in-use",), "retired", _("Retire this measure")),
        "resume": Move(("retired",), "in-use", _("Bring it back into use")),
    },
)
