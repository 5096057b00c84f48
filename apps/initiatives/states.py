"""The life of a policy or an initiative, of its steps, and of what could go wrong with it."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.initiatives.models import Initiative, Milestone, Risk

INITIATIVE = state_table(
    "policy or initiative",
    dict(Initiative.Status.choices),
    {
        "start": Move(("proposed", "paused"), "under-way", _("It is under way")),
        "pause": Move(("under-way",), "paused", _("Pause it")),
        "finish": Move(("under-way", "paused"), "finished", _("It is finished")),
        "stop": Move(("proposed", "under-way", "paused"), "stopped", _("Stop it before its end")),
        "resume": Move(("finished", "stopped"), "under-way", _("Take it up again")),
    },
)

MILESTONE = state_table(
    "milestone",
    dict(Milestone.State.choices),
    {
        "begin": Move(("planned",), "under-way", _("It is under way")),
        "reach": Move(("planned", "under-way"), "reached", _("It is reached")),
        "take-back": Move(("reached",), "under-way", _("Not reached after all")),
        "drop": Move(("planned", "under-way"), "dropped", _("Drop it")),
        "plan-again": Move(("dropped",), "planned", _("Plan it again")),
    },
)

RISK = state_table(
    "risk or blocker",
    dict(Risk.State.choices),
    {
        "close": Move(("open",), "closed", _("Close it")),
        "reopen": Move(("closed",), "open", _("Open it again")),
    },
)
