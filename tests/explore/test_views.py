import gzip
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects, assertTemplateUsed

from apps.areas.models import Area
from apps.framework.models import Element
from tests.factories.areas import AreaFactory
from tests.world import NEW, row_of

AMBLETON = ["upper", "ambleton"]


def pages(world):
    return [
        reverse("explore:home"),
        reverse("explore:areas"),
        reverse("explore:areas") + "?q=am",
        reverse("explore:suggest") + "?q=am",
        reverse("explore:area", args=AMBLETON),
        reverse("explore:area", args=["district", "ferndale"]),
        reverse("explore:area", args=["upper", "tiny-isle"]),
        reverse("explore:element", args=[*AMBLETON, "smoking"]),
        reverse("explore:element", args=[*AMBLETON, "health"]),
        reverse("explore:element", args=[*AMBLETON, "happiness"]),
    ]


def test_anonymous_reads_are_the_same_to_the_byte_and_may_be_kept(small_world):
    for address in pages(small_world):
        first, second = Client().get(address), Client().get(address)

        assert first.status_code == 200, address
        assert first.content == second.content
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert first.headers["ETag"] == second.headers["ETag"]
        assert not first.cookies
        assert b"csrf" not in first.content.lower()


def test_whoever_holds_a_page_is_told_that_it_is_the_same(small_world, visitor):
    for address in pages(small_world):
        held = visitor.get(address).headers["ETag"]

        assert visitor.get(address, headers={"If-None-Match": held}).status_code == 304


def test_a_new_run_makes_new_pages(small_world, visitor):
    address = reverse("explore:area", args=AMBLETON)
    held = visitor.get(address).headers["ETag"]
    small_world.bring("clean-air", [row_of(small_world.areas["Ambleton"].code, NEW, 99)], release="2")

    small_world.publish()
    response = visitor.get(address, headers={"If-None-Match": held})

    assert response.status_code == 200
    assertContains(response, "<b>99.0</b>")


def test_figures_that_are_loaded_but_not_published_change_no_byte_that_readers_see(small_world, visitor):
    address = reverse("explore:element", args=[*AMBLETON, "clean-air"])
    before = visitor.get(address)
    small_world.bring("clean-air", [row_of(small_world.areas["Ambleton"].code, NEW, 99)], release="2")

    loaded = visitor.get(address)
    small_world.publish()
    published = visitor.get(address, headers={"If-None-Match": before.headers["ETag"]})

    assert loaded.content == before.content
    assert loaded.headers["ETag"] == before.headers["ETag"]
    assertContains(published, "since revised")


def test_the_signed_in_keep_nothing(small_world, signed_in, steward):
    for address in pages(small_world):
        assert signed_in(steward).get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 3),
        ("/areas/", 2),
        ("/areas/?q=old", 4),
        ("/areas/upper/ambleton/", 10),
        ("/areas/upper/ambleton/health/", 12),
        ("/areas/upper/ambleton/smoking/", 14),
    ],
)
def test_a_page_asks_few_questions_however_much_there_is(
    address, most, small_world, visitor, django_assert_max_num_queries
):
    AreaFactory.create_batch(30)

    with django_assert_max_num_queries(most):
        assert visitor.get(address).status_code == 200


def test_a_page_asks_no_more_when_there_is_more(small_world, visitor):
    with CaptureQueriesContext(connection) as before:
        visitor.get("/areas/upper/ambleton/smoking/")
    for year in range(2010, 2020):
        small_world.bring(
            "smoking", [row_of(small_world.areas["Ambleton"].code, f"{year}-01-01/P1Y", 9)], release=str(year)
        )

    with CaptureQueriesContext(connection) as after:
        visitor.get("/areas/upper/ambleton/smoking/")

    assert len(after) == len(before)


def test_home_says_what_is_published_and_since_when(small_world, visitor):
    response = visitor.get(reverse("explore:home"))

    assertTemplateUsed(response, "explore/home.html")
    assertContains(response, "Small edition, with figures as at 30 June 2026, was published on")
    assertContains(response, 'href="/areas/upper/northshire/"')


