import re

import pytest

from apps.charts.history import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Point
from apps.charts.road import ROOM, End, Way, reach, road

PAST = [Point(2021.5, "2021", 28.0, 27.0, 29.0), Point(2022.5, "2022", None), Point(2023.5, "2023", 30.0)]
START, TARGET = End(2023.5, 30.0, "30.0"), End(2028.99, 45.0, "target 45.0")


def drawn(points=PAST, start=START, target=TARGET):
    return road(points, start, target, low="27", high="45", title="Recycling", says="From here to there.")


def place(css, picture):
    """Where the one mark of a class has its centre."""
    if css == "road-start":
        return tuple(map(float, re.search(r'class="road-start" cx="(\S+)" cy="(\S+)"', picture).groups()))
    corners = re.search(r'class="road-target" points="([^"]+)"', picture)[1].split()
    xs, ys = zip(*(map(float, corner.split(",")) for corner in corners), strict=True)
    return (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2


def height_of(words, picture):
    return float(re.search(rf'y="(\S+)"[^>]*>{words}</text>', picture)[1])


def ends_of_time(picture):
    """What stands below the picture, left and right."""
    return tuple(re.findall(rf'<text x="\S+" y="{HEIGHT - 16 + ROOM:.0f}"[^>]*>([^<]*)</text>', picture))


def test_the_road_leads_from_the_baseline_to_the_target():
    picture = drawn()

    way = re.search(r'class="road-way" d="M(\S+) (\S+)L(\S+) (\S+)"', picture)
    assert tuple(map(float, way.groups())) == (*place("road-start", picture), *place("road-target", picture))


def test_the_baseline_lies_on_the_figure_that_it_was_read_from():
    picture = drawn()

    dots = re.findall(r'class="history-dot" cx="(\S+)" cy="(\S+)"', picture)
    assert len(dots) == 2
    assert tuple(map(float, dots[-1])) == place("road-start", picture)


def test_the_past_is_a_line_that_a_missing_figure_breaks_and_limits_are_drawn_where_they_are_known():
    picture = drawn()

    line = re.search(r'class="history-line" d="([^"]+)"', picture)[1]
    limits = re.search(r'class="history-limits" d="([^"]+)"', picture)[1]
    assert (line.count("M"), line.count("L")) == (2, 0)
    assert limits.count("V") == 1


@pytest.mark.parametrize("aim", [45.0, 10.0])
def test_a_target_that_is_higher_stands_higher_and_later_stands_further_right(aim):
    picture = drawn(target=End(2028.99, aim, "target"))

    (began, from_height), (ends, to_height) = place("road-start", picture), place("road-target", picture)
    assert began < ends
    assert (to_height < from_height) == (aim > 30.0)


@pytest.mark.parametrize("aim", [45.0, 10.0])
def test_the_words_of_the_target_stand_where_neither_the_road_nor_other_words_do(aim):
    picture = drawn(target=End(2028.99, aim, "target"))

    height, came_from, mark = (
        height_of("target", picture),
        place("road-start", picture)[1],
        place("road-target", picture)[1],
    )
    assert abs(height - mark) > 7
    assert (height < mark) == (mark < came_from)
    assert -ROOM + 12 <= height <= height_of("2028", picture) - 16


@pytest.mark.parametrize("lowest", [9.9, 9.0, 20.0])
def test_the_words_of_a_target_that_lies_low_stand_clear_of_the_axis(lowest):
    points = [Point(2021.5, "2021", 28.0, lowest, 29.0)]

    assert height_of("target", drawn(points, target=End(2028.99, 10.0, "target"))) <= BOTTOM - 4


def test_without_a_single_figure_the_road_is_drawn_all_the_same():
    picture = drawn([])

    assert "history-line" not in picture
    assert "history-dot" not in picture
    assert 'class="road-way"' in picture
    assert ends_of_time(picture) == ("2023", "2028")


@pytest.mark.parametrize(
    ("points", "ends"),
    [
        (PAST, ("2021", "2028")),
        (PAST[2:], ("2023", "2028")),
        ([Point(2024.5, "2024", 31.0)], ("2023", "2028")),
        ([*PAST, Point(2030.5, "2030", 44.0)], ("2021", "2030")),
        ([Point(2020.5, "2020", None), *PAST], ("2021", "2028")),
    ],
)
def test_below_the_picture_stands_when_what_is_drawn_begins_and_ends(points, ends):
    assert ends_of_time(drawn(points)) == ends


@pytest.mark.parametrize(
    ("points", "aim", "span"),
    [
        (PAST, 45.0, (27.0, 45.0)),
        (PAST, 10.0, (6.0, 30.0)),
        ([], 45.0, (30.0, 45.0)),
        ([], 10.0, (6.0, 30.0)),
        ([Point(2022.5, "2022", None)], 45.0, (30.0, 45.0)),
        ([Point(2022.5, "2022", 50.0, 40.0, 60.0)], 45.0, (30.0, 60.0)),
    ],
)
def test_the_reach_holds_every_figure_every_limit_both_ends_and_room_below_a_target_that_lies_deepest(
    points, aim, span
):
    assert reach(points, START, End(2028.99, aim, "")) == span


@pytest.mark.parametrize(
    ("points", "start", "target"),
    [
        (PAST, START, TARGET),
        ([*PAST, Point(2035.5, "2035", 60.0, 20.0, 90.0)], START, TARGET),
        ([], End(2024.0, 5.0, ""), End(2024.0, 5.0, "")),
        ([], End(2024.0, -1e12, ""), End(2074.0, 1e12, "")),
    ],
)
def test_all_marks_lie_inside_the_picture(points, start, target):
    picture = drawn(points, start, target)

    centres = [place("road-start", picture), place("road-target", picture)]
    centres += [tuple(map(float, dot)) for dot in re.findall(r'class="history-dot" cx="(\S+)" cy="(\S+)"', picture)]
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in centres)


