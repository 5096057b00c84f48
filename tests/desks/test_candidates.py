"""The curator's list of the largest changes relative to peers; how case studies are begun, from it or without."""

import re
from html import escape, unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from apps.activity.listeners import job_kind
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.framework.models import Element
from apps.practice.actions import change_case, draft_from
from apps.practice.jobs import SEARCH
from apps.practice.models import Candidate, CandidateList, CaseStudy
from tests.desks.bringing import read
from tests.practice.changes import EARLIER, bring_changes, candidate_of
from tests.world import NEW, SERIES, row_of

CANDIDATES, NEW_CASE = "/desk/practice/candidates/", "/desk/practice/cases/new/"
BEGUN = {"title": "What did not work", "area": "dunmere", "tier": "upper", "element": "health"}


@pytest.fixture
def desk(curator, signed_in):
    """The browser of a curator, who is no steward."""
    return signed_in(curator)


@pytest.fixture
def changed_world(small_world, settings):
    """The small world with figures of five years ago, and candidates found in them."""
    settings.CANDIDATE_LEAST_AREAS = 3
    bring_changes(small_world)
    return small_world


@pytest.fixture
def case(changed_world, curator):
    return draft_from(by=curator, candidate=candidate_of(changed_world))


def bring_more_changes(world):
    """Clean air of five years ago as well, on which Dunmere moved furthest and Ambleton least."""
    Element.objects.filter(code="clean-air").update(base_period=EARLIER)
    changes = {"Ambleton": 1, "Brackford": 2, "Castle Vale": 3, "Dunmere": 13, "Eastwick": 4, "Northshire": 5}
    rows = [
        row_of(area.code, EARLIER, SERIES["clean-air"](position, 1) - changes[area.name])
        for position, area in enumerate(world.areas.values())
        if area.name in changes
    ]
    world.bring("clean-air", rows, release="early")
    world.publish()
    run_waiting()


def edit_page(case):
    return reverse("desks:case_edit", args=[case.pk])


def headings(page):
    """The titles of the candidates that a page lists, in order."""
    found = re.findall(r"<h2>\s*<a [^>]*>([^<]*)</a>\s*</h2>", page)
    return [unescape(title) for title in found]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("?tier=upper", ["Ambleton", "Northshire", "Eastwick"]),
        ("?tier=district", ["Ambleton", "Eastwick", "Highmoor"]),
        ("", ["Ambleton", "Northshire", "Eastwick"]),
        ("?tier=parish", ["Ambleton", "Northshire", "Eastwick"]),
        ("?tier=%00", ["Ambleton", "Northshire", "Eastwick"]),
    ],
)
def test_candidates_are_listed_for_each_tier_by_how_far_they_moved(asked, listed, changed_world, desk):
    page = read(desk, CANDIDATES + asked)

    assert headings(page) == [f"Recycling in {area}" for area in listed]
    assert "3 changes" in page
    # The filter below the list stays at its tier.
    assert f'name="tier" value="{"district" if "Highmoor" in listed else "upper"}"' in page


def test_the_list_is_headed_as_not_tested_for_chance_and_says_what_it_rests_on(changed_world, desk):
    response = desk.get(CANDIDATES)

    assertTemplateUsed(response, "desks/candidates.html")
    assertContains(response, "<h1>Largest changes relative to peers – not tested for chance</h1>", html=True)
    assertContains(response, f"From run {changed_world.run.pk} of Small edition, figures as at 30 June 2026.")
    assertContains(response, "1 indicator was compared")
    assertContains(response, "The list ends at 50, and no indicator fills more than 5 lines of it.")
    assertContains(response, "4 indicators were left out")
    assertNotContains(response, "(modelled:")


def test_a_candidate_says_what_its_figures_say_and_what_to_keep_in_mind(changed_world, desk):
    Element.objects.filter(code="recycling").update(quality_note="Mind the new plant.")

    response = desk.get(CANDIDATES)

    assertContains(response, "From <b>17.5</b> (2019) to <b>30.5</b> (2024)")
    assertContains(response, "A change of +13.0; in the middle of its group it was +3.5.")
    assertContains(response, "It moved further than each of the 5 other areas of its group.")
    assertContains(response, "Mind the new plant.", count=3)


def test_how_many_were_left_out_because_they_are_modelled_is_told(changed_world, desk):
    Element.objects.filter(code__in=["smoking", "clean-air"]).update(modelled=True)
    changed_world.publish()
    run_waiting()

    page = " ".join(read(desk, CANDIDATES).split())

    assert "4 indicators were left out (modelled: 2)" in page
    assert "the figures borrow strength from other areas" in page


