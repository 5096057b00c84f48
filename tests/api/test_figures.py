import csv
import io

import pytest

from apps.common.periods import label
from apps.figures.queries import current_figures
from apps.framework.models import Element
from tests.world import NEW, OLD, row_of


def shown(row):
    return (row["element"], row["area"], row["period"], row["value"], row["absence"] or "")


def known(figures):
    return [(f.element_code, f.area_code, f.period, f.value, f.absence) for f in figures]


def test_the_figures_of_an_element_are_those_of_the_pages(small_world, ask):
    items = ask("figures/", element="smoking").json()["items"]

    assert [shown(item) for item in items] == known(current_figures(["smoking"]))
    assert len(items) == 20


def test_the_figures_of_an_area_are_those_of_the_pages(small_world, ask):
    area = small_world.areas["Castle Vale"]

    items = ask("figures/", area=area.code).json()["items"]

    assert [shown(item) for item in items] == known(current_figures(area=area))
    assert {item["period_label"] for item in items} == {"2023", "2024"}


def test_one_period_can_be_asked_for(small_world, ask):
    items = ask("figures/", element="smoking", period=NEW).json()["items"]

    assert {item["period"] for item in items} == {NEW}
    assert len(items) == 10


def test_a_missing_figure_says_why(small_world, ask):
    area = small_world.areas["Tiny Isle"]

    answer = ask("figures/", element="smoking", area=area.code).json()

    assert {(item["value"], item["absence"]) for item in answer["items"]} == {(None, "suppressed")}
    assert answer["absences"]["suppressed"] == "suppressed by the publisher"


def test_every_indicator_in_the_answer_names_its_source(small_world, ask):
    sources = ask("figures/", area=small_world.areas["Dunmere"].code).json()["sources"]

    assert set(sources) == {"life-expectancy", "smoking", "clean-air", "recycling", "bus-trips"}
    assert sources["smoking"]["attribution"] == "Contains public sector information."


def figures_of(area, ask):
    items = ask("figures/", element="smoking", area=area.code).json()["items"]
    return {item["period"]: item["value"] for item in items}


def test_a_later_release_wins_cell_by_cell(small_world, ask):
    area = small_world.areas["Dunmere"]
    before = figures_of(area, ask)
    small_world.bring("smoking", [row_of(area.code, NEW, 33.0)], release="2")

    loaded = figures_of(area, ask)
    small_world.publish()
    items = figures_of(area, ask)

    assert loaded == before, "what is loaded and not published is not out yet"
    assert items[NEW] == 33.0
    assert items[OLD] == next(f.value for f in current_figures(["smoking"], area) if f.period == OLD)


def test_pages_are_parts_of_the_whole(small_world, ask):
    whole = ask("figures/", element="smoking").json()["items"]
    parts = [ask("figures/", element="smoking", per_page=7, page=page).json()["items"] for page in (1, 2, 3)]

    assert [item for part in parts for item in part] == whole


def test_the_table_to_keep_holds_the_same_figures(small_world, ask):
    response = ask("figures/", element="smoking", format="csv")

    lines = response.content.decode().splitlines()
    rows = list(csv.DictReader(io.StringIO("\n".join(line for line in lines if not line.startswith("#")))))
    assert response.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0] == f"# run: {small_world.run.pk}"
    assert [row["value"] for row in rows] == [
        "" if f.value is None else str(f.value) for f in current_figures(["smoking"])
    ]
    assert {row["licence"] for row in rows} == {"OGL v3.0"}


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({}, 400, "Name an element or an area (or both)"),
        ({"element": "luck"}, 404, "No element has this code"),
        ({"area": "E06999999"}, 404, "No area has this code"),
        ({"element": "smoking", "format": "xlsx"}, 400, "“format” is one of: json, csv."),
        ({"element": "smoking", "period": "last year"}, 400, "“period” should be a period"),
        ({"element": "smoking'; --"}, 400, "“element” should be a code"),
        ({"element": "smoking", "page": "9999999999999999999999"}, 400, "“page” should be a whole number"),
    ],
)
def test_an_unclear_question_is_refused_in_a_sentence(query, status, sentence, small_world, problem):
    assert sentence in problem("figures/", status, **query)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_number_of_questions_to_the_database_does_not_grow_with_rows(
    form, small_world, ask, django_assert_num_queries
):
    ask("figures/", element="smoking", format=form)

    with django_assert_num_queries(4):
        ask("figures/", element="bus-trips", area=small_world.areas["Dunmere"].code, format=form)
    with django_assert_num_queries(4):
        ask("figures/", element="smoking", format=form)


def test_a_period_is_written_as_the_pages_write_it(small_world, ask):
    Element.objects.filter(code="smoking").update(period_type="academic year starting")

    items = ask("figures/", element="smoking").json()["items"]

    assert {item["period_label"] for item in items} == {
        label(OLD, "academic year starting"),
        label(NEW, "academic year starting"),
    }