def test_the_picture_says_what_it_shows_to_those_who_cannot_see_it():
    picture = drawn()

    assert '<title id="road-t">Recycling</title><desc id="road-d">From here to there.</desc>' in picture
    assert 'role="img" aria-labelledby="road-t road-d"' in picture
    assert f'viewBox="0 {-ROOM:.0f} {WIDTH:.0f} {HEIGHT + 2 * ROOM:.0f}"' in picture


def test_every_word_is_escaped():
    nasty = '<script>"&'
    end = End(2028.99, 45.0, nasty)

    picture = road([Point(2021.0, nasty, 1.0)], START, end, low=nasty, high=nasty, title=nasty, says=nasty)

    assert "<script>" not in picture
    assert picture.count("&lt;script&gt;&quot;&amp;") == 5


def test_a_way_with_corners_and_marks_is_drawn_through_them():
    way = Way(((2023.5, 30.0), (2026.0, 30.0), (2026.0, 40.0), (2028.99, 45.0)), ((2026.0, 40.0),))

    picture = road(PAST, START, TARGET, way=way, title="Recycling", says="In steps.")

    assert re.search(r'class="road-way" d="([^"]+)"', picture)[1].count("L") == 3
    assert picture.count('class="road-mark"') == 1


def test_a_forecast_is_a_bar_at_the_day_of_the_target_and_the_picture_reaches_to_its_ends():
    picture = road(PAST, START, TARGET, forecast=(20.0, 60.0), title="Recycling", says="With a forecast.")

    x, y, up = re.search(r'class="road-forecast" d="M(\S+) (\S+)V(\S+)"', picture).groups()
    assert float(x) == place("road-target", picture)[0]
    assert float(up) < place("road-target", picture)[1] < float(y)
    assert reach(PAST, START, TARGET, (20.0, 60.0)) == (20.0, 60.0)
