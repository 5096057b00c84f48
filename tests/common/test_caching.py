"""Public pages are the same bytes for everyone who is not signed in, and know when they have not changed."""

import gzip

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from apps.common.caching import build, steady


def ask(version, user=None, path="/page/", words="words", status=200, cookie=False, prefix="", **headers):
    calls = []

    @steady(lambda: version)
    def page(request):
        calls.append(request.path)
        response = HttpResponse(words, status=status)
        if cookie:
            response.set_cookie("a", "b")
        return response

    request = RequestFactory(SCRIPT_NAME=prefix).get(path, headers=headers)
    request.user = user or AnonymousUser()
    return page(request), calls


def test_anyone_may_keep_the_page_a_minute():
    response, _ = ask("run 1")

    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in response.headers["Vary"].split(",")}
    assert response.headers["ETag"].startswith('"')


def test_whoever_holds_the_same_page_is_told_so_without_making_it_again():
    first, _ = ask("run 1")

    second, calls = ask("run 1", **{"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304
    assert second.headers["Cache-Control"] == "public, max-age=60"
    assert calls == []


@pytest.mark.parametrize(
    ("version", "path", "headers"),
    [("run 2", "/page/", {}), ("run 1", "/page/?q=a", {}), ("run 1", "/page/", {"HX-Request": "true"})],
)
def test_another_run_address_or_fragment_is_another_page(version, path, headers):
    first, _ = ask("run 1")

    second, _ = ask(version, path=path, **headers, **{"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 200


def test_nothing_is_kept_before_there_is_anything_to_hold_on_to():
    response, _ = ask("")

    assert response.headers["Cache-Control"] == "no-cache"
    assert "ETag" not in response.headers


def test_the_signed_in_keep_nothing(stranger):
    response, _ = ask("run 1", user=stranger)

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_a_new_release_of_the_site_is_not_mistaken_for_the_old(settings, tmp_path):
    before = build()
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("other words")

    build.cache_clear()
    after = build()
    build.cache_clear()

    assert after != before


def test_a_second_reader_gets_the_page_as_it_was_made_for_the_first():
    first, made = ask("run 7")
    second, made_again = ask("run 7")

    assert (made, made_again) == (["/page/"], [])
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_packed_and_plain_bytes_are_told_apart_by_their_mark():
    plain, _ = ask("run 7", words="words " * 100)
    packed, calls = ask("run 7", words="words " * 100, **{"Accept-Encoding": "gzip, br"})

    assert calls == []
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_the_same_page_of_another_name_of_the_site_is_made_for_itself(settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    ask("run 7", Host="one.example")

    _, calls = ask("run 7", Host="two.example")

    assert calls == ["/page/"]


def test_under_a_prefix_that_a_header_claims_nothing_is_held():
    ask("run 7", path="/areas/", prefix="/areas")

    _, calls = ask("run 7", path="/areas/")

    assert calls == ["/areas/"]


@pytest.mark.parametrize("status", [404, 500])
def test_only_a_page_that_came_about_is_held(status):
    ask("run 7", status=status)

    _, calls = ask("run 7")

    assert calls == ["/page/"]


def test_what_sets_a_cookie_is_made_for_each():
    ask("run 7", cookie=True)

    _, calls = ask("run 7", cookie=True)

    assert calls == ["/page/"]


def test_whoever_is_signed_in_is_never_given_what_was_made_for_others(someone):
    ask("run 7")

    response, calls = ask("run 7", someone())

    assert calls == ["/page/"]
    assert response.headers["Cache-Control"] == "private, no-store"
