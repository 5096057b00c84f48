"""After a publication every open goal is held to the figures that readers now see, once."""

from collections import Counter
from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_organisation
from apps.activity.listeners import job_kind
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background.actions import ask
from apps.background.claim import run as do
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.goals.actions import close_goal, show_goal
from apps.goals.models import Assessment, Goal
from apps.goals.queries import goal_detail
from apps.scores.actions import publish_run, start_run, unpublish_run
from apps.scores.models import Publication
from apps.workspaces.actions import add_partner, archive_workspace, remove_partner, restore_workspace
from tests.world import NEW, row_of

NEXT = "2025-01-01/P1Y"


def bring_next_year(world, value=35.5):
    rows = [row_of(area.code, NEXT, value) for area in world.areas.values()]
    world.bring("recycling", rows, release="2")
    return world.publish()


def test_a_new_figure_gives_a_new_assessment_that_says_why(partnership):
    goal = partnership.goal()

    run = bring_next_year(partnership.world)
    run_waiting()

    newest = goal.assessments.first()
    assert (newest.run, newest.period, newest.value) == (run, NEXT, 35.5)
    assert newest.standing == Assessment.Standing.ON_COURSE
    assert goal_detail(goal).history[0].reasons == (
        "A new figure came out: 35.5 in 2025.",
        "It was “behind” before and is “on course” now.",
    )


def test_the_members_are_told_once_and_the_activity_says_it(partnership):
    goal = partnership.goal()
    run_waiting()
    Notification.objects.all().delete()

    bring_next_year(partnership.world)
    run_waiting()

    event = Event.objects.get(verb=Verb.GOAL_ASSESSED)
    assert (event.subject_id, event.actor_label) == (goal.pk, "the platform")
    assert event.details["said"].endswith("on course.")
    people = {partnership.lead, partnership.contributor, partnership.business_member, partnership.viewer}
    assert {each.person for each in Notification.objects.filter(event=event)} == people
    assert Notification.objects.filter(event=event).count() == 4


def test_a_publication_without_news_for_a_goal_is_noted_and_nobody_is_told(partnership):
    goal = partnership.goal("smoking", target=5.0)

    bring_next_year(partnership.world)
    run_waiting()

    assert goal.assessments.first().changes == [{"what": "nothing-new"}]
    assert not Event.objects.filter(verb=Verb.GOAL_ASSESSED).exists()


def test_a_revised_figure_is_told_as_such(partnership):
    goal = partnership.goal()
    code = partnership.world.areas["Ambleton"].code

    partnership.world.bring("recycling", [row_of(code, NEW, 33.0)], release="2")
    partnership.world.publish()
    run_waiting()

    assert goal_detail(goal).history[0].reasons[0] == (
        "The figure for 2024 was revised from 30.5 to 33.0 by its publisher."
    )


def test_a_job_that_is_delivered_again_changes_nothing(partnership):
    partnership.goal()
    bring_next_year(partnership.world)
    run_waiting()
    event = Event.objects.filter(verb=Verb.RUN_PUBLISHED).latest("pk")

    ask(job_kind("goals.assess"), key="again", subject_id=event.pk)
    run_waiting()

    assert Assessment.objects.count() == 2
    assert Event.objects.filter(verb=Verb.GOAL_ASSESSED).count() == 1


def test_of_two_publications_in_quick_succession_the_later_counts(partnership):
    goal = partnership.goal()
    world = partnership.world
    bring_next_year(world)
    last = bring_next_year(world, value=60.0)

    run_waiting()

    assert goal.assessments.first().run == last
    assert goal.assessments.first().standing == Assessment.Standing.MET


def test_a_closed_goal_is_left_alone(partnership):
    goal = partnership.goal()
    close_goal(by=partnership.lead, goal=goal, note="Enough.")

    bring_next_year(partnership.world)
    run_waiting()

    assert goal.assessments.count() == 1


