"""From a candidate to a case study that the public reads, and out of sight again."""

import pytest
from django.core.exceptions import ValidationError

from apps.access.checks import AccessDenied
from apps.activity.models import Event
from apps.activity.queries import versions_of, words_at
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.practice.actions import (
    change_case,
    draft_case,
    draft_from,
    publish_case,
    retire_case,
    search_published,
    send_back_case,
    submit_case,
)
from apps.practice.models import CaseStudy
from apps.practice.queries import missing_of, published_cases
from tests.practice.changes import candidate_of
from tests.practice.writing import WRITTEN
from tests.world import row_of

State = CaseStudy.State


@pytest.fixture
def case(changed_world, curator):
    return draft_from(by=curator, candidate=candidate_of(changed_world))


@pytest.fixture
def written(case, curator):
    return change_case(by=curator, case=case, based_on=1, words=WRITTEN)


@pytest.fixture
def published(written, curator):
    submit_case(by=curator, case=written)
    return publish_case(by=curator, case=written)


def verbs(case):
    return [event.verb for event in Event.objects.filter(subject_kind="case-study", subject_id=case.pk)]


def test_a_draft_copies_what_the_figures_said(case, changed_world, curator):
    assert (case.title, case.slug) == ("Recycling in Ambleton", "recycling-in-ambleton")
    assert (case.area.name, case.tier, case.element.code, case.state) == ("Ambleton", "upper", "recycling", State.DRAFT)
    assert case.drafted_by == curator
    assert case.facts["before"] == 17.5
    assert case.facts["group_change"] == 3.5
    assert (case.facts["from_label"], case.facts["run"]) == ("2019", changed_world.run.pk)


def test_the_facts_stay_as_they_were_when_figures_are_revised(case, changed_world):
    changed_world.bring("recycling", [row_of(case.area.code, "2019-01-01/P1Y", 25.0)], release="revised")

    changed_world.publish()

    case.refresh_from_db()
    assert case.facts["before"] == 17.5


def test_a_candidate_leads_to_one_case_study_however_often_it_is_asked_for(case, changed_world, someone):
    other = someone("curator")

    again = draft_from(by=other, candidate=candidate_of(changed_world))

    assert again == case
    assert CaseStudy.objects.count() == 1


def test_after_one_is_retired_another_may_be_begun(published, changed_world, curator):
    retire_case(by=curator, case=published)

    again = draft_from(by=curator, candidate=candidate_of(changed_world))

    assert again != published
    assert again.slug == "recycling-in-ambleton-2"


def test_a_candidate_of_an_older_list_is_refused_kindly(changed_world, curator):
    candidate = candidate_of(changed_world)
    candidate_of(changed_world).delete()

    with pytest.raises(Refused, match="A newer list"):
        draft_from(by=curator, candidate=candidate)


def test_a_case_study_may_be_begun_without_figures_and_once(changed_world, curator):
    area, element = changed_world.areas["Dunmere"], changed_world.edition.elements.get(code="health")

    first = draft_case(by=curator, area=area, tier="upper", element=element, title=" What did not work ")
    second = draft_case(by=curator, area=area, tier="upper", element=element, title="What did not work")

    assert first == second
    assert (first.title, first.facts) == ("What did not work", {})


def test_it_is_about_an_area_at_a_tier_that_it_belongs_to(changed_world, curator):
    element = changed_world.edition.elements.get(code="recycling")

    with pytest.raises(ValidationError, match="does not belong to this tier"):
        draft_case(
            by=curator, area=changed_world.areas["Ferndale"], tier="upper", element=element, title="At the wrong tier"
        )


def test_an_edit_keeps_what_was_written_before(written, case):
    assert written.version == 2
    assert [version.number for version in versions_of(case)] == [2, 1]
    assert words_at(case, 1)["title"] == "Recycling in Ambleton"
    assert written.slug == case.slug


def test_an_edit_that_changes_nothing_is_none(written, curator):
    same = change_case(by=curator, case=written, based_on=2, words=WRITTEN)

    assert same.version == 2
    assert verbs(written) == [Verb.CASE_CHANGED, Verb.CASE_DRAFTED]


