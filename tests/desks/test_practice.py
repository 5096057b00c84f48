"""The curator's pages of case studies: written, submitted, published, retired. They are begun in test_candidates.py."""

import re
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects, assertTemplateUsed

from apps.activity.queries import versions_of
from apps.framework.models import Element
from apps.practice.actions import (
    change_case,
    draft_case,
    draft_from,
    publish_case,
    retire_case,
    send_back_case,
    submit_case,
)
from apps.practice.models import CaseStudy
from tests.desks.bringing import read
from tests.practice.changes import bring_changes, candidate_of

State = CaseStudy.State
CANDIDATES, CASES = "/desk/practice/candidates/", "/desk/practice/cases/"
WRITTEN = {
    "title": "Food waste, collected every week",
    "summary": "A weekly round for food waste, and less in the bin.",
    "what_was_done": "A second bin for every house.\n\nThe first two thousand came in spring.",
    "what_was_seen": "Recycling rose by 13 points in five years.",
    "doubts": "A new plant opened next door in the same year.",
    "links": "https://example.org/report",
}
MOVES = ("case_submit", "case_publish", "case_send_back", "case_retire")
HOSTILE = '<img src=x onerror="alert(1)">'


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


@pytest.fixture
def written(case, curator):
    return change_case(by=curator, case=case, based_on=1, words=WRITTEN)


@pytest.fixture
def submitted(written, curator):
    return submit_case(by=curator, case=written)


@pytest.fixture
def published(submitted, curator):
    return publish_case(by=curator, case=submitted)


def address(name, case):
    return reverse(f"desks:{name}", args=[case.pk])


def post(desk, name, case, **sent):
    """Send a form about a case study; the page that follows."""
    return desk.post(address(name, case), sent, follow=True)


def edited(case, **changes):
    """A case study's form as a browser sends it."""
    sent = {**case.words(), "version": case.version, "reason": "", **changes}
    return {name: text.replace("\n", "\r\n") if isinstance(text, str) else text for name, text in sent.items()}


def begin_many(world, curator, number):
    element = world.edition.elements.get(code="health")
    for index in range(number):
        draft_case(
            by=curator, area=world.areas["Dunmere"], tier="upper", element=element, title=f"Number {index} of many"
        )


def queries(desk, page):
    with CaptureQueriesContext(connection) as asked:
        read(desk, page)
    return len(asked)


def test_what_is_written_is_saved_and_what_stood_there_is_kept(case, desk):
    saved = desk.post(address("case_edit", case), edited(case, **WRITTEN, reason="After the visit."), follow=True)

    assert saved.redirect_chain == [(address("case_detail", case), 302)]
    case.refresh_from_db()
    assert {name: getattr(case, name) for name in WRITTEN} == WRITTEN
    assert [version.reason for version in versions_of(case)] == ["After the visit.", ""]
    assertContains(saved, "Saved. What stood here before is among the versions.")
    assertContains(saved, "<p>The first two thousand came in spring.</p>", html=True)


def test_the_form_holds_what_is_written_and_shows_what_the_figures_said(written, desk):
    Element.objects.filter(code="recycling").update(quality_note="Mind the new plant.")

    response = desk.get(address("case_edit", written))

    assertContains(response, "The first two thousand came in spring.")
    assertContains(
        response, f'<input type="hidden" name="version" value="{written.version}" id="id_version">', html=True
    )
    assertContains(response, "A change of +13.0; in the middle of its group it was +3.5.")
    assertContains(response, "Mind the new plant.")


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"title": ""}, "Give the case study a title.", "title"),
        ({"title": "x" * 141}, "Ensure this value has at most 140 characters (it has 141).", "title"),
        ({"summary": "x" * 1_001}, "Ensure this value has at most 1000 characters (it has 1001).", "summary"),
        ({"doubts": "a\0b"}, "Null characters are not allowed.", "doubts"),
        ({"reason": "x" * 1_001}, "Ensure this value has at most 1000 characters (it has 1001).", "reason"),
        ({"links": "see the minutes"}, "“see the minutes” is no address of the web.", "links"),
        ({"links": "javascript:alert(1)"}, "“javascript:alert(1)” is no address of the web.", "links"),
    ],
)
def test_what_is_wrong_with_the_words_is_told_and_every_word_stays(changes, sentence, field, written, desk):
    sent = edited(written, what_was_done="Quite other words.") | changes

    response = desk.post(address("case_edit", written), sent)

    assert response.status_code == 422
    assertContains(response, sentence, count=2, status_code=422)
    assertContains(response, f'<a href="#id_{field}">', status_code=422)
    assertContains(response, "Quite other words.", status_code=422)
    assertContains(response, escape(sent[field]), status_code=422)
    written.refresh_from_db()
    assert (written.version, written.what_was_done) == (2, WRITTEN["what_was_done"])


