import csv
from pathlib import Path

import pytest

from apps.common.periods import parse
from apps.scores.trend import Point, Verdict, from_counts, recent_trend

HERE = Path(__file__).parents[1] / "data" / "recent-trend"


def rows_of(name):
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


EXPECTED = {(row["case"], row["by"]): row for row in rows_of("expected.csv")}
VERDICTS = {
    "increasing": Verdict.INCREASING,
    "decreasing": Verdict.DECREASING,
    "no significant trend": Verdict.NO_TREND,
}


def case(name):
    return [row for row in rows_of("figures.csv") if row["case"] == name]


def points(name):
    return [
        Point(parse(f"{row['period']}-01-01/P1Y"), float(row["value"]), float(row["lower"]), float(row["upper"]))
        for row in case(name)
    ]


def yearly(*values, width=0.2, first=2016, length="P1Y"):
    return [
        Point(parse(f"{first + at}-04-01/{length}"), value, value - width / 2, value + width / 2)
        for at, value in enumerate(values)
    ]


@pytest.mark.parametrize("name", ["rise", "flat", "mmr", "eyes", "diabetes"])
def test_published_cases_come_out_again_from_their_limits(name):
    expected = EXPECTED[name, "limits"]

    found = recent_trend(points(name))

    assert f"{found.chi_square:.6f}" == expected["chi_square"]
    assert found.stable == (expected["stable"] == "y")
    assert found.verdict == VERDICTS[expected["verdict"]]
    assert found.last.start.year - found.first.start.year == 4


@pytest.mark.parametrize("name", ["rise", "flat", "mmr", "diabetes"])
def test_published_cases_come_out_again_from_their_counts(name):
    expected = EXPECTED[name, "counts"]
    counts, of = ([float(row[column]) for row in case(name)] for column in ("count", "denominator"))

    chi_square, stable, slope = from_counts(counts, of)

    assert f"{chi_square:.6f}" == expected["chi_square"]
    assert stable == (expected["stable"] == "y")
    assert (slope > 0) == (expected["verdict"] != "decreasing") or not stable


def test_limits_of_no_width_test_nothing():
    assert recent_trend(points("tiny")).verdict == Verdict.NO_LIMITS


def test_only_the_latest_five_count_in_any_order():
    found = recent_trend([*yearly(9, 9, 9, 1, 2, 3, 4, 5)][::-1])

    assert found.verdict == Verdict.INCREASING
    assert found.first.start.year == 2019


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (yearly(1, 2, 3, 4), Verdict.TOO_FEW),
        ([*yearly(1, 2), *yearly(3, 4, 5, first=2019)], Verdict.TOO_FEW),
        (yearly(1, 2, 3, 4, 5, length="P3Y"), Verdict.OVERLAPPING),
        ([*yearly(1, 2, 3, 4), Point(parse("2020-04-01/P1Y"), 5.0)], Verdict.NO_LIMITS),
        ([], Verdict.TOO_FEW),
    ],
)
def test_what_cannot_be_tested_is_not(given, verdict):
    found = recent_trend(given)

    assert found.verdict == verdict
    assert found.first is None


def test_a_year_without_a_figure_is_a_gap():
    missing = Point(parse("2018-04-01/P1Y"), None)

    assert recent_trend([*yearly(1, 2), missing, *yearly(4, 5, first=2019)]).verdict == Verdict.TOO_FEW


def test_a_slope_that_one_year_turns_round_is_no_trend():
    # Without the last year it falls.
    found = recent_trend(yearly(5, 4.9, 4.8, 4.7, 9))

    assert found.chi_square > 9.55
    assert found.verdict == Verdict.NO_TREND
