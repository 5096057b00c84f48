"""Milestones with owners and states; what they were before stays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.initiatives.actions import (
    add_milestone,
    change_milestone,
    move_milestone,
    raise_risk,
    reach_milestone,
    take_back_milestone,
)
from apps.initiatives.course import course_of
from apps.initiatives.handover_actions import hand_over
from apps.initiatives.plans import RiskPlan
from apps.initiatives.queries import cared_for, initiative_lines
from apps.workspaces.actions import remove_member
from tests.kept import keep_draft
from tests.records import as_saved
from tests.rights import everyone_around, those_who_may

LATER = date(2027, 9, 30)


def change(by, milestone, based_on=1, **words):
    return change_milestone(by=by, milestone=milestone, based_on=based_on, words=words)


def test_who_may_change_and_move_one(partnership, milestone):
    people = everyone_around(partnership)
    people.pop("operator")

    changed = those_who_may(lambda by: change(by, milestone, title="Doors wide open"), people)
    moved = those_who_may(lambda by: move_milestone(by=by, milestone=milestone, move="begin"), people)

    assert changed == moved == {"contributor of the business", "contributor", "lead"}


def test_a_day_that_was_moved_is_seen_with_the_words_of_why(partnership, cafe, milestone):
    change_milestone(
        by=partnership.lead, milestone=milestone, based_on=1, words={"due": LATER}, reason="The lease came late."
    )

    line = course_of(cafe, reader=partnership.viewer).milestones[0]
    assert (line.milestone.due, line.was_due) == (LATER, (date(2027, 3, 31),))
    assert (
        "was due on 31 March 2027, and is due on 30 September 2027"
        in Event.objects.filter(verb=Verb.MILESTONE_CHANGED).get().details["said"]
    )
    versions = Version.objects.filter(subject_kind="milestone", subject_id=milestone.pk)
    assert [(each.number, each.reason) for each in versions] == [(2, "The lease came late."), (1, "")]


def test_a_change_on_what_someone_else_changed_is_overtaken(partnership, milestone):
    change(partnership.lead, milestone, title="Doors wide open")

    with pytest.raises(Overtaken):
        change(partnership.contributor, milestone, title="Doors ajar")


def test_only_a_member_who_sees_it_looks_after_it(partnership, milestone, stranger):
    kept = keep_draft(partnership, partnership.goal())

    with pytest.raises(ValidationError, match="member of this workspace"):
        change(partnership.lead, milestone, owner=stranger)
    with pytest.raises(ValidationError, match="who sees this"):
        change(partnership.business_member, kept.milestone, owner=partnership.lead)
    assert change(partnership.lead, milestone, owner=partnership.viewer).owner == partnership.viewer


def test_the_states_lead_from_planned_to_reached_and_back(partnership, milestone):
    by = partnership.lead

    moved = [
        move_milestone(by=by, milestone=milestone, move="begin").state,
        reach_milestone(by=by, milestone=milestone, on=date(2026, 1, 5)).state,
        take_back_milestone(by=by, milestone=milestone).state,
        move_milestone(by=by, milestone=milestone, move="drop").state,
    ]

    assert moved == ["under-way", "reached", "under-way", "dropped"]
    with pytest.raises(Refused, match="dropped"):
        reach_milestone(by=by, milestone=milestone, on=date(2026, 1, 5))
    with pytest.raises(LookupError):
        move_milestone(by=by, milestone=milestone, move="reach")
    assert move_milestone(by=by, milestone=milestone, move="plan-again").state == "planned"


def test_what_is_dropped_is_neither_next_nor_overdue_nor_counted(partnership, cafe):
    late = add_milestone(by=partnership.lead, initiative=cafe, title="Doors open", due=date(2020, 1, 1))
    move_milestone(by=partnership.lead, milestone=late, move="drop")

    line = initiative_lines(partnership.workspace, reader=partnership.lead)[0]

    assert (line.milestones, line.next_milestone, line.overdue) == (0, None, ())


def test_what_someone_who_left_looked_after_is_handed_over_with_its_history(partnership, cafe, milestone):
    left, taker = partnership.contributor, partnership.lead
    change(taker, milestone, owner=left)
    risk = raise_risk(by=taker, initiative=cafe, plan=RiskPlan("blocker", "No lease.", owner=left))
    workspace = partnership.workspace
    remove_member(by=taker, member=workspace.members.select_related("person", "workspace").get(person=left))

    assert course_of(cafe, reader=taker).milestones[0].is_left
    care = next(each for each in cared_for(workspace) if each.person == left)
    assert (care.milestones, care.risks, care.is_member) == (1, 1, False)
    to = workspace.members.get(person=taker)
    assert hand_over(by=taker, workspace=workspace, person=left, to=to) == 2

    milestone, risk = as_saved(milestone), as_saved(risk)
    assert (milestone.owner, milestone.version, risk.owner, risk.version) == (taker, 3, taker, 2)
    assert not course_of(cafe, reader=taker).milestones[0].is_left
