"""Any order of uploads, decisions, runs, publications and crashes, against a model of a few lines."""

import os
import random
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.common.errors import Refused
from apps.figures.actions import accept_import, check_again, decline_import, start_import, withdraw_import
from apps.figures.models import Import
from apps.figures.queries import current_figures, imports_in_force
from apps.figures.release import write_release
from apps.framework.models import Element
from apps.scores.actions import publish_run, start_run
from apps.scores.models import Publication, Run
from apps.scores.runs import indicator_codes
from apps.scores.verifying import verify
from tests.world import NEW, build_small_world, release_of, row_of

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

STEPS = 400 if os.environ.get("FAULT_ROUNDS") == "full" else 40
CODE = "recycling"


class Crash(BaseException):
    """The process dies: nothing catches it, and what was not committed is gone."""


@contextmanager
def crashing_at(statement):
    """Die at the so-manieth statement to the database."""
    left = iter(range(statement, -1, -1))

    def die(execute, *arguments):
        if next(left, 0) <= 0:
            raise Crash
        return execute(*arguments)

    with connection.execute_wrapper(die):
        yield


class Story:
    """The platform, and beside it what it should hold."""

    def __init__(self, steward, seed):
        self.world = build_small_world(steward)
        self.by = steward
        self.chance = random.Random(seed)
        self.values = {}
        self.loaded = []
        self.base = self.in_force()
        self.answers = {}
        self.crashes = 0

    def in_force(self):
        return {(row.area_code, row.period): row.value for row in current_figures([CODE])}

    def some_import(self):
        return self.chance.choice(list(Import.objects.filter(element_code__in=["", CODE]).order_by("-pk")[:4]))

    # What people do
    def upload(self):
        areas = self.chance.sample(list(self.world.areas.values()), 4)
        values = {(area.code, NEW): float(self.chance.randint(1, 99)) for area in areas}
        rows = [row_of(code, period, value) for (code, period), value in values.items()]
        release = release_of(Element.objects.get(code=CODE), rows, str(self.chance.random()))
        imported = start_import(by=self.by, name="any.csv", content=write_release(release))
        self.values[imported.pk] = values

    def accept(self):
        accept_import(by=self.by, imported=self.some_import())

    def decline(self):
        decline_import(by=self.by, imported=self.some_import())

    def check(self):
        check_again(by=self.by, imported=self.some_import())

    def withdraw(self):
        imported = self.some_import()
        if imported.pk in self.values:
            withdraw_import(by=self.by, imported=imported)

    def start(self):
        start_run(by=self.by, edition=self.world.edition)

    def publish(self):
        publish_run(by=self.by, run=self.chance.choice(list(Run.objects.order_by("-pk")[:3])))

    # What the worker does
    def work(self):
        run_waiting()

    def crash(self):
        with suppress(Refused):
            self.chance.choice([self.upload, self.accept, self.start])()
        with suppress(Crash), crashing_at(self.chance.randint(1, 60)):
            run_waiting()
        self.crashes += Job.objects.filter(state=Job.State.RUNNING).count()
        # Its lease runs out; tries are not what this is about.
        Job.objects.filter(state=Job.State.RUNNING).update(
            leased_until=timezone.now() - timedelta(seconds=1), attempts=0
        )

    # What must hold
    def look(self):
        expected = dict(self.base)
        for pk in Import.objects.filter(pk__in=self.values, state=Import.State.LOADED).order_by("sequence"):
            expected |= self.values[pk.pk]
        assert self.in_force() == expected
        run = Publication.objects.get().run
        assert run.state == Run.State.DONE
        answer = Client().get(f"/api/v1/scores/?element={CODE}&tier=upper")
        assert answer.json()["about"]["run"] == run.pk
        assert self.answers.setdefault(run.pk, answer.content) == answer.content


@pytest.mark.parametrize("seed", [3, 36])
def test_whatever_happens_in_whatever_order_readers_see_one_whole_run_that_follows_from_its_figures(seed, steward):
    story = Story(steward, seed)
    deeds = [story.upload, story.accept, story.accept, story.decline, story.check, story.withdraw, story.start]
    deeds += [story.publish, story.publish, story.work, story.work, story.crash, story.crash, story.crash]

    for _ in range(STEPS):
        with suppress(Refused):
            story.chance.choice(deeds)()
        story.look()
    story.work()
    story.start()
    story.work()
    story.look()

    last = Run.objects.first()
    assert last.imports == imports_in_force(indicator_codes(story.world.edition))
    for run in Run.objects.filter(state=Run.State.DONE):
        assert verify(run).differences == ()
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert story.crashes
    assert len(story.answers) > 1
