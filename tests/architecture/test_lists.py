"""A list of what someone may see or change holds exactly what the check would let them see or change."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from apps.access.checks import can
from apps.access.permissions import Permission
from apps.accounts.models import Organisation
from apps.goals.models import Goal
from apps.initiatives.models import Dependency, Initiative, Interest
from apps.workspaces.models import Workspace
from tests.architecture.furnishing import furnish
from tests.kept import keep_draft
from tests.partnership import build_partnership

#: Every list by someone's rights: the permission that it has to agree with, and where that permission is held.
LISTS = [
    (Organisation, "visible_to", Permission.ORGANISATION_VIEW, lambda organisation: organisation),
    (Workspace, "visible_to", Permission.WORKSPACE_VIEW, lambda workspace: workspace),
    (Goal, "visible_to", Permission.WORKSPACE_VIEW, lambda goal: goal.workspace),
    (Goal, "editable_by", Permission.GOAL_EDIT, lambda goal: goal.workspace),
    (Initiative, "visible_to", Permission.WORKSPACE_VIEW, lambda initiative: initiative),
    (Interest, "visible_to", Permission.WORKSPACE_VIEW, lambda interest: interest.initiative),
    (Dependency, "visible_to", Permission.WORKSPACE_VIEW, lambda dependency: dependency.on or dependency.initiative),
    (Initiative, "editable_by", Permission.INITIATIVE_EDIT, lambda initiative: initiative),
]


@pytest.fixture
def two_workspaces(furnished, other_lead, partnership, curator):
    """Two workspaces with a goal and an initiative each, and a third of which someone of the first is a member."""
    furnish(build_partnership(partnership.world, "Castle Vale apart"), curator)
    keep_draft(partnership, Goal.objects.filter(workspace=partnership.workspace)[0])
    return furnished


def test_every_list_by_rights_is_in_the_table():
    there = {
        (model, name)
        for model in apps.get_models()
        for name in ("visible_to", "editable_by")
        if hasattr(model._default_manager, name)
    }

    assert there == {(model, name) for model, name, _, _ in LISTS}


@pytest.mark.parametrize(
    ("model", "name", "permission", "scope_of"), LISTS, ids=lambda each: getattr(each, "__name__", None)
)
def test_a_list_agrees_with_the_check_for_everyone(model, name, permission, scope_of, two_workspaces, people):
    everyone = {"visitor": AnonymousUser(), **people}

    listed = {who: set(getattr(model.objects, name)(person)) for who, person in everyone.items()}

    assert listed == {
        who: {each for each in model.objects.all() if can(person, permission, on=scope_of(each))}
        for who, person in everyone.items()
    }
    assert (bool(listed["lead"]), bool(listed["stranger"])) == (True, False)
    assert len(listed["lead"]) < model.objects.count()
