"""Whose figure moved furthest beyond its group's: worked by hand, and what must hold whatever the figures are."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.practice.evidence import earlier_period, furthest, lie_apart, moved
from apps.scores.engine.transform import TRANSFORMS

SINCE = "2000-01-01/P1Y"
plain = TRANSFORMS["none"]


def moves(before, after, direction=1, bend=plain, least_areas=3):
    return moved(
        np.array(before, float), np.array(after, float), direction=direction, bend=bend, least_areas=least_areas
    )


def test_a_group_worked_by_hand():
    # Changes 1, 2, 3, 4 and 13: the median is 3, the deviations 2, 1, 0, 1 and 10, their median 1; s = 1.4826.
    found = moves([10, 10, 10, 10, 10], [11, 12, 13, 14, 23])

    assert found.group_change == 3
    assert found.size == 5
    assert found.change.tolist() == [1, 2, 3, 4, 13]
    assert found.lead.tolist() == pytest.approx([-2 / 1.4826, -1 / 1.4826, 0, 1 / 1.4826, 10 / 1.4826])
    assert found.passed.tolist() == [0, 1, 2, 3, 4]


def test_where_less_is_better_who_falls_furthest_leads():
    found = moves([10, 10, 10, 10, 10], [9, 8, 7, 6, -3], direction=-1)

    assert found.group_change == -3
    assert found.lead.tolist() == pytest.approx([-2 / 1.4826, -1 / 1.4826, 0, 1 / 1.4826, 10 / 1.4826])


def test_of_areas_that_moved_alike_neither_passed_the_other():
    found = moves([0, 0, 0, 0, 0], [1, 2, 4, 9, 9])

    assert found.passed.tolist() == [0, 1, 2, 3, 3]


def test_only_areas_with_both_figures_count():
    found = moves([10, np.nan, 10, 10, 10], [11, 12, np.nan, 14, 23])

    assert found.size == 3
    assert np.isnan(found.lead).tolist() == [False, True, True, False, False]
    assert found.passed.tolist() == [0, 0, 0, 1, 2]


def test_too_few_areas_say_nothing():
    assert moves([1, 2, 3], [2, 4, 9], least_areas=3) is not None
    assert moves([1, 2, np.nan], [2, 4, 9], least_areas=3) is None


def test_where_half_moved_alike_nothing_says_what_is_far():
    assert moves([1, 1, 1, 1], [2, 2, 2, 9]) is None


def test_rounding_is_no_spread():
    assert moves([0.1, 0.2, 0.3, 0.7], [0.2, 0.3, 0.4, 0.8]) is None


def test_a_skewed_indicator_is_compared_on_its_own_scale():
    # Not at all, to half, to a quarter, to half, to a sixteenth: 0, 1, 2, 1 and 4 times ln 2, wherever they start.
    found = moves([8, 10, 40, 10, 64], [8, 5, 10, 5, 4], direction=-1, bend=TRANSFORMS["log"])

    assert found.group_change == -5
    assert found.passed.tolist() == [0, 1, 3, 1, 4]
    assert found.lead.tolist() == pytest.approx([-1 / 1.4826, 0, 1 / 1.4826, 0, 3 / 1.4826])


def test_nobody_leads_on_a_bent_scale_who_is_behind_in_the_unit():
    before, after = [0.1, 4, 4, 5, 5], [0.4, 8, 9, 11, 12]

    found = moves(before, after, bend=TRANSFORMS["reciprocal"])

    assert found.group_change == 5
    assert found.passed[0] == 4
    assert found.lead[0] == 0


def test_a_figure_that_cannot_be_bent_is_refused():
    with pytest.raises(ValueError, match="logarithm"):
        moves([0, 1, 2, 3], [1, 2, 4, 9], bend=TRANSFORMS["log"])


figures = st.lists(st.integers(-1000, 1000).map(lambda number: number / 8), min_size=12, max_size=12)


@given(figures, figures, st.integers(-512, 512))
def test_adding_the_same_to_all_changes_no_lead(before, after, constant):
    found, shifted = moves(before, after), moves(before, [each + constant for each in after])

    assume(found is not None and shifted is not None)
    assert shifted.lead == pytest.approx(found.lead)
    assert shifted.passed.tolist() == found.passed.tolist()


@given(figures, figures, st.sampled_from([0.001, 0.25, 2.0, 1000.0]))
def test_another_unit_changes_no_lead(before, after, factor):
    found = moves(before, after)
    scaled = moves([each * factor for each in before], [each * factor for each in after])

    assert (found is None) == (scaled is None)
    if found is not None:
        assert scaled.lead == pytest.approx(found.lead)
        assert scaled.passed.tolist() == found.passed.tolist()
        assert scaled.group_change == pytest.approx(found.group_change * factor)


@given(figures, figures)
def test_the_other_direction_turns_every_lead_round(before, after):
    found, turned = moves(before, after), moves(before, after, direction=-1)

    assume(found is not None)
    assert turned.lead == pytest.approx(-found.lead)


@given(figures, figures, st.permutations(range(12)))
def test_the_order_of_areas_changes_nothing(before, after, order):
    found = moves(before, after)
    mixed = moves([before[i] for i in order], [after[i] for i in order])

    assume(found is not None)
    assert mixed.lead == pytest.approx(found.lead[list(order)])


def test_the_period_nearest_to_five_years_before_is_compared():
    periods = [f"{year}-04-01/P1Y" for year in range(2010, 2025)]

    assert earlier_period(periods, "2024-04-01/P1Y", SINCE) == "2019-04-01/P1Y"


def test_of_two_equally_near_the_earlier_is_taken():
    assert earlier_period(["2018-01-01/P1Y", "2020-01-01/P1Y"], "2024-01-01/P1Y", SINCE) == "2018-01-01/P1Y"


def test_periods_nearer_than_two_years_are_not_compared():
    assert earlier_period(["2023-01-01/P1Y"], "2024-01-01/P1Y", SINCE) is None
    assert earlier_period(["2022-01-01/P1Y"], "2024-01-01/P1Y", SINCE) == "2022-01-01/P1Y"


def test_windows_that_overlap_are_not_compared():
    assert earlier_period(["2020-01-01/P3Y"], "2022-01-01/P3Y", SINCE) is None
    assert earlier_period(["2019-01-01/P3Y", "2020-01-01/P3Y"], "2022-01-01/P3Y", SINCE) == "2019-01-01/P3Y"


def test_a_year_is_not_compared_with_three():
    assert earlier_period(["2017-01-01/P1Y"], "2020-01-01/P3Y", SINCE) is None


def test_days_of_a_survey_are_compared_though_they_fall_on_other_days():
    assert earlier_period(["2020-04-22"], "2025-04-30", SINCE) == "2020-04-22"


def test_nothing_from_before_figures_can_be_compared_is_taken():
    periods = ["2019-09-01/P1Y", "2021-09-01/P1Y"]

    assert earlier_period(periods, "2024-09-01/P1Y", "2021-09-01/P1Y") == "2021-09-01/P1Y"
    assert earlier_period(periods, "2024-09-01/P1Y", "2022-09-01/P1Y") is None


def test_the_list_is_led_by_the_largest_and_no_indicator_fills_it():
    leads = [(float(lead), "one", f"area {lead}") for lead in range(1, 9)] + [(0.5, "two", "a"), (-3.0, "two", "b")]

    found = furthest(leads)

    assert [lead for lead, _code, _area in found] == [8, 7, 6, 5, 4, 0.5]


def test_the_list_ends_at_fifty_and_equal_leads_stand_in_a_fixed_order():
    leads = [(2.0, f"indicator {number % 30:02}", f"area {number:02}") for number in range(90)]

    found = furthest(reversed(leads))

    assert len(found) == 50
    assert found == sorted(found, key=lambda each: (each[1], each[2]))


def test_ranges_that_touch_do_not_lie_apart():
    assert lie_apart((1, 2), (2.1, 3))
    assert lie_apart((2.1, 3), (1, 2))
    assert not lie_apart((1, 2), (2, 3))
