"""The life of a request to join a workspace, and of an invitation of an organisation to one."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.workspaces.models import JoinRequest, PartnerInvitation

JOIN_REQUEST = state_table(
    "request to join",
    dict(JoinRequest.State.choices),
    {
        "accept": Move(("waiting",), "accepted", _("Take them in")),
        "decline": Move(("waiting",), "declined", _("Decline")),
        "withdraw": Move(("waiting",), "withdrawn", _("Take the request back")),
    },
)

PARTNER_INVITATION = state_table(
    "invitation of an organisation",
    dict(PartnerInvitation.State.choices),
    {
        "accept": Move(("waiting",), "accepted", _("Accept")),
        "decline": Move(("waiting",), "declined", _("Decline")),
        "withdraw": Move(("waiting",), "withdrawn", _("Take back")),
        "lapse": Move(("waiting",), "lapsed", _("After 30 days without an answer")),
    },
)