def test_the_list_is_narrowed_by_element_and_by_area(changed_world, desk):
    bring_more_changes(changed_world)

    assert len(headings(read(desk, CANDIDATES))) == 6
    assert headings(read(desk, f"{CANDIDATES}?element=clean-air"))[0] == "Clean air in Dunmere"
    assert headings(read(desk, f"{CANDIDATES}?area=ambleton")) == ["Recycling in Ambleton"]
    both = headings(read(desk, f"{CANDIDATES}?area=eastwick&element=recycling"))
    assert both == ["Recycling in Eastwick"]


def test_a_filter_stays_at_its_tier_and_says_so_when_nothing_fits(changed_world, desk):
    bring_more_changes(changed_world)

    response = desk.get(f"{CANDIDATES}?tier=district&element=clean-air&area=highmoor")

    assertContains(response, "No change fits")
    assert re.search(r'href="/desk/practice/candidates/\?tier=district" *>Show all</a>', response.text)
    assertContains(response, '<input type="hidden" name="tier" value="district" id="id_tier">', html=True)
    assertContains(response, '<option value="highmoor" selected>Highmoor</option>', html=True)


@pytest.mark.parametrize("asked", ["area=nowhere", "element=nothing", "area=%00", f"element={'x' * 5_000}"])
def test_a_filter_that_is_none_of_the_choices_hides_nothing_and_is_told_so(asked, changed_world, desk):
    page = read(desk, f"{CANDIDATES}?{asked}")

    assert len(headings(page)) == 3
    assert "None of the changes in this list is about that." in page


def test_before_anything_is_published_there_is_nothing_to_search(db, desk):
    page = read(desk, CANDIDATES)

    desk.post(reverse("desks:candidates_search"))

    assert "No scores are published yet" in page
    assert reverse("desks:candidates_search") not in page
    assert "are being searched" not in read(desk, CANDIDATES)
    assert not Job.objects.exists()


def test_a_run_that_has_not_been_searched_yet_says_so(small_world, desk):
    page = read(desk, CANDIDATES)

    assert "This run has not been searched yet" in page
    assert reverse("desks:candidates_search") in page
    assert headings(page) == []


def test_where_no_area_moved_beyond_its_group_one_can_be_begun_without(small_world, desk):
    run_waiting()

    page = read(desk, CANDIDATES)

    assert "No area moved beyond its group" in page
    assert re.search(rf'href="{NEW_CASE}" *>Begin a case study</a>', page)
    assert page.count('role="search"') == 1, "only that of the masthead"


def test_a_run_is_searched_once_however_often_it_is_asked_for(changed_world, desk):
    Candidate.objects.all().delete()
    CandidateList.objects.all().delete()
    asked = Job.objects.filter(kind=job_kind(SEARCH), state=Job.State.ASKED)

    first = desk.post(reverse("desks:candidates_search"), follow=True)
    desk.post(reverse("desks:candidates_search"))

    assert asked.count() == 1
    assertContains(first, "The published figures are being searched. Look again in a moment.")
    run_waiting()
    assert len(headings(read(desk, CANDIDATES))) == 3
    assertNotContains(desk.post(reverse("desks:candidates_search"), follow=True), "are being searched")
    assert asked.count() == 0


def test_a_case_study_is_begun_from_a_candidate_once(changed_world, desk, someone, signed_in):
    start = reverse("desks:case_start", args=[candidate_of(changed_world).pk])

    first = desk.post(start)
    second = signed_in(someone("curator")).post(start)

    case = CaseStudy.objects.get()
    assert first.url == second.url == edit_page(case)
    assert (case.title, case.facts["before"]) == ("Recycling in Ambleton", 17.5)
    assertContains(desk.get(first.url), "Begun. What the figures said is kept with it")


def test_a_candidate_leads_to_the_case_study_that_was_begun_from_it(case, desk):
    page = read(desk, CANDIDATES)

    assert f'href="{reverse("desks:case_detail", args=[case.pk])}">Case study: Recycling in Ambleton</a>' in page
    assert reverse("desks:case_start", args=[case.candidate_id]) not in page
    assert page.count("Start a case study") == 2


def test_every_button_to_start_one_says_on_what(changed_world, desk):
    page = read(desk, CANDIDATES)

    buttons = re.findall(r"<button[^>]*>\s*(Start a case study.*?)\s*</button>", page)
    assert [re.sub(r"<[^>]*>", "", button) for button in buttons] == [
        f"Start a case study on Recycling in {area}" for area in ("Ambleton", "Northshire", "Eastwick")
    ]


