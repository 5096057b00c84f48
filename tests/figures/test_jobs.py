"""Checking and loading, run the way a worker runs them."""

import io
import zipfile

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.access.checks import OPERATOR
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.figures import jobs, writing
from apps.figures.actions import accept_import, start_import
from apps.figures.columns import Columns, Names
from apps.figures.models import Figure, Import, Problem, Source
from apps.figures.queries import current_figures
from apps.figures.release import REQUIRED_KEYS, Release, ReleaseRow, write_release
from apps.figures.writing import step_of_writing
from apps.framework.actions import freeze_edition
from apps.framework.models import Element
from apps.scores.models import Run
from tests.factories.framework import EditionFactory
from tests.world import NEW, OLD, release_of, row_of


def release(of="recycling", rows=(), **header):
    made = release_of(Element.objects.get(code=of), list(rows), "2")
    return write_release(Release({**made.header, **header}, made.rows))


def brought(world, content, name="new.csv"):
    imported = start_import(by=world.steward, name=name, content=content)
    run_waiting()
    imported.refresh_from_db()
    return imported


def workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(), "This is a workbook or a zip file. Save the sheet as “CSV UTF-8” and upload that."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not a text file."),
        (b"<!doctype html><title>Not found</title>", "This is a web page or XML"),
        ("# code: recycling\n".encode("utf-16"), "This is not a text file."),
        ("# code: caf\xe9\n".encode("latin-1"), "Line 1 holds a character that is not UTF-8."),
        (b'"' + b"x\n" * 100_000, "cannot be read as CSV"),
        (b'"' + b"x" * 3_000_000, "Line 1 is 3,000,001 characters long"),
        (b"a" * 3_000_000, "Line 1 is 3,000,000 characters long"),
        (b"area,period,value" + b",x" * 1_000_000, "Line 1 is 2,000,017 characters long"),
        (
            b"area,period,value" + b",x" * 5_000,
            "nobody knows: “x”, “x”, “x”, “x”, “x”, “x”, “x”, “x”, “x”, “x” and 4,990 more",
        ),
        (b"# " + b"k" * 9_000 + b": v\n# " + b"k" * 9_000 + b": v\n", f"Line 2 gives “{'k' * 60}” a second time."),
        (b'"' + b'\n","' * 5_000, r"Line 100 cannot be read as CSV (a row goes on for more than 100 lines)."),
        (b"".join(b"# k%d: v\n" % at for at in range(500)), "Line 201 is one line “# key: value” too many"),
        (b"name,year,figure\nLeeds,2024,5\n", "should name the columns, but “area”, “period”, “value” cannot be found"),
        (b"# code: recycling\narea,period,value\nE1,2024,5\n", "The file does not say its"),
        (b"\n" * 6_100_000 + b"x", "The file has more than 6,000,000 lines."),
        (b"\r" * 6_100_000 + b"x", "The file has more than 6,000,000 lines."),
        (b"\xef\xbb\xbf\n", "The file is empty."),
    ],
    ids=[
        "workbook",
        "png",
        "html",
        "utf16",
        "latin1",
        "quote",
        "endless quote",
        "line",
        "wide",
        "names",
        "key",
        "endless row",
        "endless header",
        "columns",
        "header",
        "lines",
        "carriage returns",
        "mark",
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(content, sentence, small_world):
    imported = brought(small_world, content)

    assert imported.state == Import.State.REFUSED
    assert sentence in imported.refusal
    assert len(imported.refusal) < 500
    assert imported.job.state == Job.State.DONE


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            {"code": "recyclin"},
            "“recyclin” is not the code of an indicator of Small edition. Correct the line “# code:”.",
        ),
        ({"code": "health"}, "“health” is not the code of an indicator"),
        ({"unit": "tonnes"}, "The file gives “tonnes”, the indicator is kept in "),
        ({"source": "not a code"}, "What the file says of its source cannot be kept: "),
        ({"vintage": "v" * 61}, "What the file says of its source cannot be kept: "),
        ({"release": "r" * 61}, "What the file says of its source cannot be kept: "),
        ({"attribution": "a" * 2001}, "The line “# attribution:” is far too long."),
        (
            {"title": "Office \u202eof figures"},
            "What the file says of its source cannot be kept: There is an invisible",
        ),
    ],
)
def test_a_file_that_says_something_impossible_of_itself_is_refused(header, sentence, small_world):
    imported = brought(small_world, release(rows=[row_of("E1", NEW, 5)], **header))

    assert imported.state == Import.State.REFUSED
    assert imported.refusal.startswith(sentence)


