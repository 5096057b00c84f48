"""One indicator from its recipe: formulas, periods and what counts as a period."""

from collections import Counter

import pytest

from apps.areas.reading import read_areas
from apps.figures.compiling.formulas import FORMULAS, as_text
from apps.figures.compiling.indicators import compile_indicator, denominator
from apps.figures.compiling.labels import RULES
from apps.figures.compiling.places import places
from apps.figures.compiling.recipes import Recipe, read_recipes
from apps.figures.compiling.rules import Cell
from apps.figures.sources import SourceRow
from apps.framework.reading import DEFINITIONS, read_edition

WHERE = places(read_areas())


def _recipe(**changes) -> Recipe:
    told = {"series": ("s",), "formula": "published", "period_rule": "calendar", "years": frozenset(),
            "upper_rule": "published"}  # fmt: skip
    return Recipe(code="x", source="y", reader="els", file="z", **(told | changes))


def _rows(series: str, value: str, year: str = "2020", areas: tuple[str, ...] = WHERE.upper) -> list[SourceRow]:
    return [SourceRow(series, area, year, value) for area in areas]


@pytest.mark.parametrize(
    ("name", "numbers", "result"),
    [
        ("mean", [60, 63], 61.5),
        ("difference", [70, 52.5], 17.5),
        ("range", [70, 52.5, 80, 60], 27.5),
        ("percent", [25, 200], 12.5),
        ("percent-left", [150, 200], 25),
        ("percent-first-three", [1, 2, 3, 4, 2], 50),
        ("per-thousand", [5, 2000], 2.5),
        ("millions-per", [0.5, 250_000], 2),
    ],
)
def test_a_formula_gives_the_sum_worked_by_hand(name: str, numbers: list[float], result: float) -> None:
    assert FORMULAS[name](numbers) == result


@pytest.mark.parametrize(
    ("number", "text"), [(0.1 + 0.2, "0.3"), (1 / 3, "0.3333333333"), (-0.0, "0"), (1234567.0, "1234567")]
)
def test_a_worked_out_number_carries_no_noise(number: float, text: str) -> None:
    assert as_text(number) == text


@pytest.mark.parametrize(
    ("rule", "label", "period"),
    [
        ("as-published", "2022-01-01/P3Y", "2022-01-01/P3Y"),
        ("calendar", "2016", "2016-01-01/P1Y"),
        ("year-end", "2025", "2025-12-31"),
        ("financial-from", "2023/24", "2023-04-01/P1Y"),
        ("financial-to", "2024", "2023-04-01/P1Y"),
        ("academic-to", "2016", "2015-09-01/P1Y"),
        ("november-to", "2016", "2015-11-16/P1Y"),
        ("three-years-to", "2015", "2013-01-01/P3Y"),
        ("ten-years-from-april", "2016/Q2 to 2026/Q1", "2016-04-01/P10Y"),
        ("published-2025", "", "2025-01-01/P1Y"),
        ("financial-2020", "", "2020-04-01/P1Y"),
        ("census-2021", "", "2021-03-21"),
    ],
)
def test_a_label_becomes_the_period_it_stands_for(rule: str, label: str, period: str) -> None:
    assert RULES[rule](label) == period


@pytest.mark.parametrize("label", ["2022 Q3", "2022Q3", "2022-H1", "2022 Sep", "2022 autumn term"])
@pytest.mark.parametrize("rule", ["financial-from", "financial-to", "academic-from", "calendar", "year-end"])
def test_a_part_of_a_year_is_not_taken_for_the_whole_of_it(rule: str, label: str) -> None:
    with pytest.raises(ValueError, match="names a part of a year"):
        RULES[rule](label)


def test_a_label_without_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match="does not begin with a year"):
        RULES["calendar"]("unknown")


def test_years_the_publisher_only_repeated_are_left_out_and_counted() -> None:
    rows = {"s": _rows("s", "1", "2020") + _rows("s", "1", "2021")}

    done = compile_indicator(_recipe(years=frozenset({"2020"})), True, rows, WHERE, {})

    assert done.periods == ("2020-01-01/P1Y",)
    assert done.counts["rows of years the publisher only repeated"] == 153


def test_a_period_with_too_few_areas_is_left_out_and_named() -> None:
    rows = {"s": _rows("s", "1", "2020") + _rows("s", "1", "2019", WHERE.upper[:91])}

    done = compile_indicator(_recipe(), True, rows, WHERE, {})

    assert (done.periods, done.left_out) == (("2020-01-01/P1Y",), ("2019-01-01/P1Y",))


def test_a_difference_is_computed_where_both_parts_are_known() -> None:
    rows = {"a": _rows("a", "70"), "b": [SourceRow("b", WHERE.upper[0], "2020", "", absence="suppressed")]}
    rows["b"] += _rows("b", "52.5", areas=WHERE.upper[1:])

    done = compile_indicator(_recipe(series=("a", "b"), formula="difference"), True, rows, WHERE, {})

    cells = [done.cells[area, "2020-01-01/P1Y"] for area in WHERE.upper[:2]]
    assert cells == [Cell("", absence="suppressed"), Cell("17.5", basis="computed")]


def test_a_count_for_each_resident_adds_up_districts_first() -> None:
    members = WHERE.members["E10000011"]
    counts = {"n": _rows("n", "10", areas=WHERE.districts)}
    people = denominator([SourceRow("residents", code, "", "1000") for code in WHERE.districts], WHERE)
    recipe = _recipe(series=("n", "residents"), formula="per-thousand", upper_rule="ratio-of-sums")

    done = compile_indicator(recipe, False, counts, WHERE, {"residents": people})

    assert people["E10000011", ""].value == str(1000 * len(members))
    assert done.cells[members[0], "2020-01-01/P1Y"] == Cell("10", basis="computed")
    assert done.cells["E10000011", "2020-01-01/P1Y"] == Cell("10", basis="districts")


def test_what_comes_from_small_areas_says_so() -> None:
    done = compile_indicator(_recipe(upper_rule="lsoa"), True, {"s": _rows("s", "1")}, WHERE, {})

    assert {cell.basis for cell in done.cells.values()} == {"small-areas"}


def test_an_indicator_of_the_upper_tier_has_no_districts() -> None:
    done = compile_indicator(_recipe(), True, {"s": _rows("s", "1", areas=WHERE.districts)}, WHERE, {})

    assert {area for area, _ in done.cells} == set(WHERE.upper)
    assert done.counts["values"] == Counter(area in WHERE.upper for area in WHERE.districts)[True]


def test_a_county_rule_that_nobody_knows_is_refused() -> None:
    # Else it would count as “published”, and counties would silently stay without figures.
    with pytest.raises(ValueError, match="the county rule “pop-man”"):
        _recipe(upper_rule="pop-man")


def test_every_indicator_of_the_starter_edition_has_one_recipe() -> None:
    indicators = [row.code for row in read_edition(DEFINITIONS / "2026-starter").elements if row.level == 1]

    recipes = read_recipes()

    assert [recipe.code for recipe in recipes] == indicators
    assert all(recipe.formula == "published" or recipe.formula in FORMULAS for recipe in recipes)
    assert all(recipe.period_rule in RULES for recipe in recipes)
