"""The whole starter set through the one import path and a run, out again on the pages, and back to its sources."""

import ast
import html
import json
import operator
import os
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Import
from apps.figures.starter_set import starter_files
from apps.framework.actions import draft_edition, freeze_edition
from apps.scores.actions import publish_run, start_run
from apps.scores.computing import fingerprint
from apps.scores.models import Run
from apps.scores.runs import TIERS
from apps.scores.verifying import verify
from tests.scores.starter import starter_figures, starter_scores

#: Ten areas and ten indicators, drawn at random: each figure as a page writes it, and the rows of its source, found
#: without our readers. `sum` is how it follows from them: the number itself, a share, a gap, weighed districts.
TRACED = json.loads(Path(__file__).parents[1].joinpath("data", "traced_figures.json").read_text("utf-8"))
SOURCES = Path(os.environ.get("TPI_DATA") or settings.BASE_DIR.parent / "shared" / "data")
_SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


@pytest.fixture(scope="module")
def starter_run(django_db_setup, django_db_blocker):
    """The published run of the starter edition, built once for all tests here and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _published()
        transaction.set_rollback(True)


def _published():
    load_areas(by=OPERATOR)
    edition = freeze_edition(by=OPERATOR, edition=draft_edition(by=OPERATOR))
    for path in starter_files():
        start_import(by=OPERATOR, name=path.name, content=path.read_bytes())
    run_waiting()
    for imported in Import.objects.all():
        accept_import(by=OPERATOR, imported=imported)
    run_waiting()
    run = start_run(by=OPERATOR, edition=edition)
    run_waiting()
    run.refresh_from_db()
    publish_run(by=OPERATOR, run=run)
    return run


def test_the_starter_set_scores_to_the_same_bits_through_the_database(starter_run, db):
    assert starter_run.state == Run.State.DONE
    assert starter_run.snapshot.sha256 == starter_figures().sha256()
    assert starter_run.result_sha256 == fingerprint(starter_scores(tier) for tier in TIERS)
    assert verify(starter_run).same


@pytest.mark.parametrize("slug", sorted({entry["area"] for entry in TRACED}))
def test_a_page_shows_the_figures_that_were_traced_to_their_sources(starter_run, db, visitor, slug):
    area = Area.objects.get(slug=slug)
    traced = {entry["indicator"]: entry["figure"] for entry in TRACED if entry["area"] == slug}

    page = visitor.get(f"/areas/{area.default_tier}/{slug}/").content.decode()

    assert len(traced) == 10
    assert {code: _shown(page, code) for code in traced} == traced


@pytest.mark.parametrize("slug", sorted({entry["area"] for entry in TRACED}))
def test_the_api_gives_the_figures_that_were_traced_to_their_sources(starter_run, db, visitor, slug):
    area = Area.objects.get(slug=slug)
    traced = {entry["indicator"]: _value(entry["sum"]) for entry in TRACED if entry["area"] == slug}

    answer = visitor.get(f"/api/v1/scores/?area={area.code}").json()

    given = {item["element"]: item["value"] for item in answer["items"] if item["element"] in traced}
    assert given == {code: None if value is None else pytest.approx(value, rel=1e-9) for code, value in traced.items()}


@pytest.mark.parametrize("entry", TRACED, ids=lambda entry: f"{entry['area']}-{entry['indicator']}")
def test_a_traced_figure_is_what_its_rows_come_to(entry):
    if not entry["sum"]:
        assert (entry["figure"], entry["rows"]) == ("Not collected at this tier", {})
        return
    decimals = len(re.sub(r"[^.\d]", "", entry["figure"]).partition(".")[2])
    published = set(re.findall(r"[\d.]+", entry["sum"])) - {"100"}

    assert f"{_value(entry['sum']):,.{decimals}f}" == entry["figure"].removesuffix("%")
    assert {number for number in published if not _stands_in(number, entry["rows"].values())} == set()


@pytest.mark.skipif(not SOURCES.is_dir(), reason="The sources are not at hand: set TPI_DATA to their folder.")
def test_the_rows_of_traced_figures_stand_in_the_sources_as_written_down():
    rows = {place: row for entry in TRACED for place, row in entry["rows"].items()}

    found = {place: _line(*place.rsplit(":", 1)) for place in rows}

    assert len(rows) > 100
    assert found == rows


def _shown(page, code):
    """The figure of one indicator as an area's page shows it, without the words of its unit and its limits."""
    item = re.search(rf'<li [^>]*id="{code}">.*?</li>', page, re.DOTALL)[0]
    number = re.search(r'<b>(.*?)</b>|<span class="band band--none">(.*?)</span>', item)
    return html.unescape(number[1] or number[2])


def _value(written):
    """What a sum of plain numbers comes to; None for no sum."""

    def reckon(node):
        return (
            _SIGNS[type(node.op)](reckon(node.left), reckon(node.right)) if isinstance(node, ast.BinOp) else node.value
        )

    return reckon(ast.parse(written, mode="eval").body) if written else None


def _stands_in(number, rows):
    return any(float(number) == float(other) for row in rows for other in re.findall(r"\d+(?:\.\d+)?", row))


@cache
def _lines(file):
    return SOURCES.joinpath(file).read_text("utf-8-sig").splitlines()


def _line(file, number):
    return _lines(file)[int(number) - 1]
