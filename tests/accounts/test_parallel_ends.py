"""Several people end, merge or leave an organisation at once."""

import pytest
from django.db import connection

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, leave_organisation
from apps.accounts.life_actions import close_organisation, merge_organisations
from apps.accounts.models import Organisation, OrganisationPerson
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.initiatives.models import Initiative
from apps.workspaces.actions import add_partner, open_workspace
from apps.workspaces.invitation_actions import accept_invitation, invite
from apps.workspaces.models import Invitation, Partner, Workspace
from tests.access.waiting import overtaken_by
from tests.initiatives.making import log
from tests.parallel import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]


def merge(by, old, new):
    return merge_organisations(by=by, organisation=old, into=new, reason="They merged.")


def refusals(results):
    return [str(each.sentence) for each in results if isinstance(each, Refused)]


def test_of_two_who_merge_the_same_one_does_and_the_other_is_told(partnership, administrator):
    old, new = partnership.health, partnership.council

    results = at_once(lambda: merge(administrator, old, new), lambda: merge(administrator, old, new))

    assert refusals(results) == ["Ambleton Health became part of Ambleton Council already."], results
    assert Event.objects.filter(verb=Verb.ORGANISATION_MERGED).count() == 1


def test_of_two_who_merge_them_into_each_other_one_does_and_the_other_is_told(partnership, administrator):
    one, two = partnership.health, partnership.council

    results = at_once(lambda: merge(administrator, one, two), lambda: merge(administrator, two, one))

    assert len(refusals(results)) == 1, results
    assert Organisation.objects.filter(merged_into__isnull=False).count() == 1


def test_of_two_last_organisers_who_leave_at_once_one_stays(partnership, someone):
    weft = partnership.health
    people = [someone(), someone()]
    for person in people:
        add_to_organisation(by=OPERATOR, organisation=weft, person=person, role=Role.ORGANISER)

    results = at_once(*[lambda by=by: leave_organisation(by=by, organisation=weft) for by in people])

    assert len(refusals(results)) == 1, results
    assert OrganisationPerson.objects.filter(organisation=weft, role=Role.ORGANISER).count() == 1


#: What somebody may be about to do with an organisation while it goes; none of it may be left with what is gone.
MEANWHILE = {
    "someone comes to belong to it": lambda p, someone: add_to_organisation(
        by=OPERATOR, organisation=p.health, person=someone(), role=Role.STAFF
    ),
    "it is taken in as a partner": lambda p, someone: add_partner(
        by=OPERATOR, workspace=Workspace.objects.get(name="Elsewhere"), organisation=p.health
    ),
    "an invitation to it is accepted": lambda p, someone: accept_invitation(
        by=someone(email="kim@a.example"), invitation=Invitation.objects.get()
    ),
    "something is logged that it leads": lambda p, someone: log(p, lead=p.health),
}
ENDS = {
    "merged": lambda p, by: merge(by, p.health, p.council),
    "closed": lambda p, by: close_organisation(by=by, organisation=p.health, reason="Over."),
}


@pytest.fixture
def elsewhere(partnership, someone):
    """A workspace in which the trust takes no part, and an invitation to the trust."""
    inviter = someone()
    add_to_organisation(by=OPERATOR, organisation=partnership.health, person=inviter, role=Role.ORGANISER)
    invite(by=inviter, email="kim@a.example", organisation=partnership.health)
    return open_workspace(by=OPERATOR, name="Elsewhere", purpose="Well.", areas=[partnership.world.areas["Dunmere"]])


def left_with(organisation):
    return (
        OrganisationPerson.objects.filter(organisation=organisation).count(),
        Partner.objects.filter(organisation=organisation).count(),
        Initiative.objects.filter(lead=organisation).count(),
    )


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("meanwhile", MEANWHILE.values(), ids=MEANWHILE)
def test_whoever_comes_while_it_ends_is_told_and_nothing_is_left_with_it(
    end, meanwhile, partnership, elsewhere, administrator, someone
):
    result = overtaken_by(lambda: end(partnership, administrator), lambda: meanwhile(partnership, someone))

    assert isinstance(result, Exception), result
    assert left_with(partnership.health) == (0, 0, 0)


@pytest.mark.parametrize("meanwhile", list(MEANWHILE.values())[:3], ids=list(MEANWHILE)[:3])
def test_what_was_begun_before_it_is_merged_goes_over(meanwhile, partnership, elsewhere, administrator, someone):
    result = overtaken_by(
        lambda: meanwhile(partnership, someone), lambda: merge(administrator, partnership.health, partnership.council)
    )

    assert isinstance(result, Organisation), result
    assert left_with(partnership.health) == (0, 0, 0)
