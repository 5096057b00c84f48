"""A published index, reproduced from its raw figures through the command that anyone can use."""

import csv
import io
from pathlib import Path
from statistics import fmean

import pytest
from django.core.management import call_command

HERE = Path(__file__).parents[1] / "data" / "health-index-2015"
NOISE_AREAS = (
    *(f"E060000{number}" for number in (22, 23, 24, 25, 26, 27, 30, 52, 54)),
    *(f"E100000{number}" for number in ("08", "13", "27")),
)


def rows_of(name):
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def filled_gaps():
    """The nine indicators with gaps as figures of 2015, by the rule in the folder's README."""
    found = {(row["code"], row["area"], row["period"]): float(row["value"]) for row in rows_of("gaps.csv")}
    for area in ("E06000058", "E06000059"):
        found["trans_noise", area, "2016"] = fmean(found["trans_noise", other, "2016"] for other in NOISE_AREAS)
    earliest = {}
    for code, area, period in sorted(found, key=lambda key: key[2]):
        earliest.setdefault((code, area), found[code, area, period])
    return earliest


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    folder = tmp_path_factory.mktemp("health-index")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows((area, 2015, code, repr(value)) for (code, area), value in filled_gaps().items())
    (folder / "figures.csv").write_text((HERE / "figures.csv").read_text() + text.getvalue())
    call_command(
        "score_table",
        framework=HERE / "framework.csv",
        figures=folder / "figures.csv",
        method=HERE / "method.json",
        out=folder / "out.csv",
        stdout=io.StringIO(),
    )
    with (folder / "out.csv").open(newline="") as file:
        return {(row["area"], row["code"]): row["score"] for row in csv.DictReader(file)}


def test_all_published_values_come_out_again(scores):
    expected = {(row["area"], row["code"]): float(row["score"]) for row in rows_of("expected.csv")}

    assert len(expected) == 149 * 58
    assert max(abs(float(scores[key]) - value) for key, value in expected.items()) < 1e-10
