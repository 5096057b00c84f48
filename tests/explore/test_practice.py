"""Practice, as the public reads it: only what is published, with its doubts, the same for everyone."""

import json
import re
from html import escape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from apps.access.checks import OPERATOR
from apps.framework.actions import freeze_edition
from apps.practice.actions import change_case, draft_case, draft_from, publish_case, retire_case, submit_case
from tests.asking import questions
from tests.factories.framework import EditionFactory, ElementFactory, IndicatorFactory
from tests.practice.changes import bring_changes, candidate_of

CASES = "/practice/"
WRITTEN = {
    "title": "Food waste, collected every week",
    "summary": "A weekly round for food waste, and less in the bin.",
    "what_was_done": "A second bin for every house.\n\nThe first two thousand came in spring.",
    "what_was_seen": "Recycling rose by 13 points in five years.",
    "doubts": "A new plant opened next door in the same year.",
    "links": "https://example.org/report",
}
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture
def written(small_world, settings, curator):
    """A draft, begun from what the figures of five years say of Ambleton."""
    settings.CANDIDATE_LEAST_AREAS = 3
    bring_changes(small_world)
    case = draft_from(by=curator, candidate=candidate_of(small_world))
    return change_case(by=curator, case=case, based_on=1, words=WRITTEN)


@pytest.fixture
def case(written, curator):
    """It is published."""
    submit_case(by=curator, case=written)
    return publish_case(by=curator, case=written)


@pytest.fixture
def publish(small_world, curator):
    """Publishes a case study without figures: `publish("Dunmere", "health", title="…")`."""

    def make(area, code, *, tier="upper", is_demonstration=False, **words):
        words = WRITTEN | words
        case = draft_case(
            by=curator,
            area=small_world.areas[area],
            tier=tier,
            element=small_world.edition.elements.get(code=code),
            title=words["title"],
            is_demonstration=is_demonstration,
        )
        change_case(by=curator, case=case, based_on=1, words=words)
        submit_case(by=curator, case=case)
        return publish_case(by=curator, case=case)

    return make


def page_of(case):
    return reverse("explore:case", args=[case.slug])


def titles(response):
    """What a list holds, in order."""
    return re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", response.text)


@pytest.mark.parametrize("is_submitted", [False, True])
def test_what_is_not_published_is_not_there(is_submitted, written, curator, visitor, signed_in):
    if is_submitted:
        submit_case(by=curator, case=written)

    for browser in (visitor, signed_in(curator)):
        assert browser.get(page_of(written)).status_code == 404
        assertNotContains(browser.get(CASES), WRITTEN["title"])


def test_what_is_published_is_for_everyone(case, partnership, stranger, curator, visitor, signed_in):
    people = (stranger, curator, partnership.world.steward, partnership.viewer)

    assertContains(visitor.get(page_of(case)), WRITTEN["doubts"])
    for person in people:
        response = signed_in(person).get(page_of(case))
        assertContains(response, WRITTEN["doubts"])
        assert response.headers["Cache-Control"] == "private, no-store"


def test_anonymous_reads_are_the_same_to_the_byte_and_may_be_kept(case):
    for address in (page_of(case), CASES, f"{CASES}?area=ambleton"):
        first, second = Client().get(address), Client().get(address)

        assert first.status_code == 200, address
        assert first.content == second.content
        assert first.headers["ETag"] == second.headers["ETag"]
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert not first.cookies
        assert b"csrf" not in first.content.lower()
        assert Client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_it_says_what_was_done_and_seen_and_what_else_may_explain_it(case, visitor):
    response = visitor.get(page_of(case))

    assertTemplateUsed(response, "explore/case.html")
    assertContains(response, "<h1>Food waste, collected every week</h1>", html=True)
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", response.text) == [
        "What was done",
        "What was seen",
        "What the figures said",
        "Not tested for chance: what else may explain it",
        "Where to read more",
    ]
    assertContains(response, "<p>The first two thousand came in spring.</p>", html=True)
    assertContains(response, "From <b>17.5</b> (2019) to <b>30.5</b> (2024)")
    assertContains(response, "It moved further than each of the 5 other areas of its group.")
    assertContains(response, 'content="A weekly round for food waste, and less in the bin."')
    assertContains(response, '<a href="https://example.org/report" rel="noopener nofollow">')
    assertContains(response, '<a href="/areas/upper/ambleton/">Ambleton</a>', html=True)
    assertContains(response, '<a href="/areas/upper/ambleton/recycling/">Recycling</a>', html=True)


