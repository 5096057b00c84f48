import pytest

from apps.charts.track import track


@pytest.mark.parametrize(("score", "x"), [(0, "4"), (5, "50"), (10, "96")])
def test_the_dot_stands_at_its_score(score, x):
    assert f'<circle class="mark mark--3" cx="{x}"' in track(score, 3)


def test_without_a_score_there_is_no_dot():
    assert "<circle" not in track(None, 0)


def test_a_range_is_drawn_where_there_is_one():
    assert 'class="track-range" d="M40.8 8H59.2"' in track(5, 3, lower=4, upper=6)
    assert "track-range" not in track(5, 3)
