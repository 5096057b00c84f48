"""What an organisation is, and when one that was verified has to be looked at anew."""

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts.actions import add_to_organisation, change_organisation
from apps.accounts.models import Organisation
from apps.accounts.organisation_actions import set_council, verify_organisation
from apps.accounts.sector_actions import place_organisation
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from tests.records import as_saved, last_event, on_record
from tests.rights import everyone_around, those_who_may


def place(by, organisation, sector="local-government", areas=()):
    return place_organisation(by=by, organisation=organisation, sector=sector, areas=areas)


def test_an_organiser_says_where_it_works_and_it_stays_verified(partnership, organiser):
    castle_vale = partnership.world.areas["Castle Vale"]

    placed = as_saved(place(organiser, partnership.council, areas=[castle_vale]))

    assert list(placed.areas.all()) == [castle_vale]
    assert placed.is_verified
    assert last_event().verb == Verb.ORGANISATION_PLACED
    assert last_event().details["after"] == {"sector": "local-government", "areas": [castle_vale.code]}


def test_said_again_it_is_said_once(partnership, organiser):
    place(organiser, partnership.council)
    before = on_record()

    place(organiser, partnership.council)

    assert on_record() == before


def test_of_another_sector_it_waits_to_be_looked_at_and_its_other_organisers_are_told(partnership, organiser, someone):
    other = someone(name="Una Other")
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=other, role=Role.ORGANISER)

    placed = as_saved(place(organiser, partnership.council, "civil-society"))

    assert (placed.sector, placed.is_verified) == ("civil-society", False)
    assert placed in Organisation.objects.waiting()
    run_waiting()
    told = Notification.objects.filter(verb=Verb.ORGANISATION_UNSETTLED)
    assert {each.person for each in told} == {other}
    event = Event.objects.filter(verb=Verb.ORGANISATION_UNSETTLED).get()
    assert event.details["said"] == "its sector was local government"


def test_whoever_may_verify_vouches_by_changing_it(partnership):
    assert as_saved(place(OPERATOR, partnership.council, "other")).is_verified


def test_the_council_of_an_area_stays_of_local_government(partnership, organiser, administrator):
    ambleton = partnership.world.areas["Ambleton"]
    set_council(by=administrator, organisation=partnership.council, area=ambleton)

    with pytest.raises(ValidationError, match="It is the council of Ambleton here"):
        place(organiser, partnership.council, "business")

    assert as_saved(partnership.council).sector == "local-government"


@pytest.mark.parametrize(
    ("name", "stays"),
    [("AMBLETON COUNCIL", True), ("Ambleton  Council.", True), ("Ambleton City Council", False), ("Weft", False)],
)
def test_under_another_name_it_waits_to_be_looked_at_but_not_when_it_reads_the_same(
    name, stays, partnership, organiser
):
    council = partnership.council

    change_organisation(by=organiser, organisation=council, based_on=1, words={"name": name})

    assert as_saved(council).is_verified is stays


def test_it_is_verified_again_under_its_new_name(partnership, organiser, administrator):
    council = partnership.council
    change_organisation(by=organiser, organisation=council, based_on=1, words={"name": "Ambleton City"})

    verify_organisation(by=administrator, organisation=council)

    assert as_saved(council).is_verified


def test_only_organisers_and_the_operator_say_what_it_is(partnership):
    people = everyone_around(partnership)

    assert those_who_may(lambda by: place(by, partnership.council, "other"), people) == {
        "organiser of the council",
        "operator",
    }