@pytest.mark.django_db
def test_home_says_that_nothing_is_published_yet(visitor):
    response = visitor.get(reverse("explore:home"))

    assertContains(response, "Nothing is published yet")
    assertContains(response, "No areas are loaded yet")
    assert response.headers["Cache-Control"] == "no-cache"


def test_home_weighs_at_most_15_kilobytes(small_world, visitor):
    AreaFactory.create_batch(317)

    assert len(gzip.compress(visitor.get(reverse("explore:home")).content)) < 15_000


def test_an_area_is_found_by_part_of_its_name(small_world, visitor):
    response = visitor.get(reverse("explore:areas"), {"q": "castle"})

    assertContains(response, "1 area found")
    assertContains(response, '<a href="/areas/upper/castle-vale/">Castle Vale</a>', html=True)


def test_the_whole_name_leads_straight_to_the_area(small_world, visitor):
    assertRedirects(visitor.get(reverse("explore:areas"), {"q": "castle vale"}), "/areas/upper/castle-vale/")


def test_a_former_name_is_found_and_says_what_became_of_it(small_world, visitor):
    response = visitor.get(reverse("explore:areas"), {"q": "Old Ambleton"})

    assertContains(response, "Old Ambleton has been Ambleton since 2023.")


def test_a_name_that_nobody_has_is_met_with_advice(small_world, visitor):
    response = visitor.get(reverse("explore:areas"), {"q": "<b>Atlantis"})

    assertContains(response, "No area called “&lt;b&gt;Atlantis”")
    assertContains(response, "Try a council or county name")
    assertContains(response, "Areas by region")


@pytest.mark.parametrize("typed", ["Ambelton", "ambleten", "Ambleton City Council", "the Borough of Ambleton"])
def test_a_name_nearly_right_is_offered_the_area_that_may_be_meant(small_world, visitor, typed):
    page = visitor.get(reverse("explore:areas"), {"q": typed})
    suggested = visitor.get(reverse("explore:suggest"), {"q": typed})

    assertContains(page, "Did you mean")
    assertContains(page, '<a href="/areas/upper/ambleton/">Ambleton</a>', html=True)
    assertContains(suggested, 'data-href="/areas/upper/ambleton/"', count=1)
    assert suggested.headers["HX-Trigger"] == '{"suggested": {"words": "No area of that name; 1 like it"}}'


def test_nothing_is_offered_for_a_name_like_no_other(small_world, visitor):
    assertNotContains(visitor.get(reverse("explore:areas"), {"q": "zzzz"}), "Did you mean")
    assertNotContains(visitor.get(reverse("explore:areas"), {"q": "city of"}), "Did you mean")


def test_suggestions_are_options_that_know_their_address(small_world, visitor):
    response = visitor.get(reverse("explore:suggest"), {"q": "am"})

    assertContains(response, 'role="option" id="area-option-1"')
    assertContains(response, 'data-href="/areas/upper/ambleton/"')
    assertNotContains(response, "<html")
    assert response.headers["HX-Trigger"] == '{"suggested": {"words": "1 area"}}'


def test_no_suggestion_is_said_too(small_world, visitor):
    response = visitor.get(reverse("explore:suggest"), {"q": "zzz"})

    assertContains(response, 'aria-disabled="true"')
    assert "No area" in response.headers["HX-Trigger"]
    assert visitor.get(reverse("explore:suggest")).content.strip() == b""


@pytest.mark.parametrize(("slug", "leads_to"), [("ambleton", "upper"), ("ferndale", "district")])
def test_an_area_without_a_tier_leads_to_its_default(small_world, visitor, slug, leads_to):
    assertRedirects(visitor.get(reverse("explore:area_any", args=[slug])), f"/areas/{leads_to}/{slug}/")


