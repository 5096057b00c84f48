"""Two administrators who take each other's role at the same time. Locks are what it is about."""

import pytest
from django.db import connection

from apps.access.roles import Role
from apps.accounts.people_actions import suspend_account, take_role
from apps.accounts.queries import holding
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def test_of_two_administrators_who_take_each_others_role_one_stays(someone):
    for _round in range(5):
        one, other = someone(Role.ADMINISTRATOR), someone(Role.ADMINISTRATOR)
        holding(Role.ADMINISTRATOR).exclude(pk__in=[one.pk, other.pk]).update(platform_roles=[])

        at_once(
            lambda one=one, other=other: take_role(by=one, person=other, role="administrator", reason="Mine."),
            lambda one=one, other=other: suspend_account(by=other, person=one, reason="Mine."),
        )

        assert holding(Role.ADMINISTRATOR).count() == 1
