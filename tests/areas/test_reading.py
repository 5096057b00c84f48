"""The definition files of areas: what ships holds, and each contradiction is named with its line."""

import shutil
from pathlib import Path

import pytest

from apps.areas.reading import DEFINITIONS, read_areas
from apps.common.errors import FaultyDefinition


def test_the_shipped_files_hold_todays_areas_of_both_tiers() -> None:
    read = read_areas()

    assert len(read.areas) == 317
    assert sum(area.in_district for area in read.areas) == 296
    assert sum(area.in_upper for area in read.areas) == 153
    assert sum(area.population for area in read.areas if area.in_district) == pytest.approx(56_490_048, abs=20)
    assert {group.code for group in read.groups} == {"england-upper", "england-district"}


def test_every_district_of_a_county_names_it_and_no_one_else_does() -> None:
    areas = read_areas().areas
    counties = {area.code for area in areas if area.type == "county"}

    assert all((area.parent in counties) == (area.type == "district") for area in areas)


@pytest.mark.parametrize(
    ("code", "area", "relation"),
    [
        ("E08000016", "E08000038", "recoded"),
        ("E08000019", "E08000039", "recoded"),
        ("E08000020", "E08000037", "recoded"),
        ("E06000048", "E06000057", "recoded"),
        ("E07000097", "E07000242", "recoded"),
        ("E67000001", "E09000012", "joint"),
        ("E10000023", "E06000065", "county"),
        ("E07000190", "E06000066", "merged"),
        ("E07000246", "E06000066", "merged"),
        ("E07000201", "E07000245", "merged"),
        ("E10000006", "E06000064", "split"),
    ],
)
def test_a_code_of_old_leads_to_the_area_that_stands_for_it(code: str, area: str, relation: str) -> None:
    rows = [row for row in read_areas().predecessors if row.code == code]

    assert (area, relation) in {(row.area, row.relation) for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFINITIONS, tmp_path / "definitions"))


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("areas.csv", "E06000001,Hartlepool", "X06000001,Hartlepool", "areas.csv, line 2: “X06000001” is not the code"),
        (
            "areas.csv",
            "E06000002,Middlesbrough,middlesbrough",
            "E06000002,Middlesbrough,hartlepool",
            "line 3: the code",
        ),
        ("areas.csv", "92347", "many", "areas.csv, line 2: the population of E06000001, “many”, is not a number."),
        ("areas.csv", "unitary,yes,yes,,England,E12000001", "unitary,no,no,,England,E12000001", "belongs to no tier"),
        ("areas.csv", ",yes,no,E10000003,", ",yes,no,E10000099,", "the county E10000099 of"),
        ("predecessors.csv", "E06000028,Bournemouth,E06000058", "E06000028,Bournemouth,E06000099", "line 2: E06000099"),
        ("predecessors.csv", "E06000028,Bournemouth", "E06000001,Bournemouth", "line 2: E06000001 is a code in force"),
        ("predecessors.csv", "2019,,194752", "2019,,", "line 2: Bournemouth was merged but has no population"),
        ("reference_groups.csv", "E06000053 ", "E06999999 ", "line 2: E06999999, left out of"),
    ],
)
def test_a_contradiction_is_named_with_its_file_and_line(
    folder: Path, file: str, old: str, new: str, sentence: str
) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(FaultyDefinition, match=sentence):
        read_areas(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "predecessors.csv").unlink()

    with pytest.raises(FaultyDefinition, match=r"predecessors\.csv is missing from definitions"):
        read_areas(folder)


def test_areas_have_their_names_in_welsh_where_the_file_gives_one(tmp_path: Path) -> None:
    folder = shutil.copytree(DEFINITIONS, tmp_path / "definitions")
    named = {area.code: area.name_cy for area in read_areas(folder).areas if area.name_cy}
    (folder / "names_cy.csv").unlink()

    assert named["E06000052"] == "Cernyw"
    assert not any(area.name_cy for area in read_areas(folder).areas)


def test_a_welsh_name_of_an_area_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    folder = shutil.copytree(DEFINITIONS, tmp_path / "definitions")
    (folder / "names_cy.csv").write_text("code,name\nE06000052,Cernyw\nW06000001,Ynys Môn\n", "utf-8")

    with pytest.raises(FaultyDefinition, match=r"names_cy.csv, line 3: W06000001 is not in areas.csv"):
        read_areas(folder)
