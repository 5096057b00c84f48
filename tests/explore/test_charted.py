import pytest
from pytest_django.asserts import assertContains, assertNotContains

AREA = "upper/ambleton"
FILES = [f"/charts/wheel/{AREA}.svg"]
FILES += [f"/charts/{kind}/{AREA}/smoking.svg" for kind in ("beside", "strip", "history")]


@pytest.mark.parametrize("address", FILES)
def test_a_file_says_itself_what_it_is_and_where_it_comes_from(address, small_world, visitor):
    response = visitor.get(address)

    assert response.headers["Content-Type"] == "image/svg+xml"
    assertContains(response, "Ambleton")
    assertContains(response, "figures as at")
    assertNotContains(response, "class=")
    assertNotContains(response, "var(")


def test_the_picture_of_pixels_is_the_same_drawing_and_known_by_its_fingerprint(small_world, visitor):
    address = f"/charts/wheel/{AREA}.png"

    first = visitor.get(address)
    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.content.startswith(b"\x89PNG")
    assert first.content == visitor.get(address).content
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        f"/charts/pie/{AREA}.svg",
        f"/charts/wheel/{AREA}.gif",
        f"/charts/wheel/{AREA}/smoking.svg",
        f"/charts/strip/{AREA}.svg",
        f"/charts/strip/{AREA}/no-such.svg",
        f"/charts/wheel/{AREA}.svg?run=999",
        f"/charts/change/{AREA}/mortality.svg",
        f"/embed/pie/{AREA}/",
        "/embed/headlines/upper/tiny-isle/",
    ],
)
def test_what_there_is_no_chart_of_is_not_found(address, small_world, visitor):
    assert visitor.get(address).status_code == 404


def test_a_file_of_a_named_run_is_still_there_when_another_is_published(small_world, visitor):
    first = small_world.run.pk
    small_world.publish()

    old = visitor.get(f"/charts/wheel/{AREA}.svg?run={first}")

    assertContains(old, f"run {first}.")
    assertContains(visitor.get(f"/charts/wheel/{AREA}.svg"), f"run {small_world.run.pk}.")


def test_an_area_has_a_picture_for_links_to_it(small_world, visitor):
    page = visitor.get(f"/areas/{AREA}/")

    assertContains(page, f'property="og:image" content="http://testserver/areas/{AREA}/picture.png"')
    picture = visitor.get(f"/areas/{AREA}/picture.png").content
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [1200, 630]


@pytest.mark.parametrize("what", [f"wheel/{AREA}", f"strip/{AREA}/smoking", f"headlines/{AREA}"])
def test_a_frame_may_stand_in_any_page_asks_nobody_who_they_are_and_leads_back(what, small_world, signed_in, steward):
    response = signed_in(steward).get(f"/embed/{what}/")

    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assertContains(response, 'target="_top"')
    assertNotContains(response, "<script")
    assertNotContains(response, "<form")


def test_the_words_to_copy_name_the_frame(small_world, visitor):
    response = visitor.get(f"/charts/strip/{AREA}/smoking/")

    assertContains(response, f'&lt;iframe src="http://testserver/embed/strip/{AREA}/smoking/"')
    assert response.headers["X-Frame-Options"] == "DENY"


def test_every_tick_of_a_strip_has_a_row_that_says_whose_it_is(small_world, visitor):
    page = visitor.get(f"/areas/{AREA}/smoking/").content.decode()

    assert page.count("<tr data-x=") == 6 + 2
    assert "Brackford" in page


def test_trends_show_every_figure_and_never_a_standing(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        page = visitor.get(f"/areas/{AREA}/trends/")

    assertContains(page, "never drawn over time")
    assertContains(page, "five years in a row")
    assertContains(page, 'class="small-line"')
    assertContains(page, "Average of its group")


def test_trends_are_narrowed_by_domain_and_way(small_world, visitor):
    assertContains(visitor.get(f"/areas/{AREA}/trends/?way=untested&domain=health"), "2 of 5 indicators")
    assertContains(visitor.get(f"/areas/{AREA}/trends/?way=towards"), "0 of 5 indicators")
