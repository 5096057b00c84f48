"""What belongs to an initiative: the goals it is meant to serve, its milestones, its evidence."""

from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from apps.activity.models import Version
from apps.activity.queries import versions_of
from apps.activity.verbs import Verb
from apps.common.errors import Overtaken, Refused
from apps.files.models import StoredFile
from apps.goals.actions import close_goal
from apps.goals.models import Goal
from apps.initiatives import actions
from apps.initiatives.models import Contribution, Evidence, Milestone
from apps.initiatives.plans import Service
from apps.initiatives.queries import served_before
from tests.initiatives.making import log, upload
from tests.records import as_saved, last_event, on_record


def serve(partnership, initiative, goal, mechanism="By mending.", **given):
    return actions.serve_goal(by=partnership.lead, initiative=initiative, goal=goal, mechanism=mechanism, **given)


def test_it_is_meant_to_serve_a_goal_by_some_means(partnership, cafe):
    goal = partnership.goal()

    serve(partnership, cafe, goal, " By mending. ", effect_from=date(2027, 1, 1))

    service = cafe.contributions.get()
    assert (service.goal, service.mechanism, service.effect_from) == (goal, "By mending.", date(2027, 1, 1))
    assert (last_event().verb, last_event().details) == (
        Verb.INITIATIVE_LINKED,
        {"said": "Move recycling", "goal": "Move recycling", "serves": True},
    )


def test_what_is_said_of_a_goal_again_is_said_anew(partnership, cafe):
    goal = partnership.goal()
    first = serve(partnership, cafe, goal, effect_from=date(2027, 1, 1))

    second = serve(partnership, cafe, goal, "By teaching.")

    assert second == first
    assert cafe.contributions.values_list("mechanism", "effect_from").get() == ("By teaching.", None)


def test_every_version_of_what_is_said_of_a_goal_is_kept_and_nothing_new_is_none(partnership, cafe):
    goal = partnership.goal()
    serve(partnership, cafe, goal)
    serve(partnership, cafe, goal, "By teaching.", effect_from=date(2027, 1, 1))
    before = on_record()

    same = serve(partnership, cafe, goal, " By teaching. ", effect_from=date(2027, 1, 1))

    assert (same.version, on_record()) == (2, before)
    assert [(each.words["mechanism"], each.words["effect_from"]) for each in versions_of(same)] == [
        ("By teaching.", "2027-01-01"),
        ("By mending.", None),
    ]


def test_what_is_said_of_a_goal_from_the_start_is_kept_as_a_version(partnership):
    made = log(partnership, serves=(Service(partnership.goal(), "By mending."),))

    (first,) = versions_of(made.contributions.get())
    assert (first.number, first.by, first.words["mechanism"]) == (1, partnership.lead, "By mending.")


@pytest.mark.parametrize("based_on", [0, 1, 3])
def test_whoever_writes_of_a_goal_second_is_told_and_saves_nothing(based_on, partnership, cafe):
    goal = partnership.goal()
    serve(partnership, cafe, goal, based_on=0)
    serve(partnership, cafe, goal, "By teaching.", based_on=1)

    with pytest.raises(Overtaken, match="Nothing is lost") as overtaken:
        serve(partnership, cafe, goal, "By selling.", based_on=based_on)

    assert overtaken.value.thing.mechanism == cafe.contributions.get().mechanism == "By teaching."


def test_whoever_begins_with_what_stands_there_now_writes_over_it(partnership, cafe):
    goal = partnership.goal()
    serve(partnership, cafe, goal, based_on=0)

    said = serve(partnership, cafe, goal, "By teaching.", based_on=1)

    assert (said.mechanism, said.version) == ("By teaching.", 2)


def test_it_serves_no_goal_of_another_workspace(partnership, cafe, apart):
    with pytest.raises(Goal.DoesNotExist):
        serve(partnership, cafe, apart.goal())

    assert not Contribution.objects.exists()


