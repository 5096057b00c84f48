"""What pages ask about goals."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.framework.models import Element
from apps.goals.actions import close_goal, show_goal
from apps.goals.models import Goal
from apps.goals.queries import elements_to_choose, goal_detail, goal_lines, public_goals, series_for
from apps.goals.trajectory import year_of
from apps.scores.models import Publication
from apps.workspaces.actions import show_workspace
from tests.world import NEW, OLD, row_of


def series(partnership, code, measure="value", area="Ambleton"):
    element = Element.objects.get(code=code, edition=partnership.world.edition)
    return series_for(partnership.world.areas[area], "upper", element, measure)


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_series_is_what_is_published_of_an_area(partnership):
    found = series(partnership, "recycling")

    assert [(point.period, point.label, point.value) for point in found.points] == [
        (OLD, "2023", 30.0),
        (NEW, "2024", 30.5),
    ]
    assert (found.unit, found.direction, found.refusal, found.caveat) == ("per cent", 1, "", "")
    assert found.points[0].when == pytest.approx(2023.5, abs=0.01)


def test_what_came_in_but_is_not_published_is_not_in_a_series(partnership):
    world = partnership.world
    world.bring("recycling", [row_of(world.areas["Ambleton"].code, "2025-01-01/P1Y", 40.0)], release="2")

    assert len(series(partnership, "recycling").points) == 2


def test_a_series_without_a_figure_says_that_there_is_nothing_to_start_from(partnership):
    found = series(partnership, "recycling", area="Tiny Isle")

    assert "no figure for this area yet" in found.refusal


def test_no_goal_is_set_before_anything_is_published(partnership):
    Publication.objects.all().delete()

    assert "No scores are published yet" in series(partnership, "recycling").refusal


def test_modelled_figures_come_with_a_warning(partnership):
    Element.objects.filter(code="recycling").update(modelled=True)

    assert "cannot show the effect of one area’s own work" in series(partnership, "recycling").caveat


def test_windows_that_overlap_come_with_a_warning(partnership):
    world = partnership.world
    code = world.areas["Ambleton"].code
    world.bring("recycling", [row_of(code, "2024-07-01/P1Y", 31.0)], release="2")
    world.publish()

    assert "periods overlap" in series(partnership, "recycling").caveat


def test_a_single_figure_is_enough_to_start_from_and_says_what_it_cannot_tell(partnership):
    world = partnership.world
    code = world.areas["Tiny Isle"].code
    world.bring("recycling", [row_of(code, NEW, 30.0)], release="2")
    world.publish()
    found = series(partnership, "recycling", area="Tiny Isle")

    assert found.refusal == ""
    assert "how fast it moves is not known" in found.caveat


def test_the_elements_to_choose_come_in_published_order(partnership):
    codes = [element.code for element in elements_to_choose(partnership.world.run)]

    assert codes[0] == "local-conditions"
    assert set(codes) >= {"recycling", "smoking", "health"}


def test_lines_come_open_ones_first_by_the_day_they_fall_due(partnership):
    late, soon = partnership.goal(), partnership.goal("smoking", due=date(2027, 12, 31))
    closed = partnership.goal("clean-air", due=date(2026, 12, 31))
    close_goal(by=partnership.lead, goal=closed, note="Enough.")

    lines = goal_lines(partnership.workspace)

    assert [line.goal for line in lines] == [soon, late, closed]
    assert lines[1].sentence == "30.5 in 2024; the road expected 32.7 by then: behind."
    assert lines[1].assessment == late.assessments.get()


def test_a_list_of_fifty_goals_costs_no_more_queries_than_one_of_two(partnership):
    for number in range(2):
        partnership.goal(title=f"Goal {number}")
    few = queries_of(lambda: goal_lines(partnership.workspace))
    for number in range(2, 50):
        partnership.goal(title=f"Goal {number}")

    assert queries_of(lambda: goal_lines(partnership.workspace)) == few == 2
    assert len(goal_lines(partnership.workspace)) == 50


def test_a_goals_page_asks_little_however_long_its_history(partnership):
    goal = Goal.objects.select_related("workspace", "area", "element").get(pk=partnership.goal().pk)
    short = queries_of(lambda: goal_detail(goal))
    for version in range(2, 30):
        first = goal.assessments.last()
        first.pk, first.goal_version = None, version
        first.save()

    assert queries_of(lambda: goal_detail(goal)) == short
    assert short <= 8


def test_the_road_leads_from_the_middle_of_the_baselines_period_to_the_day_it_falls_due(partnership):
    detail = goal_detail(partnership.goal())

    assert detail.road == ((year_of(date(2023, 7, 2)), 30.0), (year_of(date(2028, 12, 31)), 45.0))
    assert detail.history[0].reasons == ("The goal was set.",)


def test_the_public_sees_what_was_shown_in_a_workspace_that_is(partnership):
    shown, hidden = partnership.goal(), partnership.goal("smoking")
    ambleton = partnership.world.areas["Ambleton"]
    show_goal(by=partnership.lead, goal=shown, is_public=True)
    assert public_goals(ambleton) == []
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)

    assert [line.goal for line in public_goals(ambleton)] == [shown]
    assert public_goals(ambleton, [hidden.element.code]) == []
    assert [line.goal for line in public_goals(ambleton, ["recycling", "smoking"])] == [shown]
    assert public_goals(partnership.world.areas["Brackford"]) == []
