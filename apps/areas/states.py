"""The life of a reorganisation."""

from django.utils.translation import gettext_lazy as _

from apps.areas.models import Reorganisation
from apps.common.states import Move, state_table

REORGANISATION = state_table(
    "reorganisation",
    dict(Reorganisation.State.choices),
    {
        "apply": Move(("drafted",), "applied", _("Bring it in")),
        "undo": Move(("applied",), "undone", _("Undo it")),
        "redraft": Move(("undone",), "drafted", _("Draft it again")),
    },
)
