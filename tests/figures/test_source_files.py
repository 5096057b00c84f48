"""Publishers' files as they are, through the reading that a steward's upload goes through."""

import os
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.figures.compiling.recipes import read_recipes
from apps.figures.delivered import Choices, read_delivery
from apps.figures.delivering import Numbered
from apps.figures.ground import ground
from apps.figures.release import read_release
from apps.figures.sheets import read_sheet
from apps.figures.starter_set import FOLDER
from apps.framework.actions import draft_edition, freeze_edition

SOURCES = Path(os.environ.get("TPI_DATA") or settings.BASE_DIR.parent / "shared" / "data")
pytestmark = pytest.mark.skipif(
    not (SOURCES / "geography").is_dir(), reason="The sources are not at hand: set TPI_DATA to their folder."
)
#: Files with figures, and those that only say something of areas, of other files or of a framework.
FIGURES = sorted(
    path.relative_to(SOURCES).as_posix()
    for folder in ("els", "lait", "health-index-inputs", "climate", "other", "geography")
    for path in (SOURCES / folder).rglob("*.csv")
    if path.name not in ("dictionary.csv", "indicator_notes.csv")
    and (folder != "geography" or path.name == "population.csv")
)
FILE = attrgetter("file")
#: What the starter set takes from a file: its indicators, but for the one that is put together from two files.
STARTER = {
    file: {recipe.code for recipe in recipes if "hectares" not in recipe.series}
    for file, recipes in groupby(sorted(read_recipes(), key=FILE), key=FILE)
}


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker):
    """The areas and the starter edition, and what a table is read against."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_areas(by=OPERATOR)
        freeze_edition(by=OPERATOR, edition=draft_edition(by=OPERATOR))
        yield ground()
        transaction.set_rollback(True)


def cells(release):
    return [(row.area, row.period, row.value, row.lower, row.upper, row.absence, row.basis) for row in release.rows]


def shipped(code):
    newer = FOLDER / "newer" / f"{code}.csv"
    return read_release((newer if newer.exists() else FOLDER / "figures" / f"{code}.csv").read_bytes())


def read(file, known):
    path = SOURCES / file
    return read_delivery(Numbered(read_sheet(path.read_bytes(), path.name)), Choices(), known)


@pytest.mark.parametrize("file", FIGURES)
def test_every_file_is_recognised_every_cell_has_a_fate_and_the_starter_set_comes_out_of_it(file, known, db):
    found = read(file, known)

    assert found.table.found is not None
    assert found.table.series
    assert sum(found.fates.values()) == sum(count for _, count, _ in found.table.series) > 0
    assert found.fates.get("refused", 0) == 0
    if file in STARTER:
        made = {each.subject.code: each.release for each in found.made}
        assert set(made) == STARTER[file]
        assert [code for code, release in made.items() if cells(release) != cells(shipped(code))] == []


def test_every_source_of_the_starter_set_is_among_them():
    assert set(STARTER) <= set(FIGURES)
