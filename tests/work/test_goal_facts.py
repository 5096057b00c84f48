"""What helps whoever sets a goal: how fast a figure moved, how fast it would have to, what to choose from."""

from datetime import date

import pytest

from apps.framework.models import Element
from apps.goals.models import Goal
from apps.goals.queries import SeriesPoint
from apps.goals.trajectory import middle, year_of
from apps.scores.queries import area_profile
from apps.work.goal_facts import Pace, choices, moved_by, pace, rate


def point(period, value, bar=""):
    return SeriesPoint(period, period[:4], year_of(middle(period)), value, None, None, bar=bar)


def aim(target=40.0, due=date(2028, 7, 2), period="2023-01-01/P1Y", baseline=30.0, unit="% of adults", **fields):
    element = Element(unit=unit, decimals=1)
    return Goal(element=element, baseline_period=period, baseline=baseline, target=target, due=due, **fields)


BEGUN = Goal(element=Element(unit="%", decimals=1))
FIGURES = [point("2019-01-01/P1Y", 20.0), point("2021-01-01/P1Y", 90.0), point("2023-01-01/P1Y", 30.0)]


def test_before_there_is_a_road_the_pace_is_the_way_from_the_first_figure_to_the_last_by_years():
    found = pace(FIGURES, BEGUN)

    assert found.so_far == pytest.approx(2.5, abs=0.01)
    assert found.needed is None
    assert found.said == "Between 2019 and 2023 it moved by +2.50 percentage points a year."


def test_with_a_goal_the_pace_is_that_since_its_baseline():
    found = pace(FIGURES, aim(period="2021-01-01/P1Y", baseline=90.0, target=20.0, due=date(2031, 7, 2)))

    assert found.so_far == pytest.approx(-30, abs=0.02)
    assert found.said == (
        "Since its baseline (2021) it moved by −30.00 percentage points a year. "
        "The road needs −7.00 percentage points a year."
    )


@pytest.mark.parametrize(
    ("direction", "measure", "value", "said"),
    [
        (1, "value", 0.45, "+0.45 percentage points a year, for the better"),
        (-1, "value", 0.45, "+0.45 percentage points a year, for the worse"),
        (-1, "value", -0.45, "−0.45 percentage points a year, for the better"),
        (1, "value", 0.0, "0.00 percentage points a year"),
        (None, "value", 0.45, "+0.45 percentage points a year"),
        (None, "progress", -0.45, "−0.45 points a year, for the worse"),
    ],
)
def test_whether_a_pace_is_for_the_better_stands_beside_it(direction, measure, value, said):
    goal = Goal(element=Element(unit="%", decimals=1, direction=direction), measure=measure)

    assert moved_by(goal, value) == said


def test_where_no_figure_counts_yet_the_pace_is_that_of_the_past():
    found = pace(FIGURES, aim(target=40.0, due=date(2028, 7, 2)))

    assert found.said == (
        "Between 2019 and 2023 it moved by +2.50 percentage points a year. "
        "The road needs +2.00 percentage points a year."
    )


def test_figures_from_before_a_break_are_not_part_of_the_past():
    broken = [point("2015-01-01/P1Y", 99.0, bar="Counted anew since."), *FIGURES]

    assert pace(broken, BEGUN) == pace(FIGURES, BEGUN)


@pytest.mark.parametrize(
    ("goal", "needed"),
    [
        (aim(), 2.0),
        (aim(target=20.0), -2.0),
        (aim(due=date(2024, 7, 2)), 10.0),
        (aim(due=date(2023, 7, 2)), None),
        (aim(due=date(2020, 1, 1)), None),
    ],
)
def test_the_pace_needed_is_that_of_the_road_where_it_has_a_length(goal, needed):
    found = pace(FIGURES, goal).needed

    assert found == (None if needed is None else pytest.approx(needed, abs=0.02))


@pytest.mark.parametrize(
    "figures",
    [
        [],
        FIGURES[:1],
        # Three years around one, with the same day in the middle.
        [point("2022-01-01/P3Y", 20.0), point("2023-01-01/P1Y", 30.0)],
    ],
)
def test_of_figures_that_lie_no_time_apart_nothing_is_said_of_a_year(figures):
    assert pace(figures, BEGUN) == Pace()
    assert pace(figures, aim()).needed == pytest.approx(2.0, abs=0.02)


@pytest.mark.parametrize(
    ("goal", "value", "said"),
    [
        (aim(), 0.5, "+0.50 percentage points"),
        (aim(unit="per cent"), 0.5, "+0.50 percentage points"),
        (aim(), -0.0004, "−0.0004 percentage points"),
        (aim(), 0.0, "0.00 percentage points"),
        (aim(unit="pounds per resident"), -1234.5, "−£1,234.50 per resident"),
        (aim(unit="pounds per resident"), 0.0, "£0.00 per resident"),
        (aim(unit="tonnes per resident"), 0.126, "+0.13 tonnes per resident"),
        (aim(measure="progress"), 0.126, "+0.13 points"),
    ],
)
def test_a_rate_has_its_unit_and_is_never_written_as_nothing_unless_it_is(goal, value, said):
    assert rate(goal, value) == said


def test_the_elements_of_an_area_are_chosen_from_in_published_order_each_at_its_depth(small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    assert [(choice.reading.name, choice.depth) for choice in choices(profile, "")] == [
        ("Local conditions", 0),
        ("Health", 1),
        ("Mortality", 2),
        ("Life expectancy", 3),
        ("Smoking", 3),
        ("Happiness", 2),
        ("Place", 1),
        ("Clean air", 2),
        ("Sustainability", 0),
        ("Recycling", 1),
        ("Bus trips", 1),
    ]
    assert choices(profile, "  ") == choices(profile, "")


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        ("SMOK", ["Smoking"]),
        ("cycl", ["Recycling"]),
        ("life  exp", ["Life expectancy"]),
        ("expectancy life", ["Life expectancy"]),
        ("life smoking", []),
        ("bus-tr", ["Bus trips"]),
        ("sustain", ["Sustainability", "Recycling", "Bus trips"]),
        ("mortal", ["Mortality", "Life expectancy", "Smoking"]),
        ("\x00", []),
        (".*", []),
    ],
)
def test_what_is_sought_is_found_by_any_part_of_a_name_and_all_words_have_to_be_there(sought, names, small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    found = [choice.reading.name for choice in choices(profile, sought)]

    assert found == names


def test_what_no_goal_can_be_set_on_says_why(small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    found = {choice.reading.code: choice.bar for choice in choices(profile, "sustain", {"recycling": "It is barred."})}

    assert found == {"sustainability": "", "recycling": "It is barred.", "bus-trips": ""}
