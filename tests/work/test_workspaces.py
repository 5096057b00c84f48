"""The home of a workspace, its activity, and what it says of itself."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects, assertTemplateUsed

from apps.access.roles import Role
from apps.activity.models import Event
from apps.background.claim import run_waiting
from apps.conversations.actions import withdraw_comment
from apps.goals.actions import show_goal
from apps.initiatives.actions import show_initiative
from apps.workspaces.actions import mark_seen, show_partner, show_workspace
from tests.work.acting import LONG_AGO, comment, log, step
from tests.work.reading import at, headings, said
from tests.world import row_of


def words(workspace, **changes):
    return {"version": workspace.version, "name": workspace.name, "purpose": workspace.purpose, **changes}


def newest(workspace):
    return Event.objects.filter(scope_kind="workspace", scope_id=workspace.pk).latest("pk").pk


def test_the_home_answers_four_questions_in_their_order(partnership, lead):
    page = lead.get(at(partnership, "workspace"))

    assertTemplateUsed(page, "work/workspace.html")
    found = [words for level, words in headings(page) if level == 2]
    assert found == ["What needs you", "What changed", "How our goals are", "No goals yet", "Who we are"]
    assert "To thrive together." in said(page)
    assert "You speak for Ambleton Council, as a lead." in said(page)


def test_a_new_workspace_says_what_to_do_first(partnership, lead, viewer):
    assertContains(lead.get(at(partnership, "workspace")), "No goals yet")
    assertContains(lead.get(at(partnership, "workspace")), at(partnership, "goal_choose"), count=2)
    assertNotContains(viewer.get(at(partnership, "workspace")), at(partnership, "goal_choose"))


def test_what_needs_someone_is_theirs(partnership, lead, viewer):
    initiative = log(partnership)
    step(partnership, initiative, "Bins bought", LONG_AGO)

    assert "milestone “Bins bought” was due on 31 March 2020" in said(lead.get(at(partnership, "workspace")))
    assert "was due on 31 March 2020" not in said(viewer.get(at(partnership, "workspace")))


def test_what_changed_since_one_last_looked_is_marked_until_one_says_so(partnership, lead, contributor):
    mark_seen(by=partnership.contributor, workspace=partnership.workspace)
    partnership.goal(title="Less in the bin")

    before = contributor.get(at(partnership, "workspace"))
    seen = contributor.post(at(partnership, "workspace_seen"), {"up_to": newest(partnership.workspace)})
    after = contributor.get(at(partnership, "workspace"))

    assert "1 thing that others did since you last said you had seen all." in said(before)
    assertRedirects(seen, at(partnership, "workspace"))
    assert "Nothing that others did since you last said you had seen all." in said(after)


def test_what_happened_after_the_page_was_read_stays_new(partnership, contributor):
    mark_seen(by=partnership.contributor, workspace=partnership.workspace)
    goal = partnership.goal()
    read_up_to = newest(partnership.workspace)
    comment(partnership, goal, by=partnership.lead)

    contributor.post(at(partnership, "workspace_seen"), {"up_to": read_up_to})

    assert "1 thing that others did since you last said you had seen all." in said(
        contributor.get(at(partnership, "workspace"))
    )


@pytest.mark.parametrize("up_to", ["x", "-1", "9" * 30, "1\x00"])
def test_a_number_that_is_none_marks_nothing_beyond_now(up_to, partnership, contributor):
    assert contributor.post(at(partnership, "workspace_seen"), {"up_to": up_to}).status_code == 302


def test_how_goals_are_is_told_by_a_sentence_each_and_a_count(partnership, lead):
    partnership.goal(title="Less in the bin")

    page = said(lead.get(at(partnership, "workspace")))

    assert "1 Behind" in page
    assert "Less in the bin" in page
    assert "the road expected" in page


def test_the_home_asks_no_more_for_more(partnership, lead, django_assert_max_num_queries):
    for number in range(3):
        goal = partnership.goal(title=f"Goal {number}", target=41.0 + number)
        log(partnership, goal, title=f"Initiative {number}")
        comment(partnership, goal, f"Comment {number}")
    run_waiting()
    with django_assert_max_num_queries(24) as few:
        lead.get(at(partnership, "workspace"))
    for number in range(20):
        goal = partnership.goal(title=f"More {number}", target=50.0 + number)
        log(partnership, goal, title=f"More {number}")
        partnership.someone(Role.VIEWER, "charity")
    run_waiting()

    with django_assert_max_num_queries(len(few)):
        lead.get(at(partnership, "workspace"))


def test_activity_tells_the_story_in_order(partnership, lead):
    goal = partnership.goal(title="Less in the bin")
    comment(partnership, goal)
    initiative = log(partnership, goal, title="Kerbside food waste")
    partnership.world.bring("recycling", [row_of(goal.area.code, "2025-01-01/P1Y", 44.0)], release="2")
    partnership.world.publish()
    run_waiting()

    page = said(lead.get(at(partnership, "activity")))

    story = [
        "The platform held the goal to newly published figures: Less in the bin",
        f"Olive Officer logged {initiative.title}",
        "Harper Health commented on Less in the bin",
        "Olive Officer set the goal Less in the bin",
        "opened the workspace Ambleton together",
    ]
    places = [page.index(sentence) for sentence in story]
    assert places == sorted(places)
    assert "44" in page


@pytest.mark.parametrize(
    ("about", "there", "not_there"),
    [
        ("goals", "set the goal", "commented on"),
        ("talk", "commented on", "set the goal"),
        ("people", "added a member", "set the goal"),
        ("initiatives", "logged", "set the goal"),
        ("nonsense", "set the goal", "nonsense"),
    ],
)
def test_activity_can_be_narrowed(about, there, not_there, partnership, lead):
    goal = partnership.goal()
    comment(partnership, goal)
    log(partnership, goal)

    page = said(lead.get(at(partnership, "activity", about=about)))

    assert there in page
    assert not_there not in page


def test_activity_goes_back_page_by_page(partnership, lead):
    goal = partnership.goal()
    for number in range(55):
        comment(partnership, goal, f"Comment {number}")

    latest = lead.get(at(partnership, "activity", about="talk"))
    before = latest.context["earlier"]
    earlier = lead.get(at(partnership, "activity", about="talk", before=before))

    assert len(latest.context["days"][0].events) == 50
    assert sum(len(day.events) for day in earlier.context["days"]) == 5
    assertContains(earlier, "Newest")


@pytest.mark.parametrize("before", ["x", "0", "9" * 30, "-5", "1\x00"])
def test_a_place_in_the_activity_that_is_none_is_no_mistake(before, partnership, lead):
    assert lead.get(at(partnership, "activity", before=before)).status_code == 200


def test_of_a_comment_that_was_taken_back_the_activity_says_nothing_that_it_said(partnership, lead, contributor):
    goal = partnership.goal()
    written = comment(partnership, goal, "Something hasty")
    withdraw_comment(by=partnership.contributor, comment=written, on=type(goal).objects.get(pk=goal.pk))

    assertNotContains(lead.get(at(partnership, "activity")), "Something hasty")
    assertNotContains(lead.get(at(partnership, "workspace")), "Something hasty")


def test_what_it_says_of_itself_can_be_changed(partnership, lead):
    sent = words(partnership.workspace, name="Ambleton and Brackford", purpose="Waste less.")

    response = lead.post(at(partnership, "workspace_edit"), sent)

    assertRedirects(response, at(partnership, "workspace"))
    assert "Waste less." in said(lead.get(at(partnership, "workspace")))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Give the workspace a name."),
        ("purpose", " ", "Say what the workspace is for."),
        ("name", "N" * 141, "at most 140 characters"),
        ("purpose", "P" * 2001, "at most 2000 characters"),
        ("purpose", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_so_is_said_and_nothing_is_changed(field, value, sentence, partnership, lead):
    response = lead.post(at(partnership, "workspace_edit"), words(partnership.workspace) | {field: value})

    assert response.status_code == 422
    assert sentence in said(response)
    partnership.workspace.refresh_from_db()
    assert partnership.workspace.version == 1


def test_of_two_who_change_it_the_second_gets_both_versions(partnership, lead):
    first = words(partnership.workspace, purpose="First words.")
    second = words(partnership.workspace, purpose="Second words.", name="Another name")
    lead.post(at(partnership, "workspace_edit"), first)

    overtaken = lead.post(at(partnership, "workspace_edit"), second)

    assert overtaken.status_code == 409
    assert "First words." in said(overtaken)
    assertContains(overtaken, "Second words.</textarea>", status_code=409)


def test_before_it_is_shown_the_page_says_exactly_what_the_public_would_see(partnership, lead):
    goal, hidden = partnership.goal(title="Less in the bin"), partnership.goal(title="Hidden", target=50.0)
    initiative = log(partnership, goal)
    show_goal(by=partnership.lead, goal=goal, is_public=True)
    show_initiative(by=partnership.lead, initiative=initiative, is_public=True)

    before = said(lead.get(at(partnership, "workspace_edit")))
    show_partner(by=partnership.lead, partner=partnership.partners["council"], is_public=True)
    after = said(lead.get(at(partnership, "workspace_edit")))

    assert "The public does not see that this workspace exists." in before
    assert "no partner by name, for none has chosen to be seen" in before
    assert "Less in the bin" in before
    assert hidden.title not in before
    assert initiative.title not in before
    assert "the partners that chose to be seen: Ambleton Council" in after
    assert initiative.title in after


def test_it_is_shown_and_hidden_with_a_button(partnership, lead):
    address = at(partnership, "workspace_show")

    shown = lead.post(address, {"is_public": "yes"}, follow=True)
    hidden = lead.post(address, {"is_public": "no"}, follow=True)

    assert "The public sees this workspace now." in said(shown)
    assert "The public does not see this workspace now." in said(hidden)


def test_the_name_of_a_workspace_is_only_a_name(partnership, lead):
    lead.post(at(partnership, "workspace_edit"), words(partnership.workspace, name="<script>alert(1)</script>"))

    assertNotContains(lead.get(at(partnership, "workspace")), "<script>alert(1)")
    assertNotContains(lead.get(at(partnership, "activity")), "<script>alert(1)")


def test_a_workspace_that_is_public_is_still_closed_to_strangers(partnership, stranger, signed_in):
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)

    assert signed_in(stranger).get(at(partnership, "workspace")).status_code == 404