def test_the_end_of_a_line_counts_as_one_character_as_it_does_in_the_browser(case, desk):
    summary = "\n".join(["x" * 9] * 100)

    response = desk.post(address("case_edit", case), edited(case, summary=summary))

    assert response.status_code == 302
    case.refresh_from_db()
    assert (len(case.summary), case.summary) == (999, summary)


def test_saving_what_is_written_already_makes_no_version(written, desk):
    desk.post(address("case_edit", written), edited(written))

    assert [version.number for version in versions_of(written)] == [2, 1]


def test_the_second_of_two_curators_sees_both_texts_and_loses_none(written, curator, desk, someone):
    other = someone("curator", name="Olga Other")
    mine = edited(written, title="Food waste, mine", doubts="My doubts.")
    change_case(by=other, case=written, based_on=2, words={"doubts": "Her doubts.", "summary": "Her summary."})

    overtaken = desk.post(address("case_edit", written), mine)

    assert overtaken.status_code == 409
    page = overtaken.text
    assert "Olga Other saved this at" in page
    assert "Her doubts." in page
    assert "My doubts.</textarea>" in page
    assert "Her summary.</textarea>" in page
    assert 'value="Food waste, mine"' in page
    assert f'href="{address("case_versions", written)}"' in page
    # What only one of them changed is no clash: the lines of the rest are the same, however their ends are sent.
    assert page.count("You wrote") == 1
    written.refresh_from_db()
    assert (written.version, written.doubts) == (3, "Her doubts.")


def test_what_was_put_together_after_being_overtaken_is_saved_and_keeps_both(written, desk, someone):
    mine = edited(written, doubts="My doubts.")
    change_case(by=someone("curator"), case=written, based_on=2, words={"doubts": "Her doubts."})
    overtaken = desk.post(address("case_edit", written), mine)
    version = re.search(r'name="version" value="(\d+)"', overtaken.text)[1]

    response = desk.post(address("case_edit", written), mine | {"version": version, "doubts": "Both our doubts."})

    assertRedirects(response, address("case_detail", written))
    assert [each.words["doubts"] for each in versions_of(written)][:2] == ["Both our doubts.", "Her doubts."]


@pytest.mark.parametrize(("version", "status"), [("", 422), ("two", 422), (-1, 409), (10**30, 409), ("9" * 5_000, 422)])
def test_a_version_that_never_was_saves_nothing(version, status, written, desk):
    response = desk.post(address("case_edit", written), edited(written, title="Mine", version=version))

    assert response.status_code == status
    assertContains(response, 'value="Mine"', status_code=status)
    written.refresh_from_db()
    assert written.title == WRITTEN["title"]


def test_whoever_changes_a_published_one_is_told_that_readers_see_it_at_once(published, desk):
    page = desk.get(address("case_edit", published))
    refused = desk.post(address("case_edit", published), edited(published, doubts="", title="Mended"))

    assertContains(page, "It is published: readers see what you save at once.")
    assertContains(refused, "write what is still missing", status_code=422)
    assertContains(refused, 'value="Mended"', status_code=422)
    published.refresh_from_db()
    assert published.doubts == WRITTEN["doubts"]


def test_a_retired_one_is_written_no_more(published, curator, desk):
    mine = edited(published, title="Too late")
    retire_case(by=curator, case=published)

    page, refused = desk.get(address("case_edit", published)), desk.post(address("case_edit", published), mine)

    assertContains(page, "This case study is retired, so nothing more is written in it.")
    assertNotContains(page, "<textarea")
    assertContains(refused, "This case study is retired, so nothing more is written in it.", status_code=422)
    assertContains(refused, 'value="Too late"', status_code=422)
    assertNotContains(desk.get(address("case_detail", published)), address("case_edit", published))


