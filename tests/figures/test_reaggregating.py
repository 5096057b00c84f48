"""Figures of areas of before to one of an area made of them: by each rule, and what is never made up."""

import pytest

from apps.figures.checking import Cell
from apps.figures.reaggregating import MEAN, NONE, SUM, Piece, Rule, Whole, worked_out

A, B, COUNTY = Piece("A", 100.0), Piece("B", 300.0), Piece("C", 400.0, (Piece("A", 100.0), Piece("B", 300.0)))
BOTH = Whole("N", (A, B))


def value(number, basis="published", lower=None, upper=None):
    return Cell(number, lower, upper, "", basis)


def missing(why):
    return Cell(None, None, None, why, "published")


@pytest.mark.parametrize(("rule", "expected"), [(Rule(SUM), 50.0), (Rule(MEAN), 35.0)])
def test_several_make_a_figure_by_the_rule(rule, expected) -> None:
    made = worked_out(BOTH, {"A": value(5.0), "B": value(45.0)}, rule)

    assert made == Cell(expected, None, None, "", "merged")


def test_a_mean_is_weighted_by_another_indicator_where_one_is_named() -> None:
    made = worked_out(BOTH, {"A": value(5.0), "B": value(45.0)}, Rule(MEAN, {"A": 3.0, "B": 1.0}))

    assert made.value == 15.0


def test_a_mean_lacks_a_weight() -> None:
    made = worked_out(BOTH, {"A": value(5.0), "B": value(45.0)}, Rule(MEAN, {"A": 3.0}))

    assert made == missing("not-comparable")


def test_what_cannot_be_worked_out_is_not_comparable() -> None:
    assert worked_out(BOTH, {"A": value(5.0), "B": value(45.0)}, Rule(NONE)) == missing("not-comparable")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"A": value(5.0)}, "not-comparable"),
        ({"A": value(5.0), "B": missing("suppressed")}, "suppressed"),
        ({"A": value(5.0), "B": missing("not-measured")}, "not-comparable"),
        ({"A": missing("not-measured"), "B": missing("not-measured")}, "not-measured"),
        ({}, "not-measured"),
    ],
)
def test_an_area_is_never_worked_out_from_some_of_its_parts(cells, why) -> None:
    assert worked_out(BOTH, cells, Rule(MEAN)) == missing(why)


def test_limits_are_not_worked_out() -> None:
    made = worked_out(BOTH, {"A": value(5.0, lower=4.0, upper=6.0), "B": value(5.0)}, Rule(MEAN))

    assert (made.lower, made.upper) == (None, None)


@pytest.mark.parametrize("kind", [MEAN, SUM, NONE])
def test_the_same_bounds_under_another_code_keep_their_figure_with_its_limits(kind) -> None:
    made = worked_out(Whole("N", (A,)), {"A": value(5.0, lower=4.0, upper=6.0)}, Rule(kind))

    assert made == Cell(5.0, 4.0, 6.0, "", "recoded")


def test_a_figure_that_was_worked_out_before_stays_so() -> None:
    assert worked_out(Whole("N", (A,)), {"A": value(5.0, "merged")}, Rule(MEAN)).basis == "merged"


def test_a_county_with_the_same_bounds_comes_before_its_districts() -> None:
    cells = {"A": value(5.0), "B": value(45.0), "C": value(30.0)}

    assert worked_out(Whole("N", (COUNTY,)), cells, Rule(MEAN)) == Cell(30.0, None, None, "", "recoded")


def test_where_the_county_has_none_its_districts_make_the_figure() -> None:
    cells = {"A": value(5.0), "B": value(45.0), "C": missing("not-measured")}

    assert worked_out(Whole("N", (COUNTY,)), cells, Rule(MEAN)) == Cell(35.0, None, None, "", "merged")


def test_a_county_and_a_neighbour_make_a_figure_of_both_tiers() -> None:
    cells = {"A": value(5.0), "B": value(45.0), "U": value(75.0)}

    assert worked_out(Whole("N", (COUNTY, Piece("U", 400.0))), cells, Rule(MEAN)).value == 55.0


def test_of_parts_nothing_can_be_worked_out() -> None:
    assert worked_out(Whole("N", (A,), ("B",)), {"A": value(5.0), "B": value(4.0)}, Rule(MEAN)) == missing(
        "not-comparable"
    )