def test_one_without_figures_says_so(publish, visitor):
    response = visitor.get(page_of(publish("Dunmere", "health", links="")))

    assertContains(response, "No figures go with this case study: it rests on what people tell.")
    assertNotContains(response, "Where to read more")
    assertContains(response, '<a href="/areas/upper/dunmere/health/">Health</a>', html=True)


def test_an_element_that_the_published_edition_has_no_more_is_named_and_not_linked(case, small_world, visitor):
    following = EditionFactory(code="next", name="Next edition")
    headline = ElementFactory(edition=following, code="local-conditions")
    IndicatorFactory(edition=following, code="smoking", direction=-1, parent=headline)
    small_world.edition = freeze_edition(by=OPERATOR, edition=following)
    before = visitor.get(page_of(case))

    small_world.publish()
    response = visitor.get(page_of(case), headers={"If-None-Match": before.headers["ETag"]})

    assert response.status_code == 200
    assertContains(response, "Recycling")
    assertNotContains(response, "/areas/upper/ambleton/recycling/")
    assertContains(response, '<a href="/areas/upper/ambleton/">Ambleton</a>', html=True)


def test_whoever_holds_a_page_gets_what_was_mended_since(case, curator, visitor):
    held = {address: visitor.get(address).headers["ETag"] for address in (page_of(case), CASES)}

    change_case(by=curator, case=case, based_on=2, words={"summary": "Mended since."})

    for address, etag in held.items():
        response = visitor.get(address, headers={"If-None-Match": etag})
        assertContains(response, "Mended since.")
        assert response.headers["ETag"] != etag


def test_a_retired_one_leaves_a_sentence_and_none_of_its_words(case, curator, visitor):
    held = {address: visitor.get(address).headers["ETag"] for address in (page_of(case), CASES)}

    retire_case(by=curator, case=case)
    gone, listed = (visitor.get(address, headers={"If-None-Match": etag}) for address, etag in held.items())

    assert gone.status_code == 410
    assertContains(gone, "<h1>This case study was retired</h1>", status_code=410, html=True)
    assertContains(gone, "Its curators do not stand by it any more, so it is not shown.", status_code=410)
    assertContains(gone, f'<a href="{CASES}">', status_code=410)
    assert [words for words in WRITTEN.values() if escape(words) in gone.text] == []
    assert "Ambleton" not in gone.text
    assert gone.headers.get("ETag") != held[page_of(case)]
    assert "max-age" not in gone.headers.get("Cache-Control", "")
    assertContains(listed, "No case study is published yet")
    assertNotContains(listed, WRITTEN["title"])


@pytest.mark.parametrize("slug", ["never-was", "x" * 500, "recycling-in-ambleton-2"])
def test_what_never_was_is_not_found(slug, case, visitor):
    assert visitor.get(reverse("explore:case", args=[slug])).status_code == 404


def test_the_public_only_reads(case, visitor):
    for address in (page_of(case), CASES):
        assert visitor.post(address).status_code == 405
        assert visitor.head(address).status_code == 200


def test_they_are_listed_the_newest_first(case, publish, visitor):
    publish("Dunmere", "health", title="Talks in Dunmere")

    response = visitor.get(CASES)

    assertTemplateUsed(response, "explore/cases.html")
    assert titles(response) == ["Talks in Dunmere", WRITTEN["title"]]
    assertContains(response, "2 case studies")
    assertContains(response, "Recycling in Ambleton")
    assertContains(response, 'aria-current="true">Practice</a>')


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("", ["Third", "Second", "First"]),
        ("?area=&element=", ["Third", "Second", "First"]),
        ("?area=dunmere", ["Third", "First"]),
        ("?element=health", ["Second", "First"]),
        ("?area=dunmere&element=health", ["First"]),
        ("?area=brackford&element=smoking", []),
    ],
)
def test_they_are_narrowed_by_area_and_by_element(asked, listed, publish, visitor):
    for title, area, code in (
        ("First", "Dunmere", "health"), ("Second", "Brackford", "health"), ("Third", "Dunmere", "smoking"),
    ):  # fmt: skip
        publish(area, code, title=title)

    response = visitor.get(CASES + asked)

    assert titles(response) == listed
    assert ("No case study fits" in response.text) == (listed == [])
    assert re.findall(r'<option value="([^"]+)"', response.text) == ["brackford", "dunmere", "health", "smoking"]


