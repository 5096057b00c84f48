"""Files of boundaries: what is read of them, and what is said of those that are none."""

import json
from datetime import date

import numpy as np
import pytest

from apps.access.checks import AccessDenied
from apps.areas.boundaries import boundaries_in_force, without_outline
from apps.areas.boundaries_reading import MOST_BYTES, read_shapes
from apps.areas.boundaries_thinning import drawn
from apps.areas.boundary_actions import load_boundaries, remove_boundaries
from apps.areas.models import Boundaries
from apps.common.errors import Refused
from apps.files.models import StoredFile
from tests.factories.areas import AreaFactory

WORDS = {"title": "Districts", "licence": "OGL v3.0", "attribution": "Contains OS data.", "as_at": date(2024, 12, 31)}


def square(west, south, side=0.2):
    east, north = west + side, south + side
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def feature(code, *rings, kind="Polygon", **more):
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"LAD24CD": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    } | more


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def topojson(**more):
    """Two squares that share a border, the second with its line backwards."""
    data = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-2, 52]},
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 2], [2, 0], [0, -2], [-2, 0]]],
        "objects": {
            "lad": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"areacd": "E06000001"}},
                    {"type": "Polygon", "arcs": [[~0, ~2]], "properties": {"areacd": "E06000002"}},
                ],
            }
        },
    }
    return json.dumps(data | more).encode()


def test_geojson_and_its_islands_and_holes_are_read_by_code():
    content = geojson(
        feature("E06000001", square(-2, 52), square(-1.9, 52.1, 0.05)),
        feature("E07000001", square(-1, 52), square(-0.5, 52), kind="MultiPolygon"),
        feature("W06000001", square(-3, 52)),
        {"type": "Feature", "properties": None, "geometry": None},
    )

    shapes = read_shapes(content, ["E06000001", "E07000001"])

    assert {code: len(rings) for code, rings in shapes.rings.items()} == {"E06000001": 2, "E07000001": 2}
    assert shapes.unknown == ("W06000001",)


def test_topojson_is_read_with_its_steps_and_lines_backwards():
    shapes = read_shapes(topojson(), ["E06000001", "E06000002"])

    one, other = shapes.rings["E06000001"][0], shapes.rings["E06000002"][0]
    assert len(one) == len(other) == 5
    assert np.allclose(one[0], one[-1])
    assert {tuple(point) for point in one.round(3)} & {tuple(point) for point in other.round(3)}


def test_metres_of_the_national_grid_are_read_as_they_are():
    ring = [[400_000, 300_000], [400_000, 310_000], [410_000, 310_000], [400_000, 300_000]]

    shapes = read_shapes(geojson(feature("E06000001", ring)), ["E06000001"])

    assert shapes.rings["E06000001"][0][0].tolist() == [400.0, 300.0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"areas,shape\n1,2", "not JSON"),
        (geojson(feature("E06000001", square(-2, 52)))[:-40], "breaks off"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[1, 2]", "no map"),
        (b'{"type": "Polygon"}', "no map"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"type": "FeatureCollection", "features": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "nested too deeply"),
        (b'{"type": "FeatureCollection"}', "not made as"),
        (b'{"type": "FeatureCollection", "features": [7]}', "not made as"),
        (geojson(feature("E06000001", [[0, 52], [1, 52]])), "not made as"),
        (geojson(feature("E06000001", [["a", 52]] * 4)), "not made as"),
        (geojson(feature("E06000001", [[1e400, 52]] * 4)), "not made as"),
        (geojson(feature("E06000001", [[[[-2, 52]] * 4] * 2] * 4)), "not made as"),
        (b'{"type": "Topology", "arcs": []}', "not made as"),
        (topojson(arcs=[]), "not made as"),
        (geojson(), "No shape in this file carries"),
        (geojson(feature("Hartlepool", square(-2, 52))), "No shape in this file carries"),
        (geojson(feature("E06000001", square(52, -2))), "swapped"),
        (geojson(feature("E06000001", square(9e6, 9e6))), "Points must be in degrees"),
        (b" " * (MOST_BYTES + 1), "larger than 12 MB"),
    ],
)
def test_a_file_that_is_no_map_is_refused_with_a_sentence(content, said):
    with pytest.raises(Refused, match=said):
        read_shapes(content, ["E06000001", "E06000002"])


def test_more_points_than_any_map_needs_are_refused(monkeypatch):
    monkeypatch.setattr("apps.areas.boundaries_reading.MOST_POINTS", 4)

    with pytest.raises(Refused, match="too many points"):
        read_shapes(geojson(feature("E06000001", square(-2, 52))), ["E06000001"])


