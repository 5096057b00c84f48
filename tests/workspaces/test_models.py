"""What someone is in a workspace, and in a partner of it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.access.checks import OPERATOR
from apps.access.roles import Role


def test_a_role_is_held_in_the_workspace_and_in_the_partner_that_one_speaks_for(partnership):
    partners = partnership.partners

    assert partnership.workspace.roles_of(partnership.lead) == {Role.LEAD}
    assert partners["council"].roles_of(partnership.lead) == {Role.LEAD}
    assert partners["business"].roles_of(partnership.lead) == set()


@pytest.mark.parametrize("nobody", [None, AnonymousUser(), OPERATOR])
def test_whoever_has_no_account_holds_no_role(nobody, partnership):
    assert partnership.workspace.roles_of(nobody) == set()
    assert partnership.partners["council"].roles_of(nobody) == set()


def test_what_concerns_a_workspace_concerns_its_members(partnership, other_lead):
    people = [partnership.lead, partnership.contributor, partnership.business_member, partnership.viewer]

    assert partnership.workspace.audience() == {person.pk for person in people}


def test_what_concerns_a_partner_concerns_those_who_speak_for_it(partnership):
    second = partnership.someone(Role.VIEWER, "health")

    assert partnership.partners["health"].audience() == {partnership.contributor.pk, second.pk}
    assert partnership.partners["charity"].audience() == {partnership.viewer.pk}
