"""The arithmetic of derived figures, against sums worked by hand."""

import pytest

from apps.figures import models
from apps.figures.derivation.arithmetic import ALWAYS, Derived, Formula, Given, Ground, Kind, derive, written

A, B, C, COUNTY = "E06000001", "E07000001", "E07000002", "E10000001"
Y20, Y21, Y22 = "2020-01-01/P1Y", "2021-01-01/P1Y", "2022-01-01/P1Y"
CENSUS = "2021-03-21"
GROUND = Ground(frozenset({A, B, C, COUNTY}), {COUNTY: (B, C)})


def table(**periods):
    return {period: {area: _given(given) for area, given in row.items()} for period, row in periods.items()}


def _given(given):
    return Given(None, given) if isinstance(given, str) else Given(*given) if isinstance(given, tuple) else Given(given)


def result(kind, tables, **options):
    return derive(Formula(kind, **options), tables, GROUND)


def said(found):
    return {(cell.area, cell.period): cell.text or cell.absence for cell in found.cells}


def test_a_ratio_is_one_divided_by_the_other_times_the_factor():
    found = result(Kind.RATIO, {"top": {Y21: {A: Given(412)}}, "bottom": {Y21: {A: Given(10_340)}}}, factor=1_000)

    # 412 / 10,340 = 0.0398452611..., times 1,000.
    assert said(found) == {(A, Y21): "39.84526112"}
    assert written(Formula(Kind.RATIO, 1_000), found.cells[0]) == "412 / 10,340 × 1,000 = 39.84526112"


def test_a_rate_can_be_for_residents_in_every_period():
    count = {Y20: {A: Given(5)}, Y22: {A: Given(8)}}

    found = result(Kind.RATE, {"count": count, "people": {ALWAYS: {A: Given(2_000)}}}, factor=100)

    assert said(found) == {(A, Y20): "0.25", (A, Y22): "0.4"}
    assert not found.borrowed


def test_a_gap_is_the_first_less_the_second_and_may_lie_below_nought():
    tables = {"first": {Y21: {A: Given(48.4), B: Given(30)}}, "second": {Y21: {A: Given(30.9), B: Given(31.5)}}}

    found = result(Kind.GAP, tables)

    assert said(found) == {(A, Y21): "17.5", (B, Y21): "-1.5"}
    assert written(Formula(Kind.GAP), found.cells[0]) == "48.4 − 30.9 = 17.5"


def test_a_county_is_the_sum_of_its_districts_and_other_areas_stay_as_they_stand():
    found = result(Kind.SUM, {"parts": {Y21: {A: Given(7), B: Given(1.5), C: Given(2)}}})

    assert said(found) == {(A, Y21): "7", (B, Y21): "1.5", (C, Y21): "2", (COUNTY, Y21): "3.5"}
    assert {cell.area: cell.basis for cell in found.cells} == {
        A: "published", B: "published", C: "published", COUNTY: "districts",
    }  # fmt: skip


def test_a_county_is_the_mean_of_its_districts_weighted():
    tables = {"parts": {Y21: {B: Given(10), C: Given(20)}}, "weight": {ALWAYS: {B: Given(300), C: Given(100)}}}

    found = result(Kind.MEAN, tables)

    # (10 x 300 + 20 x 100) / 400 = 12.5
    assert said(found)[COUNTY, Y21] == "12.5"
    (county,) = [cell for cell in found.cells if cell.area == COUNTY]
    assert written(Formula(Kind.MEAN), county) == "(10 × 300 + 20 × 100) / (300 + 100) = 12.5"


@pytest.mark.parametrize(
    ("second", "reason"), [("suppressed", "suppressed"), ("not-measured", "not-comparable"), (None, "not-comparable")]
)
def test_a_county_has_no_figure_when_one_district_has_none(second, reason):
    row = {B: Given(10)} if second is None else {B: Given(10), C: Given(None, second)}

    assert said(result(Kind.SUM, {"parts": {Y21: row}}))[COUNTY, Y21] == reason


def test_a_county_was_not_measured_where_none_of_its_districts_was():
    row = {B: Given(None, "not-measured"), C: Given(None, "not-measured")}

    assert said(result(Kind.SUM, {"parts": {Y21: row}}))[COUNTY, Y21] == "not-measured"


