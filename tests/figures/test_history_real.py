"""The real changes of 2019 to 2023, brought in on a platform with the areas and figures of before.

What it works out is held against the figures that come with the software, cell for cell: those were compiled from the
sources by other code, before any of this was written.
"""

import csv
from pathlib import Path

import pytest

from apps.access.checks import OPERATOR
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.history_actions import accept_history
from apps.figures.models import Import
from apps.figures.queries import current_rows
from apps.figures.release import ReleaseRow, read_release, write_release
from apps.figures.starter_set import FOLDER
from apps.framework.actions import freeze_edition
from apps.framework.models import Element
from apps.framework.reading import DEFINITIONS, read_edition
from tests.factories.framework import EditionFactory, ElementFactory, IndicatorFactory
from tests.reorganisations import areas_before, reorganise
from tests.world import release_of

pytestmark = pytest.mark.django_db

BEFORE = Path(__file__).resolve().parent.parent / "data" / "reorganisations" / "before.csv"
CHANGES = (
    ("E06000058", "E06000059"),
    ("E07000244",),
    ("E07000245",),
    ("E06000060",),
    ("E06000061", "E06000062"),
    ("E06000063", "E06000064"),
    ("E06000065",),
    ("E06000066",),
)
NEW = sorted(code for change in CHANGES for code in change)


def figures_before():
    """The rows of what was published then, by indicator."""
    found = {}
    with BEFORE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row.pop("indicator")
            found.setdefault(code, []).append(ReleaseRow(0, **row))
    return found


def starter_cells(code):
    """What comes with the software of the areas that were made: value, limits and basis by area and period."""
    release = read_release((FOLDER / "figures" / f"{code}.csv").read_bytes())
    return {(row.area, row.period): row for row in release.rows if row.area in NEW}


def edition_of(codes):
    """An edition of some of the real indicators."""
    edition = EditionFactory(code="real")
    headline = ElementFactory(edition=edition, code="all", level=Element.Level.HEADLINE)
    for row in read_edition(DEFINITIONS / "2026-starter").elements:
        if row.code in codes:
            IndicatorFactory(
                edition=edition, code=row.code, name=row.name, unit=row.unit, tier=row.tier, parent=headline,
                minimum=row.minimum, maximum=row.maximum,
            )  # fmt: skip
    return freeze_edition(by=OPERATOR, edition=edition)


def bring(by, code, rows):
    content = write_release(release_of(Element.objects.get(code=code), rows))
    imported = start_import(by=by, name=f"{code}.csv", content=content)
    run_waiting()
    imported.refresh_from_db()
    assert imported.refused == 0, list(imported.problems.values_list("sentence", flat=True)[:3])
    accept_import(by=by, imported=imported)
    run_waiting()


def is_worked_out(row):
    return row.basis in ("merged", "recoded") and bool(row.value)


def test_the_figures_of_every_real_change_are_those_that_come_with_the_software(steward) -> None:
    before = figures_before()
    areas_before(*NEW)
    edition_of(before)
    for code, rows in before.items():
        bring(steward, code, rows)

    for change in CHANGES:
        done = reorganise(steward, *change)
        run_waiting()
        assert not done.imports.exclude(state=Import.State.CHECKED).exists()
        accept_history(by=steward, reorganisation=done)
        run_waiting()

    compared = 0
    for code in before:
        found = {(row[1], row[2]): row[3:] for row in current_rows([code]) if row[1] in NEW}
        expected = {at: row for at, row in starter_cells(code).items() if is_worked_out(row)}
        assert {at: _of_row(row) for at, row in expected.items()} == {at: _of_cell(found[at]) for at in expected}, code
        compared += len(expected)
    assert compared == _worked_out_in_the_starter_set() == 719
    smoking = {row[1]: row[3] for row in current_rows(["smoking"]) if row[2] == "2020-01-01/P5Y"}
    assert smoking["E06000063"] == 13.0680863


def _of_row(row):
    return float(row.value), row.lower and float(row.lower) or None, row.upper and float(row.upper) or None, row.basis


def _of_cell(cell):
    value, lower, upper, _absence, basis = cell
    return value, lower, upper, basis


def _worked_out_in_the_starter_set():
    paths = sorted((FOLDER / "figures").glob("*.csv"))
    return sum(is_worked_out(row) for path in paths for row in starter_cells(path.stem).values())