def test_a_line_named_a_million_times_is_refused_before_it_is_put_together():
    shape = {"type": "Polygon", "arcs": [[0] * 1_000_000], "properties": {"areacd": "E06000001"}}
    content = topojson(objects={"lad": {"type": "GeometryCollection", "geometries": [shape]}})

    with pytest.raises(Refused, match="too many points"):
        read_shapes(content, ["E06000001"])


def _wavy(side, count=200):
    """A line from north to south with waves, in kilometres."""
    down = np.linspace(0, 100, count)
    return np.stack([side + np.sin(down), down], axis=-1)


def test_neighbours_keep_one_border_between_them_when_points_are_left_out():
    border = _wavy(50)
    left = np.concatenate([border, [[0, 100], [0, 0]], border[:1]])
    right = np.concatenate([border[::-1], [[100, 0], [100, 100]], border[-1:]])

    drawing = drawn({"L": [left], "R": [right]}, most=30)

    points = {code: _corners(path) for code, path in drawing.paths.items()}
    assert sum(map(len, points.values())) < 60
    shared = {point for point in points["L"] if 300 < point[0] < 700}
    assert len(shared) > 5
    assert shared == {point for point in points["R"] if 300 < point[0] < 700}


def _corners(path):
    """The points of a path of one ring, from its steps."""
    start, _, steps = path.removesuffix("z").partition("l")
    x, y = map(int, start[1:].split())
    numbers = list(map(int, steps.replace("-", " -").split()))
    found = [(x, y)]
    for across, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + down
        found.append((x, y))
    return set(found)


def test_an_island_too_small_to_be_seen_stays_as_a_dot():
    large, small = np.array(square(0, 0, 100.0)), np.array(square(-20, 0, 0.001))

    paths = drawn({"L": [large], "S": [small]}).paths

    assert paths["S"] == "M-2 833l2 -2l2 2l-2 2z"
    assert paths["L"].endswith("z")


@pytest.fixture
def two_areas(db):
    return [AreaFactory(code="E06000001", name="Here"), AreaFactory(code="E06000002", name="There")]


def test_a_steward_loads_boundaries_and_what_was_there_before_is_replaced(two_areas, steward):
    first = load_boundaries(by=steward, name="a.json", content=geojson(feature("E06000001", square(-2, 52))), **WORDS)
    second = load_boundaries(by=steward, name="b.json", content=topojson(), **WORDS)

    assert boundaries_in_force() == second
    assert set(second.paths) == {"E06000001", "E06000002"}
    first.refresh_from_db()
    assert not first.in_force
    assert [area.name for area in without_outline(first)] == ["There"]


def test_the_same_sent_twice_is_loaded_once(two_areas, steward):
    one = load_boundaries(by=steward, name="a.json", content=topojson(), **WORDS)
    same = load_boundaries(by=steward, name="a.json", content=topojson(), **WORDS)

    assert one == same
    assert Boundaries.objects.count() == StoredFile.objects.count() == 1


def test_a_file_that_is_refused_leaves_what_was_there(two_areas, steward):
    loaded = load_boundaries(by=steward, name="a.json", content=topojson(), **WORDS)

    with pytest.raises(Refused):
        load_boundaries(by=steward, name="b.json", content=b"{}", **WORDS)

    assert boundaries_in_force() == loaded
    assert StoredFile.objects.count() == 1


def test_boundaries_are_removed_once(two_areas, steward):
    load_boundaries(by=steward, name="a.json", content=topojson(), **WORDS)

    remove_boundaries(by=steward)

    assert boundaries_in_force() is None
    with pytest.raises(Refused, match="no boundaries to remove"):
        remove_boundaries(by=steward)


def test_a_county_without_a_shape_is_drawn_by_those_of_its_districts(db, steward):
    county = AreaFactory(county=True, name="Northshire")
    AreaFactory(district=True, code="E07000001", name="Dale", parent=county)
    content = geojson(feature("E07000001", square(-2, 52)))

    loaded = load_boundaries(by=steward, name="a.json", content=content, **WORDS)

    assert without_outline(loaded) == []


def test_someone_who_is_no_steward_loads_nothing(two_areas, stranger):
    with pytest.raises(AccessDenied, match="You may not load the boundaries"):
        load_boundaries(by=stranger, name="a.json", content=topojson(), **WORDS)
