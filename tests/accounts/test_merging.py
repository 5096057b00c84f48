"""One organisation becomes part of another: what goes over, what stays, and who is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from apps.access.checks import OPERATOR
from apps.access.roles import Role
from apps.accounts import life_actions
from apps.accounts.actions import add_to_organisation, change_organisation, open_organisation
from apps.accounts.logo_actions import set_logo
from apps.accounts.models import Organisation
from apps.accounts.organisation_actions import set_council, set_domains
from apps.accounts.queries import logo_of, similar_organisations
from apps.activity.models import Event, Notification, Version
from apps.activity.queries import seen_version
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.initiatives.models import Initiative
from apps.initiatives.sight_actions import take_up_kept
from apps.workspaces.actions import add_partner, open_workspace
from apps.workspaces.invitation_actions import accept_invitation, invite
from apps.workspaces.joining_actions import ask_to_join
from apps.workspaces.models import JoinRequest, Partner
from tests.accounts.pictures import picture
from tests.initiatives.making import log
from tests.records import as_saved, last_event, on_record
from tests.rights import everyone_around, those_who_may


def merge(by, old, new, reason="The trusts merged."):
    return life_actions.merge_organisations(by=by, organisation=old, into=new, reason=reason)


@pytest.fixture
def elsewhere(partnership):
    """Another workspace, in which the trust takes part and the council does not."""
    space = open_workspace(
        by=OPERATOR, name="Elsewhere", purpose="To do well.", areas=[partnership.world.areas["Dunmere"]]
    )
    add_partner(by=OPERATOR, workspace=space, organisation=partnership.health)
    return space


def test_people_partnerships_and_what_it_leads_go_over(partnership, elsewhere, administrator):
    old, new, space = partnership.health, partnership.council, partnership.workspace
    goal, initiative = partnership.goal(lead=old), log(partnership, lead=old)

    merge(administrator, old, new)

    assert not old.people.exists()
    assert new.people.filter(person=partnership.contributor, role=Role.STAFF).exists()
    assert not Partner.objects.filter(organisation=old).exists()
    assert space.members.get(person=partnership.contributor).partner == partnership.partner_of(new)
    assert elsewhere.partners.get().organisation == new
    assert (as_saved(goal).lead, as_saved(initiative).lead) == (new, new)
    old = as_saved(old)
    assert (old.merged_into, old.is_verified, bool(old.closed_at)) == (new, False, True)


def test_what_was_written_stays_as_it_was_under_the_names_of_then(partnership, administrator):
    old, new = partnership.health, partnership.council
    goal = partnership.goal(lead=old)
    versions = list(Version.objects.order_by("pk").values())
    events = list(Event.objects.order_by("pk").values_list("pk", "actor_label", "subject_label"))

    merge(administrator, old, new)

    assert list(Version.objects.order_by("pk").values()) == versions
    assert list(Event.objects.order_by("pk").values_list("pk", "actor_label", "subject_label"))[: len(events)] == events
    assert as_saved(goal).version == goal.version
    assert as_saved(old).name == "Ambleton Health"


def test_it_is_recorded_as_one_event_with_before_and_after_and_all_of_its_people_are_told(partnership, administrator):
    old, new, version = partnership.health, partnership.council, seen_version()

    merge(administrator, old, new, "Asked by the organisers of both.")

    event = Event.objects.get(verb=Verb.ORGANISATION_MERGED)
    assert last_event() == event
    assert event.details["said"] == "Ambleton Health: Asked by the organisers of both."
    assert event.details["before"]["from"]["people"] == [[partnership.contributor.pk, "staff"]]
    assert [partnership.contributor.pk, "staff"] in event.details["after"]["people"]
    assert event.details["moved"]["accounts"]["people"] == [partnership.contributor.pk]
    assert Event.objects.filter(verb=Verb.PARTNER_MERGED, scope_id=partnership.workspace.pk).count() == 1
    assert seen_version() != version
    run_waiting()
    told = Notification.objects.filter(verb=Verb.ORGANISATION_MERGED)
    assert {each.person for each in told} == {partnership.lead, partnership.contributor}


def test_whoever_belongs_to_both_keeps_the_higher_role(partnership, administrator, someone):
    old, new, both = partnership.health, partnership.council, someone()
    for organisation, role in ((old, Role.ORGANISER), (new, Role.STAFF)):
        add_to_organisation(by=OPERATOR, organisation=organisation, person=both, role=role)

    merge(administrator, old, new)

    assert new.people.get(person=both).role == Role.ORGANISER


def test_domains_areas_the_council_and_the_logo_go_over(partnership, administrator, visitor):
    old = open_organisation(by=OPERATOR, name="Old Ambleton", sector="local-government")
    new, area = partnership.council, partnership.world.areas["Ambleton"]
    old.areas.add(partnership.world.areas["Dunmere"])
    set_domains(by=administrator, organisation=old, domains=["old.gov.uk", "both.gov.uk"])
    set_domains(by=administrator, organisation=new, domains=["both.gov.uk"])
    set_council(by=administrator, organisation=old, area=area)
    set_logo(by=OPERATOR, organisation=old, name="a.png", content=picture())

    merge(administrator, old, new)

    new, old = as_saved(new), as_saved(old)
    assert [str(each) for each in new.domains.all()] == ["both.gov.uk", "old.gov.uk"]
    assert {"Dunmere", "Ambleton"} <= {each.name for each in new.areas.all()}
    assert new.council_of == area
    assert (bool(logo_of(new)), logo_of(old), old.logo_sha256) == (True, None, "")


def test_invitations_and_requests_go_over_or_end(partnership, elsewhere, administrator, someone, small_world):
    old, new, inviter, kim = partnership.health, partnership.charity, someone(), someone(email="kim@a.example")
    for organisation in (old, new):
        add_to_organisation(by=OPERATOR, organisation=organisation, person=inviter, role=Role.ORGANISER)
    invited = invite(by=inviter, email="kim@a.example", organisation=old).invitation
    twice = invite(by=inviter, email="lee@a.example", organisation=old).invitation
    kept = invite(by=inviter, email="lee@a.example", organisation=new).invitation
    third = open_workspace(by=OPERATOR, name="Third", purpose="Well.", areas=[small_world.areas["Dunmere"]])
    third.is_public = True
    third.save()
    asked = ask_to_join(by=inviter, workspace=third, organisation=old, words="We come.")

    merge(administrator, old, new)

    accept_invitation(by=kim, invitation=as_saved(invited))
    assert new.people.filter(person=kim).exists()
    assert (as_saved(twice).is_open, as_saved(kept).is_open) == (False, True)
    assert (as_saved(asked).organisation, as_saved(asked).state) == (new, JoinRequest.State.WAITING)


def test_what_became_part_before_leads_on(partnership, administrator):
    merge(administrator, partnership.business, partnership.health)
    merge(administrator, partnership.health, partnership.council)

    assert as_saved(partnership.business).merged_into == partnership.council


def test_every_sentence_foretells_what_then_happens_and_foretelling_changes_nothing(
    partnership, elsewhere, administrator, someone
):
    old, new, both = partnership.health, partnership.council, someone(name="Bo Both")
    for organisation in (old, new):
        add_to_organisation(by=OPERATOR, organisation=organisation, person=both, role=Role.STAFF)
    partnership.goal(lead=old)
    before = on_record()

    told = life_actions.foretold(old, new)

    assert on_record() == before
    assert told == [
        "2 people go over to Ambleton Council, in the roles that they have.",
        "Bo Both belongs to both, and keeps the higher of the two roles.",
        "Ambleton Council works in the areas of both.",
        "Both are partners in Ambleton together: one stays, and 1 member speaks for Ambleton Council instead.",
        "In Elsewhere the partner Ambleton Health becomes Ambleton Council.",
        "Ambleton Council leads 1 goal more.",
    ]


def test_nothing_is_half_done_when_it_fails(partnership, administrator):
    old, before = partnership.health, on_record()

    def goes_away_at_the_last_step(execute, sql, params, many, context):
        if sql.startswith("INSERT") and Verb.ORGANISATION_MERGED in params:
            raise OperationalError("The database went away.")
        return execute(sql, params, many, context)

    with (
        connection.execute_wrapper(goes_away_at_the_last_step),
        pytest.raises(Refused, match="so nothing was done"),
    ):
        merge(administrator, old, partnership.council)

    assert on_record() == before
    assert old.people.filter(person=partnership.contributor).exists()
    assert as_saved(old).closed_at is None
    assert partnership.partner_of(old).members.count() == 1


def test_the_second_who_merges_the_same_is_told(partnership, administrator):
    old, new = partnership.health, partnership.council
    merge(administrator, old, new)

    with pytest.raises(Refused, match="Ambleton Health became part of Ambleton Council already"):
        merge(administrator, old, new)
    with pytest.raises(Refused, match="became part of Ambleton Council"):
        merge(administrator, partnership.business, old)


def test_what_makes_no_sense_is_refused(partnership, administrator):
    old, new = partnership.health, partnership.council
    new.verified_at = None
    new.save()

    with pytest.raises(Refused, match="cannot become part of itself"):
        merge(administrator, old, old)
    with pytest.raises(Refused, match="Verify it first"):
        merge(administrator, old, new)
    with pytest.raises(ValidationError, match="Say why in a sentence"):
        merge(administrator, old, partnership.business, " ")


def test_what_is_gone_does_nothing_by_itself_any_more_and_its_name_is_found(partnership, administrator, elsewhere):
    old, new = partnership.business, partnership.council
    merge(administrator, old, new)

    with pytest.raises(Refused, match="Loom Ltd became part of Ambleton Council"):
        add_partner(by=OPERATOR, workspace=elsewhere, organisation=old)
    with pytest.raises(Refused, match="became part of"):
        change_organisation(by=OPERATOR, organisation=old, based_on=1, words={"name": "Weft"})
    assert similar_organisations("Loom Limited") == [old]


def test_what_became_part_of_something_is_closed_by_the_database_too(partnership):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=partnership.health.pk).update(merged_into=partnership.council)


def test_only_administrators_and_the_operator_merge(partnership):
    people = everyone_around(partnership)

    assert those_who_may(lambda by: merge(by, partnership.health, partnership.business), people) == {
        "administrator",
        "operator",
    }


def test_nobody_comes_to_see_by_a_merger_what_was_kept_to_one_of_the_two(partnership, administrator):
    old, new = partnership.health, partnership.council
    goal = partnership.goal(contributors=[old])
    draft = log(partnership, by=partnership.contributor, lead=old, is_kept=True)
    told = life_actions.foretold(old, new)

    merge(administrator, old, new)

    assert any("seen by nobody of them" in each for each in told)
    seen_by = [partnership.lead, partnership.contributor, partnership.business_member]
    assert [Initiative.objects.visible_to(each).filter(pk=draft.pk).exists() for each in seen_by] == [False] * 3
    # Who leads it now says so first, and that is on record.
    take_up_kept(by=partnership.lead, partner=partnership.partner_of(new))
    assert Initiative.objects.visible_to(partnership.lead).filter(pk=draft.pk).exists()
    assert not Initiative.objects.visible_to(partnership.business_member).filter(pk=draft.pk).exists()
    # The one that it became leads the goal, and whoever leads does not contribute besides.
    assert not goal.contributors.exists()


def test_whoever_contributed_contributes_as_what_they_became(partnership, administrator):
    goal = partnership.goal(contributors=[partnership.health, partnership.charity])

    merge(administrator, partnership.health, partnership.charity)

    assert list(goal.contributors.all()) == [partnership.charity]


def test_conflicts_are_foretold_one_by_one(partnership, administrator, someone, small_world):
    old, new, inviter = partnership.health, partnership.council, someone()
    for organisation in (old, new):
        add_to_organisation(by=OPERATOR, organisation=organisation, person=inviter, role=Role.ORGANISER)
        set_logo(by=OPERATOR, organisation=organisation, name="a.png", content=picture())
        invite(by=inviter, email="lee@a.example", organisation=organisation)
    invite(by=inviter, email="kim@a.example", organisation=old)
    Partner.objects.filter(organisation=old).update(is_public=True)
    set_council(by=administrator, organisation=new, area=small_world.areas["Ambleton"])
    set_domains(by=administrator, organisation=old, domains=["care.example"])
    merge(administrator, partnership.business, old)
    JoinRequest.objects.create(workspace=partnership.workspace, organisation=old, words="Us.")

    told = life_actions.foretold(as_saved(old), as_saved(new))

    for sentence in (
        "Ambleton Council keeps its own logo; the other is removed.",
        "Whoever has an email address in care.example can join Ambleton Council by themselves.",
        "Loom Ltd, which became part of it before, leads on to Ambleton Council.",
        "There the public sees Ambleton Health, and not Ambleton Council: what it shows disappears until Ambleton "
        "Council shows.",
        "The invitation of lee@a.example ends, as both invite them.",
        "The invitation of kim@a.example is one to Ambleton Council.",
        "The request to join Ambleton together ends, as Ambleton Council is there or asks already.",
    ):
        assert sentence in told


@pytest.mark.parametrize(
    ("sector", "council_of", "sentence"),
    [
        ("local-government", None, "Ambleton Council is the council of Dunmere from then on."),
        ("local-government", "Ambleton", "and Ambleton Council of Ambleton: it stays that of Ambleton only."),
        ("health", None, "which Ambleton Council cannot be, as it is not of local government."),
    ],
)
def test_which_area_it_is_the_council_of_is_foretold_and_so_it_is(
    sector, council_of, sentence, partnership, administrator, small_world
):
    old = open_organisation(
        by=OPERATOR, name="Dunmere", sector="local-government", council_of=small_world.areas["Dunmere"]
    )
    new = partnership.council
    new.sector, new.council_of = sector, small_world.areas[council_of] if council_of else None
    new.save()

    told = life_actions.foretold(old, new)
    merge(administrator, old, new)

    assert any(sentence in each for each in told)
    expected = "Dunmere" if sector == "local-government" and not council_of else council_of
    assert str(as_saved(new).council_of) == str(small_world.areas[expected] if expected else None)


def test_nor_do_those_who_come_see_what_was_kept_to_the_one_that_stays(partnership, administrator):
    draft = log(partnership, by=partnership.business_member, lead=partnership.business, is_kept=True)
    told = life_actions.foretold(partnership.health, partnership.business)

    merge(administrator, partnership.health, partnership.business)

    assert any("seen by nobody of them" in each for each in told)
    speaking = set(
        partnership.workspace.members.filter(partner__organisation=partnership.business).values_list(
            "person", flat=True
        )
    )
    assert {partnership.contributor.pk, partnership.business_member.pk} <= speaking
    for each in (partnership.contributor, partnership.business_member, partnership.lead):
        assert not Initiative.objects.visible_to(each).filter(pk=draft.pk).exists()