@pytest.mark.parametrize(
    "address",
    [
        "/areas/nowhere/",
        "/areas/upper/nowhere/",
        "/areas/upper/ferndale/",
        "/areas/district/northshire/",
        "/areas/parish/ambleton/",
        "/areas/upper/ambleton/nothing/",
    ],
)
def test_what_does_not_exist_is_not_found(small_world, visitor, address):
    assert visitor.get(address).status_code == 404


def test_an_area_shows_what_it_is_before_anything_is_published(db, visitor):
    AreaFactory(name="Ambleton", population=1234567)

    response = visitor.get(reverse("explore:area", args=AMBLETON))

    assertContains(response, "1,234,567 residents in 2024")
    assertContains(response, "No scores are published yet")


def test_an_area_shows_its_wheel_headlines_and_every_figure(small_world, visitor):
    response = visitor.get(reverse("explore:area", args=AMBLETON))

    assertTemplateUsed(response, "explore/area.html")
    assertContains(response, "<h1>Ambleton</h1>", html=True)
    assertContains(response, 'class="wheel"')
    assertContains(response, "The wheel as a table")
    assertContains(response, 'class="indicator"', count=5)
    assertContains(response, "Office of Figures", count=5)
    assertContains(response, "OGL v3.0", count=5)
    assertContains(response, "lower is better", count=1)
    assertContains(response, 'class="standout-score"', count=4)
    assertContains(response, "Compared with the average of its group, Ambleton is")


def test_a_unitary_area_can_be_seen_at_either_tier(small_world, visitor):
    upper = visitor.get(reverse("explore:area", args=AMBLETON))
    district = visitor.get(reverse("explore:area", args=["district", "ambleton"]))

    assertContains(upper, '<a href="/areas/upper/ambleton/" aria-current="page">')
    assertContains(district, '<a href="/areas/district/ambleton/" aria-current="page">')
    assertContains(upper, "Not collected at this tier", count=0)
    assertContains(district, "Not collected at this tier: there are figures for upper-tier areas only.")


def test_what_is_missing_is_shown_as_missing_and_says_why(small_world, visitor):
    response = visitor.get(reverse("explore:area", args=["district", "highmoor"]))

    assertContains(response, "Happiness")
    assertContains(response, "Nothing is measured here yet")
    assertContains(response, "No score")


def test_a_figure_that_is_suppressed_says_so(small_world, visitor):
    response = visitor.get(reverse("explore:area", args=["upper", "tiny-isle"]))

    assertContains(response, "Suppressed by the publisher")


def test_an_area_outside_the_group_shows_figures_and_no_scores(small_world, visitor):
    area = Area.objects.get(slug="tiny-isle")
    small_world.bring("smoking", [row_of(area.code, NEW, 7.5)], release="2")
    small_world.publish()

    response = visitor.get(reverse("explore:area", args=["upper", "tiny-isle"]))

    assertContains(response, "Tiny Isle shows figures, not scores")
    assertContains(response, "7.5")
    assertNotContains(response, "Much lower")
    assertNotContains(response, "What stands out")
    assertNotContains(response, 'class="wheel"')
    assertNotContains(response, "of what belongs here has figures")
    assertNotContains(response, 'class="indicator-score"')
    assertContains(response, "Beside the averages of")


def test_an_indicator_in_an_area_shows_how_its_score_was_made(small_world, visitor):
    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "smoking"]))

    assertTemplateUsed(response, "explore/element.html")
    assertContains(response, "How the score was made")
    assertContains(response, "turned so that lower figures score higher")
    assertContains(response, "5 + 1.667 ×")
    assertContains(response, 'class="strip"')
    assertContains(response, 'class="history"')
    assertContains(response, small_world.imports["smoking"].file.sha256)
    assertContains(response, "It matters.")


def test_an_element_says_what_holds_it(small_world, visitor):
    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "smoking"]))
    headline = visitor.get(reverse("explore:element", args=[*AMBLETON, "local-conditions"]))

    assert _trail(response)[2:] == [
        f"/areas/upper/ambleton/{code}/" for code in ("local-conditions", "health", "mortality")
    ]
    assert _trail(headline) == ["/areas/", "/areas/upper/ambleton/"]