def test_a_closed_goal_is_served_by_nothing_new_but_what_is_said_may_be_mended(partnership, cafe):
    goal, other = partnership.goal(), log(partnership, title="Tool library")
    serve(partnership, cafe, goal)
    close_goal(by=partnership.lead, goal=goal, note="We chose another way.")

    mended = serve(partnership, cafe, goal, "By teaching.")
    with pytest.raises(Refused, match="“Move recycling” is closed"):
        serve(partnership, other, goal)

    assert mended.mechanism == "By teaching."
    assert not other.contributions.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mechanism": " "}, "mechanism"),
        ({"mechanism": "x" * 2001}, "mechanism"),
        ({"mechanism": "By \u202emending."}, "mechanism"),
        ({"effect_from": date(27, 1, 1)}, "effect_from"),
    ],
)
def test_how_it_is_meant_to_serve_is_said_in_words_and_days_that_can_be(given, field, partnership, cafe):
    with pytest.raises(ValidationError) as wrong:
        serve(partnership, cafe, partnership.goal(), **given)

    assert list(wrong.value.message_dict) == [field]
    assert not Contribution.objects.exists()


def test_it_stops_serving_a_goal_once(partnership, cafe):
    goal, other = partnership.goal(), partnership.goal("smoking")
    serve(partnership, cafe, goal)
    serve(partnership, cafe, other)

    actions.stop_serving(by=partnership.lead, initiative=cafe, goal=goal)
    said, before = last_event().details, on_record()
    actions.stop_serving(by=partnership.lead, initiative=cafe, goal=goal)

    assert [each.goal for each in cafe.contributions.meant()] == [other]
    assert said == {
        "said": "Not meant to serve “Move recycling” any more.",
        "goal": "Move recycling",
        "serves": False,
        "mechanism": "By mending.",
        "effect_from": None,
    }
    assert on_record() == before


def test_what_was_said_of_a_goal_that_is_no_longer_served_is_kept_and_taken_up_again(partnership, cafe):
    goal = partnership.goal()
    serve(partnership, cafe, goal, effect_from=date(2027, 1, 1))
    actions.stop_serving(by=partnership.contributor, initiative=cafe, goal=goal)

    kept = served_before(cafe)
    again = serve(partnership, cafe, goal, effect_from=date(2027, 1, 1), based_on=2)

    assert (kept, served_before(cafe)) == ([goal], [])
    assert (again.is_meant, again.version) == (True, 3)
    told = [(each.words["mechanism"], each.words["is_meant"], each.by) for each in versions_of(again)]
    assert told == [
        ("By mending.", True, partnership.lead),
        ("By mending.", False, partnership.contributor),
        ("By mending.", True, partnership.lead),
    ]


def test_whoever_opened_what_is_said_of_a_goal_before_it_was_served_no_more_is_told(partnership, cafe):
    goal = partnership.goal()
    serve(partnership, cafe, goal)
    actions.stop_serving(by=partnership.contributor, initiative=cafe, goal=goal)

    with pytest.raises(Overtaken):
        serve(partnership, cafe, goal, "By teaching.", based_on=1)
    begun_anew = serve(partnership, cafe, goal, "By teaching.", based_on=0)

    assert (begun_anew.mechanism, begun_anew.is_meant) == ("By teaching.", True)


def test_a_closed_goal_that_it_served_before_is_not_served_again(partnership, cafe):
    goal = partnership.goal()
    serve(partnership, cafe, goal)
    actions.stop_serving(by=partnership.lead, initiative=cafe, goal=goal)
    close_goal(by=partnership.lead, goal=goal, note="We chose another way.")

    with pytest.raises(Refused, match="“Move recycling” is closed"):
        serve(partnership, cafe, goal)

    assert served_before(cafe) == []


def test_what_was_said_before_versions_were_kept_becomes_the_first(partnership, cafe):
    said = serve(partnership, cafe, partnership.goal(), effect_from=date(2027, 1, 1))
    Version.objects.filter(subject_kind="contribution").delete()

    for _ in range(2):
        import_module("apps.initiatives.migrations.0003_keep_first_versions").keep(apps, None)

    assert [(each.number, each.words) for each in versions_of(said)] == [(1, said.words())]


def test_a_milestone_is_a_step_by_a_day(partnership, cafe):
    added = actions.add_milestone(
        by=partnership.contributor, initiative=cafe, title=" Doors open ", due=date(2027, 3, 31)
    )

    assert (added.initiative, added.title, added.due, added.reached_on) == (
        cafe,
        "Doors open",
        date(2027, 3, 31),
        None,
    )
    assert (last_event().verb, last_event().subject_id) == (Verb.MILESTONE_ADDED, cafe.pk)
    assert last_event().details == {"said": "Doors open", "milestone": "Doors open"}


