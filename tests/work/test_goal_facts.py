"""What helps whoever sets a goal: how fast a figure moved, how fast it would have to, what to choose from."""

from datetime import date

import pytest

from apps.goals.models import Goal
from apps.goals.queries import SeriesPoint
from apps.goals.trajectory import middle, year_of
from apps.scores.queries import area_profile
from apps.work.goal_facts import Pace, choices, pace


def point(period, value, label=""):
    return SeriesPoint(period, label or period[:4], year_of(middle(period)), value, None, None)


def aim(target=40.0, due=date(2028, 7, 2), period="2023-01-01/P1Y", baseline=30.0):
    return Goal(baseline_period=period, baseline=baseline, target=target, due=due)


FIGURES = [point("2019-01-01/P1Y", 20.0), point("2021-01-01/P1Y", 90.0), point("2023-01-01/P1Y", 30.0)]


def test_the_pace_so_far_is_the_way_from_the_first_figure_to_the_last_by_years():
    found = pace(FIGURES)

    assert (found.first, found.last, found.needed) == ("2019", "2023", None)
    assert found.so_far == pytest.approx(2.5, abs=0.01)


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
    assert pace(figures) == Pace(None)
    assert pace(figures, aim()).needed == pytest.approx(2.0, abs=0.02)


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
        ("\x00", []),
        (".*", []),
    ],
)
def test_what_is_sought_is_found_by_any_part_of_a_name_and_all_words_have_to_be_there(sought, names, small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    found = [choice.reading.name for choice in choices(profile, sought)]

    assert found == names
