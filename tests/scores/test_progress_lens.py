import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scores.progress_lens import Reach, Tracked, followed, furthest, movement, untraceable

K = 5 / 3
NAN = math.nan
often = settings(max_examples=60, deadline=None)


def tracked(code="a", share=1.0, base=(10, 12, 14), years=None, direction=1, span=1, usual=None):
    """An indicator of a group of three; the area is its last, so that its figures stand twice."""

    def with_area(values):
        return np.array([*values, values[-1]], dtype=float)

    years = {2021: (12, 14, 16), 2022: (13, 15, 17)} if years is None else years
    return Tracked(
        code=code,
        share=share,
        direction=direction,
        base=with_area(base),
        usual=np.array(base if usual is None else usual, dtype=float),
        years={year: with_area(values) for year, values in years.items()},
        span=span,
    )


def moved(*indicators):
    return movement(indicators, centre=5.0, k=K)


def test_a_movement_worked_by_hand():
    # The base has mean 12 and standard deviation √(8/3) = 1.63299: 16 is 2.44949 of them above it, 14 is 1.22474.
    found = moved(tracked())

    assert found.years == (2021, 2022)
    assert found.scores == pytest.approx([5 + K * 2.4494897, 5 + K * 3.0618622])
    assert found.group == pytest.approx([5 + K * 1.2247449, 5 + K * 1.8371173])


def test_a_mean_of_two_worked_by_hand():
    # One moves up by 2.44949 and holds three quarters, the other does not move from 1.22474 and holds one.
    still = tracked("b", 0.25, years={2021: (10, 12, 14), 2022: (10, 12, 14)})

    found = moved(tracked(share=0.75), still)

    assert found.share == 1.0
    assert found.scores[0] == pytest.approx(5 + K * (0.75 * 2.4494897 + 0.25 * 1.2247449))


def test_less_is_better_turns_the_movement_round():
    up, down = moved(tracked()), moved(tracked(direction=-1))

    assert [5 - score for score in down.scores] == pytest.approx([score - 5 for score in up.scores])


def test_nothing_is_capped():
    found = moved(tracked(years={2021: (12, 14, 99), 2022: (12, 14, 999)}))

    assert found.scores[1] > found.scores[0] > 10


def test_half_of_the_weight_is_enough_and_less_is_not():
    assert moved(tracked(share=0.5)).share == 0.5
    assert moved(tracked(share=0.49)) is None


def test_the_set_is_the_same_in_every_year_that_is_shown():
    longer = tracked("b", 0.5, years={2019: (1, 2, 3), 2021: (1, 2, 3), 2022: (1, 2, 3), 2023: (1, 2, 3)})

    found = moved(tracked(share=0.5), longer)

    assert found.codes == ("b",)
    assert found.years == (2019, 2021, 2022, 2023)


def test_with_less_than_half_in_the_latest_year_the_year_before_it_counts():
    later = tracked("b", 0.4, years={2021: (1, 2, 3), 2022: (1, 2, 3), 2023: (1, 2, 3)})

    found = moved(tracked(share=0.6), later)

    assert found.codes == ("a", "b")
    assert found.years == (2021, 2022)


def test_one_year_is_no_movement():
    assert moved(tracked(years={2021: (12, 14, 16)})) is None
    assert furthest([tracked(years={2021: (12, 14, 16)})]) == Reach(1, 1.0)


def test_without_its_own_figure_at_the_base_an_indicator_takes_no_part():
    unknown = tracked(base=(10, 12, NAN))

    assert moved(unknown) is None
    assert furthest([unknown]) == Reach(0, 0.0)


def test_a_base_that_tells_no_area_from_another_measures_nothing():
    assert moved(tracked(base=(0.1, 0.1, 0.1))) is None
    assert moved(tracked(base=(NAN, 12, 14))) is None


def test_the_group_is_those_that_have_every_figure():
    found = moved(tracked(years={2021: (NAN, 14, 16), 2022: (NAN, 15, 17)}))

    assert found.group[0] == pytest.approx(5 + K * (1.2247449 + 2.4494897) / 2)


def test_no_two_years_are_shown_whose_windows_overlap():
    years = dict.fromkeys(range(2018, 2025), (1, 2, 3))

    found = moved(tracked(years=years, span=3))

    assert found.years == (2018, 2021, 2024)
    assert found.step == 3


def test_long_windows_make_way_where_they_leave_too_few_years():
    short, long = tracked(share=0.6), tracked("b", 0.4, span=3)

    found = moved(short, long)

    assert found.codes == ("a",)
    assert found.years == (2021, 2022)


