"""The definition files of an edition: what ships holds, and each thing wrong is named with its line."""

import shutil
from pathlib import Path

import pytest

from apps.common.errors import FaultyDefinition
from apps.framework.reading import COLUMNS, DEFINITIONS, read_edition

STARTER = DEFINITIONS / "2026-starter"
AIR = "air-pollution,local-environment,indicator,Fine particle air pollution (PM2.5),1,-1,"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STARTER, tmp_path / "2026-starter"))


def _change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_starter_edition_has_three_headlines_and_69_indicators() -> None:
    edition = read_edition(STARTER)

    levels = [row.level for row in edition.elements]
    assert (levels.count(4), levels.count(1)) == (3, 69)
    assert sum(row.tier == "upper" for row in edition.elements) == 14


def test_the_starter_edition_does_not_claim_the_name_of_the_index() -> None:
    edition = read_edition(STARTER)

    assert "Thriving Places Index" not in edition.name
    assert "TPI" not in edition.name
    assert "not the Thriving Places Index's own" in edition.note


def test_elements_left_empty_say_why() -> None:
    edition = read_edition(STARTER)

    parents = {row.parent for row in edition.elements}
    empty = {row.code: row.quality_note for row in edition.elements if row.level > 1 and row.code not in parents}
    assert set(empty) == {"participation", "equality-gender", "land-use"}
    assert all(note.endswith("Left empty on purpose.") for note in empty.values())


def test_every_indicator_says_why_it_matters_and_what_its_limits_are() -> None:
    indicators = [row for row in read_edition(STARTER).elements if row.level == 1]

    assert all(row.why and row.quality_note and row.publisher and row.licence for row in indicators)


def test_the_checksum_follows_the_files(folder: Path) -> None:
    before = read_edition(folder).checksum

    _change(folder, "elements.csv", "Fine particle", "Very fine particle")

    assert read_edition(folder).checksum != before


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("air-pollution,local", "Air Pollution,local", "line 5: the code “Air Pollution” must be lower-case words"),
        (AIR, AIR.replace("Fine particle air pollution (PM2.5)", ""), "line 5: air-pollution has no name"),
        (AIR, AIR.replace(",1,-1,", ",0,-1,"), "line 5: the weight of air-pollution, “0”, must be a number above"),
        (AIR, AIR.replace(",1,-1,", ",1,down,"), "line 5: the direction of air-pollution is “down”"),
        (AIR, AIR.replace(",1,-1,", ",1,,"), "line 5: the indicator air-pollution needs its direction"),
        (AIR, AIR.replace("local-environment", "nowhere"), "“nowhere”, does not stand above it in the file"),
        (AIR, AIR.replace("local-environment", ""), "line 5: air-pollution has no parent; only a headline"),
        (AIR, AIR.replace("indicator", "measure"), "line 5: air-pollution has the level “measure”"),
        (AIR, AIR.replace("indicator", "domain"), "air-pollution is a domain, so its direction must be empty"),
        ("private-outdoor-space,local", "air-pollution,local", "line 6: the code air-pollution stands in line 5"),
        ("private-outdoor-space,local-environment", "private-outdoor-space,air-pollution", "must be of a higher level"),
        (",6,yes,2015-01-01/P1Y,", ",six,yes,2015-01-01/P1Y,", "“six”, must be a whole number"),
        (",2015-01-01/P1Y,", ",2015,", "line 5: the base period of air-pollution is wrong. “2015” is not a period"),
        (",calendar year,0,50,", ",calendar year,50,0,", "the minimum of air-pollution must lie below its maximum"),
        (",calendar year,0,50,", ",calendar year,low,50,", "the limits of air-pollution must be numbers"),
        ("code,parent,level", "code,above,level", "line 1: the columns must be code, parent, level"),
        (AIR, AIR + "extra,", "line 5: “air-pollution” has too many or too few cells"),
    ],
)
def test_a_faulty_element_is_named_with_its_line(folder: Path, old: str, new: str, sentence: str) -> None:
    _change(folder, "elements.csv", old, new)

    with pytest.raises(FaultyDefinition, match=sentence.replace("(", r"\(")):
        read_edition(folder)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('checker = "Method group of this project"', "", "must say the edition's checker, as a text"),
        ("next_review = 2027-06-30", 'next_review = "soon"', "must say the edition's next_review, as a date"),
        ("Method group", "Data group", "names the same author and checker"),
        ("next_review", "colour = 1\nnext_review", "says “colour”, which nobody reads"),
        ("as_at = 2026-06-30", "as_at = ", "edition.toml cannot be read"),
    ],
)
def test_a_faulty_edition_is_named(folder: Path, old: str, new: str, sentence: str) -> None:
    _change(folder, "edition.toml", old, new)

    with pytest.raises(FaultyDefinition, match=sentence):
        read_edition(folder)


def test_no_goal_may_be_set_on_a_range_over_small_groups() -> None:
    barred = [row for row in read_edition(STARTER).elements if row.goal_bar]

    assert [row.code for row in barred] == ["ethnic-gap-early-years", "ethnic-gap-attainment-16"]
    assert all("by chance alone" in row.goal_bar and "highest minus lowest" in row.unit for row in barred)


def test_an_empty_element_must_say_why(folder: Path) -> None:
    path = folder / "elements.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    bare = "land-use,sustainability,domain,Land Use,1" + "," * (len(COLUMNS) - 5)
    lines = [bare if line.startswith("land-use,") else line for line in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(FaultyDefinition, match="land-use has nothing below it, so its quality_note must say why"):
        read_edition(folder)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(FaultyDefinition, match=r"edition\.toml is missing(.|\n)*elements\.csv is missing"):
        read_edition(tmp_path)