def test_a_publication_in_the_middle_of_the_work_is_what_counts(partnership):
    world = partnership.world
    goals = [partnership.goal(title=f"Goal {number}") for number in range(25)]
    before = start_run(by=world.steward, edition=world.edition)
    run_waiting()
    last = start_run(by=world.steward, edition=world.edition)
    run_waiting()
    publish_run(by=world.steward, run=before)
    written = []

    def publish_meanwhile(execute, sql, params, many, context):
        if 'INSERT INTO "goals_assessment"' in sql:
            written.append(sql)
            if len(written) == 1:
                publish_run(by=world.steward, run=last)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(publish_meanwhile):
        run_waiting()

    held = Counter(Assessment.objects.filter(run=last).values_list("goal_id", flat=True))
    assert held == dict.fromkeys([goal.pk for goal in goals], 1)
    # One step was through when the other run came; no goal was held to the older one after that.
    assert Assessment.objects.filter(run=before).count() == 20


def killed_in_its_second_step():
    """Whatever writes assessments is broken off the second time that it does, once."""
    written = []

    def break_off(execute, sql, params, many, context):
        if 'INSERT INTO "goals_assessment"' in sql:
            written.append(sql)
            if len(written) == 2:
                raise RuntimeError("The power went.")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(break_off)


def test_a_job_that_breaks_off_between_two_steps_goes_on_where_it_was(partnership):
    goals = [partnership.goal(title=f"Goal {number}") for number in range(45)]
    run = bring_next_year(partnership.world)
    job = Job.objects.get(kind=job_kind("goals.assess"), state=Job.State.ASKED)

    with killed_in_its_second_step():
        do(job.pk)
    after_the_first = Assessment.objects.filter(run=run).count()
    told_after_the_first = Event.objects.filter(verb=Verb.GOAL_ASSESSED).count()
    Job.objects.filter(pk=job.pk).update(leased_until=None, rung_at=None)
    run_waiting()
    ask(job_kind("goals.assess"), key="once more", subject_id=job.subject_id)
    run_waiting()

    assert (after_the_first, told_after_the_first) == (20, 20)
    held = Counter(Assessment.objects.filter(run=run).values_list("goal_id", flat=True))
    assert held == dict.fromkeys([goal.pk for goal in goals], 1)
    told = Counter(Event.objects.filter(verb=Verb.GOAL_ASSESSED).values_list("subject_id", flat=True))
    assert told == held


def test_the_questions_of_the_job_do_not_grow_with_its_goals_but_by_steps(partnership):
    def asked(many):
        for number in range(many):
            partnership.goal(title=f"Goal {Goal.objects.count()} {number}")
        partnership.world.publish()
        job = Job.objects.get(kind=job_kind("goals.assess"), state=Job.State.ASKED)
        with CaptureQueriesContext(connection) as queries:
            do(job.pk)
        run_waiting()
        return len(queries)

    few = asked(2)

    # Nineteen goals are a step, as two are.
    assert asked(17) == few <= 40


def test_silence_is_measured_to_the_day_of_the_publication(partnership):
    goal = partnership.goal("smoking", target=5.0)
    bring_next_year(partnership.world)
    Publication.objects.update(published_at=datetime(2029, 1, 1, 12, tzinfo=UTC))

    run_waiting()

    assert goal.assessments.first().standing == Assessment.Standing.NO_NEW_FIGURES


def test_what_a_partner_leads_is_hidden_from_the_public_when_the_partner_is_removed(partnership):
    guild = open_organisation(by=OPERATOR, name="Guild", sector="other")
    partner = add_partner(by=OPERATOR, workspace=partnership.workspace, organisation=guild)
    led, other = partnership.goal(lead=guild), partnership.goal("smoking", target=5.0)
    for goal in (led, other):
        show_goal(by=partnership.lead, goal=goal, is_public=True)

    remove_partner(by=partnership.lead, partner=partner)
    run_waiting()

    assert dict(Goal.objects.values_list("pk", "is_public")) == {led.pk: False, other.pk: True}
    event = Event.objects.filter(verb=Verb.GOAL_SHOWN).first()
    assert (event.actor, event.subject_id, event.scope_id) == (None, led.pk, partnership.workspace.pk)
    assert event.details["said"] == "The public no longer sees it: whoever leads it is no partner any more."


