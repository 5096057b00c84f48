"""Two leads who decide at the same time who is in a workspace."""

from functools import partial

import pytest
from django.db import connection

from apps.access.roles import Role
from apps.common.errors import Refused
from apps.workspaces.actions import change_role, remove_member
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("deed", [remove_member, partial(change_role, role=Role.VIEWER)], ids=["leave", "step back"])
def test_of_two_leads_who_go_at_once_one_stays(deed, partnership):
    leads = [partnership.lead, partnership.someone(Role.LEAD, "health")]
    members = [partnership.workspace.members.select_related("workspace").get(person=person) for person in leads]

    results = at_once(*(partial(deed, by=member.person, member=member) for member in members))

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
    assert partnership.workspace.members.filter(role=Role.LEAD).count() == 1


def test_of_two_who_remove_the_same_member_one_is_told_that_they_are_gone(partnership):
    member = partnership.workspace.members.select_related("workspace").get(person=partnership.viewer)

    results = at_once(*[partial(remove_member, by=partnership.lead, member=member)] * 2)

    assert sorted(isinstance(result, Refused) for result in results) == [False, True], results
