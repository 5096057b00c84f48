import re

from apps.charts.waterfall import LEAST, LEFT, RIGHT, Bar, waterfall

STEPS = [Bar("Others", 5.0, 4.5, "−0.50"), Bar("Own", 4.5, 5.5, "+1.00")]


def drawn(bars=STEPS):
    return waterfall(bars, first=("Before", "5.00"), last=("Now", "5.50"), title="Why", says="Says.", name="one")


def boxes(svg):
    found = re.findall(r'<rect class="([\w-]+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    return [(css, float(x), float(width)) for css, x, width in found]


def test_each_bar_begins_where_the_one_before_ended():
    down, up = boxes(drawn())

    # From 4.5 to 5.5 the whole width stands for one point.
    width = RIGHT - LEFT
    assert down == ("waterfall-down", LEFT, width / 2)
    assert up == ("waterfall-up", LEFT, width)


def test_a_small_change_looks_small():
    (only,) = boxes(drawn([Bar("Own", 5.0, 5.0 + LEAST / 10, "+0.02")]))

    assert only[2] < (RIGHT - LEFT) / 9


def test_names_and_changes_stand_beside_their_bars_and_are_escaped():
    svg = drawn([Bar("<Own & others>", 5.0, 5.5, "+0.50")])

    assert "&lt;Own &amp; others&gt;" in svg
    assert "+0.50" in svg
    assert "<title" in svg
    assert "Before" in svg
    assert "5.50" in svg


def test_without_a_step_there_is_nothing_to_draw():
    assert drawn([]) == ""
