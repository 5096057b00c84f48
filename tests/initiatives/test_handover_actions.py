"""What someone looked after is handed over."""

import pytest

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.models import Notification
from apps.activity.verbs import Verb
from apps.background.claim import run_waiting
from apps.common.errors import Refused
from apps.goals.actions import close_goal
from apps.initiatives.handover_actions import hand_over
from apps.initiatives.queries import cared_for
from apps.workspaces.actions import remove_member
from tests.factories.accounts import UserFactory
from tests.records import as_saved
from tests.work.acting import log


@pytest.fixture
def left(partnership):
    """A contributor of the trust who set a goal, closed another, logged an initiative, and left."""
    by = partnership.contributor
    partnership.made = partnership.goal(by=by, lead=partnership.health), log(partnership, by=by)
    partnership.closed = close_goal(by=by, goal=partnership.goal("smoking", by=by), note="It is given up.")
    remove_member(by=partnership.lead, member=member(partnership, by))
    return by


def member(partnership, person):
    return partnership.workspace.members.select_related("person", "workspace").get(person=person)


def hand(partnership, person, to, by=None):
    return hand_over(
        by=by or partnership.lead, workspace=partnership.workspace, person=person, to=member(partnership, to)
    )


def test_whoever_begins_it_looks_after_it_and_those_who_left_come_first(partnership, left):
    partnership.goal("smoking")

    found = [
        (each.person.name, each.goals, each.initiatives, each.is_member) for each in cared_for(partnership.workspace)
    ]

    assert found == [("Harper Health", 1, 1, False), ("Olive Officer", 1, 0, True)]


def test_open_goals_and_live_initiatives_go_to_a_member_who_is_told(partnership, left):
    assert hand(partnership, left, partnership.business_member) == 2
    run_waiting()

    goal, initiative = (as_saved(each) for each in partnership.made)
    assert (goal.looked_after_by, initiative.looked_after_by) == (partnership.business_member,) * 2
    assert (goal.set_by, initiative.logged_by) == (left, left)
    assert as_saved(partnership.closed).looked_after_by == left
    told = Notification.objects.filter(verb=Verb.HANDED_OVER)
    assert [each.person for each in told] == [partnership.business_member]
    with pytest.raises(Refused, match="nothing left to hand over"):
        hand(partnership, left, partnership.business_member)


def test_it_goes_to_another_member_who_may_change_it(partnership, left):
    with pytest.raises(Refused, match="Vi Viewer is a viewer here"):
        hand(partnership, left, partnership.viewer)
    with pytest.raises(Refused, match="Choose another member"):
        hand(partnership, partnership.lead, partnership.lead)
    gone = member(partnership, partnership.viewer)
    remove_member(by=partnership.lead, member=member(partnership, partnership.viewer))
    with pytest.raises(Refused, match="Choose another member"):
        hand_over(by=partnership.lead, workspace=partnership.workspace, person=left, to=gone)


def test_only_leads_hand_over(partnership, left):
    other = partnership.someone(Role.CONTRIBUTOR)
    for person in (other, partnership.viewer, left, UserFactory()):
        with pytest.raises(AccessDenied):
            hand(partnership, left, partnership.business_member, by=person)
