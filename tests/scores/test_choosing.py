from datetime import date

import numpy as np
import pytest

from apps.scores.choosing import Choice, Rule, Unused, choose_period, latest_before

NAN = np.nan
AS_AT = date(2026, 6, 30)
RULE = Rule(least_share=0.6, max_age=5, as_at=AS_AT)
ALL = np.ones(5, dtype=bool)
FULL, THREE, TWO = [1, 2, 3, 4, 5], [1, 2, 3, NAN, NAN], [1, 2, NAN, NAN, NAN]


def choose(series, inside=ALL, rule=RULE):
    return choose_period({period: np.array(values, dtype=float) for period, values in series.items()}, inside, rule)


def test_the_latest_period_with_enough_figures_is_scored():
    found = choose({"2022-01-01/P1Y": FULL, "2023-01-01/P1Y": THREE, "2024-01-01/P1Y": TWO})

    assert found == Choice("2023-01-01/P1Y")
    assert found.used


def test_three_of_five_are_enough_where_the_rule_asks_for_sixty_per_cent():
    assert choose({"2024-01-01/P1Y": THREE}).used
    assert choose({"2024-01-01/P1Y": THREE}, rule=Rule(0.61, 5, AS_AT)).why == Unused.TOO_FEW


def test_only_the_reference_group_is_counted():
    inside = np.array([True, True, False, False, False])

    assert choose({"2024-01-01/P1Y": TWO}, inside).used
    assert choose({"2024-01-01/P1Y": [NAN, NAN, 3, 4, 5]}, inside) == Choice("2024-01-01/P1Y", Unused.TOO_FEW)


def test_latest_means_ending_last_not_written_last():
    three_years, one_year = "2022-01-01/P3Y", "2023-01-01/P1Y"

    assert choose({one_year: FULL, three_years: FULL}).period == three_years
    assert choose({"2022-04-01/P1Y": FULL, "2022-01-01/P1Y": FULL}).period == "2022-04-01/P1Y"


@pytest.mark.parametrize(
    ("period", "used"), [("2021-06-30", True), ("2021-07-01", True), ("2020-07-01/P1Y", True), ("2021-01-01", False)]
)
def test_a_period_may_have_ended_so_many_years_before_and_no_more(period, used):
    found = choose({period: FULL})

    assert found.used is used
    assert found.period == period


def test_an_old_period_is_shown_and_named_as_too_old():
    assert choose({"2015-01-01/P1Y": FULL}) == Choice("2015-01-01/P1Y", Unused.TOO_OLD)


def test_a_period_in_which_all_are_the_same_tells_nothing_apart():
    assert choose({"2024-01-01/P1Y": [7, 7, 7, NAN, 7]}) == Choice("2024-01-01/P1Y", Unused.CONSTANT)


def test_too_few_figures_are_shown_of_their_latest_period():
    found = choose({"2023-01-01/P1Y": TWO, "2024-01-01/P1Y": TWO, "2025-01-01/P1Y": [NAN] * 5})

    assert found == Choice("2024-01-01/P1Y", Unused.TOO_FEW)


def test_a_period_that_had_not_ended_by_the_date_is_not_scored():
    assert choose({"2025-07-01/P1Y": FULL}).used
    assert choose({"2026-01-01/P1Y": FULL, "2024-01-01/P1Y": FULL}) == Choice("2024-01-01/P1Y")
    assert choose({"2026-01-01/P1Y": FULL}) == Choice("2026-01-01/P1Y", Unused.NOT_YET)


@pytest.mark.parametrize("series", [{}, {"2024-01-01/P1Y": [NAN] * 5}])
def test_no_figures_at_all_name_no_period(series):
    assert choose(series) == Choice("", Unused.NONE)


def test_a_group_without_areas_has_no_period():
    assert choose({"2024-01-01/P1Y": FULL}, ~ALL).why == Unused.TOO_FEW


def test_who_is_late_in_a_period_is_named_with_the_latest_earlier_one():
    series = {
        "2024-01-01/P1Y": [NAN, NAN, NAN, 4],
        "2023-01-01/P1Y": [NAN, 2, NAN, 4],
        "2022-01-01/P1Y": [1, 2, NAN, 4],
        "2025-01-01/P1Y": [9, 9, 9, 9],
    }

    found = latest_before({period: np.array(values) for period, values in series.items()}, "2024-01-01/P1Y")

    assert found == {0: "2022-01-01/P1Y", 1: "2023-01-01/P1Y"}


def test_earlier_means_ending_before():
    series = {"2023-01-01/P1Y": np.array([NAN]), "2021-01-01/P3Y": np.array([7.0]), "2021-01-01/P2Y": np.array([7.0])}

    assert latest_before(series, "2023-01-01/P1Y") == {0: "2021-01-01/P2Y"}
