"""The tile map: a link for each area, told by more than colour, small enough to send."""

import gzip
import re
from xml.etree import ElementTree

import pytest

from apps.charts.tile_map import Tile, short_name, tile_map

_SVG = "{http://www.w3.org/2000/svg}"


def _tile(column=0, row=0, **more):
    told = {"short": "Derby", "step": 4, "says": "Derby: 5.60, higher", "href": "/areas/upper/derby/"} | more
    return Tile(column, row, **told)


def _drawn(*tiles):
    return tile_map(tiles, title="Health", says="Each tile is an area.")


def _read(svg):
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_each_area_is_a_link_that_says_its_name_its_score_and_its_band():
    (link,) = _read(_drawn(_tile())).iter(f"{_SVG}a")

    assert link.get("href") == "/areas/upper/derby/"
    assert link.find(f"{_SVG}title").text == "Derby: 5.60, higher"
    assert [text.text for text in link.iter(f"{_SVG}text")] == ["Derby", "+"]


def test_an_area_without_a_score_is_an_outline_without_a_sign():
    svg = _drawn(_tile(step=0))

    assert "mark--none" in svg
    assert "tile-sign" not in svg


def test_the_five_bands_have_five_signs():
    signs = re.findall(r'tile-sign" y="11">([^<]+)', _drawn(*(_tile(at, step=at) for at in range(1, 6))))

    assert signs == ["−−", "−", "=", "+", "++"]


def test_tiles_come_from_north_to_south():
    links = _read(_drawn(_tile(0, 0, href="/s/"), _tile(5, 3, href="/ne/"), _tile(0, 3, href="/nw/"))).iter(f"{_SVG}a")

    assert [link.get("href") for link in links] == ["/nw/", "/ne/", "/s/"]


@pytest.mark.parametrize("row", [0, 1])
def test_a_thick_line_stands_between_tiles_of_different_regions_only(row):
    one, near = _tile(0, row, group="a"), _tile(1, row, group="b")

    assert re.search(r'tile-groups" d="M18 -10.39L18 10.39"', _drawn(_tile(0, 0, group="a"), _tile(1, 0, group="b")))
    assert _drawn(one, near).count("L", _drawn(one, near).index("tile-groups")) == 1
    assert 'tile-groups" d=""' in _drawn(_tile(0, row, group="a"), _tile(1, row, group="a"), _tile(5, row, group="b"))


def test_a_marked_area_is_outlined_after_all_others():
    svg = _drawn(_tile(0, marked=True), _tile(1))

    assert svg.index("tile-marked") > svg.rindex("</a>")


def test_what_it_is_told_is_escaped():
    svg = _drawn(_tile(short="<b>", says='"<script>"', href='/"><script>'))

    assert "<script>" not in svg
    assert "<b>" not in svg


def test_a_map_of_nothing_is_empty():
    assert tile_map([], title="", says="") == ""


def test_three_hundred_areas_weigh_little():
    tiles = [
        _tile(at % 19, at // 19, step=at % 6, says=f"Area {at * 7919}: {at / 31:.2f}", href=f"/areas/upper/a-{at}/")
        for at in range(300)
    ]

    assert len(gzip.compress(_drawn(*tiles).encode())) < 14_000


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Derby", "Derby"),
        ("North Tyneside", "N Tyn"),
        ("Bristol, City of", "Brist"),
        ("City of London", "City"),
        ("St. Helens", "St He"),
        ("Stockton-on-Tees", "Stock"),
        ("Isle of Wight", "I Wig"),
        ("of", "of"),
    ],
)
def test_names_are_cut_to_what_a_tile_holds(name, short):
    assert short_name(name) == short