def test_goals_read_as_before_once_a_publication_is_taken_back_and_the_history_says_so(partnership):
    goal = partnership.goal()
    before = goal_detail(goal).sentence
    run = bring_next_year(partnership.world, value=60.0)
    run_waiting()
    assert goal_detail(goal).latest.standing == Assessment.Standing.MET

    unpublish_run(by=partnership.world.steward, run=run)
    run_waiting()

    found = goal_detail(goal)
    assert found.sentence == before
    assert [(line.assessment.run_id == run.pk, line.taken_back) for line in found.history] == [
        (True, True),
        (False, False),
    ]
    event = Event.objects.get(verb=Verb.GOAL_RETURNED)
    assert (event.subject_id, event.details["said"]) == (goal.pk, before)
    assert Notification.objects.filter(event=event).count() == 4


def test_a_job_of_taking_back_that_is_delivered_again_tells_nobody_twice(partnership):
    partnership.goal()
    run = bring_next_year(partnership.world, value=60.0)
    run_waiting()
    unpublish_run(by=partnership.world.steward, run=run)
    run_waiting()
    event = Event.objects.get(verb=Verb.RUN_UNPUBLISHED)

    ask(job_kind("goals.return"), key="again", subject_id=event.pk)
    run_waiting()

    assert Event.objects.filter(verb=Verb.GOAL_RETURNED).count() == 1
    assert Assessment.objects.count() == 2


def test_a_goal_that_reads_as_before_tells_nobody(partnership):
    partnership.goal("smoking", target=5.0)
    run = bring_next_year(partnership.world)
    run_waiting()

    unpublish_run(by=partnership.world.steward, run=run)
    run_waiting()

    assert not Event.objects.filter(verb=Verb.GOAL_RETURNED).exists()


def test_a_goal_set_by_what_was_taken_back_is_held_to_what_readers_see_even_when_it_was_closed(partnership):
    former, run = partnership.world.run, bring_next_year(partnership.world)
    goal = partnership.goal()
    close_goal(by=partnership.lead, goal=goal, note="Enough.")

    unpublish_run(by=partnership.world.steward, run=run)
    run_waiting()

    assert goal_detail(goal).latest.run == former


def test_what_is_published_after_a_return_is_held_against_what_readers_saw_then(partnership):
    goal = partnership.goal()
    world = partnership.world
    wrong = bring_next_year(world, value=60.0)
    run_waiting()
    unpublish_run(by=world.steward, run=wrong)
    run_waiting()

    world.publish()
    run_waiting()

    # Held against the first run, which readers saw last, the figure for 2025 is new, though one was told of it before.
    newest = goal_detail(goal)
    assert newest.latest.run == world.run
    assert newest.history[0].reasons[0] == "A new figure came out: 60.0 in 2025."


def test_goals_can_be_read_when_nothing_is_published_any_more(partnership):
    goal = partnership.goal()

    unpublish_run(by=partnership.world.steward, run=partnership.world.run)
    run_waiting()

    found = goal_detail(goal)
    assert found.latest is None
    assert found.sentence == "Not looked at yet: it will be at the next publication."


def test_goals_of_an_archived_workspace_rest_and_are_taken_up_once_it_is_restored(partnership):
    goal = partnership.goal()
    run_waiting()
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")
    run = bring_next_year(partnership.world)
    run_waiting()
    resting = goal.assessments.filter(run=run).exists(), Event.objects.filter(verb=Verb.GOAL_ASSESSED).exists()

    restore_workspace(by=partnership.lead, workspace=partnership.workspace)
    run_waiting()

    assert resting == (False, False)
    assert goal.assessments.get(run=run).standing == Assessment.Standing.ON_COURSE
    assert Event.objects.filter(verb=Verb.GOAL_ASSESSED).count() == 1


def test_nobody_of_an_archived_workspace_is_told_that_a_publication_was_taken_back(partnership):
    partnership.goal()
    bring_next_year(partnership.world)
    run_waiting()
    archive_workspace(by=partnership.lead, workspace=partnership.workspace, reason="It is done.")

    unpublish_run(by=partnership.world.steward, run=Publication.objects.get().run)
    run_waiting()

    assert not Event.objects.filter(verb=Verb.GOAL_RETURNED).exists()
