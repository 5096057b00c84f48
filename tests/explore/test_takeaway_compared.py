"""Pages that set areas beside each other, taken away: what the files say is what the pages show."""

import csv
import io
import json
import re

import pytest

#: The pages, each with the rows its file has in the small world: areas, elements, indicators, or their figures.
PAGES = {
    "/elements/upper/recycling/": 7,
    "/elements/upper/health/?order=value": 7,
    "/grid/upper/": 6,
    "/compare/upper/?area=ambleton&area=dunmere&show=all": 11,
    "/areas/upper/ambleton/indicators/": 5,
    "/areas/upper/ambleton/trends/": 10,
    "/areas/upper/ambleton/like/?by=chosen&element=health": 5,
}


def file_of(visitor, where, form="json"):
    """The file that a page leads to."""
    link = re.search(rf'href="([^"]+data\.{form}[^"]*)"', visitor.get(where).text)[1]
    return visitor.get(link.replace("&amp;", "&"))


@pytest.mark.parametrize("where", PAGES)
def test_every_form_has_the_rows_of_the_page_and_none_is_empty(where, small_world, visitor):
    told = json.loads(file_of(visitor, where).content)
    workbook = file_of(visitor, where, "xlsx")

    assert len(told["rows"]) == PAGES[where]
    assert "run" in json.dumps(told)
    assert workbook.content.startswith(b"PK")
    lines = list(csv.reader(io.StringIO(file_of(visitor, where, "csv").content.decode("utf-8-sig"))))
    assert len(lines) > PAGES[where]


def test_the_figures_of_an_element_in_all_areas_are_those_of_its_table(small_world, visitor):
    page = visitor.get("/elements/upper/recycling/").text
    rows = json.loads(file_of(visitor, "/elements/upper/recycling/").content)["rows"]

    known = [row for row in rows if isinstance(row["figure"], float)]
    assert known
    for row in known:
        assert f"{row['figure']:.1f}" in page


def test_a_filter_goes_along(small_world, visitor):
    everything = json.loads(file_of(visitor, "/elements/upper/recycling/").content)["rows"]
    region = small_world.areas["Ambleton"]
    some = json.loads(file_of(visitor, f"/elements/upper/recycling/?region={region.region_code}").content)["rows"]

    assert some == [row for row in everything if row["region"] == region.region]
    assert 0 < len(some) < len(everything)


@pytest.mark.parametrize(
    "address", ["/compare/upper/data.csv", "/grid/parish/data.csv", "/elements/upper/none/data.csv"]
)
def test_of_nothing_there_is_no_file(address, small_world, visitor):
    assert visitor.get(address).status_code == 404
