"""The demonstration's goals on the starter figures: honest starts, and one for each way that a goal can stand."""

from datetime import date

import pytest

from apps.common.periods import parse
from apps.desks.partnership_story import STORY
from apps.figures.release import read_release
from apps.figures.starter_set import starter_files
from apps.framework.actions import DEFINITIONS
from apps.framework.reading import read_edition
from apps.goals.marks import read_marks
from apps.goals.trajectory import Point, Road, judge

STARTER = read_edition(DEFINITIONS / "2026-starter")
ELEMENTS = {element.code: element for element in STARTER.elements}
AREAS = {"calderdale": "E08000033", "kirklees": "E08000034"}
ON_VALUES = {goal.key: goal for goal in STORY.goals if goal.measure == "value"}


def points_of(goal):
    """What the starter set has for the area and indicator of a goal."""
    file = next(path for path in starter_files() if path.stem == goal.code)
    rows = [row for row in read_release(file.read_bytes()).rows if row.area == AREAS[goal.area] and row.value]
    return [
        Point(row.period, float(row.value), *(float(x) if x else None for x in (row.lower, row.upper))) for row in rows
    ]


def as_it_ends(goal):
    """Its target, and the years until it falls due, after what is changed of it in the story."""
    changes = [change for change in STORY.revisions if change.goal == goal.key]
    target = next((change.target for change in changes if change.target is not None), goal.target)
    return target, next((change.years for change in changes if change.years is not None), goal.years)


def standing(goal):
    points, (target, years) = points_of(goal), as_it_ends(goal)
    baseline = next(point.value for point in points if point.period == goal.baseline_period)
    due = date(STARTER.as_at.year + years, 12, 31)
    road = Road(goal.baseline_period, baseline, target, due, goal.shape, read_marks(goal.marks))
    return judge(road, points, STARTER.as_at).standing


def test_the_goals_on_figures_stand_in_five_ways():
    # The sixth is on a progress score, and on course.
    assert {key: standing(goal) for key, goal in ON_VALUES.items()} == {
        "recycling": "no-new-figures",
        "carbon": "too-early",
        "absence": "met",
        "claimants": "behind",
        "weight": "off-course",
    }


@pytest.mark.parametrize("goal", ON_VALUES.values(), ids=lambda goal: goal.key)
def test_no_goal_of_the_demonstration_starts_before_a_break(goal):
    assert parse(goal.baseline_period).start >= parse(ELEMENTS[goal.code].base_period).start


def test_absence_from_school_starts_after_the_years_that_its_own_note_calls_not_comparable():
    assert "2021/22" in ELEMENTS["persistent-absence"].quality_note
    assert parse(ON_VALUES["absence"].baseline_period).start > date(2021, 8, 1)
