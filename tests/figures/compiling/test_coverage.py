"""Comparing what was compiled with the list beside the sources."""

from collections import Counter
from pathlib import Path

from apps.areas.reading import read_areas
from apps.figures.compiling.coverage import differences
from apps.figures.compiling.indicators import Compiled
from apps.figures.compiling.rules import Cell

HEAD = "code,level,tier,periods,first_period,last_period,coverage_district,coverage_upper"
YEAR = "2016-01-01/P1Y"
DONE = {"infant-mortality": Compiled("infant-mortality", {("E06000001", YEAR): Cell("4.1")}, (YEAR,), (), Counter())}


def _listed(folder: Path, row: str) -> Path:
    (folder / "framework").mkdir()
    (folder / "framework" / "elements.csv").write_text(f"{HEAD}\nhealth,domain,,,,,,\n{row}\n", encoding="utf-8")
    return folder


def test_what_agrees_is_not_mentioned(tmp_path: Path) -> None:
    folder = _listed(tmp_path, "infant-mortality,indicator,upper,1,2016,2016,1,1")

    assert differences(folder, DONE, read_areas()) == []


def test_each_difference_is_one_sentence(tmp_path: Path) -> None:
    folder = _listed(tmp_path, "infant-mortality,indicator,both,1,2016,2017,1,2")

    assert differences(folder, DONE, read_areas()) == [
        "infant-mortality: the last period is 2016-01-01/P1Y where the list beside the sources says 2017-01-01/P1Y.",
        "infant-mortality: the coverage of the upper tier is 1 where the list beside the sources says 2.",
    ]


def test_without_the_list_nothing_is_compared(tmp_path: Path) -> None:
    assert differences(tmp_path, DONE, read_areas()) is None
