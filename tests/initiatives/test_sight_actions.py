"""What is kept to some partners: who sees it, who decides that, and that nobody comes to see it by accident."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.access.checks import OPERATOR, AccessDenied
from apps.access.roles import Role
from apps.accounts.actions import leave_organisation
from apps.accounts.export import everything_about
from apps.accounts.models import OrganisationPerson
from apps.activity.audit import audit_lines, version_with
from apps.activity.models import Event
from apps.activity.queries import events_in, notification_lines, notifications_of
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.conversations.queries import report_lines, reports
from apps.conversations.report_actions import report_comment
from apps.files.models import StoredFile
from apps.initiatives import actions
from apps.initiatives.models import Initiative
from apps.initiatives.people_queries import who_may_work_on
from apps.initiatives.plans import RiskPlan
from apps.initiatives.sight_actions import give_sight, share_initiative, take_sight, take_up_kept
from apps.workspaces.actions import add_member, add_partner, remove_member, remove_partner
from tests.initiatives.making import log
from tests.kept import MARK, keep_draft
from tests.rights import everyone_around, those_who_may

OF_THE_BUSINESS = {"contributor of the business", "operator"}


@pytest.fixture
def kept(partnership):
    return keep_draft(partnership, partnership.goal())


@pytest.fixture
def draft(kept):
    return kept.initiative


def seen_by(partnership, *people):
    """Those of the members of its workspace who see what is kept there."""
    return {person for person in people if Initiative.objects.visible_to(person).filter(is_kept=True).exists()}


def told_of(person, initiative):
    return [line.event.verb for line in notification_lines(notifications_of(person), person) if line.event.is_kept]


def test_only_who_speaks_for_its_lead_says_who_sees_it(partnership, draft):
    health, people = partnership.partners["health"], everyone_around(partnership)
    deeds = {
        "share": lambda by: share_initiative(by=by, initiative=draft),
        "give": lambda by: give_sight(by=by, initiative=draft, partner=health),
        "take": lambda by: take_sight(by=by, initiative=draft, partner=health),
    }

    may = {name: those_who_may(deed, people) for name, deed in deeds.items()}

    assert may == dict.fromkeys(deeds, OF_THE_BUSINESS)


def test_what_is_kept_is_changed_by_those_only_who_see_it(partnership, draft):
    people = everyone_around(partnership)
    give_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])

    may = those_who_may(lambda by: actions.confirm_initiative(by=by, initiative=draft), people)

    assert may == OF_THE_BUSINESS | {"contributor"}


def test_whoever_is_let_see_it_sees_all_of_it_and_is_told_and_nobody_else_is(partnership, draft):
    give_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])
    run_waiting()

    assert seen_by(partnership, partnership.contributor, partnership.lead, partnership.viewer) == {
        partnership.contributor
    }
    assert told_of(partnership.contributor, draft) == [Verb.SIGHT_GIVEN]
    assert told_of(partnership.lead, draft) == []
    assert Verb.INITIATIVE_LOGGED in {
        line.verb for line in events_in(partnership.workspace, reader=partnership.contributor)
    }


def test_seen_no_longer_it_is_gone_with_what_one_was_told_of_it(partnership, draft):
    give_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])
    run_waiting()

    take_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])

    assert seen_by(partnership, partnership.contributor) == set()
    assert not partnership.contributor.notifications.filter(event__subject_kind="initiative").exists()


def test_who_sees_it_no_longer_when_they_would_be_told_is_not_told(partnership, draft):
    health = partnership.partners["health"]
    give_sight(by=partnership.business_member, initiative=draft, partner=health)
    take_sight(by=partnership.business_member, initiative=draft, partner=health)

    run_waiting()

    assert told_of(partnership.contributor, draft) == []


def test_its_lead_always_sees_it(partnership, draft):
    with pytest.raises(Refused, match="Loom Ltd leads it"):
        take_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["business"])


def test_shared_it_is_seen_by_all_with_what_came_before_and_is_never_kept_again(partnership, draft):
    before = [line.verb for line in events_in(partnership.workspace, reader=partnership.lead)]

    for _twice in range(2):
        share_initiative(by=partnership.business_member, initiative=draft)
    run_waiting()

    after = [line.verb for line in events_in(partnership.workspace, reader=partnership.lead)]
    assert Initiative.objects.visible_to(partnership.viewer).filter(pk=draft.pk).exists()
    assert set(after) - set(before) >= {Verb.INITIATIVE_SHARED, Verb.INITIATIVE_LOGGED, Verb.COMMENT_ANSWERED}
    assert after.count(Verb.INITIATIVE_SHARED) == 1
    assert partnership.viewer.notifications.filter(verb=Verb.INITIATIVE_SHARED).exists()
    for deed in (give_sight, take_sight):
        with pytest.raises(Refused, match="Everyone in this workspace sees it"):
            deed(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])


def test_nobody_keeps_something_to_a_partner_for_which_they_do_not_speak(partnership):
    with pytest.raises(ValidationError, match="Only the people of Loom Ltd can keep") as caught:
        log(partnership, is_kept=True)

    assert set(caught.value.message_dict) == {"sight"}
    assert not Initiative.objects.exists()


def test_what_is_kept_is_never_shown_to_the_public(partnership, draft):
    with pytest.raises(Refused, match="Share it with everyone in this workspace first"):
        actions.show_initiative(by=partnership.business_member, initiative=draft, is_public=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=draft.pk).update(is_public=True)


def test_it_is_handed_over_to_a_partner_only_that_sees_it_already(partnership, draft):
    def hand_over(by=partnership.business_member):
        return actions.change_initiative(
            by=by, initiative=draft, based_on=2, words={"lead": partnership.health}, reason="They do it now."
        )

    with pytest.raises(ValidationError, match="to a partner that sees it already"):
        hand_over()
    give_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["health"])
    with pytest.raises(ValidationError, match="Only the people of Loom Ltd hand it over"):
        hand_over(by=partnership.contributor)

    assert hand_over().lead == partnership.health


def test_a_lead_of_the_workspace_who_comes_to_see_it_may_still_not_say_who_does(partnership, draft):
    give_sight(by=partnership.business_member, initiative=draft, partner=partnership.partners["council"])

    with pytest.raises(AccessDenied, match="only the people of Loom Ltd"):
        share_initiative(by=partnership.lead, initiative=draft)


def test_a_partner_that_left_and_came_back_sees_it_once_its_people_take_it_up(partnership, draft):
    lead, member = partnership.lead, partnership.workspace.members.get(person=partnership.business_member)
    remove_member(by=lead, member=member)
    remove_partner(by=lead, partner=partnership.partners["business"])
    back = add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=partnership.business)
    person = partnership.business_member
    add_member(by=lead, workspace=partnership.workspace, person=person, partner=back, role=Role.CONTRIBUTOR)

    assert seen_by(partnership, person, lead, partnership.contributor) == set()
    assert [take_up_kept(by=person, partner=back), take_up_kept(by=person, partner=back)] == [1, 0]
    assert seen_by(partnership, person, lead, partnership.contributor) == {person}


def test_whoever_left_the_organisation_sees_no_longer_what_it_keeps_also_as_the_last_lead(partnership):
    made = log(partnership, is_kept=True, lead=partnership.council)
    assert seen_by(partnership, partnership.lead) == {partnership.lead}

    leave_organisation(by=partnership.lead, organisation=partnership.council)
    run_waiting()

    assert partnership.workspace.members.filter(person=partnership.lead).exists()
    assert seen_by(partnership, partnership.lead) == set()
    assert (made.audience(), made.roles_of(partnership.lead)) == (set(), set())


def test_nobody_takes_up_what_another_organisation_keeps(partnership, draft):
    assert take_up_kept(by=partnership.contributor, partner=partnership.partners["health"]) == 0
    with pytest.raises(AccessDenied):
        take_up_kept(by=partnership.contributor, partner=partnership.partners["business"])

    assert seen_by(partnership, partnership.contributor) == set()


def test_its_file_is_let_go_with_its_evidence_also_once_it_is_shared(partnership, kept):
    share_initiative(by=partnership.business_member, initiative=kept.initiative)

    actions.remove_evidence(by=partnership.lead, evidence=kept.evidence)

    assert not StoredFile.objects.filter(pk=kept.evidence.file_id).exists()


def test_administrators_learn_that_something_was_done_and_what_only_once_it_is_shared(partnership, draft):
    event = Event.objects.get(verb=Verb.INITIATIVE_CHANGED)

    (line,) = audit_lines([event])

    assert (line.event.actor, line.event.subject) == ("Bo Business", "something that is kept to some partners")
    assert (line.event.details, line.event.said, line.event.url, version_with(event)) == ({}, "", "", None)
    share_initiative(by=partnership.business_member, initiative=draft)
    assert audit_lines([event])[0].event.subject == f"{MARK}title"
    assert version_with(event)


def test_a_comment_that_is_reported_is_read_by_administrators_but_not_what_it_is_about(partnership, kept):
    report_comment(
        by=partnership.someone(Role.VIEWER, "business"), comment=kept.comment, on=kept.initiative, reason="No."
    )

    assert [line.thing for line in report_lines(reports())] == ["something that is kept to some partners"]


def test_what_one_takes_along_about_oneself_leaves_out_what_is_kept_from_one_by_now(partnership, draft):
    health = partnership.partners["health"]
    give_sight(by=partnership.business_member, initiative=draft, partner=health)
    actions.confirm_initiative(by=partnership.contributor, initiative=draft)
    told = SimpleNamespace(before=str(everything_about(partnership.contributor)))

    take_sight(by=partnership.business_member, initiative=draft, partner=health)

    assert MARK in told.before
    assert MARK not in str(everything_about(partnership.contributor))
    assert "initiative.confirmed" in str(everything_about(partnership.contributor)["done"])


def test_what_others_wrote_of_ones_own_risk_since_it_is_kept_from_one_is_not_ones_own(partnership, draft):
    health = partnership.partners["health"]
    give_sight(by=partnership.business_member, initiative=draft, partner=health)
    risk = actions.raise_risk(by=partnership.contributor, initiative=draft, plan=RiskPlan("blocker", "No site yet"))
    take_sight(by=partnership.business_member, initiative=draft, partner=health)
    words = {"what": "We buy the mill", "response": "An offer is made"}
    actions.change_risk(by=partnership.business_member, risk=risk, based_on=1, words=words)

    told = str(everything_about(partnership.contributor))

    assert "No site yet" in told
    assert not any(each in told for each in words.values())


def test_who_left_the_organisation_works_no_longer_on_what_it_keeps(partnership, draft):
    member = partnership.workspace.members.get(person=partnership.business_member)
    assert member in who_may_work_on(draft)
    OrganisationPerson.objects.filter(person=partnership.business_member).delete()

    assert draft.audience() == set()
    assert list(who_may_work_on(draft)) == []
