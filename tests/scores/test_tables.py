import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.scores.engine.method import Method

FRAMEWORK = """code,parent,level,name,weight,direction,transform,denominator,goalpost_low,goalpost_high,target
index,,3,Index,,,,,,,
nature,index,2,Nature,1,,,,,,
work,index,2,Work,1,,,,,,
air,nature,1,Air,1,-1,,,0,50,
trees,nature,1,Trees,3,1,,population,,,
jobs,work,1,Jobs,,,,,,,
"""
FIGURES = """area,period,code,value
A,2020,air,10
B,2020,air,20
C,2020,air,30
A,2020,trees,100
B,2020,trees,200
C,2020,trees,900
A,2020,population,100
B,2020,population,100
C,2020,population,300
A,2020,jobs,7
B,2020,jobs,7
C,2020,jobs,
"""


@pytest.fixture
def run(tmp_path):
    """Calls score_table on texts; gives its rows by (area, code) of the first period, and all that it said."""

    def _run(framework=FRAMEWORK, figures=FIGURES, method=None, steps=False):
        (tmp_path / "F.csv").write_bytes(framework.encode() if isinstance(framework, str) else framework)
        (tmp_path / "V.csv").write_bytes(figures.encode() if isinstance(figures, str) else figures)
        (tmp_path / "M.json").write_text(method if isinstance(method, str) else json.dumps(method or {}))
        said, told = io.StringIO(), io.StringIO()
        call_command(
            "score_table",
            framework=tmp_path / "F.csv",
            figures=tmp_path / "V.csv",
            method=tmp_path / "M.json",
            out=tmp_path / "out.csv",
            steps=tmp_path / "steps" if steps else None,
            stdout=said,
            stderr=told,
        )
        return read(tmp_path / "out.csv"), said.getvalue() + told.getvalue()

    return _run


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_area(rows, code, what="score"):
    return [row[what] for row in rows if row["code"] == code]


def test_figures_come_out_as_scores_of_every_element(run):
    rows, said = run(method={"normalise": "min-max", "least_coverage": 0.5})

    assert list(rows[0]) == ["area", "period", "code", "level", "score", "rank", "coverage"]
    assert by_area(rows, "air") == ["10.0", "5.0", "0.0"]
    assert by_area(rows, "trees") == ["0.0", "5.0", "10.0"]
    # Weights 1 and 3.
    assert by_area(rows, "nature") == ["2.5", "5.0", "7.5"]
    assert by_area(rows, "nature", "rank") == ["3", "2", "1"]
    assert "18 rows of 3 areas in 1 periods" in said


def test_what_has_no_score_has_a_row_all_the_same(run):
    rows, _ = run()

    assert by_area(rows, "jobs") == ["", "", ""]
    assert by_area(rows, "jobs", "rank") == ["", "", ""]
    assert by_area(rows, "index", "coverage") == ["0.5", "0.5", "0.5"]
    assert "" not in by_area(rows, "index")


def test_elements_may_stand_in_any_order_and_leave_cells_out(run):
    shuffled = "level,code,parent\n1,air,nature\n2,nature,\n"

    rows, said = run(framework=shuffled, method={"normalise": "min-max"})

    assert by_area(rows, "nature") == ["0.0", "5.0", "10.0"]
    assert "“trees” is neither in the framework nor asked for" in said


def test_several_roots_of_any_depth(run):
    rows, _ = run(framework="code,parent,level\nair,,1\nnature,,4\njobs,nature,1\ntrees,nature,1\n")

    assert {row["code"] for row in rows} == {"air", "nature", "jobs", "trees"}
    assert by_area(rows, "nature") == by_area(rows, "trees")


def test_areas_are_ranked_within_the_group_they_are_compared_in(run):
    figures = (
        "area,period,code,value,group\nA,2020,air,1,north\nB,2020,air,2,north\nC,2020,air,9,south\nD,2020,air,8,south\n"
    )

    rows, _ = run("code,level\nair,1\n", figures, {"within": "group", "normalise": "min-max"})

    assert by_area(rows, "air") == ["0.0", "10.0", "10.0", "0.0"]
    assert by_area(rows, "air", "rank") == ["2", "1", "1", "2"]


def test_every_digit_is_written(run):
    rows, _ = run(
        "code,level\nair,1\n", "area,period,code,value\nA,1,air,1\nB,1,air,2\nC,1,air,4\n", {"normalise": "min-max"}
    )

    assert by_area(rows, "air") == ["0.0", "3.333333333333333", "10.0"]


