"""Who may do a deed: everyone tries it, and whatever it changed is as before when the next one tries."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation
from tests.factories.accounts import UserFactory
from tests.partnership import build_partnership

WRITES = ("INSERT", "UPDATE", "DELETE")


def everyone_around(partnership):
    """Whoever may try something in a partnership, by what they are. Its lead speaks for the council."""
    organiser = UserFactory(name="Orla Organiser")
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=organiser, role=Role.ORGANISER)
    return {
        "visitor": AnonymousUser(),
        "stranger": UserFactory(),
        "steward": UserFactory(platform_roles=[Role.STEWARD]),
        "curator": UserFactory(platform_roles=[Role.CURATOR]),
        "administrator": UserFactory(platform_roles=[Role.ADMINISTRATOR]),
        "organiser of the council": organiser,
        "lead of another workspace": build_partnership(partnership.world, "Brackford apart").lead,
        "viewer of the business": partnership.someone(Role.VIEWER, "business"),
        "contributor of the business": partnership.business_member,
        "contributor": partnership.contributor,
        "lead": partnership.lead,
        "operator": OPERATOR,
    }


def those_who_may(deed, people):
    """Those of some people, by what they are, from whom `deed(person)` is taken. A denied one has written nothing."""
    return {who for who, person in people.items() if _may(deed, person)}


def _may(deed, person):
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        try:
            deed(person)
        except AccessDenied:
            assert not [query["sql"] for query in asked if query["sql"].startswith(WRITES)]
            return False
        finally:
            transaction.set_rollback(True)
    return True