def test_the_second_of_two_editors_is_told(written, curator):
    with pytest.raises(Overtaken):
        change_case(by=curator, case=written, based_on=1, words={"summary": "Mine."})

    written.refresh_from_db()
    assert written.summary == WRITTEN["summary"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/", "see the minutes", "data:text/html,x"])
def test_only_addresses_of_the_web_are_links(case, curator, link):
    with pytest.raises(ValidationError, match="no address of the web"):
        change_case(by=curator, case=case, based_on=1, words={"links": f"https://example.org/\n{link}"})


@pytest.mark.parametrize("name", ["title", "summary", "what_was_done", "what_was_seen", "doubts"])
def test_nothing_that_nobody_sees_is_written(name, case, curator):
    with pytest.raises(ValidationError) as wrong:
        change_case(by=curator, case=case, based_on=1, words={name: "Food\u202e waste"})

    assert "invisible character" in wrong.value.message_dict[name][0]


def test_a_link_names_no_user_before_its_host(case, curator):
    with pytest.raises(ValidationError, match="https://example.org@example.com/: Leave out the name before the @"):
        change_case(by=curator, case=case, based_on=1, words={"links": "https://example.org@example.com/"})
    changed = change_case(by=curator, case=case, based_on=1, words={"links": "https://example.org/@someone?by=a@b"})

    assert changed.version == 2


def test_what_is_missing_is_named_before_it_is_submitted(case, curator):
    change_case(by=curator, case=case, based_on=1, words=WRITTEN | {"doubts": "", "summary": " "})

    with pytest.raises(Refused) as refused:
        submit_case(by=curator, case=case)

    assert str(refused.value) == (
        "Before readers see it, write what is still missing: in short; what else may explain it, and what is not known."
    )
    case.refresh_from_db()
    assert case.state == State.DRAFT
    assert len(missing_of(case)) == 2


def test_what_was_taken_out_after_it_was_submitted_is_named_before_it_is_published(written, curator):
    submit_case(by=curator, case=written)
    change_case(by=curator, case=written, based_on=2, words={"doubts": ""})

    with pytest.raises(Refused, match="what else may explain it, and what is not known"):
        publish_case(by=curator, case=written)

    written.refresh_from_db()
    assert written.state == State.SUBMITTED


def test_the_public_reads_it_once_it_is_published(published, curator):
    assert published.published_at
    assert published.published_by == curator
    assert list(published_cases()) == [published]
    assert verbs(published) == [Verb.CASE_PUBLISHED, Verb.CASE_SUBMITTED, Verb.CASE_CHANGED, Verb.CASE_DRAFTED]


def test_its_events_belong_to_no_workspace(published):
    assert set(Event.objects.filter(subject_kind="case-study").values_list("scope_kind", flat=True)) == {""}


def test_it_is_found_by_area_and_element_while_it_is_published(published, changed_world, curator):
    assert published_cases(area_slug="ambleton", element_code="recycling").count() == 1
    assert published_cases(element_code="smoking").count() == 0
    assert published_cases(area_slug="dunmere").count() == 0
    assert published_cases(element_code="smoking").count() == 0

    retire_case(by=curator, case=published)

    assert published_cases().count() == 0


def test_what_was_changed_after_it_was_read_is_not_published_unread(written, curator):
    submit_case(by=curator, case=written)
    change_case(by=curator, case=written, based_on=2, words={"summary": "Quite another."})

    with pytest.raises(Refused, match="changed after you opened it"):
        publish_case(by=curator, case=written, based_on=2)
    publish_case(by=curator, case=written, based_on=3)

    written.refresh_from_db()
    assert written.state == State.PUBLISHED


def test_what_readers_see_is_never_left_half_written(published, curator):
    with pytest.raises(Refused, match="what was seen"):
        change_case(by=curator, case=published, based_on=2, words={"what_was_seen": ""})


def test_a_published_one_may_be_mended(published, curator):
    changed = change_case(by=curator, case=published, based_on=2, words={"summary": "Mended."}, reason="A slip.")

    assert (changed.state, changed.summary) == (State.PUBLISHED, "Mended.")
    assert versions_of(changed)[0].reason == "A slip."


def test_a_retired_one_is_written_no_more(published, curator):
    retire_case(by=curator, case=published)

    with pytest.raises(Refused, match="retired"):
        change_case(by=curator, case=published, based_on=2, words={"summary": "Again."})


def test_a_move_out_of_turn_is_refused(case, curator):
    for move in (publish_case, send_back_case, retire_case):
        with pytest.raises(Refused, match="“draft” at the moment"):
            move(by=curator, case=case)


def test_it_can_be_sent_back_to_its_draft(written, curator):
    submit_case(by=curator, case=written)

    sent_back = send_back_case(by=curator, case=written)

    assert sent_back.state == State.DRAFT


def test_only_curators_do_any_of_this(written, changed_world, steward):
    candidate, element = candidate_of(changed_world), changed_world.edition.elements.get(code="health")
    deeds = [
        lambda: search_published(by=steward),
        lambda: draft_from(by=steward, candidate=candidate),
        lambda: draft_case(by=steward, area=candidate.area, tier="upper", element=element, title="Mine"),
        lambda: change_case(by=steward, case=written, based_on=2, words={"title": "Mine"}),
        *(lambda move=move: move(by=steward, case=written) for move in (submit_case, send_back_case)),
        *(lambda move=move: move(by=steward, case=written) for move in (publish_case, retire_case)),
    ]

    for deed in deeds:
        with pytest.raises(AccessDenied):
            deed()
