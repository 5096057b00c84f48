"""Who belonged to an organisation, and from when until when."""

from django.utils import timezone

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, leave_organisation, remove_from_organisation
from apps.accounts.belonging import belonging_of
from apps.accounts.life_actions import close_organisation, merge_organisations, reopen_organisation
from apps.accounts.models import OrganisationPerson


def join(organisation, person, role=Role.STAFF):
    add_to_organisation(by=OPERATOR, organisation=organisation, person=person, role=role)
    return timezone.now()


def told(organisations, person, *moments):
    """Of each moment whether someone was in one of them."""
    belonging = belonging_of(organisations)
    return [belonging.was_in(person.pk, each) for each in moments]


def test_they_belong_from_when_they_join_until_they_leave_and_when_they_come_back(partnership, someone):
    person, charity, before = someone(), partnership.charity, timezone.now()
    first = join(charity, person)
    remove_from_organisation(by=OPERATOR, organisation=charity, person=person)
    between = timezone.now()
    second = join(charity, person)

    assert told([charity], person, before, first, between, second) == [False, True, False, True]
    assert belonging_of([charity]).people == {partnership.viewer.pk, person.pk}
    assert not belonging_of([charity]).was_in(None, first)
    assert belonging_of([]).people == set()


def test_who_comes_over_belonged_to_the_one_before_and_belongs_to_the_other_until_they_leave(
    partnership, administrator, someone
):
    person, old, new = someone(), partnership.business, partnership.charity
    there = join(old, person)
    merge_organisations(by=administrator, organisation=old, into=new, reason="One.")
    over = timezone.now()
    leave_organisation(by=person, organisation=new)

    assert told([new, old], person, there, over, timezone.now()) == [True, True, False]
    assert told([new], person, there, over) == [False, True]


def test_when_it_closes_all_leave_and_it_opens_again_with_one(partnership, administrator, someone):
    charity, one, other = partnership.charity, someone(), someone()
    join(charity, one)
    there = join(charity, other)
    close_organisation(by=administrator, organisation=charity, reason="Over.")
    closed = timezone.now()
    reopen_organisation(by=administrator, organisation=charity, organiser=one)
    again = timezone.now()

    assert told([charity], one, there, closed, again) == [True, False, True]
    assert told([charity], other, there, closed, again) == [True, False, False]


def test_of_a_time_whose_end_is_not_on_record_nothing_is_said(partnership, someone):
    person = someone()
    there = join(partnership.charity, person)
    OrganisationPerson.objects.filter(person=person).delete()

    assert told([partnership.charity], person, there) == [False]
