import re

import pytest

from apps.charts.history import Point, extent, history

SERIES = [
    Point(2020, "2020", 1.0, 0.5, 1.5),
    Point(2021, "2021", None),
    Point(2022, "2022", 3.0),
    Point(2023, "2023", 2),
]


def drawn(points=SERIES):
    return history(points, low="0.5", high="3", title="History", says="Says.")


def test_a_missing_period_breaks_the_line():
    line = re.search(r'class="history-line" d="([^"]+)"', drawn())[1]

    assert (line.count("M"), line.count("L")) == (2, 1)


def test_every_known_figure_has_a_dot():
    assert drawn().count('class="history-dot"') == 3


def test_limits_are_drawn_where_they_are_known():
    limits = re.search(r'class="history-limits" d="([^"]+)"', drawn())[1]

    assert limits.count("V") == 1
    assert "history-limits" not in drawn(SERIES[1:])


def test_the_extent_counts_limits_too():
    assert extent(SERIES) == (0.5, 3.0)


def test_a_higher_figure_stands_higher():
    heights = [float(y) for y in re.findall(r'class="history-dot" cx="\S+" cy="(\S+)"', drawn())]

    assert heights[1] < heights[2] < heights[0]


def test_figures_that_never_change_lie_on_one_line():
    same = [Point(2020, "2020", 2.0), Point(2021, "2021", 2.0)]

    assert len(set(re.findall(r'cy="(\S+)"', drawn(same)))) == 1


@pytest.mark.parametrize("points", [[], SERIES[:1], SERIES[:2]])
def test_fewer_than_two_figures_are_no_history(points):
    assert drawn(points) == ""
