"""Public pages are kept until something happens that may have changed them."""

from datetime import date

import pytest

from apps.access.checks import OPERATOR
from apps.accounts.actions import change_organisation
from apps.accounts.life_actions import merge_organisations
from apps.activity.actions import record
from apps.activity.models import Event
from apps.activity.queries import seen_version
from apps.activity.verbs import Verb
from apps.goals import actions as goals
from apps.goals.models import Goal
from apps.goals.queries import public_goals
from apps.initiatives import actions as initiatives
from apps.initiatives.models import Initiative
from apps.initiatives.plans import Service
from apps.initiatives.queries import public_initiatives
from apps.workspaces import actions as workspaces
from apps.workspaces.models import Workspace
from apps.workspaces.queries import public_workspaces
from tests.initiatives.making import log


@pytest.fixture
def shown(partnership):
    """Everything that can be shown is: a workspace, its partners, a goal and what is meant to serve it."""
    goal = partnership.goal()
    initiative = log(partnership, serves=(Service(goal, "By mending."),))
    goals.show_goal(by=OPERATOR, goal=goal, is_public=True)
    initiatives.show_initiative(by=OPERATOR, initiative=initiative, is_public=True)
    workspaces.show_workspace(by=OPERATOR, workspace=partnership.workspace, is_public=True)
    for partner in partnership.partners.values():
        workspaces.show_partner(by=OPERATOR, partner=partner, is_public=True)
    return partnership


def seen_by_the_public(partnership):
    """All that public pages say of people's work, as text."""
    area = partnership.world.areas["Ambleton"]
    return [
        *((each.workspace.words(), [partner.words() for partner in each.partners]) for each in public_workspaces(area)),
        *((line.goal.words(), str(line.goal.lead), line.sentence) for line in public_goals(area)),
        *(
            (each.initiative.words(), each.initiative.status, [str(goal) for goal in each.goals])
            for each in public_initiatives(area)
        ),
    ]


def the_goal():
    return Goal.objects.select_related("workspace").earliest("pk")


def the_initiative():
    return Initiative.objects.select_related("workspace").earliest("pk")


#: Whatever people can do that changes what the public sees, as the operator does it.
CHANGES = {
    "a workspace says something else": lambda p: workspaces.change_workspace(
        by=OPERATOR, workspace=p.workspace, based_on=1, words={"purpose": "To do well."}
    ),
    "a workspace is hidden": lambda p: workspaces.show_workspace(by=OPERATOR, workspace=p.workspace, is_public=False),
    "a partner is hidden": lambda p: workspaces.show_partner(
        by=OPERATOR, partner=p.partners["health"], is_public=False
    ),
    "a partner leaves": lambda p: (
        workspaces.remove_member(by=OPERATOR, member=p.workspace.members.get(person=p.contributor)),
        workspaces.remove_partner(by=OPERATOR, partner=p.partners["health"]),
    ),
    "an organisation says something else": lambda p: change_organisation(
        by=OPERATOR, organisation=p.business, based_on=1, words={"name": "Weft"}
    ),
    "an organisation becomes part of another": lambda p: merge_organisations(
        by=OPERATOR, organisation=p.health, into=p.council, reason="They merged."
    ),
    "a goal is changed": lambda p: goals.revise_goal(
        by=OPERATOR, goal=the_goal(), based_on=1, words={"title": "Recycle more"}
    ),
    "a goal is closed": lambda p: goals.close_goal(by=OPERATOR, goal=the_goal(), note="Enough."),
    "a goal is hidden": lambda p: goals.show_goal(by=OPERATOR, goal=the_goal(), is_public=False),
    "an initiative is changed": lambda p: initiatives.change_initiative(
        by=OPERATOR, initiative=the_initiative(), based_on=1, words={"title": "Repair shop"}
    ),
    "an initiative is elsewhere": lambda p: initiatives.change_initiative(
        by=OPERATOR, initiative=the_initiative(), based_on=1, words={"areas": [p.world.areas["Brackford"]]}
    ),
    "an initiative starts": lambda p: initiatives.move_initiative(
        by=OPERATOR, initiative=the_initiative(), move="start"
    ),
    "an initiative is hidden": lambda p: initiatives.show_initiative(
        by=OPERATOR, initiative=the_initiative(), is_public=False
    ),
    "an initiative stops serving": lambda p: initiatives.stop_serving(
        by=OPERATOR, initiative=the_initiative(), goal=the_goal()
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_version_changes_with_what_the_public_sees_of_peoples_work(change, shown):
    before, version = seen_by_the_public(shown), seen_version()
    assert version == seen_version()

    change(shown)

    assert seen_by_the_public(shown) != before
    assert seen_version() != version


def test_the_version_changes_when_something_is_shown_again(shown):
    goal = the_goal()
    goals.close_goal(by=OPERATOR, goal=goal, note="Enough.")
    closed = seen_version()
    goals.reopen_goal(by=OPERATOR, goal=goal)
    reopened = seen_version()

    initiatives.serve_goal(by=OPERATOR, initiative=the_initiative(), goal=goal, mechanism="By teaching.")

    assert len({closed, reopened, seen_version()}) == 3


def test_the_version_stays_with_what_the_public_does_not_see(shown):
    version, before = seen_version(), seen_by_the_public(shown)

    log(shown, title="Another")
    shown.goal("smoking")
    initiatives.confirm_initiative(by=OPERATOR, initiative=the_initiative())
    initiatives.add_milestone(by=OPERATOR, initiative=the_initiative(), title="Doors open", due=date(2027, 1, 1))

    assert seen_by_the_public(shown) == before
    assert seen_version() == version


def test_the_version_stays_with_what_happens_in_a_workspace_that_the_public_does_not_see(shown):
    workspaces.show_workspace(by=OPERATOR, workspace=shown.workspace, is_public=False)
    version = seen_version()

    goals.revise_goal(by=OPERATOR, goal=the_goal(), based_on=1, words={"title": "Recycle more"})
    initiatives.move_initiative(by=OPERATOR, initiative=the_initiative(), move="start")

    assert seen_version() == version


def test_what_changed_while_a_workspace_was_hidden_is_noticed_when_it_is_shown(shown):
    version = seen_version()
    workspaces.show_workspace(by=OPERATOR, workspace=shown.workspace, is_public=False)
    goals.revise_goal(by=OPERATOR, goal=the_goal(), based_on=1, words={"title": "Recycle more"})
    hidden = seen_version()

    workspaces.show_workspace(by=OPERATOR, workspace=Workspace.objects.get(), is_public=True)

    assert len({version, hidden, seen_version()}) == 3


def test_the_version_is_one_small_query_however_much_happened(shown, django_assert_num_queries):
    for _ in range(40):
        record(Verb.WORKSPACE_CHANGED, actor=None, subject=shown.workspace, scope=shown.workspace)

    with django_assert_num_queries(1):
        version = seen_version()

    assert len(version) < 300


def test_of_two_events_at_once_the_one_with_the_lower_number_is_noticed_though_it_is_seen_second(shown):
    early = record(Verb.WORKSPACE_CHANGED, actor=None, subject=shown.workspace, scope=shown.workspace)
    # It is not committed yet when the later one is seen.
    Event.objects.filter(pk=early.pk).update(seen_by_public=False)
    record(Verb.WORKSPACE_CHANGED, actor=None, subject=shown.workspace, scope=shown.workspace)
    version = seen_version()

    Event.objects.filter(pk=early.pk).update(seen_by_public=True)

    assert seen_version() != version