def test_a_milestone_that_is_sent_twice_is_added_once(partnership, cafe):
    given = {"by": partnership.lead, "initiative": cafe, "due": date(2027, 3, 31), "key": uuid4()}
    first = actions.add_milestone(title="Doors open", **given)
    before = on_record()

    second = actions.add_milestone(title="Typed again", **given)

    assert second == first
    assert cafe.milestones.get().title == "Doors open"
    assert on_record() == before


@pytest.mark.parametrize(
    ("title", "due", "field"),
    [
        (" ", date(2027, 1, 1), "title"),
        ("\u202eOpen", date(2027, 1, 1), "title"),
        ("Open", date(27, 1, 1), "due"),
    ],
)
def test_a_milestone_has_a_title_and_a_day_that_can_be(title, due, field, partnership, cafe):
    with pytest.raises(ValidationError) as wrong:
        actions.add_milestone(by=partnership.lead, initiative=cafe, title=title, due=due)

    assert list(wrong.value.message_dict) == [field]
    assert not Milestone.objects.exists()


def test_a_milestone_is_reached_on_the_day_that_someone_says(partnership, milestone):
    actions.reach_milestone(by=partnership.contributor, milestone=milestone, on=date(2026, 10, 1))

    assert as_saved(milestone).reached_on == date(2026, 10, 1)
    assert as_saved(milestone).reached_by == partnership.contributor
    event = last_event()
    assert (event.verb, event.subject_id) == (Verb.MILESTONE_REACHED, milestone.initiative_id)
    assert event.details == {"said": "Doors open", "milestone": "Doors open", "on": "2026-10-01"}


def test_a_day_is_said_once_and_another_only_after_the_first_is_taken_back(partnership, milestone):
    actions.reach_milestone(by=partnership.lead, milestone=milestone, on=date(2026, 10, 1))
    before = on_record()

    actions.reach_milestone(by=partnership.lead, milestone=milestone, on=date(2026, 10, 1))
    with pytest.raises(Refused, match="Take that back first"):
        actions.reach_milestone(by=partnership.lead, milestone=milestone, on=date(2026, 10, 2))

    assert as_saved(milestone).reached_on == date(2026, 10, 1)
    assert on_record() == before


def test_a_milestone_is_reached_on_a_day_that_has_come(partnership, milestone, set_clock):
    set_clock(date(2026, 11, 22))

    for day, sentence in [(date(2026, 11, 23), "still to come"), (date(1066, 1, 1), "Check the year")]:
        with pytest.raises(ValidationError) as wrong:
            actions.reach_milestone(by=partnership.lead, milestone=milestone, on=day)
        assert sentence in wrong.value.message_dict["on"][0]
    actions.reach_milestone(by=partnership.lead, milestone=milestone, on=date(2026, 11, 22))

    assert as_saved(milestone).reached_on == date(2026, 11, 22)


def test_a_milestone_is_taken_back_once(partnership, milestone):
    actions.reach_milestone(by=partnership.lead, milestone=milestone, on=date(2026, 10, 1))

    actions.take_back_milestone(by=partnership.lead, milestone=milestone)
    verb, before = last_event().verb, on_record()
    actions.take_back_milestone(by=partnership.lead, milestone=milestone)

    assert (as_saved(milestone).reached_on, as_saved(milestone).reached_by) == (None, None)
    assert verb == Verb.MILESTONE_UNREACHED
    assert on_record() == before


def add_evidence(partnership, initiative, title="What we saw", **given):
    return actions.add_evidence(by=partnership.contributor, initiative=initiative, title=title, **given)


@pytest.mark.parametrize(
    "given",
    [
        {"note": "Two hundred came."},
        {"link": "https://example.org/report"},
        {"link": "http://example.org/"},
        {"link": "https://example.org/@someone?by=a@b#c@d"},
        {"link": "https://example.org?by=a@b"},
        {"upload": upload()},
        {"note": "Two hundred came.", "link": "https://example.org/report", "upload": upload()},
    ],
)
def test_words_or_a_link_or_a_file_are_evidence(given, partnership, cafe):
    added = as_saved(add_evidence(partnership, cafe, " What we saw ", **given))

    assert (added.initiative, added.title, added.added_by) == (cafe, "What we saw", partnership.contributor)
    assert (added.note, added.link) == (given.get("note", ""), given.get("link", ""))
    assert bool(added.file) == ("upload" in given)
    assert (last_event().verb, last_event().details) == (
        Verb.EVIDENCE_ADDED,
        {"said": "What we saw", "evidence": "What we saw"},
    )