@pytest.mark.parametrize("number", [None, 10**30])
def test_a_candidate_of_an_older_list_is_refused_with_a_sentence(number, changed_world, desk):
    stale = number or candidate_of(changed_world).pk
    changed_world.bring("smoking", [row_of(changed_world.areas["Ambleton"].code, NEW, 4.0)], release="next")
    changed_world.publish()
    run_waiting()

    response = desk.post(reverse("desks:case_start", args=[stale]), follow=True)

    assertContains(response, "A newer list has taken the place of this one.")
    assert response.redirect_chain == [(CANDIDATES, 302)]
    assert not CaseStudy.objects.exists()


def test_a_case_study_is_begun_without_figures_and_once(small_world, desk):
    first = desk.post(NEW_CASE, BEGUN)
    second = desk.post(NEW_CASE, BEGUN)

    case = CaseStudy.objects.get()
    assert first.url == second.url == edit_page(case)
    assert (case.title, case.area.name, case.tier, case.element.code, case.facts) == (
        "What did not work", "Dunmere", "upper", "health", {},
    )  # fmt: skip
    assertContains(desk.get(reverse("desks:case_detail", args=[case.pk])), "No figures go with this case study")


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"title": " "}, "Give the case study a title.", "title"),
        ({"title": "x" * 141}, "Ensure this value has at most 140 characters (it has 141).", "title"),
        ({"title": "a\0b"}, "Null characters are not allowed.", "title"),
        ({"area": ""}, "Choose the area.", "area"),
        ({"area": "nowhere"}, "Choose one of the areas listed.", "area"),
        ({"area": "\0"}, "Null characters are not allowed.", "area"),
        ({"tier": "parish"}, "Choose one of the tiers listed.", "tier"),
        ({"area": "ferndale"}, "Ferndale does not belong to this tier. Choose the other.", "tier"),
        ({"element": "x" * 5_000}, "Choose one of the elements listed.", "element"),
        ({"element": "\0"}, "Null characters are not allowed.", "element"),
    ],
)
def test_what_is_wrong_with_a_beginning_is_told_beside_its_field(changes, sentence, field, small_world, desk):
    response = desk.post(NEW_CASE, BEGUN | changes)

    assert response.status_code == 422
    assertContains(response, sentence, count=2, status_code=422)
    assertContains(response, f'<a href="#id_{field}">{sentence}</a>', status_code=422, html=True)
    assertContains(response, '<option value="upper" selected>', count=0 if "tier" in changes else 1, status_code=422)
    assert not CaseStudy.objects.exists()


def test_before_anything_is_published_none_can_be_begun(db, desk):
    assertContains(desk.get(NEW_CASE), "No scores are published yet")
    assertNotContains(desk.get(NEW_CASE), f'action="{NEW_CASE}"')
    assertContains(desk.post(NEW_CASE, BEGUN), "No scores are published yet", status_code=422)


def test_hostile_words_stay_words(case, changed_world, curator, desk):
    hostile = '<img src=x onerror="alert(1)">'
    Element.objects.filter(code="recycling").update(name=hostile, quality_note=hostile)
    change_case(by=curator, case=case, based_on=1, words={"title": hostile})

    page = read(desk, CANDIDATES)

    assert "<img src=x" not in page
    assert page.count(escape(hostile)) > 5


def test_the_list_asks_the_database_no_more_for_more_rows(changed_world, curator, desk):
    with CaptureQueriesContext(connection) as before:
        read(desk, CANDIDATES)

    bring_more_changes(changed_world)
    for candidate in Candidate.objects.filter(tier="upper", run=changed_world.run):
        draft_from(by=curator, candidate=candidate)
    with CaptureQueriesContext(connection) as after:
        assert len(headings(read(desk, CANDIDATES))) == 6

    assert len(after) == len(before) <= 10


def test_a_long_list_comes_page_by_page_and_keeps_its_filter(changed_world, desk, monkeypatch):
    bring_more_changes(changed_world)
    monkeypatch.setattr("apps.desks.views.practice._PER_PAGE", 2)

    first, second = (read(desk, f"{CANDIDATES}?tier=upper&page={number}") for number in (1, 2))
    filtered = read(desk, f"{CANDIDATES}?tier=upper&element=recycling")

    assert "tier=upper&amp;page=2" in first
    assert '<ol class="moves" start="3">' in second
    assert 'page=2"' not in filtered or "element=recycling&amp;page=2" in filtered
