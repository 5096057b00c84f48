from apps.access.checks import OPERATOR
from apps.figures.actions import withdraw_import
from apps.figures.queries import current_figures, current_rows, current_series, figure_history, provenance, provenances
from apps.figures.source_actions import register_source
from tests.figures.test_source_actions import WORDS
from tests.world import NEW, OLD, row_of


def value_of(area, code="recycling", period=NEW):
    return {(row.area_code, row.period): row.value for row in current_figures([code])}[area.code, period]


def test_a_later_import_wins_cell_by_cell(small_world):
    changed, kept = small_world.areas["Ambleton"], small_world.areas["Dunmere"]
    before = value_of(kept)

    small_world.bring("recycling", [row_of(changed.code, NEW, 55.5)], release="2")

    assert value_of(changed) == 55.5
    assert value_of(kept) == before


def test_a_withdrawn_import_no_longer_counts(small_world):
    area = small_world.areas["Ambleton"]
    before = value_of(area)
    later = small_world.bring("recycling", [row_of(area.code, NEW, 55.5)], release="2")

    withdraw_import(by=OPERATOR, imported=later)

    assert value_of(area) == before


def test_current_figures_come_in_order_and_can_be_of_one_area(small_world):
    area = small_world.areas["Ambleton"]

    everything, its_own = current_figures(), current_figures(area=area)

    keys = [(row.element_code, row.area_code, row.period) for row in everything]
    assert keys == sorted(keys)
    assert its_own == [row for row in everything if row.area_code == area.code]
    assert len(its_own) == 10


def test_current_figures_take_two_queries_however_many_there_are(small_world, django_assert_num_queries):
    with django_assert_num_queries(2):
        current_figures()


def test_the_figures_of_an_area_are_those_of_the_imports_that_are_asked_for(small_world):
    area = small_world.areas["Ambleton"]
    rested_on = {small_world.imports["recycling"].pk}
    before = list(current_rows(["recycling"], area, rested_on))

    later = small_world.bring("recycling", [row_of(area.code, NEW, 55.5)], release="2")

    assert list(current_rows(["recycling"], area, rested_on)) == before
    assert [row[3] for row in current_rows(["recycling"], area, {*rested_on, later.pk}) if row[2] == NEW] == [55.5]


def test_a_missing_figure_keeps_its_reason(small_world):
    tiny = small_world.areas["Tiny Isle"]

    assert {(row.value, row.absence) for row in current_figures(["recycling"], tiny)} == {(None, "suppressed")}


def test_history_shows_every_version_with_the_current_one_first(small_world):
    area = small_world.areas["Ambleton"]
    second = small_world.bring("recycling", [row_of(area.code, NEW, 55.5)], release="second")
    third = small_world.bring("recycling", [row_of(area.code, NEW, 66.5)], release="third")
    withdraw_import(by=OPERATOR, imported=third)

    found = figure_history("recycling", area)

    assert [(row.period, row.release, row.current, row.withdrawn) for row in found] == [
        (OLD, "1", True, False),
        (NEW, "second", True, False),
        (NEW, "third", False, True),
        (NEW, "1", False, False),
    ]
    assert found[1].import_id == second.pk
    assert found[1].source_title == "Recycling, by area"

    register_source(by=small_world.steward, code="recycling-source", words=WORDS | {"title": "As registered"})

    assert {row.source_title for row in figure_history("recycling", area)} == {"As registered"}


def test_the_series_holds_the_current_figure_of_each_period(small_world):
    area = small_world.areas["Ambleton"]
    small_world.bring("recycling", [row_of(area.code, NEW, 55.5)], release="2")

    assert [row.period for row in current_series("recycling", area)] == [OLD, NEW]
    assert current_series("recycling", area)[1].value == 55.5


def test_figures_know_where_they_came_from(small_world):
    found = provenance("recycling")

    assert (found.title, found.publisher, found.licence) == ("Recycling, by area", "Office of Figures", "OGL v3.0")
    assert found.release == "1"
    assert found.import_id == small_world.imports["recycling"].pk


def test_an_indicator_without_figures_came_from_nowhere(small_world):
    assert provenance("happiness") is None
    assert set(provenances()) == set(small_world.imports)
