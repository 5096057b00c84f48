"""The life of a policy or an initiative."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.initiatives.models import Initiative

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
