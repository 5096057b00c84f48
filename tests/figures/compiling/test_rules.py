"""The rules that bring published rows to today's areas, on sums worked by hand."""

from collections import Counter

import pytest

from apps.areas.reading import read_areas
from apps.figures.compiling.places import places
from apps.figures.compiling.rules import (
    Cell,
    Cells,
    Contradiction,
    everywhere,
    first_cells,
    on_todays_areas,
    share_of_areas,
    with_counties,
)
from apps.figures.sources import SourceRow

WHERE = places(read_areas())
YEAR = "2020-01-01/P1Y"
SUFFOLK_COAST = {"E07000205": "10", "E07000206": "20"}  # 129,016 and 117,897 people, merged into E07000244.


def _cells(values: dict[str, str], absence: str = "not-measured") -> Cells:
    return {(code, YEAR): Cell(value, absence="" if value else absence) for code, value in values.items()}


def _today(values: dict[str, str], adds_up: bool = False, absence: str = "not-measured") -> Cells:
    return on_todays_areas(_cells(values, absence), WHERE, adds_up, Counter())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Durham", "E06000047"),
        ("Bedford Borough", "E06000055"),
        ("Herefordshire", "E06000019"),
        ("Kingston Upon Hull, City of", "E06000010"),
        ("City of London", "E09000001"),
        ("Dorset", "E06000059"),
        ("Somerset West and Taunton", "E07000246"),
        ("London", ""),
        ("Yorkshire and the Humber", ""),
        ("Dorset (Pre LG)", ""),
        ("Northamptonshire", ""),
        ("E08000016", "E08000016"),
    ],
)
def test_names_of_sources_without_codes_are_matched_by_rule(name: str, code: str) -> None:
    assert WHERE.code_of(name) == code


def test_rows_of_other_places_are_counted_and_left() -> None:
    counts: Counter[str] = Counter()
    rows = [SourceRow("s", area, YEAR, "1") for area in ("W06000001", "K02000001", "England", "E06000001")]

    cells = first_cells(rows, WHERE, counts)

    assert set(cells) == {("E06000001", YEAR)}
    assert counts["rows of other areas"] == 3


def test_a_row_repeated_is_one_and_a_contradiction_is_refused() -> None:
    same = [SourceRow("s", "E06000001", YEAR, "66.0"), SourceRow("s", "E06000001", YEAR, "66")]

    assert first_cells(same, WHERE, Counter()) == {("E06000001", YEAR): Cell("66.0")}
    with pytest.raises(Contradiction, match="two values in 2020-01-01/P1Y, 66.0 and 67"):
        first_cells([same[0], SourceRow("s", "E06000001", YEAR, "67")], WHERE, Counter())


def test_a_former_code_gives_way_to_the_code_in_force() -> None:
    found = _today({"E08000016": "1", "E08000019": "2", "E08000039": "3"})

    assert found["E08000038", YEAR] == Cell("1", basis="recoded")
    assert found["E08000039", YEAR] == Cell("3")


def test_a_joint_figure_goes_to_the_larger_partner_only() -> None:
    found = _today({"E67000001": "7"})

    assert found["E09000012", YEAR] == Cell("7", basis="joint")
    assert ("E09000001", YEAR) not in found


def test_a_county_that_became_one_unitary_gives_its_figures_to_it() -> None:
    found = _today({"E10000023": "5", "E10000027": "6", "E06000066": "8", "E10000006": "9"})

    assert found["E06000065", YEAR] == Cell("5", basis="recoded")
    assert found["E06000066", YEAR] == Cell("8")
    assert not found[("E06000063", YEAR)].value


def test_a_merged_area_takes_the_mean_weighted_by_people() -> None:
    found = _today(SUFFOLK_COAST)

    # (10 * 129,016 + 20 * 117,897) / 246,913
    assert found["E07000244", YEAR] == Cell("14.77483972", basis="merged")


def test_counts_of_merged_districts_are_added() -> None:
    found = _today(SUFFOLK_COAST, adds_up=True)

    assert found["E07000244", YEAR] == Cell("30", basis="merged")


def test_an_area_is_never_built_from_some_of_its_parts() -> None:
    found = _today({"E07000205": "10"})

    assert found["E07000244", YEAR] == Cell("", absence="not-comparable")


def test_a_part_held_back_holds_back_the_whole() -> None:
    found = _today({"E07000205": "10", "E07000206": ""}, absence="suppressed")

    assert found["E07000244", YEAR].absence == "suppressed"


def test_a_figure_of_the_merged_area_itself_is_kept() -> None:
    found = _today({**SUFFOLK_COAST, "E07000244": "15"})

    assert found["E07000244", YEAR] == Cell("15")


@pytest.mark.parametrize("parts", [{"E07000246": "4"}, {"E07000190": "4", "E07000191": "4"}])
def test_somerset_takes_its_western_part_either_way(parts: dict[str, str]) -> None:
    found = _today({"E07000187": "4", "E07000188": "4", "E07000189": "4", **parts})

    assert found["E06000066", YEAR] == Cell("4", basis="merged")


def test_a_county_takes_the_mean_of_its_districts_only_when_all_have_a_value() -> None:
    members = WHERE.members["E10000011"]
    values = {code: "10" for code in members}
    whole, partial = _cells(values), _cells(values | {members[0]: ""})

    assert with_counties(whole, WHERE, "pop-mean", Counter())["E10000011", YEAR] == Cell("10", basis="districts")
    assert ("E10000011", YEAR) not in with_counties(partial, WHERE, "pop-mean", Counter())


def test_a_countys_own_figure_comes_before_a_mean() -> None:
    values = _cells({code: "10" for code in WHERE.members["E10000011"]} | {"E10000011": "12"})

    assert with_counties(values, WHERE, "pop-mean", Counter())["E10000011", YEAR] == Cell("12")


def test_counts_of_districts_are_added_for_their_county() -> None:
    values = _cells({code: "2" for code in WHERE.members["E10000011"]})

    assert with_counties(values, WHERE, "ratio-of-sums", Counter())["E10000011", YEAR] == Cell("10", basis="districts")


def test_where_the_rule_is_published_nothing_is_worked_out_for_counties() -> None:
    values = _cells({code: "2" for code in WHERE.members["E10000011"]})

    assert ("E10000011", YEAR) not in with_counties(values, WHERE, "published", Counter())


def test_where_the_rule_is_none_counties_stay_missing() -> None:
    found = with_counties(_cells({"E10000011": "2"}), WHERE, "none", Counter())

    assert found["E10000011", YEAR] == Cell("", absence="not-measured")


def test_every_area_gets_a_value_or_a_reason_and_both_are_counted() -> None:
    counts: Counter[str] = Counter()

    found = everywhere(
        _cells({"E06000001": "1", "E06000002": ""}), ["E06000001", "E06000002", "E06000003"], [YEAR], counts
    )

    assert [cell.absence for cell in found.values()] == ["", "not-measured", "not-measured"]
    assert counts == {"values": 1, "6 missing: not-measured": 2}


def test_the_share_of_areas_with_a_value_is_counted() -> None:
    cells = _cells({"E06000001": "1", "E06000002": ""})

    assert share_of_areas(cells, YEAR, ["E06000001", "E06000002", "E06000003", "E06000004"]) == 0.25
