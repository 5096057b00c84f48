from apps.access.checks import OPERATOR
from apps.framework.actions import freeze_edition
from apps.framework.queries import elements_of
from tests.factories.framework import EditionFactory, ElementFactory, IndicatorFactory


def test_the_list_is_the_published_edition_in_its_order(small_world, ask):
    items = ask("elements/").json()["items"]

    assert [item["code"] for item in items] == [element.code for element in elements_of(small_world.edition)]
    assert {item["code"]: item["parent"] for item in items}["smoking"] == "mortality"
    assert {item["code"]: item["level"] for item in items}["health"] == "domain"


def test_an_indicator_says_what_it_is_and_where_its_figures_came_from(small_world, ask):
    told = ask("elements/smoking/").json()["element"]

    assert (told["direction"], told["unit"], told["max_age_years"]) == (-1, "per cent", 5)
    assert told["source"]["title"] == "Smoking, by area"
    assert told["source"]["licence"] == "OGL v3.0"


def test_a_domain_names_its_children(small_world, ask):
    assert ask("elements/health/").json()["element"]["children"] == ["mortality", "happiness"]


def test_an_unknown_element_says_where_the_list_is(small_world, problem):
    assert problem("elements/luck/", 404) == "No element has this code. The list is at /api/v1/elements/."


def test_the_list_takes_few_questions_to_the_database(small_world, ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        ask("elements/")


def test_an_indicator_without_figures_names_no_source(steward, ask):
    edition = freeze_edition(by=OPERATOR, edition=EditionFactory())
    IndicatorFactory(edition=edition, code="quiet-streets", parent=ElementFactory(edition=edition))

    assert ask("elements/quiet-streets/").json()["element"]["source"] is None
