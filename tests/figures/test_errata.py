"""Errors in figures that readers saw: told wherever the figures stand."""

import html
import io
import json
import zipfile

import pytest
from django.test import Client

from apps.access.checks import AccessDenied
from apps.common.errors import Refused
from apps.figures.actions.errata import publish_erratum, withdraw_erratum
from apps.figures.errata import all_errata, errata_on
from tests.world import NEW, OLD

WRONG, RIGHT = "Figures were given in tonnes.", "They are per head; corrected on 3 May."


@pytest.fixture
def erratum(small_world):
    """An error in one area's recycling figure of one year."""
    return publish_erratum(
        by=small_world.steward,
        imported=small_world.imports["recycling"],
        wrong=WRONG,
        right=RIGHT,
        areas=[small_world.areas["Ambleton"].code],
        periods=[NEW],
    )


def read(path, **query):
    response = Client().get(path, query)
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/areas/upper/ambleton/",
        "/areas/upper/ambleton/recycling/",
        "/areas/upper/ambleton/changes/",
        "/elements/upper/recycling/",
        "/indicators/recycling/",
        "/errata/",
    ],
)
def test_every_page_that_carried_the_figure_says_so(path, erratum):
    assert WRONG in read(path)


def test_scores_above_the_indicator_say_so_and_others_do_not(small_world, erratum):
    headline = next(each for each in small_world.edition.elements.all() if each.level == 4 and _rests(each))

    assert WRONG in read(f"/areas/upper/ambleton/{headline.code}/")
    assert WRONG not in read("/areas/upper/ambleton/smoking/")
    assert WRONG in read(f"/elements/upper/{headline.code}/")
    assert WRONG not in read("/elements/upper/smoking/")
    assert WRONG not in read("/areas/upper/dunmere/")
    assert WRONG not in read("/indicators/smoking/")


def _rests(element):
    below = list(element.children.all())
    return element.code == "recycling" or any(_rests(child) for child in below)


@pytest.mark.parametrize("path", ["/indicators/recycling/figures.csv", "/indicators/recycling/coverage.csv"])
def test_downloads_say_so_in_their_head(path, erratum):
    head = [line for line in read(path).splitlines() if line.startswith("# erratum:")]

    assert len(head) == 1
    assert WRONG in head[0]


def test_answers_for_programs_say_so(small_world, erratum):
    code = small_world.areas["Ambleton"].code
    of_area = json.loads(read("/api/v1/scores/", area=code))
    of_indicator = json.loads(read("/api/v1/figures/", element="recycling"))
    of_another = json.loads(read("/api/v1/figures/", element="smoking"))
    elsewhere = json.loads(read("/api/v1/scores/", area=small_world.areas["Dunmere"].code))

    (told,) = of_area["about"]["errata"]
    assert (told["element"], told["wrong"], told["periods"]) == ("recycling", WRONG, [NEW])
    assert of_indicator["about"]["errata"] == [told]
    assert of_another["about"]["errata"] == elsewhere["about"]["errata"] == []
    assert read("/api/v1/figures/", element="recycling", format="csv").startswith("# erratum: ")


def test_a_page_that_was_kept_is_fetched_anew(small_world):
    browser = Client()
    before = browser.get("/areas/upper/ambleton/").headers["ETag"]

    publish_erratum(by=small_world.steward, imported=small_world.imports["recycling"], wrong=WRONG, right=RIGHT)

    assert browser.get("/areas/upper/ambleton/", headers={"if-none-match": before}).status_code == 200


def test_the_bundle_of_the_run_says_so(small_world, erratum):
    packed = Client().get(f"/method/run-{small_world.run.pk}-upper.zip").content
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("manifest.json"))

    assert WRONG in manifest["errata"][0]


def test_one_that_was_mistaken_is_taken_back_with_its_reason_and_stays(small_world, erratum):
    withdraw_erratum(by=small_world.steward, erratum=erratum, because="The figures were right after all.")

    assert errata_on(["recycling"]) == []
    assert all_errata() == [erratum]
    assert WRONG not in read("/areas/upper/ambleton/")
    assert "The figures were right after all." in read(f"/errata/{erratum.pk}/")
    with pytest.raises(Refused, match="already"):
        withdraw_erratum(by=small_world.steward, erratum=erratum, because="Again.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"wrong": " "}, "blank"),
        ({"wrong": "x" * 2001}, "at most 2000"),
        ({"areas": ["E99999999"]}, "no figure of the area E99999999"),
        ({"periods": ["1999-01-01/P1Y"]}, "no figure of the period 1999-01-01/P1Y"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(said, sentence, small_world):
    with pytest.raises(Refused, match=sentence):
        publish_erratum(
            **{
                "by": small_world.steward,
                "imported": small_world.imports["recycling"],
                "wrong": WRONG,
                "right": RIGHT,
                **said,
            }
        )


def test_a_reason_is_needed_to_take_one_back(small_world, erratum):
    with pytest.raises(Refused, match="Say why"):
        withdraw_erratum(by=small_world.steward, erratum=erratum, because=" ")


def test_only_stewards_tell_readers_of_errors(small_world, stranger, erratum):
    with pytest.raises(AccessDenied):
        publish_erratum(by=stranger, imported=small_world.imports["recycling"], wrong=WRONG, right=RIGHT)
    with pytest.raises(AccessDenied):
        withdraw_erratum(by=stranger, erratum=erratum, because="No.")


def test_the_desk_offers_the_areas_and_periods_of_the_file(small_world, signed_in):
    imported, desk = small_world.imports["recycling"], signed_in(small_world.steward)
    page = desk.get(f"/desk/imports/{imported.pk}/erratum/").content.decode()
    assert f'value="{OLD}"' in page
    assert "Ambleton" in page

    empty = desk.post(f"/desk/imports/{imported.pk}/erratum/", {"wrong": "", "right": ""})
    assert (empty.status_code, empty.content.decode().count("Say what was wrong")) == (422, 2)
    sent = {"wrong": WRONG, "right": RIGHT, "areas": [small_world.areas["Ambleton"].code]}
    assert desk.post(f"/desk/imports/{imported.pk}/erratum/", sent).status_code == 302
    assert WRONG in read("/areas/upper/ambleton/recycling/")