def test_nothing_can_be_checked_before_an_edition_is_in_force(steward):
    header = dict.fromkeys(REQUIRED_KEYS, "recycling")
    content = write_release(Release(header, [row_of("E08000035", NEW, 5)]))

    imported = start_import(by=steward, name="new.csv", content=content)
    run_waiting()

    imported.refresh_from_db()
    assert imported.refusal.startswith("There is no edition of the framework in force yet.")


def test_a_check_counts_what_the_file_would_do(small_world):
    areas = small_world.areas
    same = next(row for row in current_figures(["clean-air"], areas["Brackford"]) if row.period == OLD)
    rows = [
        row_of(areas["Ambleton"].code, NEW, 41.5),
        row_of(areas["Brackford"].code, OLD, same.value),
        row_of(areas["Castle Vale"].code, "2022-01-01/P1Y", 12),
        row_of("E07800001", NEW, 5),
        row_of(areas["Dunmere"].code, NEW, 101),
    ]

    imported = brought(small_world, release("clean-air", rows))

    assert imported.state == Import.State.CHECKED
    counts = (imported.rows, imported.new, imported.revised, imported.unchanged, imported.refused)
    assert counts == (5, 1, 1, 1, 2)
    assert [problem.column for problem in imported.problems.all()] == ["area", "value"]
    assert "of Old Ambleton. Now it is Ambleton" in imported.problems.first().sentence
    assert imported.header["publisher"] == "Office of Figures"
    [revision] = imported.revisions
    assert (revision["area"], revision["after"]["value"]) == (areas["Ambleton"].code, 41.5)
    assert not Figure.objects.filter(imported=imported).exists()


def test_every_bad_row_is_listed_to_the_last(small_world):
    rows = [ReleaseRow(0, "E09999999", NEW, "5", "", "", "", "published") for _ in range(4_500)]

    imported = brought(small_world, release(rows=rows))

    assert imported.refused == 4_500
    assert imported.problems.count() == 4_500
    assert imported.problems.order_by("line").last().line == 4_511


def test_a_second_attempt_at_a_check_lists_each_problem_once(small_world, monkeypatch):
    content = release(rows=[row_of("E07800001", NEW, 5), row_of("E07800001", OLD, 5)])
    finish, attempts = jobs._finish_check, []

    def fail_once(*args):
        attempts.append(args)
        if len(attempts) == 1:
            raise RuntimeError("the first attempt dies after its problems were written")
        finish(*args)

    monkeypatch.setattr(jobs, "_finish_check", fail_once)

    imported = brought(small_world, content)

    assert len(attempts) == 2
    assert Problem.objects.filter(imported=imported).count() == 2


def test_loading_writes_what_is_new_or_revised_and_nothing_else(small_world):
    areas = small_world.areas
    same = next(row for row in current_figures(["recycling"], areas["Brackford"]) if row.period == NEW)
    rows = [row_of(areas["Ambleton"].code, NEW, 55.5), row_of(areas["Brackford"].code, NEW, same.value)]

    imported = small_world.bring("recycling", rows, release="2")

    assert list(imported.figures.values_list("area__name", "value")) == [("Ambleton", 55.5)]
    assert imported.sequence == len(small_world.imports) + 1
    assert imported.loaded_at is not None


def test_a_value_that_is_missing_keeps_its_reason(small_world):
    area = small_world.areas["Ambleton"]

    imported = small_world.bring("recycling", [row_of(area.code, NEW, None, "withdrawn")], release="2")

    assert list(imported.figures.values_list("value", "absence")) == [(None, "withdrawn")]


def test_numbers_come_back_as_they_were_written(small_world):
    area, value = small_world.areas["Ambleton"].code, "33.300000000000004"
    row = ReleaseRow(0, area, NEW, value, "0.1", "1e2", "", "computed")

    imported = small_world.bring("recycling", [row], release="2")

    assert list(imported.figures.values_list("value", "lower", "upper", "basis")) == [
        (33.300000000000004, 0.1, 100.0, "computed")
    ]


def test_the_same_source_is_kept_once_and_other_facts_make_another(small_world):
    area = small_world.areas["Ambleton"].code
    first = small_world.imports["recycling"].source

    same = small_world.bring("recycling", [row_of(area, NEW, 55.5)], release="2").source
    imported = brought(small_world, release(rows=[row_of(area, NEW, 66.5)], vintage="2026"))
    accept_import(by=small_world.steward, imported=imported)
    run_waiting()

    imported.refresh_from_db()
    assert same == first
    assert imported.source.code == "recycling-source-2"
    assert (imported.source.vintage, Source.objects.get(pk=first.pk).vintage) == ("2026", "2025")


