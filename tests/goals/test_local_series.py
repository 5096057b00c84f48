"""The rule against noise holds for local figures as it does for those of the index."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.goals.local_series import series_of
from apps.goals.models import LocalFigure, LocalMeasure
from apps.goals.trajectory import BEHIND, MET, OFF_COURSE, ON_COURSE, TOO_EARLY, Road, expected, judge, middle

AS_AT = date(2026, 6, 1)
values = st.floats(min_value=-1000, max_value=1000, allow_nan=False)


def measure(**changes):
    """A measure that is not saved: what a series asks of it is in its fields."""
    fields = {"name": "Visits", "definition": "Visits in a week.", "unit": "visits", "decimals": 0, "direction": 1}
    return LocalMeasure(**(fields | changes))


def points_of(*figures):
    rows = [LocalFigure(period=period, value=value, lower=low, upper=high) for period, value, low, high in figures]
    return series_of(measure(), rows).points


@given(baseline=values, target=values, figure=values, below=st.floats(0, 9), above=st.floats(0, 9))
def test_a_figure_whose_limits_hold_the_start_and_the_road_never_says_behind_or_off_course(
    baseline, target, figure, below, above
):
    assume(abs(target - baseline) > 1e-6)
    road = Road("2022-01-01/P1Y", baseline, target, date(2028, 12, 31))
    wanted = expected(road, middle("2024-01-01/P1Y"))
    low, high = min(figure, baseline, wanted) - below, max(figure, baseline, wanted) + above

    points = points_of(("2022-01-01/P1Y", baseline, None, None), ("2024-01-01/P1Y", figure, low, high))
    standing = judge(road, [point.as_point() for point in points], AS_AT).standing

    assert standing in {MET, ON_COURSE, TOO_EARLY}


@given(baseline=values, target=values, figures=st.lists(values, min_size=2, max_size=6))
def test_the_order_in_which_figures_were_added_says_nothing(baseline, target, figures):
    assume(abs(target - baseline) > 1e-6)
    rows = [("2018-01-01/P1Y", baseline, None, None)]
    rows += [(f"{2019 + at}-01-01/P1Y", value, None, None) for at, value in enumerate(figures)]
    road = Road("2018-01-01/P1Y", baseline, target, date(2028, 12, 31))

    assert judge(road, [p.as_point() for p in points_of(*rows)], AS_AT) == judge(
        road, [p.as_point() for p in points_of(*reversed(rows))], AS_AT
    )


@pytest.mark.parametrize(
    ("figure", "limits", "standing"),
    [(41.0, (None, None), BEHIND), (39.0, (None, None), OFF_COURSE), (39.0, (30.0, 60.0), TOO_EARLY)],
)
def test_without_limits_the_figure_alone_is_held_to_the_road(figure, limits, standing):
    points = points_of(("2022-01-01/P1Y", 40.0, None, None), ("2024-01-01/P1Y", figure, *limits))
    road = Road("2022-01-01/P1Y", 40.0, 60.0, date(2028, 12, 31))

    assert judge(road, [point.as_point() for point in points], AS_AT).standing == standing


def test_a_window_that_overlaps_the_baselines_never_counts_and_the_page_says_so():
    rows = [LocalFigure(period=f"{year}-01-01/P3Y", value=float(year)) for year in (2020, 2021, 2022)]
    found = series_of(measure(), rows)

    assert "Its periods overlap" in found.caveat
    assert found.counting("2020-01-01/P3Y") is None


def test_one_long_window_overlaps_what_lies_inside_it():
    rows = [LocalFigure(period=period, value=1.0) for period in ("2020-01-01/P5Y", "2023-01-01/P1Y")]

    assert "Its periods overlap" in series_of(measure(), rows).caveat


def test_without_limits_the_page_says_what_the_rule_rests_on():
    bare = series_of(measure(), [LocalFigure(period="2022-01-01/P1Y", value=1.0)])
    limited = series_of(measure(), [LocalFigure(period="2022-01-01/P1Y", value=1.0, lower=0.0, upper=2.0)])

    assert "come without limits" in bare.caveat
    assert "come without limits" not in limited.caveat


def test_a_gap_between_extremes_is_marked_unsuitable():
    gap = measure(unit="points, highest minus lowest of four groups")
    figures = [LocalFigure(period="2022-01-01/P1Y", value=1.0)]

    assert "unsuitable for a goal" in series_of(gap, figures).caveat
    assert "unsuitable for a goal" not in series_of(measure(), figures).caveat
