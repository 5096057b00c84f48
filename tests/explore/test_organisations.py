"""An organisation as the public reads it."""

import pytest

from apps.accounts.organisation_actions import unverify_organisation
from apps.goals.actions import show_goal
from apps.initiatives.actions import show_initiative
from apps.workspaces.actions import show_partner, show_workspace
from tests.work.acting import log
from tests.work.reading import said

COUNCIL = "/organisations/ambleton-council/"


@pytest.fixture
def shown(partnership):
    """A goal and an initiative that the council leads; everything is shown."""
    goal, initiative = partnership.goal(), log(partnership)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    show_goal(by=partnership.lead, goal=goal, is_public=True)
    show_initiative(by=partnership.lead, initiative=initiative, is_public=True)
    return partnership


def test_the_public_reads_who_it_is_and_nothing_that_is_not_shown(partnership, visitor):
    partnership.goal()
    log(partnership)

    page = said(visitor.get(COUNCIL))

    assert "Local government." in page
    assert "It works in: Ambleton , Brackford" in page or "It works in: Ambleton, Brackford" in page
    for hidden in ("Ambleton together", "Kerbside food waste", "Move recycling", "Olive Officer"):
        assert hidden not in page
    assert "It has not chosen to show what it takes part in." in page


def test_the_public_reads_what_it_leads_that_is_shown(shown, visitor):
    page = said(visitor.get(COUNCIL))

    assert "Where it takes part Ambleton together" in page
    assert "Move recycling" in page
    assert "Kerbside food waste" in page


def test_where_a_partner_is_named_its_page_is_linked(shown, visitor):
    assert f'href="{COUNCIL}"' in visitor.get("/areas/upper/ambleton/").text


def test_what_it_leads_where_it_is_not_seen_is_not_told(shown, visitor):
    show_partner(by=shown.lead, partner=shown.partners["council"], is_public=False)

    page = said(visitor.get(COUNCIL))

    for hidden in ("Ambleton together", "Kerbside food waste", "Move recycling"):
        assert hidden not in page


def test_to_the_public_there_are_verified_ones_only(shown, visitor, administrator):
    assert visitor.get(COUNCIL).status_code == 200
    unverify_organisation(by=administrator, organisation=shown.council, reason="It is no more.")

    assert visitor.get(COUNCIL).status_code == 404
    assert "Ambleton Council" not in visitor.get("/areas/upper/ambleton/").text
    assert visitor.get("/organisations/never-was/").status_code == 404
