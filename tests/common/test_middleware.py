"""What holds for every request and answer."""

import pytest
from django.test import Client

LARGE = "50000000"


@pytest.mark.parametrize("path", ["/nothing-here/", "/desk/imports/987654/", "/sign-out/", "/desk/"])
def test_an_answer_that_says_nothing_of_being_kept_is_kept_by_nobody(path, steward, signed_in):
    for browser in (Client(), signed_in(steward)):
        assert "no-store" in browser.get(path).headers["Cache-Control"]


def test_a_public_page_that_sets_a_cookie_is_kept_by_nobody(small_world):
    browser = Client()
    browser.cookies["session"] = "of-someone-who-is-long-gone"
    browser.cookies["csrf"] = "of a wrong form"

    answer = browser.get("/")

    assert answer.cookies
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "public" in Client().get("/").headers["Cache-Control"]


def test_a_page_written_for_a_claimed_prefix_is_kept_by_nobody(small_world):
    answer = Client().get("/", SCRIPT_NAME="/areas")

    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/desk/imports/new/", "/api/v1/areas/"])
def test_what_is_far_too_large_is_turned_away_unread(path, db):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["csrf"] = "a" * 32

    answer = browser.generic("POST", path, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=LARGE)

    assert answer.status_code == 413
    assert "so nothing of it was read" in answer.content.decode()


def test_a_steward_may_send_more_but_not_without_end(steward, signed_in, settings):
    browser = signed_in(steward)
    settings.UPLOAD_MAX_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500, 100
    settings.FIGURES_MAX_BYTES = 1500

    little = browser.generic("POST", "/desk/imports/new/", b"", CONTENT_LENGTH="2000")
    much = browser.generic("POST", "/desk/imports/new/", b"", CONTENT_LENGTH="2001")

    elsewhere = browser.generic("POST", "/desk/runs/start/", b"", CONTENT_LENGTH="1001")

    assert (little.status_code, much.status_code, elsewhere.status_code) == (422, 413, 413)


@pytest.mark.parametrize("length", ["", "-1", "x", "\u0661"])
def test_a_length_that_is_no_number_does_no_harm(length, db):
    assert Client().generic("GET", "/health/", b"", CONTENT_LENGTH=length).status_code in {200, 503}


@pytest.mark.parametrize("path", ["/sign-out/", "/desk/runs/start/", "/work/notifications/read/"])
def test_an_address_that_only_takes_forms_says_so_to_whoever_opens_it(path, steward, signed_in):
    answer = signed_in(steward).get(path)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "It only takes what a form sends." in answer.content.decode()


def test_the_api_answers_a_wrong_method_in_its_own_words(small_world):
    answer = Client().post("/api/v1/areas/")

    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
