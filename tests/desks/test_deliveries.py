"""Tables on their way in, as a steward sees and decides them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.figures.models import ContextIndicator, Delivery, Import
from tests.desks.bringing import read

FACTS = {
    "fact_title": "Our survey",
    "fact_publisher": "Northshire Council",
    "fact_vintage": "2026",
    "fact_licence": "OGL v3.0",
    "fact_attribution": "Contains public sector information.",
}
TABLE = "Council,2023,2024\nAmbleton,41,42\nDunmere,33,-\nAtlantis,1,2\n"


@pytest.fixture
def desk(small_world, signed_in):
    return signed_in(small_world.steward)


def upload(desk, text, name="table.csv", **asked):
    """Bring a file by the form; the delivery, and its page."""
    file = SimpleUploadedFile(name, text.encode())
    desk.post(reverse("desks:import_start"), {"file": file, **asked})
    run_waiting()
    delivery = Delivery.objects.latest("pk")
    return delivery, reverse("desks:delivery_detail", args=[delivery.pk])


def filled(page_form, **changes):
    """What a browser would send of a form as it stands, with changes."""
    sent = {name: page_form[name].value() or ([] if name == "ignored" else "") for name in page_form.fields}
    return sent | FACTS | changes


def mapping(desk, page):
    return desk.get(page).context["form"]


def test_a_table_nobody_knows_is_told_which_indicator_it_is_and_accepted(desk):
    delivery, page = upload(desk, TABLE)
    assert "This table is not known here yet" in read(desk, page)

    desk.post(f"{page}map/", filled(mapping(desk, page), code_0="recycling"))
    run_waiting()
    shown = read(desk, page)
    desk.post(f"{page}accept/")
    run_waiting()

    assert "Accept 1 indicator" in shown
    assert "“Atlantis” is not the name of an area here." in shown
    assert "Read into figures" in shown
    assert delivery.imports.get().state == Import.State.LOADED
    assert "Say which column says what" not in read(desk, page)


def test_an_indicator_may_be_named_by_its_name(desk, small_world):
    _, page = upload(desk, TABLE)
    name = small_world.edition.elements.get(code="recycling").name

    desk.post(f"{page}map/", filled(mapping(desk, page), code_0=name.upper()))
    run_waiting()

    assert Import.objects.latest("pk").element_code == "recycling"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code_0": "happiness-of-cats"}, "There is no indicator of this name or code. Choose one listed."),
        ({"code_0": "recycling", "fact_licence": ""}, "No figure comes in without saying where it is from"),
        ({"column_name_of_area": "", "column_area": ""}, "Say which column holds the areas"),
        ({"line": "0"}, "greater than or equal to 1"),
        ({"line": "many"}, "whole number"),
    ],
)
def test_what_cannot_be_read_so_is_said_and_nothing_is_lost(changes, said, desk):
    _, page = upload(desk, TABLE)

    answer = desk.post(f"{page}map/", filled(mapping(desk, page)) | changes)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Our survey" in answer.content.decode()


def test_when_it_was_published_is_asked_on_the_way_in(desk):
    delivery, page = upload(desk, TABLE, release="26 June 2026")

    facts = FACTS | {"fact_vintage": "26 June 2026", "fact_release": "26 June 2026"}
    desk.post(f"{page}map/", filled(mapping(desk, page), code_0="recycling") | facts)
    run_waiting()

    assert delivery.choices["facts"]["release"] == "26 June 2026"
    assert Import.objects.latest("pk").release == "26 June 2026"


def test_a_context_indicator_is_added_once_and_offered_from_then_on(desk):
    sent = {"name": "Land area", "code": "land-area", "unit": "hectares"}

    first = desk.post(reverse("desks:indicator_add"), sent, follow=True)
    second = desk.post(reverse("desks:indicator_add"), sent)
    _, page = upload(desk, TABLE)

    assert "“Land area” can now be chosen" in first.content.decode()
    assert second.status_code == 422
    assert ContextIndicator.objects.get().unit == "hectares"
    assert '<option value="land-area">' in read(desk, page)


def test_the_empty_table_names_every_area_and_comes_back_as_figures(desk, small_world):
    book = load_workbook(io.BytesIO(desk.get(reverse("desks:template")).content))

    rows = list(book["Figures"].iter_rows(values_only=True))
    assert rows[0][:5] == ("area", "name", "indicator", "period", "value")
    assert len(rows) == 1 + len(small_world.areas)


def test_a_table_that_waits_is_listed_above_the_imports(desk):
    upload(desk, TABLE, name="council.csv")

    shown = read(desk, reverse("desks:imports"))
    assert "Tables that wait" in shown
    assert "council.csv" in shown


def test_hostile_names_of_columns_and_series_are_shown_as_text(desk):
    text = 'area,indicator,period,value\nE06999999,"<script>alert(1)</script>",2024,"<img src=x>"\n'
    _, page = upload(desk, text, name="<b>table</b>.csv")

    shown = read(desk, page)
    assert "<script>alert(1)" not in shown
    assert "<b>table</b>" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_its_page_asks_no_more_for_more_indicators(desk, django_assert_max_num_queries):
    _, page = upload(desk, TABLE)

    with django_assert_max_num_queries(18):
        read(desk, page)


def test_what_is_left_of_a_table_is_declined_at_once(desk):
    delivery, page = upload(desk, TABLE)
    desk.post(f"{page}map/", filled(mapping(desk, page), code_0="recycling"))
    run_waiting()
    assert "Decline what is left" in read(desk, page)

    desk.post(f"{page}decline/")

    assert delivery.imports.get().state == Import.State.DECLINED
    assert "Decline what is left" not in read(desk, page)


def test_a_table_of_thousands_of_series_can_still_be_told(desk):
    lines = [f"E06999999,series {number},2024,1" for number in range(3_000)]
    _, page = upload(desk, "area,indicator,period,value\n" + "\n".join(lines))

    answer = desk.post(f"{page}map/", filled(mapping(desk, page), code_0="recycling"))

    assert answer.status_code == 302


@pytest.mark.parametrize(
    "forged",
    [
        {"column_value": "no such column"},
        {"column_area": "value", "column_name_of_area": "value", "column_period": "value"},
        {"line": "40"},
        {"line": "99999999999999999999"},
        {"spread": "sideways"},
        {"period_0": "whenever"},
        {"upper_0": "somehow"},
        {"whole_0": "perhaps"},
        {"worksheet": "Nothing"},
        {"code_0": "x" * 500},
        {"fact_title": "x" * 5_000},
        {"fact_title": "\u0000"},
        {"fact_title": "???"},
        {"spread": "series"},
        {"spread": "periods"},
    ],
)
def test_whatever_a_forged_form_says_is_taken_or_refused_in_words(forged, desk):
    delivery, page = upload(desk, "area,period,value\nE06999999,2024,1\n")

    answer = desk.post(f"{page}map/", filled(mapping(desk, page), code_0="recycling") | forged)
    run_waiting()
    delivery.refresh_from_db()

    assert answer.status_code in (302, 422)
    assert delivery.state != Delivery.State.UPLOADED
    assert desk.get(page).status_code == 200
    assert not Job.objects.filter(state=Job.State.FAILED).exists()


def test_a_table_that_breaks_off_below_the_lines_looked_at_says_so_instead_of_being_marked(desk):
    _, page = upload(desk, "colour,taste\n" + "red,sweet\n" * 60 + '"blue,sour\n')

    response = desk.get(f"{page}marked/", follow=True)

    assert response.redirect_chain[-1][0] == page
    assert "The row that begins on line 62 cannot be read." in response.content.decode()


def test_a_file_brought_twice_says_so_and_what_of_it_still_holds(desk):
    upload(desk, TABLE, release="26 June 2026")
    file = SimpleUploadedFile("table.csv", TABLE.encode())

    answer = desk.post(reverse("desks:import_start"), {"file": file, "release": "1 July 2026"}, follow=True)

    shown = answer.content.decode()
    assert "This very file is here already" in shown
    assert "published “26 June 2026”, not “1 July 2026”" in shown
    assert Delivery.objects.count() == 1


def test_two_heading_lines_and_a_line_beyond_the_table_are_told_beside_the_first_lines(desk):
    _, page = upload(desk, "Council,Recycled,Recycled\n,2023,2024\nAmbleton,41,42\n")
    shown = read(desk, page)
    desk.post(f"{page}map/", filled(mapping(desk, page), line="30"))
    run_waiting()

    assert "seems to name columns too" in shown
    assert "The lines around the names of its columns" in shown
    assert "Line 30 holds nothing of the table" in read(desk, page)


BY_SEX = "Council,Recycled,,Burnt,\n,2023,2024,2023,2024\nAmbleton,41,42,1,2\nDunmere,33,many,3,4\n"


def test_headings_of_two_lines_are_suggested_read_and_remembered_for_the_next_file(desk):
    delivery, page = upload(desk, BY_SEX)
    first = mapping(desk, page)
    suggested = read(desk, page)
    desk.post(f"{page}map/", filled(first))
    run_waiting()
    second = mapping(desk, page)
    at = [name for name, *_ in second.series].index("Recycled")
    desk.post(f"{page}map/", filled(second, **{f"code_{at}": "recycling"}))
    run_waiting()
    shown = read(desk, page)
    later, _ = upload(desk, BY_SEX.replace("2023", "2022").replace("many", "36"), name="later.csv")

    assert "The headings seem to take two lines, from line 1 on." in suggested
    assert (first["line"].value(), first["heading_lines"].value()) == (1, 2)
    assert "Its columns are named in lines 1 to 2." in shown
    assert [line["number"] for line in mapping(desk, page).first_lines() if line["chosen"]] == [1, 2]
    marked = load_workbook(io.BytesIO(desk.get(f"{page}marked/").content))["Table"]
    assert (marked["A2"].value, marked["A4"].value[:9], marked["D4"].comment is None) == ("Problem", "Left out:", False)
    assert later.imports.get().element_code == "recycling"
    assert later.fates == {"used": 4, "other-series": 4}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"heading_lines": "3", "line": "2"}, "no line of figures is left below so many lines of headings"),
        ({"heading_lines": "4"}, "Headings take one, two or three lines."),
        ({"heading_lines": "many"}, "Headings take one, two or three lines."),
    ],
)
def test_headings_that_the_table_cannot_have_are_refused_beside_their_field(changes, said, desk):
    delivery, page = upload(desk, BY_SEX)
    before = mapping(desk, page)

    answer = desk.post(f"{page}map/", filled(before, **changes))

    delivery.refresh_from_db()
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["heading_lines"])
    assert (delivery.state, delivery.choices["heading_lines"]) == (Delivery.State.UNMAPPED, 1)


def test_a_series_named_by_the_code_of_its_indicator_is_offered_as_that(desk):
    _, page = upload(desk, "area,indicator,period,value\nAmbleton,Recycling,2024,41\n")

    assert mapping(desk, page)["code_0"].value() == "recycling"


def test_a_guessed_encoding_can_be_set_right(desk):
    table = "Council,Année,2023,2024\nAmbleton,é,41,42\n".encode("mac-roman")
    desk.post(reverse("desks:import_start"), {"file": SimpleUploadedFile("mac.csv", table)})
    run_waiting()
    page = reverse("desks:delivery_detail", args=[Delivery.objects.get().pk])
    assert "Read as Windows-1252" in read(desk, page)

    desk.post(f"{page}map/", filled(mapping(desk, page), encoding="mac-roman"))
    run_waiting()

    assert Delivery.objects.get().table["columns"][1] == "Année"


def test_a_column_is_left_out_and_stays_out_of_the_next_table_of_this_shape(desk):
    table = "Council,2022,2023,2024\nAmbleton,40,41,42\n"
    _, page = upload(desk, table)

    desk.post(f"{page}map/", filled(mapping(desk, page), code_0="recycling", ignored=["2022"]))
    run_waiting()
    later, _ = upload(desk, table.replace("42", "43"), name="later.csv")

    assert later.table["layout"]["ignored"] == ["2022"]
    assert [period for _name, _cells, periods in later.table["series"] for period in periods] == ["2023", "2024"]


def test_a_file_of_mixed_encodings_is_read_in_the_one_that_is_chosen(desk):
    mixed = b"Council,2023,2024\nAmbleton,41,42\nM\xf4n,1,2\n" + "Ynys Môn,1,2\n".encode()
    desk.post(reverse("desks:import_start"), {"file": SimpleUploadedFile("mixed.csv", mixed)})
    run_waiting()
    delivery = Delivery.objects.latest("pk")
    page = reverse("desks:delivery_detail", args=[delivery.pk])
    assert "mixes two encodings" in read(desk, page)
    assert "Is it written in another encoding?" in read(desk, page)

    wrong = desk.post(f"{page}map/", {"encoding": "klingon"})
    desk.post(f"{page}map/", {"encoding": "cp1252"})
    run_waiting()

    delivery.refresh_from_db()
    assert wrong.status_code == 422
    assert (delivery.state, delivery.table["encoding"]) == (Delivery.State.UNMAPPED, "cp1252")
    assert "Is it written in another encoding?" not in read(desk, page)
