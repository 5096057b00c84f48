import re

from apps.charts.spine import WIDTH, Spread, row

SPREAD = Spread(low=10, quarter=20, average=30, three_quarters=40, high=70)


def places(svg):
    """Where the dot is, and from where to where the thin bar goes."""
    dot = re.search(r'<circle class="([^"]+)" cx="([\d.]+)"', svg)
    bar = re.search(r'class="spine-all" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    return float(dot[2]) if dot else None, float(bar[1]), float(bar[1]) + float(bar[2])


def test_the_average_is_in_the_middle_and_one_scale_holds_on_both_sides():
    dot, left, right = places(row(SPREAD, mine=50, limits=None, region=None, step=4))

    assert dot - WIDTH / 2 == WIDTH / 2 - left
    assert right - WIDTH / 2 == 2 * (dot - WIDTH / 2)


def test_where_less_scores_higher_less_is_to_the_right():
    dot, left, right = places(row(SPREAD, mine=20, limits=None, region=None, step=4, more_is_higher=False))

    assert dot > WIDTH / 2
    assert WIDTH / 2 - left > right - WIDTH / 2


def test_limits_and_the_region_are_drawn_where_they_are_known_only():
    bare = row(SPREAD, mine=None, limits=None, region=None, step=0)
    full = row(SPREAD, mine=35, limits=(30, 40), region=33, step=0)

    parts = ("spine-limits", "spine-region", "<circle")
    assert not any(part in bare for part in parts)
    assert all(part in full for part in parts)


def test_a_group_in_which_all_figures_are_the_same_is_drawn_in_the_middle():
    dot, left, right = places(row(Spread(5, 5, 5, 5, 5), mine=5, limits=None, region=5, step=3))

    assert dot == left == right == WIDTH / 2


def test_a_figure_beyond_its_group_stays_within_the_picture():
    dot, _left, right = places(row(SPREAD, mine=500, limits=(400, 600), region=None, step=5))

    assert right < dot <= WIDTH
