"""Registers of releases, sources, coverage and revisions, by the imports or the snapshot of a run."""

import math

import numpy as np
import pytest

from apps.common.tiers import Tier
from apps.figures.models import Import
from apps.figures.registers import (
    CHANGES_TOLD,
    counts_in,
    counts_of,
    coverage,
    family_of,
    figure_rows,
    figures_of,
    release_lines,
    revisions,
    source_entries,
)
from apps.figures.snapshots import PackedFigures, Series
from tests.figures.vintages import bring
from tests.world import NEW, OLD, row_of


def called(world):
    return {area.pk: area.name for area in world.areas.values()}


def series(values, *, lower=None, upper=None, notes=None, period=NEW):
    nan = [math.nan if value is None else value for value in values]
    limits = [None if side is None else _array(side) for side in (lower, upper)]
    return Series("smoking", period, _array(nan), *limits, notes or {})


def _array(values):
    return np.array([math.nan if value is None else value for value in values], dtype=float)


def packed(*several):
    return PackedFigures(("A", "B", "C", "D"), tuple(several))


def only(found):
    (one,) = found
    return one


def test_coverage_counts_the_areas_of_one_tier_only():
    found = only(coverage(packed(series([1, None, 3, 4])), Tier.UPPER, {"A", "B", "C"}))

    assert (found.period, found.areas, found.with_figure) == (NEW, 3, 2)


def test_coverage_knows_why_a_figure_is_missing_and_how_the_others_were_reached():
    notes = {"A": {"absence": "suppressed"}, "C": {"basis": "merged"}}

    found = only(coverage(packed(series([None, None, 3, 4], notes=notes)), Tier.UPPER, set("ABCD")))

    assert dict(found.absences) == {"suppressed": 1}
    assert found.unmentioned == 1
    assert dict(found.bases) == {"merged": 1, "published": 1}


def test_the_basis_of_a_figure_that_is_missing_is_not_counted():
    notes = {"A": {"absence": "suppressed", "basis": "merged"}}

    found = only(coverage(packed(series([None, 2, 3, 4], notes=notes)), Tier.UPPER, set("ABCD")))

    assert dict(found.bases) == {"published": 3}


def test_limits_count_only_where_both_come_with_a_figure():
    found = only(
        coverage(packed(series([1, 2, 3, None], lower=[0, None, 2, 3], upper=[2, 3, None, 5])), Tier.UPPER, set("ABCD"))
    )

    assert found.with_limits == 1


def test_without_any_limits_none_are_counted():
    assert only(coverage(packed(series([1, 2, 3, 4])), Tier.UPPER, set("ABCD"))).with_limits == 0


def test_releases_come_newest_first_and_only_those_asked_for(small_world):
    first = small_world.imports["recycling"]
    second = small_world.bring("recycling", [row_of(small_world.areas["Ambleton"].code, NEW, 55.5)], release="2")

    both = release_lines([first.pk, second.pk])

    assert [line.import_id for line in both] == [second.pk, first.pk]
    assert [(line.new, line.revised, line.left_out) for line in both] == [(0, 1, 0), (20, 0, 0)]
    assert [line.import_id for line in release_lines([first.pk])] == [first.pk]
    assert release_lines([first.pk], "smoking") == []


def test_every_vintage_of_a_source_belongs_to_the_source_that_files_name(small_world):
    newer = bring(small_world)
    lines = release_lines(Import.objects.values_list("pk", flat=True), "recycling")

    entry = only(source_entries(lines))

    assert newer.source.code == "recycling-source-2"
    assert (entry.code, entry.vintages, entry.indicators) == ("recycling-source", ("2026", "2025"), ("recycling",))
    assert entry.latest.import_id == newer.pk
    assert family_of("recycling-source-2", [newer.pk]) == "recycling-source"


def test_a_vintage_whose_figures_are_not_shown_belongs_to_no_source(small_world):
    bring(small_world)

    assert family_of("recycling-source-2", small_world.run.imports) is None


def test_the_figures_of_a_snapshot_come_period_by_period(small_world):
    found = figures_of(small_world.run.snapshot_id, "smoking", small_world.run.snapshot.areas)

    assert [each.period for each in found.series] == [OLD, NEW]
    assert len(found.areas) == len(small_world.areas)


@pytest.mark.django_db
def test_without_a_snapshot_there_are_no_figures():
    found = figures_of(None, "smoking", ())

    assert (found.areas, found.series) == ((), ())
    assert counts_of(None, {("smoking", NEW)}, {Tier.UPPER: {"E1"}}, ()) == {}


def test_areas_with_a_figure_are_counted_for_the_periods_that_are_asked_for(small_world):
    codes = {area.code for area in small_world.areas.values()}

    held = small_world.run.snapshot_id
    found = counts_of(held, {("smoking", NEW), ("bus-trips", OLD)}, {"all": codes}, small_world.run.snapshot.areas)

    assert found == {("smoking", NEW): {"all": 9}, ("bus-trips", OLD): {"all": 6}}
    read = figures_of(held, "smoking", small_world.run.snapshot.areas)
    assert counts_in(read, {"all": codes})["smoking", NEW] == {"all": 9}


def test_a_revision_tells_the_largest_changes_from_old_to_new(small_world):
    names = ["Ambleton", "Brackford", "Castle Vale", "Dunmere", "Eastwick", "Northshire", "Ferndale"]
    before = {
        row.area_name: row.value for row in figure_rows("recycling", small_world.run.imports) if row.period == NEW
    }
    rows = [
        row_of(small_world.areas[name].code, NEW, before[name] + 10 - position) for position, name in enumerate(names)
    ]
    second = small_world.bring("recycling", rows, release="2")

    found = revisions("recycling", [small_world.imports["recycling"].pk, second.pk], called(small_world))[second.pk]

    assert [change.area for change in found.largest] == names[:CHANGES_TOLD]
    assert found.largest[0].after - found.largest[0].before == pytest.approx(10)
    assert (found.counting, found.gained, found.lost, found.restated) == (7, 0, 0, 0)


def test_a_revision_counts_what_came_what_went_and_what_was_only_restated(small_world):
    ambleton, tiny = (small_world.areas[name].code for name in ("Ambleton", "Tiny Isle"))
    rows = [row_of(ambleton, NEW, None), row_of(tiny, NEW, 41), row_of(tiny, OLD, None, "not-measured")]
    second = small_world.bring("recycling", rows, release="2")

    found = revisions("recycling", [small_world.imports["recycling"].pk, second.pk], called(small_world))

    assert (found[second.pk].gained, found[second.pk].lost, found[second.pk].restated) == (1, 1, 1)
    assert found[second.pk].largest == ()
    assert found[small_world.imports["recycling"].pk].counting == 17


def test_a_figure_that_counts_names_the_import_it_came_with(small_world):
    first = small_world.imports["recycling"]
    changed = small_world.areas["Ambleton"]
    second = small_world.bring("recycling", [row_of(changed.code, NEW, 55.5)], release="2")

    shown = {(row.area_name, row.period): row for row in figure_rows("recycling", [first.pk, second.pk])}
    before = {(row.area_name, row.period): row for row in figure_rows("recycling", [first.pk])}

    assert (shown["Ambleton", NEW].value, shown["Ambleton", NEW].import_id) == (55.5, second.pk)
    assert shown["Ambleton", OLD].import_id == first.pk
    assert before["Ambleton", NEW].import_id == first.pk
    assert list(shown) == sorted(shown, key=lambda key: (shown[key].area_code, key[1]))
