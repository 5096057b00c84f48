"""The life of a request to join a workspace."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.workspaces.models import JoinRequest

JOIN_REQUEST = state_table(
    "request to join",
    dict(JoinRequest.State.choices),
    {
        "accept": Move(("waiting",), "accepted", _("Take them in")),
        "decline": Move(("waiting",), "declined", _("Decline")),
        "withdraw": Move(("waiting",), "withdrawn", _("Take the request back")),
    },
)
