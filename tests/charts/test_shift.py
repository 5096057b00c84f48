import re

from apps.charts.shift import SIDE, WIDTH, shift

WORDS = {"words": ("before", "after"), "title": "T", "says": "S", "name": "x"}


def test_each_area_has_a_tick_on_both_lines_and_a_line_between():
    # From 0 to 10 over 640 - 2 * 8 = 624: 2.5 is at 8 + 156 = 164, 5 at 320.
    drawn = shift([(2.5, 5.0), (5.0, 5.0)], mine=(2.5, 5.0), ends=(0, 10), **WORDS)

    assert "M164 44L320 84" in drawn
    assert re.findall(r'class="strip-tick" d="([^"]*)"', drawn) == ["M164 26v18M320 26v18", "M320 84v18M320 84v18"]
    assert 'class="shift-mine" d="M164 44L320 84M164 22v22M320 84v22"' in drawn


def test_who_has_a_score_once_only_has_one_tick_and_no_line():
    drawn = shift([(2.5, None), (None, 5.0)], mine=(None, None), ends=(0, 10), **WORDS)

    assert 'class="shift-lines" d=""' in drawn
    assert re.findall(r'class="strip-tick" d="([^"]*)"', drawn) == ["M164 26v18", "M320 84v18"]
    assert "shift-mine" not in drawn


def test_nothing_is_drawn_of_nobody():
    assert shift([(None, float("nan"))], mine=(None, None), ends=(0, 10), **WORDS) == ""


def test_nothing_leaves_the_picture_and_words_are_escaped():
    drawn = shift([(-5.0, 50.0)], mine=(None, None), ends=(0, 10), **WORDS | {"title": "<b>"})

    assert f"M{SIDE:g} 44L{WIDTH - SIDE:g} 84" in drawn
    assert "&lt;b&gt;" in drawn
