"""Twenty people change one goal at the same time: nobody's words are lost, by the action and by the form."""

from collections import Counter
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.access.checks import AccessDenied
from apps.access.roles import Role
from apps.activity.listeners import job_kind
from apps.activity.models import Event, Version
from apps.activity.verbs import Verb
from apps.background.actions import ask
from apps.background.claim import run as do
from apps.background.claim import run_waiting
from apps.common.errors import Overtaken
from apps.common.merging import merge
from apps.goals.actions import close_goal, reopen_goal, revise_goal, show_goal
from apps.goals.models import Assessment, Goal
from apps.scores.actions import publish_run, start_run
from apps.workspaces.actions import remove_member, remove_partner
from tests.access.waiting import overtaken_by
from tests.goals.test_targets import OTHERS
from tests.parallel import at_once
from tests.world import NEW, row_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all."),
    pytest.mark.django_db(transaction=True),
]

PEOPLE = 20


def add_a_word(person, goal, word):
    """As a person does: write, and when told that someone else saved, read theirs, join the two and save again."""
    opened, mine, based_on = goal.words(), {**goal.words(), "why": word}, goal.version
    while True:
        try:
            return revise_goal(by=person, goal=goal, based_on=based_on, words={"why": mine["why"]})
        except Overtaken as overtaken:
            theirs, based_on = overtaken.thing.words(), overtaken.thing.version
            merged = merge(opened, mine, theirs)
            opened, mine = theirs, {**merged.words, "why": f"{theirs['why']} {word}"}


def insist(act):
    """Do it on the goal as it is now, until nobody was quicker."""
    while True:
        try:
            return act(Goal.objects.get())
        except Overtaken:
            continue


def whys(goal):
    """What stood in a goal's `why`, by number of version."""
    rows = Version.objects.filter(subject_kind="goal", subject_id=goal.pk).order_by("number")
    return {row.number: row.words["why"] for row in rows}


def test_of_twenty_who_edit_at_once_everyones_words_are_there_and_no_number_twice(partnership):
    goal = partnership.goal()
    words = {partnership.someone(Role.CONTRIBUTOR): f"word{number:02}" for number in range(PEOPLE)}

    results = at_once(*(partial(add_a_word, person, goal, word) for person, word in words.items()))

    assert [type(result) for result in results] == [Goal] * PEOPLE, results
    versions = whys(goal)
    assert list(versions) == list(range(1, PEOPLE + 2))
    assert sorted(versions[PEOPLE + 1].split()) == list(words.values())
    # Each version holds all words of the one before, and one more.
    assert [len(why.split()) for why in versions.values()] == list(range(PEOPLE + 1))
    assert sorted(goal.assessments.values_list("goal_version", flat=True)) == list(range(1, PEOPLE + 2))
    assert Event.objects.filter(verb=Verb.GOAL_REVISED).count() == PEOPLE


def test_of_twenty_browsers_that_save_the_same_form_one_saves_and_the_others_get_their_words_back(partnership):
    goal = partnership.goal()
    address = reverse("work:goal_edit", args=[partnership.workspace.slug, goal.pk])
    browsers = {f"Because of reason {number:02}.": Client() for number in range(PEOPLE)}
    for browser in browsers.values():
        browser.force_login(partnership.someone(Role.CONTRIBUTOR))

    posts = (
        partial(browser.post, address, {**goal.words(), "version": 1, "why": why}) for why, browser in browsers.items()
    )
    answers = dict(zip(browsers, at_once(*posts), strict=True))

    assert Counter(answer.status_code for answer in answers.values()) == {302: 1, 409: PEOPLE - 1}, answers
    saved = next(why for why, answer in answers.items() if answer.status_code == 302)
    assert whys(goal) == {1: "", 2: saved}
    for why in answers.keys() - {saved}:
        page = answers[why].content.decode()
        assert f"{why}</textarea>" in page
        assert 'name="version" value="2"' in page
        assert saved in page


def test_nobody_is_lost_when_who_leads_changes_meanwhile(partnership):
    goal = partnership.goal()
    leads = [partnership.health, partnership.business, partnership.council] * 4
    deeds = (
        lambda words=words: insist(
            lambda goal: revise_goal(by=partnership.lead, goal=goal, based_on=goal.version, words=words)
        )
        for words in ({"lead": lead, "why": f"Reason {number}"} for number, lead in enumerate(leads))
    )

    results = at_once(*deeds)

    assert [type(result) for result in results] == [Goal] * len(leads), results
    assert list(whys(goal)) == list(range(1, len(leads) + 2))