def test_periods_stand_beside_each_other(run):
    figures = "area,period,code,value\nA,2021,air,4\nA,2020,air,1\nB,2020,air,3\nB,2021,air,8\n"

    rows, _ = run("code,level\nair,1\n", figures, {"normalise": "min-max", "base_period": "2020", "cap": "none"})

    assert [(row["period"], row["area"], row["score"]) for row in rows] == [
        ("2020", "A", "0.0"),
        ("2020", "B", "10.0"),
        ("2021", "A", "15.0"),
        ("2021", "B", "35.0"),
    ]


def test_steps_are_written_with_what_was_filled_in_and_why_something_is_absent(run, tmp_path):
    run(method={"impute": "group-mean"}, steps=True)

    folder = tmp_path / "steps"
    assert sorted(path.name for path in folder.iterdir()) == [
        "01-denominated.csv",
        "02-transformed.csv",
        "03-treated.csv",
        "04-imputed.csv",
        "05-normalised.csv",
        "06-scaled.csv",
        "07-level-2.csv",
        "08-level-3.csv",
        "absent.csv",
        "imputed.csv",
        "outliers.csv",
    ]
    assert read(folder / "imputed.csv") == [{"area": "C", "period": "2020", "code": "jobs", "value": "7.0"}]
    assert by_area(read(folder / "01-denominated.csv"), "trees", "value") == ["1.0", "2.0", "3.0"]
    assert by_area(read(folder / "08-level-3.csv"), "index", "value") != ["", "", ""]
    why = {(row["area"], row["code"]): row["why"] for row in read(folder / "absent.csv")}
    assert why["A", "jobs"].startswith("cannot be put on the scale: all are the same")
    assert why["A", "work"] == "nothing below it has a score"


def test_why_a_figure_is_absent_without_filling_in(run, tmp_path):
    run(method={"least_coverage": 0.6}, steps=True)

    why = {(row["area"], row["code"]): row["why"] for row in read(tmp_path / "steps" / "absent.csv")}
    assert why["C", "jobs"] == "no figure"
    assert why["A", "index"] == "too little below it: 50% of the weight"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,parent\nair,\n", "F.csv, row 1: there is no column level."),
        ("code,level,level\nair,1,1\n", "F.csv, row 1: there are two columns level."),
        ("code,level\nair,top\n", "F.csv, row 2, column level: “top” is no level"),
        ("code,level\nair,0\n", "F.csv, row 2, column level: “0” is no level"),
        ("code,level\nair,1\nair,1\n", "F.csv, row 3, column code: “air” stands in row 2 already."),
        ("code,level\n,1\n", "F.csv, row 2, column code: an element needs a code."),
        ("code,parent,level\nair,sky,1\n", "F.csv, row 2, column parent: there is no element “sky”."),
        (
            "code,parent,level\nair,jobs,1\njobs,,1\n",
            "row 2, column parent: “jobs” must be of a higher level than “air”.",
        ),
        ("code,level,weight\nair,1,0\n", "F.csv, row 2, column weight: “0” is not above 0."),
        ("code,level,weight\nair,1,much\n", "F.csv, row 2, column weight: “much” is not a number."),
        ("code,level,direction\nair,1,up\n", "F.csv, row 2, column direction: “up” is no direction"),
        ("code,level,transform\nair,1,root\n", "F.csv, row 2, column transform: “root” is none of none, log"),
        ("code,level,goalpost_low,goalpost_high\nair,1,5,5\n", "row 2, column goalpost_high: the high goalpost must"),
        ("code,level\nindex,2\n", "F.csv: a framework needs at least one indicator"),
        ("code,level\nair,1,9\n", "F.csv, row 2: it has 3 cells, and the header 2."),
        (b"code,level\n\xff,1\n", "F.csv, row 2: it is not in UTF-8."),
        ('code,level\n"air,1\n', "it cannot be read as CSV"),
    ],
)
def test_a_bad_framework_is_named_by_row_and_column(text, sentence, run):
    with pytest.raises(CommandError) as caught:
        run(framework=text)

    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("area,period,value\nA,1,1\n", "V.csv, row 1: there is no column code."),
        ("area,period,code,value\n", "V.csv: there are no figures in it."),
        ("area,period,code,value\nA,1,air,\nA,2,air,ten\n", "V.csv, row 3, column value: “ten” is not a number."),
        ("area,period,code,value\nA,1,air,inf\n", "V.csv, row 2, column value: “inf” is not a number."),
        ("area,period,code,value\nA,1,air,1_000\n", "V.csv, row 2, column value: “1_000” is not a number."),
        ("area,period,code,value\n,1,air,1\n", "V.csv, row 2, column area: a figure needs its area."),
        (
            "area,period,code,value\nA,1,air,1\nB,1,air,1\n\nA,1,air,2\n",
            "V.csv, row 5, column value: the figure of “air” for this area and period stands in row 2 already.",
        ),
        (
            "area,period,code,value,group\nA,1,air,1,north\nA,2,air,1,south\n",
            "V.csv, row 3, column group: “A” is in “north” in row 2, and in “south” here.",
        ),
    ],
)
def test_bad_figures_are_named_by_row_and_column(text, sentence, run):
    with pytest.raises(CommandError) as caught:
        run(figures=text)

    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "M.json, row 1, column 2: this is not JSON."),
        ("[]", "M.json: a method is a JSON object"),
        ('{"k": NaN}', "M.json: NaN is no number"),
        ('{"colour": "red"}', "M.json: The method has entries that this engine does not know: colour."),
        ('{"impute": "guess"}', "M.json: The impute of a method is one of none, group-mean"),
        ('{"base_period": "1999"}', "There are no figures for the base period “1999”."),
        ('{"transform": "log"}', "V.csv, indicator “jobs”: A logarithm needs figures above 0"),
    ],
)
def test_a_bad_method_is_named_by_its_entry(text, sentence, run):
    with pytest.raises(CommandError) as caught:
        run(figures=FIGURES.replace("A,2020,jobs,7", "A,2020,jobs,0"), method=text)

    assert sentence in str(caught.value)


