import pytest

from apps.charts import drawing


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (2.0, "2"), (3.14159, "3.14"), (-7.25, "-7.25")]
)
def test_a_coordinate_is_written_as_short_as_it_can_be(value, written):
    assert drawing.coordinate(value) == written


@pytest.mark.parametrize(("angle", "point"), [(0, "0 -10"), (0.25, "10 0"), (0.5, "0 10"), (0.75, "-10 0")])
def test_a_turn_runs_clockwise_from_the_top(angle, point):
    assert drawing.on_circle(angle, 10) == point


@pytest.mark.parametrize(("end", "large"), [(0.3, "0 0 1"), (0.7, "0 1 1")])
def test_a_wedge_past_half_a_turn_takes_the_long_way_round(end, large):
    assert f"A20 20 {large} " in drawing.wedge(0, end, 10, 20)


def test_words_are_escaped_wherever_they_stand():
    hostile = '<script>alert("x")</script>'

    svg = drawing.picture(drawing.text(0, 0, hostile), box=(0, 0, 1, 1), css="x", name="n", title=hostile, says=hostile)

    assert "<script" not in svg
    assert svg.count("&lt;script&gt;") == 3


def test_a_picture_is_named_and_told_to_those_who_cannot_see_it():
    svg = drawing.picture("", box=(0, 0, 4, 2), css="x", name="n", title="A title", says="A sentence.")

    assert 'role="img" aria-labelledby="n-t n-d"' in svg
    assert '<title id="n-t">A title</title><desc id="n-d">A sentence.</desc>' in svg
