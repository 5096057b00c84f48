"""The people of the demonstration. Names are invented, the password is public: see `adapter._may_come_in`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.access.roles import Role

PASSWORD = "thriving-places-for-all"  # noqa: S105 - shown on the sign-in page of every demonstration


@dataclass(frozen=True)
class DemoPerson:
    """Someone who can sign in to the demonstration: who they are there, and what they can try.

    `speaks_for` is the name of their organisation in the demonstration's workspace, in which they are `member`.
    """

    email: str
    name: str
    who: str | Promise
    tries: str | Promise
    roles: tuple[Role, ...] = ()
    speaks_for: str = ""
    belongs: Role = Role.STAFF
    member: Role | None = None


COUNCIL = "Westvale Council"
TRUST = "Westvale Community NHS Trust"
BUSINESS = "Loom & Larder Ltd"
CHARITY = "Good Neighbours Westvale"

DEMO = (
    DemoPerson(
        "steward@demo.example",
        "Morgan Ellery",
        _("steward of the index"),
        _("Bring in the newer release of recycling figures, run the scores, and publish them: the goals follow."),
        roles=(Role.STEWARD,),
    ),
    DemoPerson(
        "officer@demo.example",
        "Robin Aske",
        _("officer of Westvale Council, lead of the workspace"),
        _("Find out what needs you, set a goal on any figure, change one, decide what the public sees."),
        speaks_for=COUNCIL,
        belongs=Role.ORGANISER,
        member=Role.LEAD,
    ),
    DemoPerson(
        "health@demo.example",
        "Ines Adeyemi",
        _("public health specialist of Westvale Community NHS Trust, contributor"),
        _("Say how an initiative is going: reach a milestone that is overdue, add evidence, answer a comment."),
        speaks_for=TRUST,
        belongs=Role.ORGANISER,
        member=Role.CONTRIBUTOR,
    ),
    DemoPerson(
        "business@demo.example",
        "Callum Thwaite",
        _("owner of Loom & Larder, a business, contributor"),
        _("Log an initiative towards a goal, with a milestone and a piece of evidence."),
        speaks_for=BUSINESS,
        belongs=Role.ORGANISER,
        member=Role.CONTRIBUTOR,
    ),
    DemoPerson(
        "charity@demo.example",
        "Hafsa Lindqvist",
        _("coordinator of Good Neighbours Westvale, a charity, contributor"),
        _("Let the public see that your charity takes part: it alone has not decided yet."),
        speaks_for=CHARITY,
        belongs=Role.ORGANISER,
        member=Role.CONTRIBUTOR,
    ),
    DemoPerson(
        "councillor@demo.example",
        "Edith Barrow",
        _("councillor in Westvale, viewer"),
        _("Read everything in four minutes, and see what a viewer cannot do."),
        speaks_for=COUNCIL,
        member=Role.VIEWER,
    ),
    DemoPerson(
        "curator@demo.example",
        "Juno Sallis",
        _("curator of case studies"),
        _("Look at the largest changes relative to peers, and begin a case study from one."),
        roles=(Role.CURATOR,),
    ),
    DemoPerson(
        "administrator@demo.example",
        "Priya Longstaff",
        _("administrator of the platform"),
        _("See who has an account, give someone a role, and look up who did what and when."),
        roles=(Role.ADMINISTRATOR,),
    ),
    DemoPerson(
        "resident@demo.example",
        "Sam Tolley",
        _("has an account, and is in no workspace"),
        _("See that workspaces of others do not exist for you, not even by their address."),
    ),
)