def _trail(response):
    trail = re.search(r'<nav class="trail".*?</nav>', response.text, re.DOTALL)[0]
    return re.findall(r'href="([^"]+)"', trail)


def test_the_newest_figure_comes_first_and_limits_have_a_column_only_where_there_are_any(small_world, visitor):
    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "smoking"]))

    table = re.search(r'<caption id="past-table">.*?</table>', response.text, re.DOTALL)[0]
    periods = re.findall(r'<th scope="row">(.*?)</th>', table)
    assert len(periods) > 1
    assert periods == sorted(periods, reverse=True)
    assert "95% limits" not in table
    assertContains(response, "No limits come with this figure")


def test_a_domain_in_an_area_shows_what_it_is_made_of(small_world, visitor):
    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "health"]))

    assertContains(response, "What it is made of")
    assertContains(response, '<a href="/areas/upper/ambleton/mortality/">Mortality</a>', html=True)
    assertContains(response, "50%")


def test_a_part_shows_the_figure_and_period_it_rests_on_and_what_to_keep_in_mind(small_world, visitor):
    Element.objects.filter(code="mortality").update(quality_note="Mind the small numbers.")

    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "mortality"]))

    assert re.search(r'<span class="part-note small soft">\s*<span class="figure-value"><b>[\d.]+', response.text)
    assertContains(response, "(2024)")
    assertContains(response, "Mind the small numbers.")


def test_an_empty_part_says_that_nothing_is_measured(small_world, visitor):
    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "happiness"]))

    assertContains(response, "Nothing is measured here yet")
    assertNotContains(response, 'class="strip"')


def test_a_hostile_name_stays_a_name(small_world, visitor):
    hostile = '<img src=x onerror="x">'
    Area.objects.filter(slug="ambleton").update(name=hostile, region=hostile)

    for address in pages(small_world):
        text = visitor.get(address).text
        assert "<img src=x" not in text, address
    assert html.escape(hostile) in visitor.get(reverse("explore:area", args=AMBLETON)).text


def test_no_page_judges(small_world, visitor):
    for address in pages(small_world):
        words = set(re.findall(r"[a-z]+", visitor.get(address).text.casefold()))

        assert words.isdisjoint({"best", "worst", "failing", "league", "rank", "ranked"}), address


@pytest.mark.parametrize(
    ("transform", "told"),
    [
        ("none", "Taken as it is"),
        ("log", "Its natural logarithm"),
        ("sqrt", "Its square root"),
        ("reciprocal", "Minus one over it"),
        ("winsorise", "Taken as it is"),
    ],
)
def test_how_a_figure_was_bent_is_told_for_every_transform_there_is(small_world, visitor, transform, told):
    Element.objects.filter(code="smoking").update(transform=transform)

    response = visitor.get(reverse("explore:element", args=[*AMBLETON, "smoking"]))

    assert transform in Element.Transform.values
    assertContains(response, told)


def test_every_transform_is_in_the_table_above():
    marked = test_how_a_figure_was_bent_is_told_for_every_transform_there_is.pytestmark[0]

    assert {case[0] for case in marked.args[1]} == set(Element.Transform.values)


def test_a_figure_is_called_scored_only_where_it_has_a_score(small_world, visitor):
    scored = visitor.get(reverse("explore:element", args=[*AMBLETON, "smoking"]))
    outside = visitor.get(reverse("explore:element", args=["upper", "tiny-isle", "smoking"]))

    assertContains(scored, ">scored<")
    assertNotContains(outside, ">scored<")


def test_a_figure_names_the_release_that_it_came_with_itself(small_world, visitor):
    first = small_world.imports["smoking"]
    own = [row_of(small_world.areas["Ambleton"].code, NEW, 12.5)]
    second = small_world.bring("smoking", own, release="2")
    small_world.publish()

    assert f"Import {second.pk}," in visitor.get("/areas/upper/ambleton/smoking/").text
    assert f"Import {first.pk}," in visitor.get("/areas/upper/dunmere/smoking/").text