@pytest.mark.parametrize(
    ("top", "bottom", "reason"),
    [
        ("suppressed", 5, "suppressed"),
        (5, "suppressed", "suppressed"),
        ("not-measured", "suppressed", "suppressed"),
        ("not-measured", 5, "not-measured"),
        (5, "not-comparable", "not-comparable"),
        (5, 0, "not-comparable"),
    ],
)
def test_what_is_missing_is_carried_and_nothing_is_divided_by_nought(top, bottom, reason):
    tables = {"top": {Y21: {A: _given(top)}}, "bottom": {Y21: {A: _given(bottom)}}}

    (cell,) = result(Kind.RATIO, tables).cells

    assert (cell.text, cell.absence) == ("", reason)
    assert cell.why == ("zero" if bottom == 0 else "")


def test_an_area_without_a_divisor_was_not_measured_and_one_of_which_nothing_is_said_stays_unsaid():
    found = result(Kind.RATIO, {"top": {Y21: {A: Given(5)}}, "bottom": {Y21: {B: Given(5)}}})

    assert said(found) == {(A, Y21): "not-measured"}


def test_weights_below_nought_or_of_nothing_give_no_mean():
    parts = {Y21: {B: Given(10), C: Given(20)}}

    for weights in ({B: Given(0), C: Given(0)}, {B: Given(-1), C: Given(5)}):
        assert said(result(Kind.MEAN, {"parts": parts, "weight": {Y21: weights}}))[COUNTY, Y21] == "not-comparable"


def test_a_number_too_large_to_be_kept_is_none():
    (cell,) = result(Kind.RATIO, {"top": {Y21: {A: Given(1e14)}}, "bottom": {Y21: {A: Given(1e-5)}}}).cells

    assert (cell.absence, cell.why) == ("not-comparable", "large")


def test_periods_have_to_be_the_same():
    tables = {"top": {Y20: {A: Given(1)}, Y21: {A: Given(2)}}, "bottom": {Y21: {A: Given(4)}}}

    found = result(Kind.RATIO, tables)

    assert said(found) == {(A, Y21): "0.5"}
    assert found.left_out == (Y20,)


def test_an_earlier_divisor_is_taken_within_the_years_that_were_said_and_is_marked():
    tables = {"top": {Y20: {A: Given(3)}, Y22: {A: Given(2)}}, "bottom": {CENSUS: {A: Given(4)}}}

    found = result(Kind.RATIO, tables, reach=2)

    assert said(found) == {(A, Y22): "0.5"}
    assert found.borrowed == {Y22: CENSUS}
    # A later divisor is never taken, and one too old is not either.
    assert found.left_out == (Y20,)
    assert result(Kind.RATIO, tables, reach=1).left_out == (Y20, Y22)


def test_the_nearest_earlier_divisor_is_taken():
    tables = {"top": {Y22: {A: Given(6)}}, "bottom": {Y20: {A: Given(1)}, Y21: {A: Given(3)}}}

    assert said(result(Kind.RATIO, tables, reach=5)) == {(A, Y22): "2"}


@pytest.mark.parametrize(
    ("period", "older", "reach"),
    [
        ("2024-01-01/P1Y", "2022-01-01/P1Y", 2),
        ("2024-02-01/P1M", "2023-02-01/P1M", 1),
        ("2022-02-01/P1M", "2020-02-01/P1M", 2),
    ],
)
def test_leap_years_make_no_divisor_too_old(period, older, reach):
    tables = {"top": {period: {A: Given(6)}}, "bottom": {older: {A: Given(3)}}}

    assert result(Kind.RATIO, tables, reach=reach).borrowed == {period: older}
    assert result(Kind.RATIO, tables, reach=reach - 1).left_out == (period,)


def test_a_gap_never_takes_an_earlier_period():
    tables = {"first": {Y22: {A: Given(6)}}, "second": {Y21: {A: Given(3)}}}

    assert result(Kind.GAP, tables, reach=5).left_out == (Y22,)


def test_the_basis_is_that_of_the_weakest_part():
    tables = {"top": {Y21: {A: Given(1, "", "merged")}}, "bottom": {Y21: {A: Given(2, "", "districts")}}}

    assert [cell.basis for cell in result(Kind.RATIO, tables).cells] == ["districts"]


def test_areas_outside_those_of_the_result_are_left_alone():
    ground = Ground(frozenset({COUNTY}), {COUNTY: (B, C)})

    found = derive(Formula(Kind.SUM), {"parts": {Y21: {A: Given(1), B: Given(1), C: Given(2)}}}, ground)

    assert [(cell.area, cell.text) for cell in found.cells] == [(COUNTY, "3")]


def test_nothing_is_written_of_a_figure_that_is_missing():
    assert written(Formula(Kind.RATIO), Derived(A, Y21, "", "suppressed")) == ""


def test_the_kinds_are_those_that_are_kept():
    assert set(models.Derivation.Kind.values) == {str(kind) for kind in Kind}
