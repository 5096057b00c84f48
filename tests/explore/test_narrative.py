import html
import re
from dataclasses import replace

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.explore import narrative
from apps.scores.queries import area_profile
from tests.explore.test_lexicon import FORBIDDEN
from tests.factories.areas import AreaFactory
from tests.world import row_of

ADDRESS = "/areas/upper/ambleton/in-words/"
TEXT = "/areas/upper/ambleton/in-words.txt"
BRIEF = "/areas/upper/ambleton/brief/"


def words_of(response):
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("address", [ADDRESS, TEXT, BRIEF])
def test_they_ask_few_questions(address, small_world, visitor, django_assert_max_num_queries):
    visitor.get(address)

    with django_assert_max_num_queries(10):
        assert visitor.get(address).status_code == 200


def test_it_says_how_the_area_stands_how_sure_that_is_and_what_is_unknown(small_world, visitor):
    headline = area_profile(small_world.areas["Ambleton"], "upper").find("sustainability")

    response = visitor.get(ADDRESS)

    said = words_of(response)
    assert f"The score for {headline.name} is {headline.score:.1f} out of 10 (between {headline.low:.1f}" in said
    assert "Of the 5 other areas of its group" in said
    assert "Nothing is measured yet for 1 element" in said
    assert "0 of the 5 scored indicators are published with 95% limits" in said
    assert "No scores were published of it before" in said
    assert not FORBIDDEN.search(re.sub(r"(?s)<header.*?</header>", "", response.content.decode()))


def test_as_text_it_says_the_same_and_where_it_is_from(small_world, visitor):
    page, text = visitor.get(ADDRESS), visitor.get(TEXT)

    assert text["Content-Type"] == "text/plain; charset=utf-8"
    said = text.content.decode()
    sentences = [line for line in said.splitlines()[1:] if line.endswith(".")]
    shown = re.sub(r"\s+", " ", words_of(page))
    assert len(sentences) > 10
    assert [each for each in sentences if each not in shown] == []
    assert re.search(
        r"Thriving Places: Ambleton\. Small edition, figures as at .*, run \d+, published on .*\. "
        r"http://testserver/areas/upper/ambleton/\n$",
        said,
    )


def test_a_publication_writes_it_anew_and_says_what_moved(small_world, visitor):
    held = visitor.get(ADDRESS).headers["ETag"]
    before = area_profile(small_world.areas["Ambleton"], "upper").find("local-conditions").score
    code = small_world.areas["Ambleton"].code
    rows = [
        replace(row, value=f"{float(row.value) + 9:g}") if row.area == code and row.value else row
        for row in small_world.rows("clean-air")
    ]
    small_world.bring("clean-air", rows, release="2")
    small_world.publish()
    after = area_profile(small_world.areas["Ambleton"], "upper").find("local-conditions").score

    page, brief = visitor.get(ADDRESS, headers={"If-None-Match": held}), visitor.get(BRIEF)

    for response in (page, brief):
        assert re.search(rf"higher than before: {after:.2f} after {before:.2f} \(\+", words_of(response))


def test_a_trend_is_told_only_where_the_published_test_finds_one(small_world, visitor):
    code = small_world.areas["Ambleton"].code
    rows = [
        replace(row_of(code, f"{year}-01-01/P1Y", 20 - 2 * step), lower=f"{19 - 2 * step}", upper=f"{21 - 2 * step}")
        for step, year in enumerate(range(2020, 2025))
    ]
    small_world.bring("smoking", rows, release="2")
    small_world.publish()

    said, brief = words_of(visitor.get(ADDRESS)), words_of(visitor.get(BRIEF))

    assert "1 of 5 indicators can be tested for a trend" in said
    improving = brief.split("What is improving")[1].split("Since the scores before")[0]
    assert re.search(r"has fallen, from 20\.0.* \(2020\) to 12\.0.* \(2024\), more steadily than chance", said)
    assert "has fallen, from 20.0" in improving
    assert "What goes the other way" not in improving


def test_an_area_outside_the_group_is_told_by_its_figures(small_world, visitor):
    for address in ("/areas/upper/tiny-isle/in-words/", "/areas/upper/tiny-isle/brief/"):
        response = visitor.get(address)

        assertNotContains(response, "out of 10")
        assertContains(
            response, "5 figures are held back by their publishers" if "words" in address else "How complete"
        )


def test_which_way_a_trend_goes_is_by_the_direction_of_the_indicator(small_world):
    profile = area_profile(small_world.areas["Ambleton"], "upper")
    smoking, recycling = profile.find("smoking"), profile.find("recycling")
    rising = narrative.Trend(narrative.Verdict.INCREASING)

    assert (narrative.way_of(rising, smoking), narrative.way_of(rising, recycling)) == (-1, 1)
    assert narrative.way_of(narrative.Trend(narrative.Verdict.NO_TREND), smoking) == 0
    assert narrative.way_of(None, smoking) == 0


@pytest.mark.django_db
def test_before_anything_is_published_there_is_nothing_to_tell(visitor):
    AreaFactory(name="Ambleton")

    assertContains(visitor.get(ADDRESS), "No scores are published yet")
    assertContains(visitor.get(BRIEF), "No scores are published yet")
    assert visitor.get(TEXT).status_code == 404
    assert visitor.get("/areas/upper/nowhere/brief/").status_code == 404
    assert visitor.get("/areas/county/ambleton/in-words/").status_code == 404


def test_an_area_that_ended_leads_to_what_follows_it(small_world, visitor):
    area = AreaFactory(name="Goneby", ended="2024-04-01")

    assertRedirects(visitor.get(f"/areas/upper/{area.slug}/brief/"), f"/areas/upper/{area.slug}/")


def test_the_area_leads_there_and_the_brief_has_the_highest_and_the_lowest(small_world, visitor):
    profile = area_profile(small_world.areas["Ambleton"], "upper")

    area, brief = visitor.get("/areas/upper/ambleton/"), visitor.get(BRIEF)

    assertContains(area, f'href="{ADDRESS}"')
    assertContains(area, f'href="{BRIEF}"')
    for reading in (*profile.strengths(2), *profile.challenges(2)):
        assertContains(brief, f"/areas/upper/ambleton/{reading.code}/")
    assertContains(brief, "5 of 5 indicators have a figure here.")
