import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

FRAMEWORK = "code,parent,level,weight\nindex,,2,\nair,index,1,1\nwater,index,1,3\nempty,,2,\nnone,empty,1,\n"
# Two periods; in the second the two indicators agree.
FIGURES = "area,period,code,value\n" + "".join(
    f"{area},{period},{code},{value}\n"
    for period, air, water in (("2020", (2, 4, 6), (6, 4, 2)), ("2021", (2, 4, 6), (1, 2, 3)))
    for code, values in (("air", air), ("water", water))
    for area, value in zip("ABC", values, strict=True)
)


@pytest.fixture
def study(tmp_path):
    """Calls score_table with a study of texts; gives the rows of each of its files."""

    def _study(figures=FIGURES, limits=None, method=None, draws=40):
        names = {"framework": "F.csv", "figures": "V.csv", "method": "M.json", "limits": "L.csv"}
        texts = {"framework": FRAMEWORK, "figures": figures, "method": json.dumps(method or {}), "limits": limits}
        for name, text in texts.items():
            if text is not None:
                (tmp_path / names[name]).write_text(text)
        paths = {name: tmp_path / names[name] for name, text in texts.items() if text is not None}
        options = {"out": tmp_path / "out.csv", "study": tmp_path / "study", "draws": draws}
        call_command("score_table", **paths, **options, stdout=io.StringIO(), stderr=io.StringIO())
        texts = {path.stem: path.read_text() for path in (tmp_path / "study").iterdir()}
        return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}

    return _study


def test_every_period_is_studied_by_itself(study):
    found = study()

    for name in ("ranges", "shares", "left_out"):
        assert {row["period"] for row in found[name]} == {"2020", "2021"}
    moved = {(row["period"], row["left_out"]): float(row["most_places"]) for row in found["left_out"]}
    # In 2020 the order turns round without water, which weighs three times as much; in 2021 both say the same.
    assert moved == {("2020", "air"): 0, ("2020", "water"): 2, ("2021", "air"): 0, ("2021", "water"): 0}


def test_what_was_skipped_says_why(study):
    found = study()

    said = {(row["period"], row["code"]): row["why"] for row in found["skipped"]}
    assert said["2020", "empty"] == "no area has a score"
    assert said["2021", "index"] == "errors of figures: none of them comes with limits"
    assert {row["code"] for row in found["ranges"]} == {"index"}


def test_limits_make_ranges_of_the_figures_alone(study):
    found = study(limits="area,period,code,lower,upper\nA,2021,water,0.5,1.5\nX,2021,water,1,2\n")

    ranges = {(row["period"], row["area"], row["code"]): row for row in found["ranges"]}
    assert float(ranges["2021", "A", "index"]["figures_low"]) < float(ranges["2021", "A", "index"]["score"])
    assert ranges["2020", "A", "index"]["figures_low"] == ""
    assert ("2021", "A", "water") in ranges
    assert ("2021", "A", "air") not in ranges
    assert ("2020", "index") in {(row["period"], row["code"]) for row in found["skipped"]}


def test_the_same_table_gives_the_same_study(study):
    assert study() == study()


def test_scores_that_rest_on_other_periods_are_not_studied_one_by_one(study):
    found = study(method={"base_period": "2020"})

    assert found["ranges"] == []
    assert "rest on other periods too" in found["skipped"][0]["why"]


def test_bad_limits_are_named_by_row_and_column(study):
    with pytest.raises(CommandError, match=r"L\.csv, row 2, column upper: it is not a number"):
        study(limits="area,period,code,lower,upper\nA,2021,water,0.5,much\n")


def test_a_study_needs_a_draw(study):
    with pytest.raises(CommandError, match="at least one draw"):
        study(draws=0)