def test_what_is_usual_is_drawn_in_and_what_is_reached_is_not():
    # The base is (10, 12, 40), drawn in to (10, 12, 12): its mean is 11.3333 and its standard deviation 0.942809.
    found = moved(tracked(base=(10, 12, 40), usual=(10, 12, 12), years={2021: (10, 12, 40), 2022: (10, 12, 41)}))

    assert found.scores[0] == pytest.approx(5 + K * (40 - 34 / 3) / 0.9428090)


def test_the_most_that_has_both_ends_is_told():
    indicators = [tracked(share=0.25), tracked("b", 0.125), tracked("c", 0.125, years={2030: (1, 2, 3)})]

    assert furthest(indicators) == Reach(2, 0.375)
    assert furthest([]) == Reach(0, 0.0)


figures = st.lists(st.floats(1, 100), min_size=4, max_size=4, unique_by=lambda value: round(value, 2))


@often
@given(figures, figures, figures, st.floats(0.01, 100), st.floats(-100, 100))
def test_another_unit_changes_no_score(base, first, second, times, plus):
    one = tracked(base=base, years={2021: first, 2022: second})
    other = tracked(
        base=[times * value + plus for value in base],
        years={2021: [times * x + plus for x in first], 2022: [times * x + plus for x in second]},
    )

    assert moved(other).scores == pytest.approx(moved(one).scores, rel=1e-6, abs=1e-6)
    assert moved(other).group == pytest.approx(moved(one).group, rel=1e-6, abs=1e-6)


@often
@given(st.permutations(range(4)), st.lists(figures, min_size=4, max_size=4))
def test_the_order_of_indicators_changes_no_score(order, bases):
    indicators = [tracked(str(n), 0.25, base=base) for n, base in enumerate(bases)]

    assert moved(*[indicators[n] for n in order]).scores == pytest.approx(moved(*indicators).scores)


@often
@given(figures)
def test_a_group_in_which_nothing_moved_stands_at_the_centre(base):
    found = moved(tracked(base=base, years={2021: base, 2022: base}))

    assert found.group == pytest.approx([5.0, 5.0])
    assert found.scores[0] == found.scores[1]


@often
@given(figures, st.floats(0.1, 50))
def test_a_better_figure_gives_a_better_score(base, better):
    def score(last):
        return moved(tracked(base=base, years={2021: base, 2022: [*base[:-1], last]})).scores[1]

    assert score(base[-1] + better) > score(base[-1])


def followed_from(since, *indicators):
    return followed(indicators, since=since, centre=5.0, k=K)


def test_what_is_followed_keeps_its_set_and_the_score_it_began_with_when_one_indicator_goes_on():
    first, second = tracked(share=0.5), tracked("b", 0.5, years={2021: (1, 2, 3), 2022: (3, 2, 1)})
    went_on = tracked(share=0.5, years={2021: (12, 14, 16), 2022: (13, 15, 17), 2023: (30, 40, 50)})
    began = moved(first, second)

    # Left to choose, the lens turns to the one that goes on; what was agreed on is followed on both.
    assert moved(went_on, second).codes == ("a",)
    assert followed_from(2021, went_on, second) == began


def test_the_years_are_counted_from_the_one_it_began_with_both_ways():
    wide = dict.fromkeys(range(2015, 2026), (1, 2, 3))

    assert followed_from(2020, tracked(years=wide, span=3)).years == (2017, 2020, 2023)
    assert moved(tracked(years=wide, span=3)).years == (2016, 2019, 2022, 2025)


def test_a_single_year_is_followed():
    assert followed_from(2021, tracked(years={2021: (12, 14, 16)})).years == (2021,)


def test_what_has_no_figure_where_it_began_is_not_followed():
    assert followed_from(2020, tracked()) is None
    assert followed_from(2021, tracked(base=(10, 12, NAN))) is None
    assert followed_from(2021) is None


def test_what_cannot_be_traced_is_named():
    assert untraceable([tracked(), tracked("b", base=(10, 12, NAN)), tracked("c", base=(1, 1, 1))]) == ["b", "c"]


@often
@given(st.sets(st.integers(2000, 2040), min_size=1), st.integers(1, 5), st.data())
def test_years_that_are_followed_never_overlap_and_hold_the_first(years, span, data):
    since = data.draw(st.sampled_from(sorted(years)))

    found = followed_from(since, tracked(years=dict.fromkeys(years, (1, 2, 3)), span=span)).years

    assert since in found
    assert all(later - earlier >= span for earlier, later in pairwise(found))