def test_goals_set_while_a_run_is_published_are_each_held_to_it_once(partnership):
    world = partnership.world
    world.bring("recycling", [row_of(area.code, "2025-01-01/P1Y", 36.0) for area in world.areas.values()], "2")
    run = start_run(by=world.steward, edition=world.edition)
    run_waiting()
    setting = [partial(partnership.goal, title=f"Goal {number}") for number in range(10)]

    results = at_once(*setting, partial(publish_run, by=world.steward, run=run), run_waiting)
    run_waiting()

    assert not [result for result in results if isinstance(result, Exception)], results
    held = Counter(Assessment.objects.filter(run=run).values_list("goal_id", flat=True))
    assert held == dict.fromkeys(Goal.objects.values_list("pk", flat=True), 1)
    assert len(held) == 10


def test_a_job_that_is_delivered_three_times_at_once_holds_and_moves_each_goal_once(partnership):
    for number in range(25):
        aim = {"aim": "reach", "against": "peers", "moves": "follows", "target": None}
        partnership.goal(title=f"Goal {number}", baseline_period=NEW, **aim)
    run_waiting()
    world = partnership.world
    rows = [row_of(world.areas[name].code, "2025-01-01/P1Y", 40.0) for name in ("Ambleton", *OTHERS)]
    world.bring("recycling", rows, "2")
    run = world.publish()
    event = Event.objects.filter(verb=Verb.RUN_PUBLISHED).latest("pk")
    jobs = [ask(job_kind("goals.assess"), key=f"again {number}", subject_id=event.pk) for number in range(2)]

    results = at_once(run_waiting, *[partial(do, job.pk) for job in jobs])
    run_waiting()

    assert not [result for result in results if isinstance(result, Exception)], results
    held = Counter(Assessment.objects.filter(run=run).values_list("goal_id", flat=True))
    assert held == dict.fromkeys(Goal.objects.values_list("pk", flat=True), 1)
    assert set(Goal.objects.values_list("target", "version")) == {(40.0, 2)}
    assert Counter(Version.objects.filter(subject_kind="goal").values_list("number", flat=True)) == {1: 25, 2: 25}
    assert Event.objects.filter(verb=Verb.GOAL_ASSESSED).count() == 25


def test_a_form_that_is_sent_several_times_at_once_sets_one_goal(partnership):
    results = at_once(*[partnership.goal] * 4)

    assert [type(result) for result in results] == [Goal] * 4, results
    assert Event.objects.filter(verb=Verb.GOAL_SET).count() == Goal.objects.count() == 1


GOAL_DEEDS = {
    "set": lambda partnership, goal, by: partnership.goal(by=by, title="Another"),
    "change": lambda partnership, goal, by: revise_goal(by=by, goal=goal, based_on=1, words={"why": "Mine."}),
    "close": lambda partnership, goal, by: close_goal(by=by, goal=goal, note="Over."),
    "show": lambda partnership, goal, by: show_goal(by=by, goal=goal, is_public=True),
}


@pytest.mark.parametrize("deed", GOAL_DEEDS.values(), ids=GOAL_DEEDS)
def test_whoever_is_removed_meanwhile_does_nothing_more(deed, partnership):
    goal, gone = partnership.goal(), partnership.someone(Role.LEAD)
    member = partnership.workspace.members.get(person=gone)
    before = goal.words()

    refused = overtaken_by(
        lambda: remove_member(by=partnership.lead, member=member), lambda: deed(partnership, goal, gone)
    )

    assert isinstance(refused, AccessDenied), refused
    goal.refresh_from_db()
    assert (Goal.objects.count(), goal.words(), goal.state, goal.is_public) == (1, before, "open", False)


def test_whoever_is_removed_meanwhile_does_not_open_a_goal_again(partnership):
    goal, gone = partnership.goal(), partnership.someone(Role.LEAD)
    close_goal(by=partnership.lead, goal=goal, note="Over.")
    member = partnership.workspace.members.get(person=gone)

    refused = overtaken_by(
        lambda: remove_member(by=partnership.lead, member=member), lambda: reopen_goal(by=gone, goal=goal)
    )

    assert isinstance(refused, AccessDenied), refused


def test_whoever_changes_a_goal_is_removed_after_it(partnership):
    goal, leaving = partnership.goal(), partnership.someone(Role.LEAD)
    member = partnership.workspace.members.get(person=leaving)

    overtaken_by(
        lambda: revise_goal(by=leaving, goal=goal, based_on=1, words={"why": "Mine."}),
        lambda: remove_member(by=partnership.lead, member=member),
    )

    assert Goal.objects.get().why == "Mine."
    assert not partnership.workspace.members.filter(person=leaving).exists()


def test_no_goal_is_set_for_a_partner_that_is_let_go_meanwhile(partnership):
    charity = partnership.partners["charity"]
    remove_member(by=partnership.lead, member=charity.members.get())

    refused = overtaken_by(
        lambda: remove_partner(by=partnership.lead, partner=charity), lambda: partnership.goal(lead=partnership.charity)
    )

    assert isinstance(refused, ValidationError), refused
    assert not Goal.objects.exists()
