"""Workers killed in the middle of a study: it is finished by others, and finds what it would have found."""

import os
import random
import signal
import time

import pytest
from django.db import transaction

from apps.scores import studies
from apps.scores.models import AreaRange, Study, StudyPart
from tests.live.machinery import wait_until
from tests.world import build_small_world

pytestmark = pytest.mark.fault

ROUNDS = 10 if os.environ.get("FAULT_ROUNDS") == "full" else 2


def found(run):
    ranges = AreaRange.objects.filter(study__run_tier__run=run).order_by("study__run_tier__tier", "area__code")
    told = Study.objects.filter(run_tier__run=run).order_by("run_tier__tier", "kind").values_list("found", flat=True)
    return [bytes(each.packed) for each in ranges], list(told)


def finished(run):
    return not Study.objects.filter(run_tier__run=run, finished_at=None).exists()


def test_a_study_whose_workers_are_killed_is_finished_and_finds_the_same(crew, steward):
    run = build_small_world(steward).run
    before = found(run)
    crew.worker(hands=2)
    crew.beat()
    chance, met_half_way = random.Random(3), 0

    for _ in range(ROUNDS):
        Study.objects.filter(run_tier__run=run).delete()
        with transaction.atomic():
            studies.begin_studies(run)
        wait_until(lambda: StudyPart.objects.filter(done=True).exists() or finished(run), what="the first part")
        time.sleep(chance.uniform(0, 0.2))
        for process in crew.processes:
            if process.poll() is None and "worker" in process.args:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        met_half_way += not finished(run)

        crew.worker(hands=2)
        wait_until(lambda: finished(run), seconds=60, what="the studies")
        assert found(run) == before
        assert not StudyPart.objects.exists()

    assert met_half_way > 0
