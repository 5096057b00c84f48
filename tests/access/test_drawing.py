"""The table of roles as a page."""

import pytest

from apps.access.drawing import access_page
from apps.access.permissions import Permission
from apps.access.roles import GRANTS, WORKSPACE_ROLES, Role


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_stands_on_the_page_once(permission):
    assert access_page().count(f"(`{permission}`)") == 1


def test_a_table_says_of_each_role_whether_it_may():
    row = next(line for line in access_page().splitlines() if "(`goal.show`)" in line)

    marks = [cell.strip() for cell in row.split("|")[2:-1]]
    assert marks == ["yes" if Permission.GOAL_SHOW in GRANTS[role] else "–" for role in (*WORKSPACE_ROLES, Role.KEEPER)]


def test_what_no_role_grants_is_said_to_be_for_the_operator():
    above, alone = access_page().split("## For the operator alone")

    assert "(`edition.edit`)" in alone
    assert "(`edition.edit`)" not in above