def test_many_problems_are_told_at_once_but_not_all(run):
    figures = "area,period,code,value\n" + "".join(f"A{n},1,air,x\n" for n in range(60))

    with pytest.raises(CommandError) as caught:
        run(figures=figures)

    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 40 more."


def test_a_file_that_is_not_there_is_named(tmp_path):
    (tmp_path / "M.json").write_text("{}")
    nowhere = tmp_path / "nowhere.csv"

    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be opened: No such file"):
        call_command(
            "score_table", framework=nowhere, figures=nowhere, method=tmp_path / "M.json", out=tmp_path / "out.csv"
        )


def test_a_byte_order_mark_and_spaces_around_cells_are_no_trouble(run):
    rows, _ = run(framework="\ufeffcode, level\r\nair, 1\r\n".encode(), figures="\ufeff" + FIGURES.replace(",", ", "))

    assert {row["code"] for row in rows} == {"air"}


def test_the_example_in_the_documents_comes_out_as_it_says(run, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "method.md").read_text("utf-8")
    files = dict(re.findall(r"```\w+ ([\w.]+)\n(.*?)```", page, re.DOTALL))

    run(files["F.csv"], files["V.csv"], files["M.json"])

    assert (tmp_path / "out.csv").read_text() == files["OUT.csv"]


def test_the_methods_of_others_in_the_documents_are_methods():
    page = (Path(__file__).parents[2] / "docs" / "method.md").read_text("utf-8")
    table = page.split("### Methods of others, as files", 1)[1].split("###", 1)[0]

    found = [Method.described(json.loads(text)) for text in re.findall(r"`(\{.*\})`", table)]

    assert len(found) == 7
    assert len(set(map(repr, found))) == 7


def test_a_human_development_index(run):
    framework = (
        "code,parent,level,transform,goalpost_low,goalpost_high\n"
        "hdi,,3,,,\nhealth,hdi,2,,,\neducation,hdi,2,,,\nincome,hdi,2,,,\n"
        "life,health,1,,20,85\nexpected,education,1,,0,18\nmean,education,1,,0,15\ngni,income,1,log,100,75000\n"
    )
    figures = "area,period,code,value\nNorway,2021,life,83.2\nNorway,2021,expected,18.2\nNorway,2021,mean,13\n"
    method = {"normalise": "goalposts", "highest": 1, "levels": {"3": {"averaging": "geometric"}}}

    rows, _ = run(framework, figures + "Norway,2021,gni,64660\n", method)

    # The report of 2021/22 gives 0.961 for Norway.
    assert f"{float(by_area(rows, 'hdi')[0]):.3f}" == "0.961"
    assert by_area(rows, "expected") == ["1.0"]
