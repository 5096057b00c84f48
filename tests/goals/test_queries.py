"""What pages ask about goals."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.framework.models import Element
from apps.goals.actions import close_goal, show_goal
from apps.goals.models import Goal
from apps.goals.queries import (
    bars_to_goals,
    elements_to_choose,
    expected_by,
    figure_lines,
    goal_detail,
    goal_lines,
    public_goals,
    series_for,
)
from apps.goals.trajectory import year_of
from apps.scores.models import Publication
from apps.workspaces.actions import show_workspace
from tests.goals.editions import next_edition
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


def test_money_of_each_year_comes_with_a_warning(partnership):
    Element.objects.filter(code="recycling").update(unit="pounds per resident, not adjusted for prices")

    assert "prices alone may move them" in series(partnership, "recycling").caveat


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


def test_why_no_goal_can_be_set_is_told_for_exactly_what_refuses_one(partnership):
    world = partnership.world
    Element.objects.filter(code="smoking").update(goal_bar="It moves by chance alone.")

    for name in ("Ambleton", "Tiny Isle"):
        bars = bars_to_goals(world.areas[name], "upper", world.run)
        for element in world.edition.elements.all():
            measure = "value" if element.is_indicator else "progress"
            refusal = series_for(world.areas[name], "upper", element, measure).refusal
            assert bool(bars.get(element.code)) == bool(refusal), (name, element.code)


def test_lines_come_open_ones_first_by_the_day_they_fall_due(partnership):
    late, soon = partnership.goal(), partnership.goal("smoking", due=date(2027, 12, 31))
    closed = partnership.goal("clean-air", due=date(2028, 6, 30))
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


def test_a_line_says_from_what_to_what_by_when(partnership):
    partnership.goal()

    assert goal_lines(partnership.workspace)[0].aim == "from 30.0 (2023) to 45.0 by 31 December 2028"


def shown_goal_on_what_is_called_otherwise_by_now(partnership):
    goal = show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    next_edition(partnership.world, "recycling", code="recycling-rate", supersedes="recycling")
    partnership.world.publish()
    return goal


def test_after_an_edition_the_public_finds_a_goal_on_what_its_element_is_by_now(partnership):
    goal = shown_goal_on_what_is_called_otherwise_by_now(partnership)
    ambleton = partnership.world.areas["Ambleton"]

    (line,) = public_goals(ambleton, ["recycling-rate"])

    assert (line.goal, line.element_now.code) == (goal, "recycling-rate")
    assert public_goals(ambleton, ["recycling"]) == []
    assert goal_detail(goal).element_now == line.element_now
    assert goal_lines(partnership.workspace)[0].element_now == line.element_now
    assert queries_of(lambda: goal_lines(partnership.workspace)) == 3


def test_before_anything_is_published_an_element_is_nothing_by_now(partnership):
    partnership.goal()
    Publication.objects.all().delete()

    assert goal_lines(partnership.workspace)[0].element_now is None


def test_what_is_gone_from_the_index_leads_nowhere(partnership):
    goal = show_goal(by=partnership.lead, goal=partnership.goal(), is_public=True)
    show_workspace(by=partnership.lead, workspace=partnership.workspace, is_public=True)
    next_edition(partnership.world, "recycling", code="waste")
    partnership.world.publish()

    assert goal_detail(goal).element_now is None
    assert public_goals(goal.area, ["recycling", "waste"]) == []
    assert [(line.goal, line.element_now) for line in public_goals(goal.area)] == [(goal, None)]


def test_what_the_road_expects_by_a_day_is_said_while_it_lasts(partnership):
    goal = partnership.goal()

    assert expected_by(goal, date(2026, 12, 31)) == "By 31 December 2026 the road expects 39.5."
    assert expected_by(goal, date(2028, 12, 31)) == ""
    assert expected_by(goal, date(2023, 7, 1)) == ""


def test_beside_each_figure_that_counts_stands_what_the_road_expects(partnership):
    goal = partnership.goal()

    lines = figure_lines(goal, goal_detail(goal).series.points)

    assert [(line.point.label, line.value, line.expected) for line in lines] == [
        ("2024", "30.5", "32.7"),
        ("2023", "30.0", ""),
    ]


def test_before_there_is_a_road_it_expects_nothing(partnership):
    begun = Goal(element=Element.objects.get(code="recycling"), measure="value")

    assert [line.expected for line in figure_lines(begun, series(partnership, "recycling").points)] == ["", ""]


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


def test_modelled_figures_are_marked_unsuitable(partnership):
    Element.objects.filter(code="recycling").update(modelled=True)

    assert "They are unsuitable for telling how a goal goes." in series(partnership, "recycling").caveat
