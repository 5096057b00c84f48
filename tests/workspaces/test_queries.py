"""Who is in a workspace, and which workspaces the public sees."""

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.workspaces.actions import add_member, add_partner, show_partner, show_workspace
from apps.workspaces.queries import (
    member_of,
    organisations_to_add,
    organisations_to_invite,
    partners_of,
    people_to_add,
    public_workspaces,
    workspaces_of,
)
from tests.partnership import build_partnership


@pytest.fixture
def apart(partnership):
    """Another workspace for the same areas, whose partners have the same names; the charity takes part in both."""
    apart = build_partnership(partnership.world, "A workspace apart")
    add_partner(by=OPERATOR, workspace=apart.workspace, organisation=partnership.charity)
    return apart


def join(apart, person, organisation):
    partner = apart.partner_of(organisation)
    return add_member(by=apart.lead, workspace=apart.workspace, person=person, partner=partner, role=Role.LEAD)


def test_ones_workspaces_come_by_name_with_whom_one_speaks_for_there(partnership, apart, django_assert_num_queries):
    join(apart, partnership.viewer, partnership.charity)

    with django_assert_num_queries(1):
        mine = [
            (each.workspace.name, each.partner.organisation.name, each.role)
            for each in workspaces_of(partnership.viewer)
        ]

    assert mine == [
        ("A workspace apart", "Good Neighbours", "lead"),
        ("Ambleton together", "Good Neighbours", "viewer"),
    ]


def test_whoever_is_no_member_has_no_workspaces(partnership, organiser, stranger):
    assert [workspaces_of(person) for person in (organiser, stranger)] == [[], []]


def test_a_membership_is_found_with_whom_one_speaks_for(partnership, django_assert_num_queries):
    with django_assert_num_queries(1):
        member = member_of(partnership.workspace, partnership.viewer)
        names = (member.person.name, member.partner.organisation.name)

    assert names == ("Vi Viewer", "Good Neighbours")


@pytest.mark.parametrize("nobody", [None, AnonymousUser(), OPERATOR])
def test_whoever_has_no_account_is_no_member(nobody, partnership, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert member_of(partnership.workspace, nobody) is None


def test_a_lead_of_another_workspace_is_no_member(partnership, other_lead):
    assert member_of(partnership.workspace, other_lead) is None


def test_partners_come_by_name_each_with_its_members_by_name(partnership, django_assert_num_queries):
    partnership.someone(Role.VIEWER, "council", name="Abe Adder")
    guild = open_organisation(by=OPERATOR, name="Guild of Menders", sector="civil-society")
    add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=guild)

    with django_assert_num_queries(2):
        lines = partners_of(partnership.workspace)
        found = [(line.organisation.name, [member.person.name for member in line.members]) for line in lines]

    assert found == [
        ("Ambleton Council", ["Abe Adder", "Olive Officer"]),
        ("Ambleton Health", ["Harper Health"]),
        ("Good Neighbours", ["Vi Viewer"]),
        ("Guild of Menders", []),
        ("Loom Ltd", ["Bo Business"]),
    ]
    assert [line.partner.organisation for line in lines] == [line.organisation for line in lines]


def test_those_who_could_be_taken_in_belong_to_a_partner_and_are_no_members_yet(
    partnership, apart, organiser, stranger, someone, django_assert_num_queries
):
    for name in ("Zoe Zander", "Abe Adder"):
        add_to_organisation(by=OPERATOR, organisation=partnership.charity, person=someone(name=name), role=Role.STAFF)

    with django_assert_num_queries(2):
        found = [(partner.organisation.name, people) for partner, people in people_to_add(partnership.workspace)]

    assert [(name, [person.name for person in people]) for name, people in found] == [
        ("Ambleton Council", ["Orla Organiser"]),
        ("Ambleton Health", []),
        ("Good Neighbours", ["Abe Adder", "Zoe Zander"]),
        ("Loom Ltd", []),
    ]


def test_whoever_belongs_to_two_partners_can_be_taken_in_for_either_until_they_are(partnership, someone):
    person = someone(name="Abe Adder")
    for organisation in (partnership.charity, partnership.business):
        add_to_organisation(by=OPERATOR, organisation=organisation, person=person, role=Role.STAFF)

    before = [len(people) for _, people in people_to_add(partnership.workspace)]
    join(partnership, person, partnership.charity)

    assert before == [0, 0, 1, 1]
    assert [people for _, people in people_to_add(partnership.workspace)] == [[], [], [], []]


def test_organisations_whose_organiser_one_is_and_that_are_no_partners_yet_come_by_name(partnership):
    for name, role in (("Zenith", Role.ORGANISER), ("Acorns", Role.ORGANISER), ("Others", Role.STAFF)):
        opened = open_organisation(by=OPERATOR, name=name, sector="other")
        add_to_organisation(by=OPERATOR, organisation=opened, person=partnership.lead, role=role)

    found = organisations_to_add(partnership.workspace, partnership.lead)
    assert [each.name for each in found] == ["Acorns", "Zenith"]


def test_a_partner_of_another_workspace_may_become_one_here(partnership, apart):
    found = organisations_to_invite(apart.workspace)

    assert set(found) == {partnership.council, partnership.health, partnership.business}


def public(partnership, area="Ambleton"):
    found = public_workspaces(partnership.world.areas[area])
    return [(each.workspace.name, [partner.name for partner in each.partners]) for each in found]


def test_the_public_sees_workspaces_and_partners_that_chose_to_be_seen(partnership, apart):
    show_partner(by=partnership.business_member, partner=partnership.partners["business"], is_public=True)
    before = public(partnership)
    for each in (partnership, apart):
        show_workspace(by=each.lead, workspace=each.workspace, is_public=True)

    assert before == []
    assert public(partnership) == [("A workspace apart", []), ("Ambleton together", ["Loom Ltd"])]
    assert public(partnership, "Dunmere") == []


def test_what_the_public_sees_of_workspaces_costs_two_queries(partnership, apart, django_assert_num_queries):
    for each in (partnership, apart):
        show_workspace(by=each.lead, workspace=each.workspace, is_public=True)
        for partner in each.partners.values():
            show_partner(by=OPERATOR, partner=partner, is_public=True)

    with django_assert_num_queries(2):
        found = public(partnership)

    assert [len(partners) for _, partners in found] == [4, 4]
