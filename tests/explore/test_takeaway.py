"""What is taken away is what the page shows: the same numbers, each absence by its kind, and what it stands on."""

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django.asserts import assertContains

from apps.common.numbers import number
from apps.explore.sheets import Absent, Column, Sheet, Shown, Standing, as_csv, as_json, as_workbook, written
from tests.world import NEW, row_of

AREA, ELEMENT = "/areas/upper/ambleton/", "/areas/upper/ambleton/smoking/"
PAGES = [
    AREA, "/areas/upper/tiny-isle/", ELEMENT, "/areas/upper/ambleton/health/", "/indicators/", "/indicators/smoking/",
    "/sources/", "/releases/", "/practice/",
]  # fmt: skip


def table(content):
    lines = content.decode().splitlines()
    head = [line for line in lines if line.startswith("# ")]
    return head, list(csv.DictReader(line for line in lines if not line.startswith("# ")))


def a_sheet(*rows):
    standing = Standing("small", "Small", 3, date(2026, 6, 30), date(2026, 7, 1), "https://x.test/e/", "Cited.")
    columns = (
        Column("name", "Name"),
        Column("value", "Value", "number", "%", decimals=1),
        Column("day", "Day", "date"),
    )
    return Sheet("sheet", "A sheet", columns, tuple(rows), standing, notes=("A note, with a comma.",))


def test_a_workbook_holds_numbers_days_and_marks_and_no_formula():
    sheet = a_sheet(
        ("=SUM(A1)", 1.25, date(2026, 1, 2)), ("b\x07", Absent("suppressed", "held back"), date(2026, 1, 3))
    )

    book = load_workbook(io.BytesIO(as_workbook(sheet)))

    assert [[cell.value for cell in row] for row in book["Data"]["A1:C3"]] == [
        ["Name", "Value (%)", "Day"],
        ["'=SUM(A1)", 1.25, book["Data"]["C2"].value],
        ["b", "[suppressed]", book["Data"]["C3"].value],
    ]
    assert book["Data"]["C2"].value.date() == date(2026, 1, 2)
    assert {cell.data_type for row in book["Data"] for cell in row} == {"s", "n", "d"}
    assert ("Mark [suppressed]", "held back") in book["Notes"].values
    assert book["Data"]["B2"].number_format == "#,##0.0"
    assert as_workbook(sheet) == as_workbook(sheet)


def test_a_table_of_text_says_what_it_is_before_its_rows():
    head, rows = table(as_csv(a_sheet(("-1", Shown(0.1 + 0.2, 1), date(2026, 1, 2)))))

    assert "# cite: Cited." in head
    assert "# note: A note, with a comma." in head
    assert rows == [{"name": "'-1", "value": "0.30000000000000004", "day": "2026-01-02"}]


def test_for_programs_a_missing_number_is_null_and_says_of_which_kind():
    found = json.loads(as_json(a_sheet(("a", Absent("late", "late"), date(2026, 1, 2)))))

    assert found["rows"] == [{"name": "a", "value": None, "day": "2026-01-02", "absent": {"value": "late"}}]
    assert found["absences"] == {"late": "late"}


def test_no_place_of_a_number_is_left_empty():
    with pytest.raises(ValueError, match="its absence belongs"):
        a_sheet(("a", "", date(2026, 1, 2)))


def test_a_table_that_is_too_long_is_not_written(monkeypatch):
    monkeypatch.setattr("apps.explore.sheets.MOST_ROWS", 1)

    with pytest.raises(ValueError, match="more than the 1"):
        written(a_sheet(("a", 1.0, date(2026, 1, 2)), ("b", 1.0, date(2026, 1, 2))), "csv")


def test_the_numbers_of_an_area_are_those_of_its_page_in_all_three_forms(small_world, visitor):
    page = visitor.get(AREA)
    head, rows = table(visitor.get(f"{AREA}data.csv").content)
    records = json.loads(visitor.get(f"{AREA}data.json").content)["rows"]
    sheet = load_workbook(io.BytesIO(visitor.get(f"{AREA}data.xlsx").content))["Data"]

    profile = page.context["profile"]
    for row, record, cells in zip(rows, records, list(sheet.values)[1:], strict=True):
        reading = profile.find(row["element"])
        if reading.score is None:
            assert row["score"] == "[no-score]" == cells[3]
            assert record["score"] is None
        else:
            assert float(row["score"]) == record["score"] == reading.score == pytest.approx(cells[3], abs=1e-12)
            assertContains(page, f"<b>{number(float(row['score']), 2)}</b>")
        if reading.is_indicator and reading.value is not None:
            assert float(row["figure"]) == record["figure"] == reading.value
            assertContains(page, f"<b>{number(float(row['figure']), reading.decimals)}</b>")
    assert len(rows) == len(small_world.edition.elements.all())
    assert f"# run: {small_world.run.pk}" in head
    assert any("Office of Figures" in line for line in head)


def test_a_figure_that_is_held_back_is_marked_so(small_world, visitor):
    _head, rows = table(visitor.get("/areas/upper/tiny-isle/data.csv").content)

    smoking = next(row for row in rows if row["element"] == "smoking")
    assert (smoking["figure"], smoking["score"]) == ("[suppressed]", "[not-compared]")


