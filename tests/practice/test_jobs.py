"""After a publication the largest changes are kept once, and only while they are of use."""

from dataclasses import replace

import pytest

from apps.activity.listeners import job_kind
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.actions import ask
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.framework.models import Element
from apps.practice.actions import draft_from, search_published
from apps.practice.jobs import SEARCH
from apps.practice.models import Candidate, CandidateList
from apps.scores.actions import unpublish_run
from tests.practice.changes import EARLIER, candidate_of
from tests.world import NEW, row_of

LeftOut = CandidateList.LeftOut


def again(run):
    event = Event.objects.get(verb=Verb.RUN_PUBLISHED, subject_id=run.pk)
    ask(job_kind(SEARCH), key=f"{SEARCH}:{event.pk}", subject_id=event.pk)
    run_waiting()
    assert not Job.objects.filter(state=Job.State.FAILED).exists()


def next_run(world):
    world.bring("smoking", [row_of(world.areas["Ambleton"].code, NEW, 4.0)], release="next")
    run = world.publish()
    run_waiting()
    return run


def test_who_moved_beyond_the_group_is_kept_with_what_the_figures_said(changed_world):
    found = candidate_of(changed_world)

    # Changes of the group: 13, 1, 2, 3, 4, 5; median 3.5, of the deviations 1.5.
    assert (found.place, found.element.code, found.from_period, found.to_period) == (1, "recycling", EARLIER, NEW)
    assert (found.before, found.after) == (17.5, 30.5)
    assert (found.group_change, found.group_size, found.passed) == (3.5, 6, 5)
    assert found.lead == pytest.approx(9.5 / (1.4826 * 1.5))
    assert found.limits_apart is None


def test_each_tier_is_held_to_its_own_group(changed_world):
    upper = Candidate.objects.filter(run=changed_world.run, tier="upper")
    district = Candidate.objects.filter(run=changed_world.run, tier="district")

    assert [each.area.name for each in upper] == ["Ambleton", "Northshire", "Eastwick"]
    assert [each.area.name for each in district] == ["Ambleton", "Eastwick", "Highmoor"]
    assert candidate_of(changed_world, tier="district").group_size == 8


def test_what_was_left_out_is_kept_with_its_reason(changed_world):
    kept = CandidateList.objects.get(run=changed_world.run, tier="upper")

    assert kept.compared == ["recycling"]
    assert set(kept.left_out) == {"life-expectancy", "smoking", "clean-air", "bus-trips"}
    assert set(kept.left_out.values()) == {LeftOut.BARRED}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"modelled": True}, LeftOut.MODELLED),
        ({"goal_bar": "It grows where groups are small."}, LeftOut.BARRED),
        ({"unit": "pounds, not adjusted for prices"}, LeftOut.BARRED),
        ({"base_period": NEW}, LeftOut.ONE_PERIOD),
    ],
)
def test_what_cannot_show_a_change_is_left_out(changed_world, change, reason):
    Element.objects.filter(code="recycling").update(**change)

    run = next_run(changed_world)

    assert CandidateList.objects.get(run=run, tier="upper").left_out["recycling"] == reason
    assert not Candidate.objects.filter(run=run).exists()


def test_a_group_that_is_too_small_says_nothing(changed_world, settings):
    settings.CANDIDATE_LEAST_AREAS = 7

    run = next_run(changed_world)

    assert CandidateList.objects.get(run=run, tier="upper").left_out["recycling"] == LeftOut.TOO_FEW
    assert CandidateList.objects.get(run=run, tier="district").compared == ["recycling"]


def test_an_area_whose_figures_were_reached_differently_is_no_candidate(changed_world):
    code = changed_world.areas["Ambleton"].code
    merged = replace(row_of(code, EARLIER, 17.5), basis="merged")
    changed_world.bring("recycling", [merged], release="merged")

    run = changed_world.publish()
    run_waiting()

    assert "Ambleton" not in {each.area.name for each in Candidate.objects.filter(run=run)}
    assert Candidate.objects.filter(run=run, tier="upper").first().group_size == 5


def test_a_former_code_is_the_same_area(changed_world):
    code = changed_world.areas["Ambleton"].code
    recoded = replace(row_of(code, EARLIER, 17.5), basis="recoded")
    changed_world.bring("recycling", [recoded], release="recoded")

    changed_world.publish()
    run_waiting()

    assert candidate_of(changed_world).group_size == 6


@pytest.mark.parametrize(("upper", "apart"), [("25", True), ("31", False)])
def test_where_the_source_gives_limits_it_is_said_whether_they_lie_apart(changed_world, upper, apart):
    code = changed_world.areas["Ambleton"].code
    rows = [
        replace(row_of(code, EARLIER, 17.5), lower="10", upper=upper),
        replace(row_of(code, NEW, 30.5), lower="26", upper="35"),
    ]
    changed_world.bring("recycling", rows, release="limits")

    changed_world.publish()
    run_waiting()

    assert candidate_of(changed_world).limits_apart is apart


def test_a_job_that_is_delivered_again_changes_nothing(changed_world):
    before = list(Candidate.objects.order_by("pk").values())

    again(changed_world.run)

    assert list(Candidate.objects.order_by("pk").values()) == before


def test_with_the_next_publication_only_those_stay_that_someone_writes_about(changed_world, curator):
    kept = draft_from(by=curator, candidate=candidate_of(changed_world)).candidate
    before = changed_world.run

    run = next_run(changed_world)

    assert list(Candidate.objects.filter(run=before)) == [kept]
    assert Candidate.objects.filter(run=run, tier="upper").count() == 3
    assert not CandidateList.objects.filter(run=before).exists()


def test_a_publication_that_is_overtaken_finds_nothing(changed_world):
    before = changed_world.run
    run = next_run(changed_world)
    found = list(Candidate.objects.order_by("pk").values())

    again(before)

    assert list(Candidate.objects.order_by("pk").values()) == found
    assert {each.run_id for each in CandidateList.objects.all()} == {run.pk}


def test_a_run_that_was_published_before_anyone_searched_can_be_searched_later(changed_world, curator):
    CandidateList.objects.all().delete()
    Candidate.objects.all().delete()

    waits = search_published(by=curator)
    run_waiting()

    assert waits
    assert candidate_of(changed_world).place == 1
    assert not search_published(by=curator)


def test_a_publication_that_is_taken_back_brings_back_the_changes_of_the_former_run(changed_world, curator):
    before = changed_world.run
    kept = draft_from(by=curator, candidate=candidate_of(changed_world)).candidate
    found = set(Candidate.objects.filter(run=before).values_list("tier", "place", "area", "element"))
    run = next_run(changed_world)

    unpublish_run(by=changed_world.steward, run=run)
    run_waiting()

    assert set(Candidate.objects.values_list("tier", "place", "area", "element")) == found
    assert Candidate.objects.filter(pk=kept.pk, run=before).exists()
    assert {each.run_id for each in CandidateList.objects.all()} == {before.pk}
