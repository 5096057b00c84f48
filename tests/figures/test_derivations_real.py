"""Derivations of real figures, held cell for cell to what the starter set was compiled to by the same rules."""

import csv
import json
from pathlib import Path

import pytest
from django.db import transaction

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, add_context_indicator, start_import
from apps.figures.derivation.actions import declare_derivation
from apps.figures.derivation.arithmetic import RESIDENTS, Kind
from apps.figures.models import ContextIndicator, Figure, Import
from apps.figures.release import read_release, write_release
from apps.figures.starter_set import FOLDER
from apps.framework.actions import draft_edition, freeze_edition
from tests.figures.derived import plan
from tests.world import release_of, row_of

TRACED = json.loads(Path(__file__).parents[1].joinpath("data", "traced_figures.json").read_text("utf-8"))
CENSUS = "2021-03-21"
COUNTY = "nottinghamshire"


@pytest.fixture(scope="module")
def england(django_db_setup, django_db_blocker):
    """Today's areas and the starter edition, with a few indicators brought from their starter files."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_areas(by=OPERATOR)
        freeze_edition(by=OPERATOR, edition=draft_edition(by=OPERATOR))
        for code in ("recycling", "air-pollution", "electricity-use", "gas-use"):
            load(FOLDER.joinpath("figures", f"{code}.csv").read_bytes())
        yield
        transaction.set_rollback(True)


def load(content):
    imported = start_import(by=OPERATOR, name="release.csv", content=content)
    run_waiting()
    imported.refresh_from_db()
    accept_import(by=OPERATOR, imported=imported)
    run_waiting()


def context(code, unit, **options):
    return add_context_indicator(by=OPERATOR, code=code, name=code.capitalize(), unit=unit, **options)


def derived(code, kind, inputs, **options):
    declare_derivation(by=OPERATOR, plan=plan(code, kind, inputs, **options))
    run_waiting()
    assert Import.objects.get(element_code=code).state == Import.State.LOADED
    return in_force(code)


def in_force(code):
    rows = Figure.objects.filter(element_code=code).select_related("area")
    return {(row.area.code, row.period): row for row in rows}


def starter(code):
    return read_release(FOLDER.joinpath("figures", f"{code}.csv").read_bytes())


def starter_rows(code):
    return {(row.area, row.period): row for row in starter(code).rows}


@pytest.mark.parametrize(("code", "cells"), [("recycling", 150), ("air-pollution", 147)])
def test_counties_weighted_by_residents_are_those_of_the_starter_set_cell_for_cell(england, db, code, cells):
    target = f"{code}-upper"
    context(target, starter(code).header["unit"], upper_only=True)

    found = derived(target, Kind.MEAN, {"parts": code, "weight": RESIDENTS})

    compiled = {at: row for at, row in starter_rows(code).items() if row.basis == "districts" and row.value}
    assert len(compiled) == cells
    assert {at: (f"{found[at].value:.10g}", found[at].basis) for at in compiled} == {
        at: (row.value, "districts") for at, row in compiled.items()
    }
    # And every area that is its own district stands as it was brought.
    single = set(Area.objects.filter(in_upper=True, in_district=True).values_list("code", flat=True))
    same = {at: row for at, row in starter_rows(code).items() if at[0] in single}
    assert {at: found[at].absence or f"{found[at].value:.10g}" for at in same} == {
        at: row.absence or f"{float(row.value):.10g}" for at, row in same.items()
    }


def test_a_share_of_sums_over_districts_is_that_of_the_starter_set(england, db):
    """Overcrowded households and households, as the census counts them: two sums, and their ratio made of both."""
    for code in ("crowded", "households"):
        context(code, "households")
        context(f"{code}-summed", "households")
    context("crowding", "% of households")
    counts = census_counts()
    load(release("crowded", {area: crowded for area, (_all, crowded) in counts.items()}))
    load(release("households", {area: households for area, (households, _crowded) in counts.items()}))

    derived("crowded-summed", Kind.SUM, {"parts": "crowded"})
    derived("households-summed", Kind.SUM, {"parts": "households"})
    found = derived("crowding", Kind.RATIO, {"top": "crowded-summed", "bottom": "households-summed"}, factor=100)

    compiled = starter_rows("overcrowding")
    traced = [Area.objects.get(slug=entry["area"]).code for entry in TRACED if entry["indicator"] == "overcrowding"]
    assert len(traced) == 10
    assert {code: f"{found[code, CENSUS].value:.10g}" for code in traced} == {
        code: compiled[code, CENSUS].value for code in traced
    }
    nottinghamshire = Area.objects.get(slug=COUNTY).code
    assert found[nottinghamshire, CENSUS].basis == compiled[nottinghamshire, CENSUS].basis == "districts"
    # A county of which only some districts were brought has none.
    worcestershire = Area.objects.get(slug="malvern-hills").parent.code
    assert found[worcestershire, CENSUS].absence == "not-comparable"


def test_a_gap_is_that_of_the_starter_set(england, db):
    unit = starter("poverty-gap-attainment-16").header["unit"]
    for code in ("others", "eligible"):
        context(code, unit)
    context("attainment-gap", unit)
    entries = [each for each in TRACED if each["indicator"] == "poverty-gap-attainment-16" and each["rows"]]
    parts = {each["area"]: list(map(float, each["sum"].split(" - "))) for each in entries}
    codes = dict(Area.objects.filter(slug__in=parts).values_list("slug", "code"))
    period = "2024-09-01/P1Y"
    load(release("others", {codes[slug]: others for slug, (others, _) in parts.items()}, period))
    load(release("eligible", {codes[slug]: eligible for slug, (_, eligible) in parts.items()}, period))

    found = derived("attainment-gap", Kind.GAP, {"first": "others", "second": "eligible"})

    compiled = starter_rows("poverty-gap-attainment-16")
    assert len(codes) == 7
    assert {code: f"{found[code, period].value:.10g}" for code in codes.values()} == {
        code: compiled[code, period].value for code in codes.values()
    }


def test_a_ratio_of_two_starter_indicators_is_what_a_hand_works_out(england, db):
    context("electricity-for-gas", "kWh of electricity for 100 kWh of gas")

    found = derived(
        "electricity-for-gas", Kind.RATIO, {"top": "electricity-use", "bottom": "gas-use"}, factor=100, reach=1
    )

    electricity, gas = starter_rows("electricity-use"), starter_rows("gas-use")
    (imported,) = Import.objects.filter(element_code="electricity-for-gas")
    borrowed = imported.made_from["borrowed"]
    assert len(found) > 300
    for (area, period), figure in found.items():
        top, bottom = electricity[area, period], gas.get((area, borrowed.get(period, period)))
        if figure.value is not None:
            assert figure.value == pytest.approx(100 * float(top.value) / float(bottom.value), rel=1e-9)
        else:
            assert figure.absence in {top.absence, bottom.absence}


def census_counts():
    """Households in all and overcrowded ones by area, from the rows of the census that were traced."""
    entries = [entry for entry in TRACED if entry["indicator"] == "overcrowding"]
    rows = [next(csv.reader([row])) for entry in entries for row in entry["rows"].values()]
    return {code: (float(households), float(crowded)) for code, _name, households, crowded, *_rest in rows}


def release(code, values, period=CENSUS):
    rows = [row_of(area, period, value) for area, value in values.items()]
    return write_release(release_of(ContextIndicator.objects.get(code=code), rows))
