"""Only verified organisations are shown to the public as partners."""

import pytest

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.organisation_actions import open_own_organisation, unverify_organisation, verify_organisation
from apps.common.errors import Refused
from apps.workspaces.actions import add_member, add_partner, show_partner, show_workspace
from apps.workspaces.queries import public_workspaces
from tests.factories.accounts import UserFactory
from tests.records import as_saved


def shown(partnership):
    """The partners that the public sees in Ambleton, by name."""
    return [str(each) for space in public_workspaces(partnership.world.areas["Ambleton"]) for each in space.partners]


def test_an_unverified_partner_is_not_shown_until_it_is_verified(partnership, administrator):
    wren = UserFactory(name="Wren")
    guild = open_own_organisation(by=wren, name="Guild", sector="other")
    partner = add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=guild)
    add_member(
        by=partnership.lead, workspace=partnership.workspace, person=wren, partner=partner, role=Role.CONTRIBUTOR
    )

    with pytest.raises(Refused, match="Guild is not verified yet, and the public sees verified organisations only"):
        show_partner(by=wren, partner=partner, is_public=True)
    verify_organisation(by=administrator, organisation=guild)
    show_partner(by=wren, partner=partner, is_public=True)

    assert as_saved(partner).is_public


def test_whose_verification_is_taken_back_is_seen_by_the_public_no_more(partnership, administrator):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    assert shown(partnership) == ["Ambleton Council"]

    unverify_organisation(by=administrator, organisation=partnership.council, reason="It is no more.")

    assert shown(partnership) == []
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=False)
    assert not as_saved(partnership.partners["council"]).is_public
