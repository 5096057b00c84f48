"""A workspace as the public reads it."""

import pytest

from apps.goals.actions import show_goal
from apps.initiatives.actions import show_initiative
from apps.workspaces.actions import archive_workspace, show_partner, show_workspace
from apps.workspaces.models import Workspace
from tests.work.acting import log
from tests.work.reading import offered, said

ADDRESS = "/workspaces/ambleton-together/"


@pytest.fixture
def shown(partnership):
    """A goal and an initiative that the council leads; everything is shown."""
    partnership.made = partnership.goal(), log(partnership)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    show_goal(by=partnership.lead, goal=partnership.made[0], is_public=True)
    show_initiative(by=partnership.lead, initiative=partnership.made[1], is_public=True)
    return partnership


def test_the_public_reads_what_was_shown_and_nobodys_name(shown, visitor):
    page = visitor.get(ADDRESS)

    for told in ("To thrive together.", "Ambleton Council", "Move recycling", "Kerbside food waste", "Sign in to ask"):
        assert told in said(page)
    for hidden in ("Olive Officer", "Ambleton Health", "invented"):
        assert hidden not in said(page)
    assert {"/areas/upper/ambleton/", "/organisations/ambleton-council/", "/work/"} <= offered(page)


def test_an_invented_workspace_is_marked_so(shown, visitor):
    Workspace.objects.update(is_demonstration=True)

    assert "Demonstration: invented" in said(visitor.get(ADDRESS))


def test_what_is_not_shown_is_not_told(shown, visitor):
    show_goal(by=shown.lead, goal=shown.made[0], is_public=False)
    show_partner(by=shown.lead, partner=shown.partners["council"], is_public=False)

    page = said(visitor.get(ADDRESS))

    for hidden in ("Ambleton Council", "Move recycling", "Kerbside food waste"):
        assert hidden not in page
    assert "It has not chosen to show more than this yet." in page


def test_to_the_public_a_hidden_or_archived_one_is_none(shown, visitor, signed_in):
    archive_workspace(by=shown.lead, workspace=shown.workspace, reason="It is done.")
    assert visitor.get(ADDRESS).status_code == 404
    assert "Move recycling" not in said(visitor.get("/organisations/ambleton-council/"))
    assert "Kerbside food waste" not in said(visitor.get("/organisations/ambleton-council/"))
    assert signed_in(shown.lead).get("/workspaces/never-was/").status_code == 404


def test_its_page_is_linked_where_it_is_named(shown, visitor, signed_in):
    for page in ("/areas/upper/ambleton/", "/organisations/ambleton-council/"):
        assert ADDRESS in offered(visitor.get(page))
    assert ADDRESS in offered(signed_in(shown.lead).get("/w/ambleton-together/edit/"))
