"""The desk of sources: list, page, registering, changing; and what readers then see."""

from datetime import date

import pytest
from django.urls import reverse

from apps.figures.calendar_actions import expect_release
from apps.figures.models import RegisteredSource
from apps.figures.source_actions import change_source, register_source
from tests.figures.test_source_actions import WORDS


@pytest.fixture
def source(small_world):
    return register_source(by=small_world.steward, code="smoking-source", words=WORDS)


def test_the_list_names_registered_sources_and_those_that_files_name(desk, source):
    page = desk.get(reverse("desks:sources")).text

    assert "Smoking in every area" in page
    assert "recycling-source" in page


def test_before_anything_came_in_the_list_says_what_to_do(steward, signed_in):
    assert "No source is known yet" in signed_in(steward).get(reverse("desks:sources")).text


def test_a_source_that_only_files_name_is_offered_to_be_registered_in_their_words(desk, small_world):
    page = desk.get(reverse("desks:source_detail", args=["smoking-source"])).text
    form = desk.get(f"{reverse('desks:source_new')}?code=smoking-source").text

    assert "Nobody has registered it" in page
    assert small_world.imports["smoking"].header["title"] in form


def test_a_source_is_registered_from_the_form(desk, small_world):
    response = desk.post(reverse("desks:source_new"), {"code": "air-2026", **WORDS})

    assert response.url == reverse("desks:source_detail", args=["air-2026"])
    assert RegisteredSource.objects.get().words() == {**WORDS, "two_people": False}
    assert "Nothing yet." in desk.get(response.url).text


def test_what_is_missing_is_said_beside_its_field(desk):
    response = desk.post(reverse("desks:source_new"), {"code": "Ä", "url": "ftp://x.example"})

    assert response.status_code == 422
    for sentence in ("Give the source a title.", "Write letters, digits and hyphens only.", "Say who publishes it."):
        assert sentence in response.text
    assert not RegisteredSource.objects.exists()


def test_an_edit_is_saved_and_its_versions_are_shown(desk, source):
    desk.post(reverse("desks:source_edit", args=[source.code]), {**WORDS, "licence": "CC BY 4.0", "version": 1})

    source.refresh_from_db()
    assert (source.licence, source.version) == ("CC BY 4.0", 2)
    versions = desk.get(reverse("desks:source_versions", args=[source.code])).text
    assert "OGL v3.0" in versions
    assert "CC BY 4.0" in versions


def test_of_two_who_edit_the_second_sees_both_and_loses_nothing(desk, source, small_world):
    change_source(by=small_world.steward, source=source, based_on=1, words={"licence": "CC BY 4.0"})

    response = desk.post(
        reverse("desks:source_edit", args=[source.code]), {**WORDS, "contact": "ask@figures.example", "version": 1}
    )

    assert response.status_code == 409
    assert "CC BY 4.0" in response.text
    assert "ask@figures.example" in response.text


def test_readers_find_the_publisher_and_whom_to_ask(small_world, source, visitor):
    for address in (
        reverse("explore:source", args=["smoking-source"]),
        reverse("explore:indicator", args=["smoking"]),
    ):
        page = visitor.get(address).text
        assert 'href="https://figures.example/smoking"' in page, address
        assert "smoking@figures.example" in page, address


def test_readers_see_a_change_at_once(small_world, source, visitor):
    address = reverse("explore:source", args=["smoking-source"])
    before = visitor.get(address)

    change_source(by=small_world.steward, source=source, based_on=1, words={"contact": "new@figures.example"})

    after = visitor.get(address, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "new@figures.example" in after.text


def test_a_source_that_nobody_knows_is_not_found(desk):
    assert desk.get(reverse("desks:source_detail", args=["never-was"])).status_code == 404


def test_a_source_names_its_indicators_and_leads_to_what_is_expected_of_it(desk, source, small_world):
    release = expect_release(
        by=small_world.steward,
        source=source,
        words={"precision": "month", "on": date(2031, 5, 1), "standing": "provisional", "note": ""},
    )

    page = desk.get(reverse("desks:source_detail", args=[source.code])).text

    assert small_world.edition.elements.get(code="smoking").name in page
    assert reverse("desks:expected_detail", args=[release.pk]) in page
    assert "Who signs off its figures" in page
    assert f"{reverse('desks:expected_new')}?source={source.code}" in page


def test_the_page_says_that_one_steward_alone_cannot_end_two_people(desk, source):
    page, edit = (reverse(f"desks:source_{name}", args=[source.code]) for name in ("detail", "edit"))
    desk.post(edit, {**WORDS, "two_people": "on", "version": 1})
    assert "No steward alone can change this" in desk.get(page).text

    saved = desk.post(edit, {**WORDS, "version": 2}, follow=True).text
    assert "Two people still sign off its figures" in saved
    assert "It takes effect when another steward" in saved
