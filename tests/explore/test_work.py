"""Who is working on what in an area: exactly as much as they chose to show."""

import pytest
from pytest_django.asserts import assertContains

from apps.goals.actions import close_goal, show_goal
from apps.initiatives.actions import move_initiative, show_initiative
from apps.practice.actions import retire_case
from apps.workspaces.actions import change_workspace, remove_member, remove_partner, show_partner, show_workspace
from tests.asking import questions
from tests.practice.changes import bring_changes
from tests.practice.writing import published_case
from tests.work.acting import comment, log
from tests.work.reading import said

AREA, ELEMENT = "/areas/upper/ambleton/", "/areas/upper/ambleton/recycling/"
NOBODY = "No partnership has chosen to show its work here."


@pytest.fixture
def goal(partnership):
    return partnership.goal(title="Less in the bin", why="Nobody’s business yet")


@pytest.fixture
def initiative(partnership, goal):
    return log(partnership, goal)


def show(partnership, *things, is_public=True):
    """Let the public see the workspace and some of what is in it."""
    for thing in things:
        match type(thing).__name__:
            case "Goal":
                show_goal(by=partnership.lead, goal=thing, is_public=is_public)
            case "Initiative":
                show_initiative(by=partnership.lead, initiative=thing, is_public=is_public)
            case "Partner":
                show_partner(by=partnership.lead, partner=thing, is_public=is_public)
            case "Workspace":
                show_workspace(by=partnership.lead, workspace=thing, is_public=is_public)


def test_until_someone_chooses_nothing_is_shown(partnership, goal, initiative, visitor):
    page = said(visitor.get(AREA))

    assert NOBODY in page
    assert "Ambleton together" not in page
    assert "Who is working on this" not in said(visitor.get(ELEMENT))


def test_a_workspace_that_is_shown_shows_no_more_than_its_name_and_purpose(partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace)

    page = said(visitor.get(AREA))

    assert "Ambleton together To thrive together." in page
    assert "It has not chosen to show more than this yet." in page
    for hidden in ("Ambleton Council", goal.title, initiative.title, "Olive Officer"):
        assert hidden not in page


def test_each_thing_is_shown_because_someone_chose_it(partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace, goal, initiative, partnership.partners["council"])

    page = said(visitor.get(AREA))

    assert "Partners that chose to be seen: Ambleton Council (local government)." in page
    assert "Less in the bin Behind" in page
    assert "by 31 December 2028. Recycling in Ambleton, led by Ambleton Council" in page
    assert "Kerbside food waste initiative, proposed" in page
    assert "Led by Ambleton Council; meant to serve: Less in the bin" in page
    for hidden in ("Ambleton Health", "Olive Officer", "Nobody’s business yet"):
        assert hidden not in page


def test_a_goal_does_not_name_a_partner_that_did_not_choose_to_be_seen(partnership, goal, visitor):
    show(partnership, partnership.workspace, goal)

    page = said(visitor.get(AREA))

    assert goal.title in page
    assert "Ambleton Council" not in page


def test_an_initiative_is_hidden_while_its_partner_is(partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace, goal, initiative)

    assert initiative.title not in said(visitor.get(AREA))


def test_nothing_of_what_members_say_is_shown(partnership, goal, visitor):
    comment(partnership, goal, "Between us.")
    show(partnership, partnership.workspace, goal)

    assert "Between us." not in said(visitor.get(AREA)) + said(visitor.get(ELEMENT))


def test_the_page_of_an_element_shows_what_concerns_it_and_its_parts(partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace, goal, initiative, partnership.partners["council"])

    own, above, beside = (
        said(visitor.get(f"/areas/upper/ambleton/{code}/")) for code in ("recycling", "sustainability", "smoking")
    )

    for page in (own, above):
        assert "Who is working on this" in page
        assert "Less in the bin Behind" in page
        assert initiative.title in page
    assert "Who is working on this" not in beside


def test_another_area_of_the_workspace_does_not_show_this_ones_goals(partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace, goal, initiative, partnership.partners["council"])

    page = said(visitor.get("/areas/upper/brackford/"))

    assert "Ambleton together" in page
    assert goal.title not in page.replace(f"meant to serve: {goal.title}", "")


def _close(partnership, goal, initiative):
    close_goal(by=partnership.lead, goal=goal, note="Reached.")


def _hide(partnership, goal, initiative):
    show(partnership, goal, is_public=False)


def _stop(partnership, goal, initiative):
    move_initiative(by=partnership.lead, initiative=initiative, move="stop")


def _rename(partnership, goal, initiative):
    change_workspace(by=partnership.lead, workspace=partnership.workspace, based_on=1, words={"name": "Another name"})


def _withdraw(partnership, goal, initiative):
    show(partnership, partnership.workspace, is_public=False)


def _part(partnership, goal, initiative):
    partner = partnership.partners["health"]
    show_partner(by=partnership.contributor, partner=partner, is_public=True)
    remove_member(by=partnership.lead, member=partner.members.get())
    remove_partner(by=partnership.lead, partner=partner)


@pytest.mark.parametrize("deed", [_close, _hide, _stop, _rename, _withdraw, _part])
def test_whatever_changes_what_is_shown_changes_the_page_at_once(deed, partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace, goal, initiative, partnership.partners["council"])
    held = visitor.get(AREA).headers["ETag"]

    deed(partnership, goal, initiative)

    assert visitor.get(AREA, headers={"If-None-Match": held}).status_code == 200


def test_what_changes_nothing_that_is_shown_leaves_the_page_as_it_was(partnership, goal, visitor):
    show(partnership, partnership.workspace, goal)
    held = visitor.get(AREA)

    comment(partnership, goal, "Between us.")

    assert visitor.get(AREA, headers={"If-None-Match": held.headers["ETag"]}).status_code == 304


def test_what_is_invented_is_marked_so(partnership, visitor):
    partnership.workspace.is_demonstration = True
    partnership.workspace.save()
    show(partnership, partnership.workspace)

    assertContains(visitor.get(AREA), "Demonstration: invented")


def test_the_page_asks_no_more_for_more_work(partnership, goal, initiative, visitor):
    show(partnership, partnership.workspace, goal, initiative, partnership.partners["council"])
    counted = {address: questions(visitor, address) for address in (AREA, ELEMENT)}
    for number in range(15):
        more = partnership.goal(title=f"More {number}", target=50.0 + number)
        show(partnership, more, log(partnership, more, title=f"More {number}"))

    for address, count in counted.items():
        assert questions(visitor, address) == count
        assert "More 14" in said(visitor.get(address))
    assert max(counted.values()) <= 20


def test_a_published_case_study_is_found_on_the_pages_of_its_area_and_element(small_world, curator, visitor, settings):
    settings.CANDIDATE_LEAST_AREAS = 3
    bring_changes(small_world)
    case = published_case(small_world, curator)

    pages = [visitor.get(address) for address in (AREA, ELEMENT)]
    retire_case(by=curator, case=case)

    for page in pages:
        assertContains(page, f'href="/practice/{case.slug}/"')
    for address in (AREA, ELEMENT):
        assert case.title not in said(visitor.get(address))


def test_the_page_of_an_element_shows_what_was_tried_elsewhere_too(small_world, curator, visitor, settings):
    settings.CANDIDATE_LEAST_AREAS = 3
    bring_changes(small_world)
    case = published_case(small_world, curator)

    assert case.title in said(visitor.get("/areas/upper/dunmere/recycling/"))
    assert case.title not in said(visitor.get("/areas/upper/dunmere/"))
    assert case.title not in said(visitor.get("/areas/upper/dunmere/smoking/"))
