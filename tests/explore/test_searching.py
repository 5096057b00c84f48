import html
import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.common.matching import words_of
from apps.explore import searching
from apps.explore.searching import Entry, Group, Index
from apps.framework.models import Element
from apps.practice.actions import change_case, draft_case, publish_case, submit_case
from tests.factories.areas import AreaFactory
from tests.practice.writing import WRITTEN


@pytest.fixture(autouse=True)
def _nothing_kept():
    searching._kept.cache_clear()
    yield
    searching._kept.cache_clear()


def published_case(world, curator):
    """A case study that needs no candidate."""
    about = {"area": world.areas["Ambleton"], "tier": "upper", "element": Element.objects.get(code="recycling")}
    case = draft_case(by=curator, title=WRITTEN["title"], **about)
    case = change_case(by=curator, case=case, based_on=1, words=WRITTEN)
    return publish_case(by=curator, case=submit_case(by=curator, case=case))


def found(text, **asked):
    return {each.group: [hit.entry.title for hit in each.hits] for each in searching.search(text, **asked).groups}


def test_areas_are_found_by_name_former_name_code_and_with_what_people_write_around_it(small_world):
    assert found("ambleton") == {Group.AREAS: ["Ambleton"]}
    assert found("Ambleton council") == {Group.AREAS: ["Ambleton"]}
    assert found("E07800001") == {Group.AREAS: ["Ambleton"]}
    hit = searching.search("old ambleton").groups[0].hits[0]
    assert (hit.entry.title, "Old Ambleton" in hit.note) == ("Ambleton", True)


def test_elements_sources_practice_and_pages_are_found_each_in_its_group(small_world, curator):
    case = published_case(small_world, curator)

    smoking, scores = found("smoking"), found("how scores are made")

    assert smoking[Group.ELEMENTS][0] == "Smoking"
    assert smoking[Group.SOURCES] == ["Smoking, by area"]
    assert scores[Group.PAGES] == ["Method"]
    assert case.title in found(case.title)[Group.PRACTICE]


@pytest.mark.parametrize(
    ("typed", "meant", "title"),
    [
        ("ambelton", "ambleton", "Ambleton"),
        ("smokign", "smoking", "Smoking"),
        ("castel vale", "castle vale", "Castle Vale"),
    ],
)
def test_a_slip_is_forgiven_and_said(typed, meant, title, small_world):
    result = searching.search(typed)

    assert result.meant == meant
    assert result.groups[0].hits[0].entry.title == title


def test_what_has_some_of_the_words_is_offered_and_said():
    known = Index((entry("Kent", Group.AREAS), entry("Bus trips", Group.ELEMENTS)), frozenset({"kent", "bus", "trips"}))

    result = searching.find(known, "kent zebra", ["kent", "zebra"])

    assert result.some
    assert [each.hits[0].entry.title for each in result.groups] == ["Kent"]


def entry(title, group, body=""):
    return Entry(group, title, "/", "", (tuple(words_of(title)),), frozenset(words_of(body)))


def test_the_closest_come_first_then_those_that_only_speak_of_it():
    known = Index(
        (
            entry("Waste", Group.ELEMENTS, body="recycling"),
            entry("Household recycling", Group.ELEMENTS),
            entry("Recycling", Group.ELEMENTS),
            entry("Recycling rate", Group.ELEMENTS),
        ),
        frozenset({"recycling"}),
    )

    (group,) = searching.find(known, "recycling", ["recycling"]).groups

    assert [hit.entry.title for hit in group.hits] == ["Recycling", "Recycling rate", "Household recycling", "Waste"]


def test_many_are_counted_and_few_are_shown_until_one_asks_for_all(small_world, visitor):
    AreaFactory.create_batch(12, region="Far North")

    response = visitor.get("/search/?q=far+north")
    everything = visitor.get("/search/?q=far+north&in=areas")

    assertContains(response, "(12)")
    assertContains(response, "All 12: Areas")
    assert response.content.count(b"Far North</span>") == searching.FEW
    assert everything.content.count(b"Far North</span>") == 12


def test_a_search_asks_few_questions_first_and_fewer_after(small_world, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        visitor.get("/search/?q=ambleton")
    with django_assert_max_num_queries(5):
        visitor.get("/search/?q=brackford")


def test_what_is_published_since_is_found_at_once(small_world, curator, visitor):
    assertContains(visitor.get("/search/?q=kerbside+bins"), "Nothing found")
    case = published_case(small_world, curator)

    assertContains(visitor.get("/search/", {"q": case.title}), html.escape(case.title))


def test_nothing_found_is_said_kindly_and_nothing_typed_asks_for_nothing(small_world, visitor):
    nothing, empty = visitor.get("/search/?q=xyzzyxyzzy"), visitor.get("/search/")

    assertContains(nothing, "Nothing found for “xyzzyxyzzy”")
    assertContains(nothing, 'href="/areas/"')
    assertNotContains(empty, "Nothing found")
    assert len(re.findall("<h1", nothing.content.decode())) == 1


@pytest.mark.parametrize("typed", ["<script>", "%", "a" * 5000, "\x00", "'; drop table", " ".join("abcdefghijkl")])
def test_whatever_is_typed_is_answered(typed, small_world, visitor):
    response = visitor.get("/search/", {"q": typed})

    assert response.status_code == 200
    assert b"<script>\xe2" not in response.content


def test_while_one_types_options_come_with_what_is_said_aloud(small_world, visitor):
    response = visitor.get("/search/suggest/?q=amble", headers={"HX-Request": "true"})

    assertContains(response, 'role="option"')
    assertContains(response, 'data-href="/areas/upper/ambleton/"')
    assert "1 found" in response.headers["HX-Trigger"]


def test_every_page_has_the_search_without_a_token(small_world, visitor):
    for address in ("/", "/method/", "/areas/upper/ambleton/"):
        assertContains(visitor.get(address), '<form class="seek" action="/search/" role="search"')


@pytest.mark.django_db
def test_before_anything_is_published_areas_are_found(visitor):
    AreaFactory(name="Ambleton")

    assertContains(visitor.get("/search/?q=ambleton"), "/areas/upper/ambleton/")


def test_an_element_leads_to_its_page_across_areas_at_a_tier_that_has_it(small_world, visitor):
    entries = {each.title: each.address for each in searching.index().entries if each.group == Group.ELEMENTS}

    assert entries["Smoking"] == "/elements/upper/smoking/"
    for address in {address.split("#")[0] for address in entries.values()}:
        assert visitor.get(address).status_code == 200