def test_versions_show_what_each_changed(written, desk):
    response = desk.get(address("case_versions", written))

    assertTemplateUsed(response, "desks/case_versions.html")
    assert re.findall(r"Version \d", response.text) == ["Version 2", "Version 1"]
    assertContains(response, '<del><span class="unseen">Before: </span>Recycling in Ambleton</del>', html=True)
    assertContains(response, '<ins><span class="unseen">Now: </span>Food waste, collected every week</ins>', html=True)
    assertContains(response, "Cass Curator")


def test_from_a_draft_to_what_readers_see(case, desk, visitor):
    desk.post(address("case_edit", case), edited(case, **WRITTEN))
    submitted = post(desk, "case_submit", case)
    assertContains(submitted, "Submitted. It can be published now, by you or by another curator.")
    assertContains(submitted, "waiting to be published")

    published = post(desk, "case_publish", case, version=2)

    assertContains(published, "Published. Readers find it under practice")
    public = re.search(r'href="([^"]*)">See it as readers do', published.text)[1]
    assertContains(visitor.get(public), "A second bin for every house.")
    case.refresh_from_db()
    assert (case.state, case.published_by) == (State.PUBLISHED, case.drafted_by)


def test_what_is_still_missing_is_named_before_and_when_it_is_submitted(case, curator, desk):
    change_case(by=curator, case=case, based_on=1, words=WRITTEN | {"doubts": "", "summary": ""})
    missing = "in short; what else may explain it, and what is not known."

    page = desk.get(address("case_detail", case))
    refused = post(desk, "case_submit", case)

    assertContains(page, f"Still to be written before readers can see it: {missing}")
    assertNotContains(page, address("case_submit", case))
    assertContains(refused, f"Before readers see it, write what is still missing: {missing}")
    assertNotContains(refused, "Submitted.")
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_what_was_taken_out_after_it_was_submitted_is_named_before_and_when_it_is_published(submitted, curator, desk):
    change_case(by=curator, case=submitted, based_on=2, words={"doubts": ""})

    page = desk.get(address("case_detail", submitted))
    refused = post(desk, "case_publish", submitted, version=3)

    assertNotContains(page, address("case_publish", submitted))
    assertContains(page, address("case_send_back", submitted))
    assertContains(refused, "Before readers see it, write what is still missing: what else may explain it")
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_an_edit_that_is_sent_twice_is_saved_once(written, desk):
    sent = edited(written, title="Food waste, by the week")

    answers = [desk.post(address("case_edit", written), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [version.number for version in versions_of(written)] == [3, 2, 1]


@pytest.mark.parametrize("read_version", ["2", "", "two", "9" * 5_000])
def test_only_the_version_that_was_read_is_published(read_version, submitted, curator, desk):
    change_case(by=curator, case=submitted, based_on=2, words={"summary": "Quite another."})

    refused = post(desk, "case_publish", submitted, version=read_version)

    assertContains(refused, "It was changed after you opened it. Read it as it is now, then publish it.")
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED
    assertContains(refused, '<input type="hidden" name="version" value="3">', html=True)


def test_it_is_sent_back_to_its_draft(submitted, desk):
    response = post(desk, "case_send_back", submitted)

    assertContains(response, "Sent back. It is a draft again.")
    submitted.refresh_from_db()
    assert submitted.state == State.DRAFT


def test_it_is_retired_and_says_before_that_it_cannot_be_taken_back(published, desk):
    before = desk.get(address("case_detail", published))

    response = post(desk, "case_retire", published)

    assertContains(before, "That cannot be taken back")
    assertContains(response, "Retired. Whoever comes to its address reads that it is.")
    assertContains(response, "As readers saw it")
    published.refresh_from_db()
    assert published.state == State.RETIRED


@pytest.mark.parametrize(
    ("stop", "state", "offered"),
    [
        (0, State.DRAFT, {"case_submit"}),
        (1, State.SUBMITTED, {"case_publish", "case_send_back"}),
        (2, State.PUBLISHED, {"case_retire"}),
        (3, State.RETIRED, set()),
    ],
)
def test_a_page_offers_the_moves_that_its_state_allows_and_refuses_the_others(
    stop, state, offered, written, curator, desk
):
    for move in (submit_case, publish_case, retire_case)[:stop]:
        move(by=curator, case=written)

    page = read(desk, address("case_detail", written))
    refused = {move: post(desk, move, written, version=2).text for move in set(MOVES) - offered}

    assert {move for move in MOVES if f'action="{address(move, written)}"' in page} == offered
    assert [move for move, said in refused.items() if "at the moment" not in said] == []
    written.refresh_from_db()
    assert written.state == state


def test_the_page_of_a_case_study_tells_its_story_in_order(submitted, curator, desk):
    send_back_case(by=curator, case=submitted)

    response = desk.get(address("case_detail", submitted))

    told = re.findall(r"<span>Cass Curator ([^<]*)</span>", response.text)
    assert told == [
        "sent the case study back to its draft",
        "submitted the case study",
        "changed the case study",
        "drafted the case study",
    ]


def test_case_studies_are_listed_newest_first_and_by_state(published, changed_world, curator, desk):
    draft_from(by=curator, candidate=candidate_of(changed_world, "Northshire"))

    everything, drafts = read(desk, CASES), read(desk, f"{CASES}?state=draft")

    assert everything.index("Recycling in Northshire</a>") < everything.index("Food waste, collected every week</a>")
    assert "2 case studies" in everything
    assert "1 case study" in drafts
    assert "Recycling in Northshire</a>" in drafts
    assert "No case study is in this state" in read(desk, f"{CASES}?state=retired")
    assert "There is no such state." in read(desk, f"{CASES}?state=nonsense")
    assert "2 case studies" in read(desk, f"{CASES}?state=%00")


def test_an_empty_list_says_where_to_begin(db, desk):
    page = read(desk, CASES)

    assert "No case study has been begun yet" in page
    assert re.search(rf'href="{CANDIDATES}" *>See the largest changes</a>', page)
    assert page.count('role="search"') == 1, "only that of the masthead"


@pytest.mark.parametrize(
    ("asked", "rows", "first"), [("?page=2", 5, 4), ("?page=99", 5, 4), ("?page=%00", 25, 29), ("?page=-3", 5, 4)]
)
def test_the_list_is_paged(asked, rows, first, small_world, curator, desk):
    begin_many(small_world, curator, 30)

    page = read(desk, CASES + asked)

    listed = re.findall(r'<th scope="row">\s*<a [^>]*>([^<]*)</a>', page)
    assert (len(listed), listed[0]) == (rows, f"Number {first} of many")


def test_pages_keep_the_filter(small_world, curator, desk):
    begin_many(small_world, curator, 30)

    assertContains(desk.get(f"{CASES}?state=draft"), 'href="?state=draft&amp;page=2"')


def test_what_is_invented_is_marked_wherever_it_stands(changed_world, curator, desk):
    candidate = candidate_of(changed_world)
    case = draft_from(by=curator, candidate=candidate, title="An example", is_demonstration=True)
    mark = "Demonstration: invented"

    pages = [CANDIDATES, CASES, *(address(name, case) for name in ("case_detail", "case_edit", "case_versions"))]

    assert {page: read(desk, page).count(mark) for page in pages} == dict.fromkeys(pages, 1)


def test_hostile_words_stay_words(written, curator, desk, someone):
    words = dict.fromkeys(("title", "summary", "what_was_done", "what_was_seen", "doubts"), HOSTILE)
    change_case(by=someone("curator", name=HOSTILE), case=written, based_on=2, words=words, reason=HOSTILE)
    overtaken = desk.post(address("case_edit", written), edited(written, title=f"{HOSTILE} mine"))

    pages = [CANDIDATES, CASES, *(address(name, written) for name in ("case_detail", "case_edit", "case_versions"))]
    shown = overtaken.text + "".join(read(desk, page) for page in pages)

    assert "<img src=x" not in shown
    assert shown.count(escape(HOSTILE)) > 10


def test_pages_ask_the_database_no_more_for_more_rows(case, small_world, curator, desk):
    pages = [CASES, *(address(name, case) for name in ("case_detail", "case_edit", "case_versions"))]
    before = {page: queries(desk, page) for page in pages}

    begin_many(small_world, curator, 20)
    for version in range(1, 9):
        change_case(by=curator, case=case, based_on=version, words={"title": f"Title {version}"})

    assert {page: queries(desk, page) for page in pages} == before
    assert max(before.values()) <= 7
