"""The layout of tiles: what must hold for any areas, and of the layout that ships."""

import io
from datetime import date

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.areas.assigning import assigned
from apps.areas.reading import DEFINITIONS, read_areas
from apps.areas.tiles import Life, Spot, add_to, centres, lay_out, neighbours, quality, through
from apps.areas.tiles_kept import FILE, kept_tiles, tiles_of
from tests.factories.areas import AreaFactory

_PLACES = st.tuples(st.floats(50, 55), st.floats(-5, 1))


def _spots(places):
    return [Spot(f"E{at:02}", *place) for at, place in enumerate(places)]


_ENGLAND = _spots([(50.3, -4.1), (50.7, -3.5), (51.5, -2.6), (51.5, -0.1), (51.6, -0.2), (52.5, -1.9), (54.9, -1.6)])


@settings(max_examples=25, deadline=None)
@given(st.lists(_PLACES, max_size=14), st.randoms(use_true_random=False))
def test_no_two_areas_share_a_tile_and_the_order_of_reading_changes_nothing(places, chance):
    spots = _spots(places)
    shuffled = list(spots)
    chance.shuffle(shuffled)

    tiles = lay_out(spots)

    assert set(tiles) == {spot.code for spot in spots}
    assert len(set(tiles.values())) == len(spots)
    assert lay_out(shuffled) == tiles


@settings(max_examples=25, deadline=None)
@given(st.lists(_PLACES, min_size=3, max_size=10), st.lists(_PLACES, min_size=1, max_size=5))
def test_new_areas_take_free_tiles_only(places, more):
    spots = _spots(places)
    kept = lay_out(spots)

    added = add_to(kept, spots, [Spot(f"N{at}", *place) for at, place in enumerate(more)])

    assert len(set(added.values()) | set(kept.values())) == len(more) + len(spots)


def test_areas_in_one_place_still_get_a_tile_each():
    tiles = lay_out(_spots([(51.5, -0.1)] * 40))

    assert len(set(tiles.values())) == 40


def test_a_new_area_takes_the_tile_of_those_that_it_stands_for():
    kept = lay_out(_ENGLAND)
    left = {code: tile for code, tile in kept.items() if code != "E05"}

    added = add_to(left, _ENGLAND, [Spot("N", 52.5, -1.9)])

    assert added == {"N": kept["E05"]}


def test_with_too_few_around_nothing_can_be_placed_beside_them():
    with pytest.raises(ValueError, match="At least three"):
        add_to({}, [], _ENGLAND)


def test_what_comes_later_moves_nothing_that_came_before():
    kept = lay_out(_ENGLAND)
    first, second = Spot("N1", 51.0, -3.0), Spot("N2", 51.0, -3.0)
    lives = [Life(spot) for spot in _ENGLAND]
    before = through(kept, [*lives, Life(first, began=date(2027, 4, 1))])
    # By then another area has ended, and its tile would have been the nearer one.
    lives[1] = Life(_ENGLAND[1], ended=date(2028, 4, 1))

    after = through(kept, [*lives, Life(first, began=date(2027, 4, 1)), Life(second, began=date(2028, 4, 1))])

    assert {code: after[code] for code in before} == before
    assert after["N2"] == kept["E01"]


def test_areas_of_which_the_layout_knows_none_are_laid_out_anew():
    assert through({"E99": (0, 0)}, [Life(spot) for spot in _ENGLAND]) == lay_out(_ENGLAND)


def test_nobody_can_have_a_cheaper_column_without_another_paying_more():
    chance = np.random.default_rng(7)
    cost = chance.random((5, 7))

    found = assigned(cost)

    total = cost[range(5), found].sum()
    others = (chance.permutation(7)[:5] for _ in range(3000))
    assert len(set(found)) == 5
    assert all(cost[range(5), other].sum() >= total - 1e-9 for other in others)


def test_more_rows_than_columns_cannot_be_assigned():
    with pytest.raises(ValueError, match="fewer columns"):
        assigned(np.zeros((3, 2)))


def test_neighbours_have_nobody_in_the_circle_between_them():
    points = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 0.1], [1.0, 5.0]])

    assert neighbours(points) == [(0, 2), (1, 2), (2, 3)]


def test_the_six_tiles_around_one_are_equally_near():
    around = centres([(2, 2), (1, 2), (3, 2), (1, 1), (2, 1), (1, 3), (2, 3)])

    assert np.allclose(np.hypot(*(around[1:] - around[0]).T), 1.0)


@pytest.mark.parametrize("tier", ["district", "upper"])
def test_the_layout_that_ships_has_every_area_and_keeps_neighbours_together(tier):
    areas = [area for area in read_areas(DEFINITIONS).areas if getattr(area, f"in_{tier}")]
    spots = [Spot(area.code, area.latitude, area.longitude) for area in areas]
    tiles = kept_tiles(FILE)[tier]

    assert set(tiles) == {spot.code for spot in spots}
    assert len(set(tiles.values())) == len(spots)
    found = quality(spots, tiles)
    # As docs/design.md says.
    assert found["touching"] >= 0.75
    assert found["within two"] >= 0.99
    assert found["mean off"] <= 1.7


def test_laying_out_again_moves_no_tile_of_the_file():
    before = FILE.read_bytes()
    said = io.StringIO()

    call_command("lay_out_tiles", stdout=said)

    assert FILE.read_bytes() == before
    assert "district: 296 tiles; touching 0.76" in said.getvalue()


@pytest.mark.django_db
def test_areas_that_the_file_does_not_know_are_placed_among_those_of_the_database():
    known = kept_tiles(FILE)["upper"]
    for code, place in {"E06000001": (54.67, -1.26), "E06000002": (54.54, -1.22), "E06000003": (54.57, -1.08)}.items():
        AreaFactory(code=code, name=code, latitude=place[0], longitude=place[1])
    AreaFactory(code="E06999999", name="New", latitude=54.6, longitude=-1.2)

    found = tiles_of("upper")

    assert found["E06000001"] == known["E06000001"]
    assert found["E06999999"] not in {known[code] for code in found if code in known}
