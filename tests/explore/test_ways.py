"""From each page of an area to the others, and between the pages that show all areas."""

import re

import pytest

AREA = "/areas/upper/ambleton/"
OF_AN_AREA = [
    AREA,
    *(f"{AREA}{page}/" for page in ("trends", "indicators", "changes", "like", "brief", "in-words")),
    "/compare/upper/?area=ambleton&with=peers",
    "/grid/upper/?like=ambleton",
]
OF_ALL = ["/areas/", "/grid/upper/", "/compare/upper/", "/elements/"]


def _links(visitor, address, css):
    page = visitor.get(address).content.decode()
    (nav,) = re.findall(rf'<nav class="{css}".*?</nav>', page, re.DOTALL)
    here = [href.replace("&amp;", "&") for href in re.findall(r'<a href="([^"]+)" aria-current="page"', nav)]
    return here, [href.replace("&amp;", "&") for href in re.findall(r'<a href="([^"]+)"', nav)]


@pytest.mark.parametrize("address", OF_AN_AREA)
def test_each_page_of_an_area_leads_to_all_others_and_says_which_it_is(address, small_world, visitor):
    here, links = _links(visitor, address, "area-more")

    assert here == [address]
    assert set(links) == set(OF_AN_AREA)


@pytest.mark.parametrize("address", OF_ALL)
def test_pages_of_all_areas_lead_to_each_other(address, small_world, visitor):
    _here, links = _links(visitor, address, "tiers areas-ways")

    assert [link.replace("/grid/upper/", "/grid/").replace("/compare/upper/", "/compare/") for link in links] == [
        "/areas/", "/grid/", "/compare/", "/elements/",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/elements/upper/health/", "/grid/upper/", "/areas/upper/ambleton/like/"])
def test_nothing_stands_in_order_of_value_unless_it_is_asked_for(address, small_world, visitor):
    page = visitor.get(address).content.decode()

    assert not re.search(r'<option value="[^"]*(?:value|health)[^"]*" selected', page)
    assert "aria-sort" not in page
