"""Public pages are the same bytes for everyone who is not signed in, and know when they have not changed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from apps.common.caching import build, steady


def ask(version, user=None, path="/page/", **headers):
    calls = []

    @steady(lambda: version)
    def page(request):
        calls.append(request.path)
        return HttpResponse("words")

    request = RequestFactory().get(path, headers=headers)
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
