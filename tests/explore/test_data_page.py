"""The page of data: what there is, where, under which licence, and what each column means."""

import pytest
from pytest_django.asserts import assertContains

from apps.explore import open_data


def test_the_page_of_data_leads_to_all_there_is(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        response = visitor.get("/data/")

    assertContains(response, "OGL v3.0: 5 sources")
    assertContains(response, f"Small edition, run {small_world.run.pk}, published")
    assertContains(response, "[suppressed]")
    for address in ("/editions/", "/feed/", "/errata/", "/sources/"):
        assertContains(response, f'href="{address}"')


def test_every_example_can_be_followed(small_world, visitor):
    for example in visitor.get("/data/").context["examples"]:
        assert visitor.get(example.address).status_code == 200, example.address


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("area", "/areas/upper/ambleton/"),
        ("element", "/areas/upper/ambleton/health/"),
        ("past", "/areas/upper/ambleton/smoking/"),
        ("figures", "/indicators/smoking/"),
        ("indicators", "/indicators/"),
        ("sources", "/sources/"),
        ("releases", "/releases/"),
        ("practice", "/practice/"),
    ],
)
def test_the_dictionary_names_the_columns_that_files_have(code, address, small_world, visitor):
    columns = next(table.columns for table in open_data.tables() if table.code == code)

    lines = visitor.get(f"{address}data.csv").content.decode().splitlines()
    header = next(line for line in lines if not line.startswith("# "))

    assert header.split(",") == [column.key for column in columns]


@pytest.mark.django_db
def test_before_the_first_publication_the_page_says_so(visitor):
    assertContains(visitor.get("/data/"), "Nothing is published yet.")
