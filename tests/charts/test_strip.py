import re

from apps.charts.strip import SIDE, WIDTH, Marked, strip


def drawn(values, mine=None, average=None):
    return strip(values, mine=mine, average=average, ends=("low", "high"), title="Strip", says="Says.")


def test_every_area_is_a_tick():
    path = re.search(r'class="strip-tick" d="([^"]+)"', drawn([1, 2, 3, 4]))

    assert path[1].count("M") == 4


def test_the_lowest_stands_at_one_end_and_the_highest_at_the_other():
    path = re.search(r'class="strip-tick" d="([^"]+)"', drawn([10, 20]))

    assert path[1].startswith(f"M{SIDE:g} ")
    assert f"M{WIDTH - SIDE:g} " in path[1]


def test_a_figure_outside_the_group_still_fits_on_the_strip():
    svg = drawn([1, 2], mine=Marked(9, "Mine 9"))

    assert f'cx="{WIDTH - SIDE:g}"' in svg


def test_a_missing_value_has_no_tick():
    path = re.search(r'class="strip-tick" d="([^"]+)"', drawn([1, float("nan"), 3]))

    assert path[1].count("M") == 2


def test_words_at_either_end_stay_inside():
    low = drawn([0, 10], mine=Marked(0, "Mine"), average=Marked(5, "average"))
    high = drawn([0, 10], mine=Marked(10, "Mine"))

    assert 'class="strip-name" text-anchor="start"' in low
    assert 'class="strip-words" text-anchor="middle"' in low
    assert 'class="strip-name" text-anchor="end"' in high


def test_a_long_name_near_a_side_stays_inside_and_is_a_part_of_its_own():
    svg = drawn([0, 10], mine=Marked(3, "7.2", "Bournemouth, Christchurch and Poole"))

    assert '<tspan class="strip-name-whose">Bournemouth, Christchurch and Poole </tspan>7.2' in svg
    assert 'class="strip-name" text-anchor="middle"' in svg
    assert 'class="strip-name" text-anchor="start"' in drawn([0, 10], mine=Marked(2, "7.2", "B" * 35))


def test_values_that_are_all_the_same_stand_in_the_middle():
    assert f"M{WIDTH / 2:g} " in drawn([3, 3])


def test_nothing_known_draws_nothing():
    assert drawn([]) == ""
    assert drawn([float("nan")]) == ""


def test_a_hostile_name_is_escaped():
    assert "<b>" not in drawn([1, 2], mine=Marked(1, "<b>", "<b>"))
