"""An organisation is known by the domain of its people's addresses and of its website."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from apps.access.checks import OPERATOR
from apps.accounts.actions import change_organisation, open_organisation
from apps.accounts.domain_actions import confirm_domain
from apps.accounts.models import Organisation
from apps.accounts.organisation_actions import (
    decline_organisation,
    open_own_organisation,
    set_domains,
    submit_organisation,
    unverify_organisation,
    verify_organisation,
)
from apps.accounts.queries import domain_to_confirm
from apps.accounts.sector_actions import place_organisation
from apps.activity.queries import seen_version
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from tests.records import as_saved, last_event
from tests.rights import everyone_around, those_who_may


@pytest.fixture
def robin(someone):
    return someone(name="Robin Ash", email="robin@leeds.gov.uk")


def open_leeds(by, **changes):
    words = {"name": "Leeds City Council", "sector": "local-government", "website": "https://www.leeds.gov.uk/"}
    return as_saved(open_own_organisation(by=by, **(words | changes)))


def standing(organisation):
    found = as_saved(organisation)
    return found.is_verified, found.is_verified_by_domain, found.confirmed_domain


def test_a_council_is_verified_by_the_domain_of_its_name_and_is_still_no_council_of_an_area(robin):
    before = seen_version()

    leeds = open_leeds(robin)

    assert standing(leeds) == (True, True, "leeds.gov.uk")
    assert leeds.council_of is None
    assert not leeds.domains.exists()
    assert last_event().verb == Verb.ORGANISATION_CONFIRMED
    assert last_event().details == {"said": "leeds.gov.uk", "is_verified": True}
    assert seen_version() != before


def test_an_address_that_is_not_confirmed_confirms_nothing(robin):
    EmailAddress.objects.create(user=robin, email=robin.email, verified=False)

    assert standing(open_leeds(robin)) == (False, False, "")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": "Bradford Council"}, (False, False, "leeds.gov.uk")),
        ({"website": "https://leeds.example"}, (False, False, "")),
        ({"sector": "business"}, (False, False, "")),
    ],
)
def test_what_is_not_the_domain_of_its_name_waits_for_an_administrator(changes, found, robin):
    assert standing(open_leeds(robin, **changes)) == found


def test_of_a_university_it_is_noted_only_for_students_have_such_addresses_too(someone):
    student = someone(email="kim@leeds.ac.uk")

    opened = open_leeds(student, name="Leeds", sector="education", website="https://leeds.ac.uk")

    assert standing(opened) == (False, False, "leeds.ac.uk")


def test_where_another_organisation_has_the_domain_an_administrator_looks(robin, administrator):
    known = open_organisation(by=OPERATOR, name="Leeds Council Housing", sector="local-government")
    set_domains(by=administrator, organisation=known, domains=["leeds.gov.uk"])

    assert standing(open_leeds(robin)) == (False, False, "leeds.gov.uk")


def test_the_database_knows_one_organisation_by_a_domain(robin):
    leeds = open_leeds(robin)
    other = open_organisation(by=OPERATOR, name="Leeds", sector="other")

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=other.pk).update(
            confirmed_domain=leeds.confirmed_domain, is_verified_by_domain=True
        )


def test_an_administrators_no_stands(robin, administrator):
    leeds = open_leeds(robin)

    unverify_organisation(by=administrator, organisation=leeds, reason="Robin is a guest there.")
    submit_organisation(by=robin, organisation=leeds)

    assert standing(leeds) == (False, False, "leeds.gov.uk")
    with pytest.raises(Refused, match="not at the same official domain"):
        confirm_domain(by=robin, organisation=leeds)


def test_declined_before_its_website_was_known_it_is_not_verified_by_it_later(robin, administrator):
    leeds = open_leeds(robin, website="")
    decline_organisation(by=administrator, organisation=leeds, reason="Give a website.")
    change_organisation(by=robin, organisation=leeds, based_on=1, words={"website": "https://leeds.gov.uk"})

    confirm_domain(by=robin, organisation=leeds)

    assert standing(leeds) == (False, False, "leeds.gov.uk")


def test_it_is_confirmed_once_its_website_is_told(robin):
    leeds = open_leeds(robin, website="")
    change_organisation(by=robin, organisation=leeds, based_on=1, words={"website": "https://leeds.gov.uk"})
    assert domain_to_confirm(robin, as_saved(leeds)) == "leeds.gov.uk"

    confirm_domain(by=robin, organisation=leeds)

    assert standing(leeds) == (True, True, "leeds.gov.uk")
    assert domain_to_confirm(robin, as_saved(leeds)) == ""


@pytest.mark.parametrize("words", [{"website": "https://elsewhere.example"}, {"name": "Bradford Council"}])
def test_what_is_no_more_what_the_domain_said_loses_the_mark(words, robin):
    leeds = open_leeds(robin)

    change_organisation(by=robin, organisation=leeds, based_on=1, words=words)

    assert standing(leeds)[:2] == (False, False)
    assert leeds in Organisation.objects.waiting()


def test_another_page_of_the_same_website_keeps_it(robin):
    leeds = open_leeds(robin)

    change_organisation(by=robin, organisation=leeds, based_on=1, words={"website": "https://leeds.gov.uk/about"})

    assert standing(leeds) == (True, True, "leeds.gov.uk")


def test_an_administrator_vouches_for_what_lost_the_mark_and_then_it_is_verified_by_them(robin, administrator):
    leeds = open_leeds(robin)
    place_organisation(by=robin, organisation=leeds, sector="other", areas=[])

    verify_organisation(by=administrator, organisation=leeds)

    assert standing(leeds) == (True, False, "leeds.gov.uk")


def test_only_organisers_confirm_it(partnership):
    council, people = partnership.council, everyone_around(partnership)
    del people["visitor"], people["operator"]

    def deed(by):
        try:
            confirm_domain(by=by, organisation=council)
        except Refused:
            return

    assert those_who_may(deed, people) == {"organiser of the council"}
