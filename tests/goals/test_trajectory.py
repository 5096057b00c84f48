"""The road from a baseline to a target, and where a figure stands beside it: worked by hand, and by property."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.goals.trajectory import (
    BEHIND,
    ENOUGH,
    MET,
    NO_NEW_FIGURES,
    NOT_COMPARABLE,
    OFF_COURSE,
    ON_COURSE,
    SLOW_START,
    STEPPED,
    STRAIGHT,
    TOO_EARLY,
    Point,
    Road,
    expected,
    is_silent,
    judge,
    latest_counting,
    line_of,
    middle,
    year_of,
)

AS_AT = date(2026, 6, 30)
#: From the middle of 2020 to the middle of 2030, a point a year upwards.
UP = Road("2020-01-01/P1Y", 40.0, 50.0, date(2030, 7, 1))
DOWN = Road("2020-01-01/P1Y", 40.0, 30.0, date(2030, 7, 1))
BEGAN = Point("2020-01-01/P1Y", 40.0)


def year(number):
    return f"{number}-01-01/P1Y"


def standing(road, value, lower=None, upper=None, period="2025-01-01/P1Y", as_at=AS_AT):
    return judge(road, [BEGAN, Point(period, value, lower, upper)], as_at).standing


def test_the_road_is_straight_and_rests_at_either_end():
    # 3652 days from 1 July 2020 to 1 July 2030; 1827 of them until 2 July 2025.
    assert UP.start == date(2020, 7, 1)
    assert expected(UP, date(2025, 7, 2)) == pytest.approx(40 + 10 * 1827 / 3652)
    assert expected(DOWN, date(2025, 7, 2)) == pytest.approx(40 - 10 * 1827 / 3652)
    assert expected(UP, date(1999, 1, 1)) == 40.0
    assert expected(UP, date(2040, 1, 1)) == 50.0


def road(shape, *marks):
    return Road("2020-01-01/P1Y", 40.0, 50.0, date(2030, 7, 1), shape, marks)


def test_a_straight_road_leads_past_its_marks():
    marked = road(STRAIGHT, (date(2025, 7, 1), 42.0))

    assert expected(marked, date(2025, 7, 1)) == 42.0
    # 3652 days in all: 1826 of them to the mark, 1826 from it to the end.
    assert expected(marked, date(2022, 12, 31)) == pytest.approx(40 + 2 * 913 / 1826)
    assert expected(marked, date(2027, 12, 31)) == pytest.approx(42 + 8 * 913 / 1826)


def test_a_road_in_steps_rests_at_each_mark_until_the_day_of_the_next():
    stepped = road(STEPPED, (date(2024, 1, 1), 43.0), (date(2027, 1, 1), 47.0))

    days = [date(2023, 12, 31), date(2024, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2030, 6, 30)]
    assert [expected(stepped, day) for day in days] == [40.0, 43.0, 43.0, 47.0, 47.0]
    assert expected(stepped, date(2030, 7, 1)) == 50.0


def test_a_road_that_is_slow_at_first_has_a_quarter_of_the_way_at_half_of_the_time():
    assert expected(road(SLOW_START), date(2025, 7, 1)) == pytest.approx(40 + 10 / 4)


@given(
    shape=st.sampled_from([STRAIGHT, STEPPED, SLOW_START]),
    days=st.lists(st.dates(date(2020, 7, 2), date(2030, 6, 30)), max_size=4, unique=True),
    values=st.lists(st.floats(40, 50), min_size=4, max_size=4),
    asked=st.lists(st.dates(date(2019, 1, 1), date(2032, 1, 1)), min_size=2, max_size=20),
)
def test_no_road_goes_back_nor_beyond_its_ends_and_it_is_drawn_where_it_runs(shape, days, values, asked):
    marks = () if shape == SLOW_START else tuple(zip(sorted(days), sorted(values)[: len(days)], strict=True))
    made = Road("2020-01-01/P1Y", 40.0, 50.0, date(2030, 7, 1), shape, marks)

    on_the_way = [expected(made, day) for day in sorted(asked)]

    assert on_the_way == sorted(on_the_way)
    assert all(40 <= value <= 50 for value in on_the_way)
    drawn = line_of(made)
    assert (drawn[0], drawn[-1]) == ((made.start, 40.0), (made.due, 50.0))
    assert [day for day, _ in drawn] == sorted(day for day, _ in drawn)


def test_a_figure_is_held_to_the_road_as_it_runs():
    # Halfway in time: 45 by the straight road, 42.5 by that which is slow at first, 40 until the step at the end.
    at = [BEGAN, Point("2025-01-01/P1Y", 42.4)]

    assert judge(road(STRAIGHT), at, AS_AT).standing == BEHIND
    assert judge(road(SLOW_START), at, AS_AT).standing == ON_COURSE
    assert judge(road(STEPPED, (date(2029, 1, 1), 45.0)), at, AS_AT).standing == ON_COURSE


def test_a_period_is_met_in_its_middle():
    assert middle("2022-01-01/P3Y") == date(2023, 7, 2)
    assert middle("2021-03-21") == date(2021, 3, 21)
    assert year_of(date(2025, 7, 2)) == pytest.approx(2025 + 182 / 365)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (50.0, MET),
        (51.0, MET),
        (45.1, ON_COURSE),
        # Nine tenths of the 5.0027 that are expected by then are 4.5025.
        (44.51, ON_COURSE),
        (44.50, BEHIND),
        (40.0, BEHIND),
        (39.9, OFF_COURSE),
    ],
)
def test_a_figure_without_limits_stands_where_its_move_puts_it(value, word):
    assert standing(UP, value) == word
    assert standing(DOWN, 80.0 - value) == word


@pytest.mark.parametrize(
    ("value", "lower", "upper", "word"),
    [
        # It moved the right way, and what the road expects, 45.0, lies within the limits: it may be there.
        (43.0, 40.5, 45.5, ON_COURSE),
        # They hold where it began as well: it may not have moved at all, or all the way.
        (43.0, 40.0, 46.0, TOO_EARLY),
        (39.0, 32.0, 46.0, TOO_EARLY),
        (40.0, 34.0, 46.0, TOO_EARLY),
        # What moved far enough is on course, whatever its limits leave open.
        (45.0, 39.0, 51.0, ON_COURSE),
        (43.0, 41.0, 44.9, BEHIND),
        # On the other side of the baseline; only where the limits leave the baseline out is it off course.
        (39.0, 37.5, 40.5, BEHIND),
        (39.0, 38.5, 39.5, OFF_COURSE),
        (50.0, 44.0, 56.0, MET),
    ],
)
def test_limits_leave_open_what_lies_between_them(value, lower, upper, word):
    assert standing(UP, value, lower, upper) == word


def test_of_three_year_windows_those_that_share_a_year_with_the_baseline_do_not_count():
    road = Road("2020-01-01/P3Y", 40.0, 50.0, date(2030, 7, 1))
    points = [Point(f"{first}-01-01/P3Y", 40.0 + first - 2020) for first in (2018, 2020, 2021, 2022)]

    assert latest_counting(points, road.baseline_period) is None
    assert judge(road, points, AS_AT).standing == TOO_EARLY
    assert latest_counting([*points, Point("2023-01-01/P3Y", 43.0)], road.baseline_period).value == 43.0


def test_it_is_too_early_until_a_figure_counts():
    earlier = [Point(year(2018), 39.0), Point(year(2019), 41.0)]

    judged = judge(UP, [*earlier, BEGAN], date(2021, 6, 30))

    assert (judged.standing, judged.point, judged.expected) == (TOO_EARLY, None, None)


def test_a_baseline_that_is_no_longer_published_cannot_be_compared():
    assert judge(UP, [Point(year(2025), 45.0)], AS_AT).standing == NOT_COMPARABLE
    assert judge(UP, [], AS_AT).standing == NOT_COMPARABLE


def test_a_series_is_silent_when_its_usual_interval_and_two_years_have_passed():
    yearly, every_third = [year(2020), year(2021), year(2022)], [year(2016), year(2019), year(2022)]

    assert not is_silent(yearly, date(2025, 12, 30))
    assert is_silent(yearly, date(2026, 1, 1))
    assert not is_silent(every_third, date(2027, 12, 1))
    assert is_silent(every_third, date(2028, 1, 2))
    assert not is_silent([year(1999)], AS_AT)


def test_a_silent_series_says_nothing_new_but_what_was_reached_stays_reached():
    points = [BEGAN, Point(year(2021), 40.9), Point(year(2022), 41.0)]
    reached = [*points[:2], Point(year(2022), 50.0)]

    judged = judge(UP, points, AS_AT)

    assert (judged.standing, judged.point.value) == (NO_NEW_FIGURES, 41.0)
    assert judge(UP, reached, AS_AT).standing == MET
    assert judge(UP, [Point(year(2019), 41.0), BEGAN], AS_AT).standing == NO_NEW_FIGURES


VALUES = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
DAYS = st.dates(date(2020, 7, 2), date(2060, 1, 1))


@st.composite
def roads(draw):
    baseline = draw(VALUES)
    target = draw(VALUES.filter(lambda value: abs(value - baseline) > 0.01))
    return Road("2020-01-01/P1Y", baseline, target, draw(DAYS))


@given(roads(), DAYS, DAYS)
def test_the_road_never_leaves_the_way_from_baseline_to_target_and_never_turns_back(road, one, other):
    earlier, later = sorted((one, other))
    ends = sorted((road.baseline, road.target))
    slack = 1e-9 * max(1.0, *map(abs, ends))

    assert ends[0] - slack <= expected(road, one) <= ends[1] + slack
    assert (expected(road, later) - expected(road, earlier)) * road.direction >= -slack
    assert expected(road, road.due + timedelta(days=1)) == pytest.approx(road.target, abs=slack)


ORDER = [OFF_COURSE, BEHIND, ON_COURSE, MET]


@given(roads(), VALUES, VALUES)
def test_a_better_figure_never_stands_worse(road, one, other):
    worse, better = sorted((one, other), key=lambda value: value * road.direction)

    assert ORDER.index(standing(road, worse)) <= ORDER.index(standing(road, better))


@given(roads(), VALUES)
def test_up_and_down_are_judged_alike(road, value):
    turned = Road(road.baseline_period, -road.baseline, -road.target, road.due)
    judged = judge(road, [Point(road.baseline_period, road.baseline), Point(year(2025), value)], AS_AT)
    mirrored = judge(turned, [Point(road.baseline_period, -road.baseline), Point(year(2025), -value)], AS_AT)

    assert judged.standing == mirrored.standing


@given(roads(), VALUES, st.floats(0, 1e5))
def test_wider_limits_never_turn_a_goal_off_course(road, value, width):
    without = standing(road, value)
    within = standing(road, value, value - width, value + width)

    assert within == without or (without, within) in {
        (OFF_COURSE, BEHIND),
        (OFF_COURSE, TOO_EARLY),
        (BEHIND, TOO_EARLY),
        (BEHIND, ON_COURSE),
    }


@given(roads(), VALUES, st.floats(0, 1e5), st.floats(0, 1e5))
def test_what_moved_the_wrong_way_or_not_at_all_is_never_on_course(road, value, below, above):
    word = standing(road, value, value - below, value + above)

    assert word not in {ON_COURSE, MET} or (value - road.baseline) * road.direction > 0


@given(roads(), st.floats(ENOUGH + 0.001, 1.0))
def test_nine_tenths_of_the_expected_move_are_enough(road, share):
    wanted = expected(road, middle(year(2025)))

    assert standing(road, road.baseline + share * (wanted - road.baseline)) in {ON_COURSE, MET}


@given(roads(), st.permutations([year(number) for number in range(2015, 2026)]))
def test_the_order_of_the_figures_does_not_matter(road, periods):
    points = [Point(period, float(int(period[:4]))) for period in periods]

    assert judge(road, points, AS_AT) == judge(road, sorted(points, key=lambda point: point.period), AS_AT)


@given(roads(), VALUES, st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_target_that_moves_further_away_never_lets_a_figure_stand_better(road, value, further, width):
    beyond = replace(road, target=road.target + further * road.direction)
    limits = (value - width, value + width)

    # Nobody stands better because more is asked. Limits may then hold the road that they left out, and only that.
    assert ORDER.index(standing(beyond, value)) <= ORDER.index(standing(road, value))
    assert (standing(beyond, value, *limits) == MET) <= (standing(road, value, *limits) == MET)


@given(roads(), VALUES, DAYS)
def test_more_time_never_lets_a_figure_stand_worse(road, value, due):
    sooner, later = sorted((replace(road, due=due), road), key=lambda each: each.due)

    assert ORDER.index(standing(sooner, value)) <= ORDER.index(standing(later, value))


@given(roads(), VALUES, VALUES, st.floats(0, 1e5))
def test_nothing_flips_on_noise_between_off_course_and_on_course(road, value, noise, width):
    """Of two figures that lie within each other's limits one is never off course while the other is on it."""
    near = max(value - width, min(value + width, noise))
    words = {standing(road, each, each - width, each + width) for each in (value, near)}

    assert words != {OFF_COURSE, ON_COURSE} or abs(expected(road, middle(year(2025))) - road.baseline) <= 2 * width


@given(roads(), VALUES, st.integers(0, 20))
def test_where_nothing_new_comes_out_a_standing_only_ever_turns_silent(road, value, years):
    now = standing(road, value)
    then = standing(road, value, as_at=AS_AT + timedelta(days=365 * years))

    assert then in (now, NO_NEW_FIGURES)
    assert now != MET or then == MET
