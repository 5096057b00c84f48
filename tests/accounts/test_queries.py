"""Who belongs to which organisation, as pages list it."""

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, open_organisation
from apps.accounts.queries import organisations_of, people_of


def test_someones_organisations_and_an_organisations_people_are_listed_by_name(db, someone, django_assert_num_queries):
    zoo, academy = (open_organisation(by=OPERATOR, name=name, sector="education") for name in ("Zoo", "Academy"))
    yan, abe = someone(name="Yan"), someone(name="Abe")
    for organisation, person, role in ((zoo, yan, Role.STAFF), (zoo, abe, Role.ORGANISER), (academy, yan, Role.STAFF)):
        add_to_organisation(by=OPERATOR, organisation=organisation, person=person, role=role)

    with django_assert_num_queries(2):
        mine = [each.organisation.name for each in organisations_of(yan)]
        people = [(each.person.name, each.role) for each in people_of(zoo)]

    assert mine == ["Academy", "Zoo"]
    assert people == [("Abe", "organiser"), ("Yan", "staff")]


def test_whoever_belongs_nowhere_has_none(stranger):
    assert organisations_of(stranger) == []
