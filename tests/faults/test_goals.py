"""Hundreds of goals and a publication: the job that holds them to it is killed half way, and delivered again."""

import os
import random
import signal
import time
from collections import Counter

import pytest

from apps.activity.listeners import job_kind
from apps.activity.models import Event, Notification
from apps.activity.verbs import Verb
from apps.background import bell
from apps.background.actions import ask
from apps.background.models import Job
from apps.goals.models import Assessment, Goal
from tests.live.machinery import wait_until
from tests.partnership import build_partnership
from tests.world import build_small_world, row_of

pytestmark = pytest.mark.fault

GOALS, ROUNDS = (300, 8) if os.environ.get("FAULT_ROUNDS") == "full" else (100, 2)
KIND = job_kind("goals.assess")


def publish_another_year(world, year):
    """New figures for all that the goals are on; one area's stay as they were, so that not everything is news."""
    areas = [area for area in world.areas.values() if area.name != "Brackford"]
    world.bring("recycling", [row_of(area.code, f"{year}-01-01/P1Y", year - 1990.0) for area in areas], str(year))
    return world.publish()


def assessed(run):
    return Assessment.objects.filter(run=run).count()


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def all_done():
    return not Job.objects.exclude(state=Job.State.DONE).exists()


def test_each_goal_is_held_to_a_publication_once_though_the_job_is_killed_half_way_and_delivered_twice(crew, steward):
    partnership = build_partnership(build_small_world(steward))
    areas = [partnership.world.areas[name] for name in ("Ambleton", "Brackford")]
    goals = [partnership.goal(title=f"Goal {number}", area=areas[number % 3 == 0]) for number in range(GOALS)]
    in_ambleton = {goal.pk for goal in goals if goal.area == areas[0]}
    chance = random.Random(5)  # The same points every time: a failure can be looked at again.
    met_half_way = 0

    for number in range(ROUNDS):
        run = publish_another_year(partnership.world, 2025 + number)
        job = Job.objects.get(kind=KIND, state=Job.State.ASKED)
        worker = crew.worker(hands=1)
        wait_until(lambda run=run: assessed(run), what="the first assessments")
        time.sleep(chance.uniform(0, 0.2))
        kill(worker)
        met_half_way += 0 < assessed(run) < GOALS

        for _ in range(2):
            bell.ring(job.pk, job.kind)
            ask(KIND, key=f"again {chance.random()}", subject_id=job.subject_id)
        again, beat = crew.worker(hands=2), crew.beat()
        wait_until(all_done, seconds=120, what="the jobs")
        kill(again)
        kill(beat)

        per_goal = Counter(Assessment.objects.filter(run=run).values_list("goal_id", flat=True))
        assert per_goal == dict.fromkeys([goal.pk for goal in goals], 1)
        events = Event.objects.filter(verb=Verb.GOAL_ASSESSED, details__run=run.pk)
        assert Counter(events.values_list("subject_id", flat=True)) == dict.fromkeys(in_ambleton, 1)
        told = Counter(Notification.objects.filter(event__in=events).values_list("event_id", flat=True))
        assert told == dict.fromkeys(events.values_list("pk", flat=True), 4)

    assert met_half_way
    assert Goal.objects.count() == GOALS