def test_the_figures_of_an_indicator_in_an_area_are_those_of_its_page(small_world, visitor):
    page = visitor.get(ELEMENT)
    _head, rows = table(visitor.get(f"{ELEMENT}data.csv").content)

    history = page.context["detail"].history
    assert [float(row["figure"]) for row in rows] == [past.figure.value for past in reversed(history)]
    assert [row["standing"] for row in rows] == ["scored", "current"]


def test_the_parts_of_an_element_add_up_as_on_its_page(small_world, visitor):
    _head, rows = table(visitor.get("/areas/upper/ambleton/health/data.csv").content)
    explained = visitor.get("/areas/upper/ambleton/health/").context["explained"]

    adds = [float(row["adds"]) for row in rows if not row["adds"].startswith("[")]
    assert sum(adds) == pytest.approx(explained.adds)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_is_the_same_to_the_byte_and_may_be_kept(page, small_world, django_assert_max_num_queries):
    for form in ("csv", "xlsx", "json"):
        with django_assert_max_num_queries(14):
            first = Client().get(f"{page}data.{form}")
        second = Client().get(f"{page}data.{form}")

        assert first.status_code == 200
        assert first.content == second.content
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "attachment" in first.headers["Content-Disposition"]


def test_a_page_offers_its_files_a_permanent_link_and_its_citation(small_world, visitor):
    response = visitor.get(AREA)

    run = small_world.run.pk
    for form in ("csv", "xlsx", "json"):
        assertContains(response, f'href="{AREA}data.{form}"')
    assertContains(response, f"http://testserver/editions/small/{run}/areas/upper/ambleton/")
    assertContains(
        response, "Ambleton (upper tier): scores and figures. Thriving Places, a rebuilt index on open data."
    )
    assertContains(response, f"Small edition, run {run}, published")


@pytest.mark.parametrize("address", ["/areas/upper/nowhere/data.csv", "/areas/upper/ambleton/nothing/data.json"])
def test_of_what_is_not_there_there_is_no_file(address, small_world, visitor):
    assert visitor.get(address).status_code == 404


def test_the_steps_of_a_change_are_those_of_the_page_and_its_choices_go_along(small_world, visitor):
    first = small_world.run
    small_world.bring("clean-air", [row_of(small_world.areas["Ambleton"].code, NEW, 99)], release="2")
    second = small_world.publish()

    page = visitor.get(f"{AREA}changes/?of=clean-air&since={first.pk}")
    head, rows = table(visitor.get(f"{AREA}changes/data.csv?of=clean-air&since={first.pk}").content)

    told = page.context["told"][0]
    assert [float(row["score"]) for row in rows] == [told.before, *(step.after for step in told.steps)]
    assert [float(row["change"]) for row in rows[1:]] == [step.change for step in told.steps]
    assertContains(page, f'href="{AREA}changes/data.csv?of=clean-air&amp;since={first.pk}"')
    assertContains(page, f"{AREA}changes/?since={first.pk}&amp;until={second.pk}&amp;of=clean-air")


def test_where_nothing_changed_there_is_no_file(small_world, visitor):
    assert visitor.get(f"{AREA}changes/data.csv").status_code == 404


def test_the_figures_of_an_indicator_are_those_of_its_table_for_programs(small_world, visitor):
    _head, rows = table(visitor.get("/indicators/smoking/data.csv").content)
    kept = visitor.get("/indicators/smoking/figures.csv").content.decode().splitlines()

    plain = list(csv.DictReader(line for line in kept if not line.startswith(("# ", '"# '))))
    assert [row["value"] for row in rows if row["value"] != "[suppressed]"] == [r["value"] for r in plain if r["value"]]
    assert len(rows) == len(plain)
    assert {row["source"] for row in rows} == {"smoking-source"}


def test_what_a_register_is_narrowed_to_goes_along(small_world, visitor):
    page = visitor.get("/indicators/?q=smok&tier=both")
    _head, rows = table(visitor.get("/indicators/data.csv?q=smok&tier=both").content)

    assertContains(page, 'href="/indicators/data.csv?q=smok&amp;tier=both"')
    assert [(row["element"], row["tier"], row["have"]) for row in rows] == [
        ("smoking", "upper tier", "6"), ("smoking", "district", "8"),
    ]  # fmt: skip


def test_a_place_where_nothing_is_measured_is_in_the_table_of_indicators(small_world, visitor):
    _head, rows = table(visitor.get("/indicators/data.csv").content)

    assert [row["have"] for row in rows if row["element"] == "happiness"] == ["[no-indicator]"]


def test_the_registers_of_sources_and_releases_are_given_out_whole(small_world, visitor):
    _head, sources = table(visitor.get("/sources/data.csv").content)
    _head, releases = table(visitor.get("/releases/data.csv").content)

    assert {row["licence"] for row in sources} == {"OGL v3.0"}
    assert {row["standing"] for row in releases} == {"Its figures count."}
    assert len(sources) == len(releases) == len(small_world.imports)


@pytest.mark.django_db
def test_before_the_first_publication_there_is_nothing_to_take_away(visitor):
    for address in ("/indicators/data.csv", "/sources/data.xlsx", "/releases/data.json", "/practice/data.csv"):
        assert visitor.get(address).status_code == 404