@pytest.mark.parametrize("asked", ["area=nowhere", "area=castle-vale", "element=%00", f"element={'x' * 5_000}"])
def test_a_filter_that_is_none_of_the_choices_hides_nothing_and_is_told_so(asked, case, visitor):
    response = visitor.get(f"{CASES}?{asked}")

    assert titles(response) == [WRITTEN["title"]]
    assertContains(response, "No case study about that is published. Choose one of those offered.")


def test_before_the_first_is_published_the_list_says_what_will_be_there(db, visitor):
    response = visitor.get(CASES)

    assertContains(response, "No case study is published yet")
    assert re.search(r'href="/areas/" *>Find an area</a>', response.text)
    # Only that of the masthead.
    assertContains(response, 'role="search"', count=1)


@pytest.mark.parametrize(
    ("asked", "number", "first"),
    [("", 20, 21), ("?page=2", 2, 1), ("?page=99", 2, 1), ("?page=%00", 20, 21), ("?page=-1", 2, 1)],
)
def test_the_list_is_paged_and_pages_keep_the_filter(asked, number, first, publish, visitor):
    for index in range(22):
        publish("Dunmere", "health", title=f"Number {index}")

    found = titles(visitor.get(CASES + asked))

    assert (len(found), found[0]) == (number, f"Number {first}")
    assertContains(visitor.get(f"{CASES}?area=dunmere"), 'href="?area=dunmere&amp;page=2"')


def test_what_is_invented_is_marked_in_the_list_and_on_its_page(case, publish, visitor):
    invented = publish("Dunmere", "health", title="An example", is_demonstration=True)
    mark = "Demonstration: invented"

    assertContains(visitor.get(page_of(invented)), mark, count=1)
    assertContains(visitor.get(CASES), mark, count=1)
    assertNotContains(visitor.get(page_of(case)), mark)


def test_hostile_words_stay_words(publish, visitor):
    words = dict.fromkeys(("title", "summary", "what_was_done", "what_was_seen", "doubts"), HOSTILE)
    hostile = publish("Dunmere", "health", links='https://example.org/"><script>alert(1)</script>', **words)

    for address, least in ((page_of(hostile), 8), (CASES, 2)):
        text = visitor.get(address).text
        assert "<img src=x" not in text, address
        assert "<script>alert" not in text, address
        assert text.count(escape(HOSTILE)) >= least, address


def test_pages_ask_the_database_no_more_for_more_rows(case, publish, curator, visitor):
    before = {address: questions(visitor, address) for address in (CASES, page_of(case))}

    for index in range(12):
        publish(("Dunmere", "Brackford")[index % 2], ("health", "smoking")[index % 2], title=f"Number {index}")
    for version in range(2, 8):
        change_case(by=curator, case=case, based_on=version, words={"title": f"Title {version}"})

    assert {address: questions(visitor, address) for address in before} == before
    assert before[CASES] <= 4
    assert before[page_of(case)] <= 8


def test_the_list_is_given_out_as_it_was_narrowed(case, publish, visitor):
    publish("Dunmere", "smoking", title="Fewer smokers")

    page = visitor.get(CASES, {"area": case.area.slug})
    records = json.loads(visitor.get(f"{CASES}data.json", {"area": case.area.slug}).content)["rows"]

    assertContains(page, f'href="{CASES}data.json?area={case.area.slug}"')
    assert [(row["title"], row["address"]) for row in records] == [
        (case.title, f"http://testserver/practice/{case.slug}/")
    ]
    assert len(json.loads(visitor.get(f"{CASES}data.json").content)["rows"]) == 2
