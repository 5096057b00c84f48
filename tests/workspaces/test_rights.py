"""Who may do what with a workspace, its partners and its members."""

from types import SimpleNamespace

import pytest

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.workspaces import actions
from apps.workspaces.partnering_actions import invite_organisation
from tests.factories.accounts import UserFactory
from tests.rights import everyone_around, those_who_may

MEMBERS = {"viewer of the business", "contributor of the business", "contributor", "lead"}
LEADS = {"lead", "operator"}
DEEDS = {
    "open": (
        lambda made, by: actions.open_workspace(by=by, name="Another", purpose="To thrive.", areas=made.areas),
        {"operator"},
    ),
    "change": (
        lambda made, by: actions.change_workspace(
            by=by, workspace=made.workspace, based_on=1, words={"purpose": "To do well."}
        ),
        LEADS,
    ),
    "show": (lambda made, by: actions.show_workspace(by=by, workspace=made.workspace, is_public=True), LEADS),
    "add a partner": (
        lambda made, by: actions.add_partner(by=by, workspace=made.workspace, organisation=made.organisation),
        LEADS,
    ),
    "invite an organisation": (
        lambda made, by: invite_organisation(by=by, workspace=made.workspace, to=made.organisation, words="Come."),
        {"lead"},
    ),
    "remove a partner": (lambda made, by: actions.remove_partner(by=by, partner=made.idle), LEADS),
    "show the business": (
        lambda made, by: actions.show_partner(by=by, partner=made.business, is_public=True),
        {"contributor of the business", "operator"},
    ),
    "add a member": (
        lambda made, by: actions.add_member(
            by=by, workspace=made.workspace, person=made.newcomer, partner=made.business, role="viewer"
        ),
        LEADS,
    ),
    "change a role": (lambda made, by: actions.change_role(by=by, member=made.member, role="lead"), LEADS),
    "remove a member": (lambda made, by: actions.remove_member(by=by, member=made.member), LEADS),
    "mark as seen": (lambda made, by: actions.mark_seen(by=by, workspace=made.workspace), MEMBERS | {"operator"}),
}


@pytest.fixture
def made(partnership):
    """What there is to do something with."""
    idle, other = (open_organisation(by=OPERATOR, name=name, sector="other") for name in ("Idle", "Other"))
    newcomer = UserFactory()
    # Only who is an organiser of it takes an organisation in at once.
    add_to_organisation(by=OPERATOR, organisation=other, person=partnership.lead, role=Role.ORGANISER)
    add_to_organisation(by=OPERATOR, organisation=partnership.business, person=newcomer, role=Role.STAFF)
    workspace = partnership.workspace
    return SimpleNamespace(
        partnership=partnership,
        workspace=workspace,
        areas=workspace.areas.all(),
        organisation=other,
        idle=actions.add_partner(by=OPERATOR, workspace=workspace, organisation=idle),
        business=partnership.partners["business"],
        newcomer=newcomer,
        member=workspace.members.get(person=partnership.viewer),
    )


def test_who_may_do_what(made):
    people = everyone_around(made.partnership)

    may = {name: those_who_may(lambda by, deed=deed: deed(made, by), people) for name, (deed, _) in DEEDS.items()}

    assert may == {name: allowed for name, (_, allowed) in DEEDS.items()}