def test_a_load_begins_a_run_and_leaves_what_is_published_alone(small_world):
    imported = small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 55.5)], release="2")

    run = Run.objects.first()
    assert (run.cause, run.state) == (imported, Run.State.DONE)
    small_world.run.refresh_from_db()
    assert run.result_sha256 != small_world.run.result_sha256


def many_rows(world, days=600):
    """Figures of one indicator for every area on many days: more than fit into one step."""
    return [
        row_of(area.code, f"{2000 + day // 336}-{1 + day % 336 // 28:02}-{1 + day % 28:02}/P1Y", position + day % 7)
        for day in range(days)
        for position, area in enumerate(world.areas.values())
    ]


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch):
    monkeypatch.setattr(writing, "STEP_OF_COPY", writing.STEP)


def accepted(world, rows):
    imported = brought(world, release(rows=rows))
    assert imported.new > 2 * step_of_writing()
    return accept_import(by=world.steward, imported=imported)


def test_an_attempt_that_dies_half_way_leaves_nothing_to_see_and_the_next_loads_each_row_once(small_world, monkeypatch):
    imported = accepted(small_world, many_rows(small_world))
    before, seen = current_figures(), []
    write = jobs.write_figures

    def die_in_the_second_step(target, rows, areas):
        write(target, rows, areas)
        seen.append((Figure.objects.filter(imported=target).count(), current_figures() == before))
        if len(seen) == 2:
            raise RuntimeError("killed half way")

    monkeypatch.setattr(jobs, "write_figures", die_in_the_second_step)

    run_waiting()

    imported.refresh_from_db()
    assert imported.job.attempts == 2
    assert seen[0] == (step_of_writing(), True)
    assert all(unseen for _, unseen in seen)
    assert imported.state == Import.State.LOADED
    assert imported.figures.count() == imported.new


def test_progress_is_told_in_words(small_world, monkeypatch):
    imported = accepted(small_world, many_rows(small_world))
    told = []
    monkeypatch.setattr(
        "apps.background.work.Work.beat", lambda work, step, done=0, total=0: told.append((step, done, total))
    )

    run_waiting()

    total = imported.new
    assert ("Reading the file", 0, 0) in told
    assert (f"Writing figures 4,000 of {total:,}", 4000, total) in told
    assert (f"Writing figures {total:,} of {total:,}", total, total) in told


def test_a_worker_that_lost_its_claim_writes_nothing_more(small_world, monkeypatch):
    imported = accepted(small_world, many_rows(small_world))
    write = jobs.write_figures

    def lose_the_claim(target, rows, areas):
        Job.objects.filter(pk=imported.job_id).update(fence=99)
        write(target, rows, areas)

    monkeypatch.setattr(jobs, "write_figures", lose_the_claim)

    run_waiting(limit=1)

    imported.refresh_from_db()
    assert imported.state == Import.State.LOADING
    assert imported.figures.count() == 0


def test_a_file_that_can_no_longer_be_read_fails_with_a_sentence(small_world):
    imported = brought(small_world, release(rows=[row_of(small_world.areas["Ambleton"].code, NEW, 55.5)]))
    accept_import(by=small_world.steward, imported=imported)
    freeze_edition(by=OPERATOR, edition=EditionFactory(code="later"))

    run_waiting()

    imported.refresh_from_db()
    assert imported.job.state == Job.State.FAILED
    assert imported.job.reason.startswith("The file could be read when it was checked, but no longer.")
    assert imported.state == Import.State.LOADING


@pytest.mark.parametrize("do", [jobs.check_import, jobs.load_import])
def test_a_job_about_what_is_gone_or_done_does_nothing(do, small_world):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        do(None, small_world.imports["recycling"].pk)
        do(None, None)

    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_the_models_and_the_bulk_writing_agree(db):
    call_command("makemigrations", "figures", check=True, dry_run=True, verbosity=0)
    columns = {field.column for field in Figure._meta.fields} - {"id"}

    assert {column.name for column in writing.figure_columns(Import(pk=1), nothing(), np.empty(0))} == columns
    assert Figure._meta.db_table in writing.INSERT
    assert {name.strip() for name in writing.INSERT.split("(")[1].split(")")[0].split(",")} == columns


def nothing():
    return Columns.room(Names(), 0)
