import pytest
from django.contrib.auth.models import AnonymousUser

from apps.access.checks import OPERATOR, AccessDenied, can, require
from apps.access.permissions import Permission
from apps.access.roles import GRANTS, PLATFORM_ROLES, Role, roles_granting


class Place:
    """A scope in which everyone who asks holds the roles it was made with."""

    def __init__(self, *roles):
        self.roles = set(roles)

    def roles_of(self, user):
        return self.roles


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", sorted(PLATFORM_ROLES))
def test_a_role_may_what_the_table_says(role, permission, someone):
    assert can(someone(role), permission) == (permission in GRANTS[role])


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_whoever_is_not_signed_in_is_a_visitor(nobody, permission):
    assert can(nobody, permission) == (permission in GRANTS[Role.VISITOR])


@pytest.mark.parametrize("permission", list(Permission))
def test_whoever_holds_no_role_may_what_a_visitor_may(permission, stranger):
    assert can(stranger, permission) == (permission in GRANTS[Role.VISITOR])


def test_the_operator_may_everything():
    assert all(can(OPERATOR, permission) for permission in Permission)
    assert str(OPERATOR) == "the operator, at the command line"


def test_a_role_in_a_scope_counts_there_only(stranger):
    assert can(stranger, Permission.RUN_PUBLISH, on=Place(Role.STEWARD))
    assert not can(stranger, Permission.RUN_PUBLISH, on=Place())
    assert not can(stranger, Permission.RUN_PUBLISH)


def test_a_refusal_is_a_sentence(stranger):
    with pytest.raises(AccessDenied, match="^You may not publish a run of the scores.$"):
        require(stranger, Permission.RUN_PUBLISH)


def test_what_is_allowed_passes_in_silence(steward):
    require(steward, Permission.RUN_PUBLISH)


def test_every_role_has_its_row_and_every_permission_someone_who_holds_it():
    assert set(GRANTS) == set(Role)
    assert all(roles_granting(permission) for permission in Permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_list_and_check_come_from_one_table(permission):
    assert roles_granting(permission) == {role for role in Role if permission in GRANTS[role]}


@pytest.mark.parametrize("permission", list(Permission))
def test_a_permission_completes_the_sentence(permission):
    assert not str(permission.label).endswith(".")
    assert str(permission.label)[0].islower()
