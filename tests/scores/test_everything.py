"""All of a run in one file: nothing left out, nothing empty, and it can be checked without the platform."""

import csv
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from apps.access.checks import OPERATOR
from apps.background.claim import run_waiting
from apps.figures.actions.errata import publish_erratum
from apps.files.models import StoredFile
from apps.files.queries import content_of
from apps.scores.everything import write_everything
from apps.scores.models import Everything


@pytest.fixture
def made(small_world, tmp_path):
    path = tmp_path / "everything.zip"
    with path.open("w+b") as to:
        write_everything(small_world.run, to)
    return path


def rows(path, name):
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def verified(path):
    out = io.StringIO()
    call_command("verify_run", file=path, stdout=out)
    return out.getvalue()


def test_it_holds_every_score_and_every_figure_and_no_number_is_empty(made, small_world):
    scores, figures = rows(made, "scores-upper.csv"), rows(made, "figures/smoking.csv")

    stored = small_world.run.tiers.get(tier="upper")
    assert len(scores) == len(stored.scored) * len(stored.elements)
    assert len(figures) == 2 * len(small_world.areas)
    assert not [row for row in (*scores, *figures) if "" in row.values()]
    tiny = small_world.areas["Tiny Isle"].code
    assert {row["value"] for row in figures if row["area"] == tiny} == {"[suppressed]"}
    assert {row["score"] for row in scores if row["element"] == "happiness"} == {"[no-score]"}
    sure = [row for row in scores if row["element"] == "health"]
    assert all(0 <= float(row["low"]) <= float(row["high"]) <= 10 for row in sure)
    assert {row["publisher"] for row in rows(made, "sources.csv")} == {"Office of Figures"}
    assert len(rows(made, "framework.csv")) == small_world.edition.elements.count()


def test_it_is_found_to_be_whole_and_its_scores_come_out_the_same(made):
    assert "every checksum is right" in verified(made)


def test_one_changed_figure_is_found_twice(made, tmp_path):
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "score-again/upper/figures.csv":
                head, first, rest = content.split(b"\n", 2)
                content = b"\n".join([head, first.rsplit(b",", 1)[0] + b",61.5", rest])
            new.writestr(name, content)

    with pytest.raises(CommandError, match="its checksum differs[\\s\\S]*rows of scores are not those"):
        verified(other)


def test_what_is_no_such_file_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "table.zip"
    path.write_text("a,b")

    with pytest.raises(CommandError, match="not a ZIP file"):
        verified(path)


def test_a_published_run_is_put_together_and_anew_when_an_error_is_told(small_world, visitor):
    address = f"/editions/small/{small_world.run.pk}/everything.zip"
    run_waiting()
    first = Everything.objects.get(run=small_world.run).file
    served = visitor.get(address)

    publish_erratum(by=OPERATOR, imported=small_world.imports["smoking"], wrong="Too high.", right="Lower.")
    run_waiting()
    second = Everything.objects.get(run=small_world.run).file

    assert served.content[:2] == b"PK"
    assert int(served.headers["Content-Length"]) == first.size
    assert second.sha256 != first.sha256
    with zipfile.ZipFile(io.BytesIO(content_of(second))) as archive:
        assert "Too high." in archive.read("errata.csv").decode()
    assert StoredFile.objects.filter(media_type="application/zip").count() == 2


def test_of_former_files_of_a_run_the_last_one_stays_for_whoever_is_fetching_it(small_world):
    for _time in range(3):
        publish_erratum(by=OPERATOR, imported=small_world.imports["smoking"], wrong="Too high.", right="Lower.")
        run_waiting()

    assert StoredFile.objects.filter(media_type="application/zip").count() == 2


def test_before_it_is_put_together_there_is_none(small_world, visitor):
    Everything.objects.all().delete()

    assert visitor.get(f"/editions/small/{small_world.run.pk}/everything.zip").status_code == 404


def test_an_operator_asks_for_the_files_that_are_missing(small_world):
    run_waiting()
    Everything.objects.all().delete()

    call_command("put_together", stdout=io.StringIO())
    run_waiting()

    assert Everything.objects.get().run == small_world.run
