"""A second, small partnership of the demonstration: invented like the first, with something that others may begin from.

It has no people. Whoever tries the demonstration finds what it shows, and borrows it with credit.
"""

from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.accounts.sectors import Sector
from apps.areas.models import Area
from apps.initiatives.actions import log_initiative, show_initiative
from apps.initiatives.models import Initiative
from apps.initiatives.plans import InitiativePlan
from apps.workspaces.actions import add_partner, open_workspace, show_partner, show_workspace
from apps.workspaces.models import Workspace

_AREA, _SLUG = "wakefield", "five-mills-together"
_SHOWN = (
    (
        Initiative.Kind.INITIATIVE,
        "Library of things",
        "People borrow drills, tents and sewing machines from three libraries instead of buying them, and learn there "
        "how to mend what breaks.",
    ),
    (
        Initiative.Kind.POLICY,
        "Every new street has a place to sit",
        "Whoever plans a street of ours says where older people and parents with children can rest on their way.",
    ),
)


@transaction.atomic
def set_up_neighbours() -> None:
    """Set it up wholly, once: from then on it is never touched again."""
    area = Area.objects.filter(slug=_AREA).first()
    known = Workspace.objects.filter(slug=_SLUG).first()
    if area is None or known:
        return
    workspace = open_workspace(
        by=OPERATOR,
        name="Five Mills Together",
        purpose="An invented partnership next door. It shows what it does, so that others may begin from it.",
        areas=[area],
        is_demonstration=True,
    )
    council = open_organisation(
        by=OPERATOR,
        name="Five Mills Council",
        sector=Sector.LOCAL_GOVERNMENT,
        areas=[area],
        description="An invented council.",
        is_demonstration=True,
    )
    partner = add_partner(by=OPERATOR, workspace=workspace, organisation=council)
    show_workspace(by=OPERATOR, workspace=workspace, is_public=True)
    show_partner(by=OPERATOR, partner=partner, is_public=True)
    for kind, title, summary in _SHOWN:
        plan = InitiativePlan(kind, title, summary, council, status=Initiative.Status.UNDER_WAY)
        key = uuid5(NAMESPACE_URL, f"demonstration:{workspace.pk}:{title}")
        logged = log_initiative(by=OPERATOR, workspace=workspace, plan=plan, key=key)
        show_initiative(by=OPERATOR, initiative=logged, is_public=True)