def test_a_file_is_for_the_people_of_the_workspace(partnership, evidence):
    stored = evidence.file

    assert (stored.name, stored.media_type, bytes(stored.content)) == (
        "tonnes.csv",
        "text/csv",
        b"month,tonnes\n2026-01,12\n",
    )
    assert (stored.scope_kind, stored.scope_id) == ("workspace", partnership.workspace.pk)
    assert stored.stored_by == partnership.lead


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "__all__", "Give a link or a file, or say in words what shows it."),
        ({"note": "  ", "link": " "}, "__all__", "Give a link or a file, or say in words what shows it."),
        ({"title": " ", "note": "Seen."}, "title", "cannot be blank"),
        ({"title": "Tonnes\u200b", "note": "Seen."}, "title", "invisible character"),
        ({"note": "x" * 2001}, "note", "at most 2000"),
        ({"link": "javascript:alert(1)"}, "link", "valid URL"),
        ({"link": "ftp://example.org/"}, "link", "valid URL"),
        ({"link": "see the minutes"}, "link", "valid URL"),
        ({"link": "https://example.org@example.com/"}, "link", "Leave out the name before the @"),
        ({"link": "https://example.org:pass@example.com?a=b"}, "link", "Leave out the name before the @"),
        ({"upload": upload(), "title": " "}, "title", "cannot be blank"),
    ],
)
def test_what_shows_nothing_is_no_evidence_and_leaves_no_file(given, field, sentence, partnership, cafe):
    files = StoredFile.objects.count()

    with pytest.raises(ValidationError) as wrong:
        add_evidence(partnership, cafe, **given)

    assert sentence in " ".join(wrong.value.message_dict[field])
    assert not Evidence.objects.exists()
    assert StoredFile.objects.count() == files


def test_a_file_that_is_not_what_its_name_says_is_refused(partnership, cafe):
    with pytest.raises(Refused, match="not what its name says"):
        add_evidence(partnership, cafe, upload=upload("report.pdf", b"MZ\x90\x00"))

    assert not Evidence.objects.exists()


def test_evidence_that_is_sent_twice_is_added_once(partnership, cafe):
    key = uuid4()
    first = add_evidence(partnership, cafe, upload=upload(), key=key)
    before, files = on_record(), StoredFile.objects.count()

    second = add_evidence(partnership, cafe, "Typed again", upload=upload(), key=key)

    assert second == first
    assert cafe.evidence.get().title == "What we saw"
    assert (on_record(), StoredFile.objects.count()) == (before, files)


def test_evidence_may_be_of_a_milestone_of_the_same_initiative(partnership, cafe, milestone):
    other = log(partnership, title="Tool library")

    added = add_evidence(partnership, cafe, note="Open.", milestone=milestone)
    with pytest.raises(Milestone.DoesNotExist):
        add_evidence(partnership, other, note="Open.", milestone=milestone)

    assert added.milestone == milestone
    assert not other.evidence.exists()


def test_evidence_goes_with_its_file_and_that_it_was_there_stays(partnership, cafe, evidence):
    kept = add_evidence(partnership, cafe, upload=upload("kept.txt", b"kept"))

    actions.remove_evidence(by=partnership.contributor, evidence=evidence)

    assert list(cafe.evidence.all()) == [kept]
    assert list(StoredFile.objects.exclude(scope_kind="")) == [kept.file]
    event = last_event()
    assert (event.verb, event.subject_id, event.actor) == (Verb.EVIDENCE_REMOVED, cafe.pk, partnership.contributor)
    assert event.details == {"said": "First tonnes", "evidence": "First tonnes"}


def test_evidence_without_a_file_is_removed_as_well(partnership, cafe):
    actions.remove_evidence(by=partnership.lead, evidence=add_evidence(partnership, cafe, note="Seen."))

    assert not cafe.evidence.exists()


def test_evidence_that_is_gone_already_is_refused_kindly(partnership, evidence):
    actions.remove_evidence(by=partnership.lead, evidence=as_saved(evidence))
    before = on_record()

    with pytest.raises(Refused, match="gone already"):
        actions.remove_evidence(by=partnership.lead, evidence=evidence)

    assert on_record() == before
