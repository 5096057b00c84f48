"""A load killed at any point: half-loaded figures are never to be seen, and in the end each is there once."""

import os
import random
import signal
import time

import pytest

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.models import Job
from apps.figures.actions import accept_import, start_delivery, start_import
from apps.figures.delivered import Choices, Chosen
from apps.figures.layouts import Layout
from apps.figures.models import Delivery, Figure, Import
from apps.figures.queries import current_figures
from apps.figures.release import write_release
from apps.framework.models import Element
from apps.scores.models import Publication
from tests.live.machinery import wait_until
from tests.world import build_small_world, release_of, row_of

pytestmark = pytest.mark.fault

ROUNDS = 10 if os.environ.get("FAULT_ROUNDS") == "full" else 2
#: Enough rows for a load to take some steps, so that a kill meets it half way.
DAYS, PER_YEAR = 2_000, 336
DAYS_LOADED = 8_000


def checked(world, shift):
    """A file of many figures, checked and waiting for a decision."""
    rows = [
        row_of(area.code, period(day), position + day % 7 + shift)
        for day in range(DAYS_LOADED)
        for position, area in enumerate(world.areas.values())
    ]
    content = write_release(release_of(Element.objects.get(code="recycling"), rows, f"{shift}"))
    imported = start_import(by=world.steward, name="many.csv", content=content)
    wait_until(lambda: fresh(imported).state == Import.State.CHECKED, seconds=60, what="the check")
    return fresh(imported)


def fresh(imported):
    return Import.objects.get(pk=imported.pk)


def period(day):
    return f"{2000 + day // PER_YEAR}-{1 + day % PER_YEAR // 28:02}-{1 + day % 28:02}/P1Y"


def seen():
    return {(row.area_code, row.period): row.value for row in current_figures(["recycling"])}


def half_loaded(imported):
    return Figure.objects.filter(imported=imported).exists()


def kill_workers(crew):
    for process in crew.processes:
        if process.poll() is None and "worker" in process.args:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_load_that_is_killed_half_way_is_never_seen_half_and_ends_whole(crew, steward):
    world = build_small_world(steward)
    published = Publication.objects.get().run
    crew.worker(hands=1)
    crew.beat()
    chance = random.Random(11)  # The same points every time: a failure can be looked at again.
    met_half_way = 0

    for number in range(1, ROUNDS + 1):
        imported = checked(world, shift=100 * number)
        before = seen()
        accept_import(by=steward, imported=imported)
        wait_until(lambda imported=imported: half_loaded(imported), what="the first rows")
        time.sleep(chance.uniform(0, 0.1))
        kill_workers(crew)
        if fresh(imported).state == Import.State.LOADING:
            met_half_way += 1
            assert seen() == before
        assert Publication.objects.get().run == published

        crew.worker(hands=1)
        wait_until(lambda imported=imported: fresh(imported).state == Import.State.LOADED, seconds=60, what="the load")
        loaded = fresh(imported)
        assert Figure.objects.filter(imported=loaded).count() == loaded.new + loaded.revised
        after = seen()
        assert sum(after[key] != before.get(key) for key in after) == loaded.new + loaded.revised
        assert Event.objects.filter(verb=Verb.IMPORT_LOADED, subject_id=imported.pk).count() == 1

    assert met_half_way
    wait_until(lambda: not Job.objects.exclude(state=Job.State.DONE).exists(), seconds=60, what="the jobs that follow")
    assert Publication.objects.get().run == published


def test_a_table_whose_reading_is_killed_is_read_once(crew, steward):
    world = build_small_world(steward)
    crew.worker(hands=1)
    crew.beat()
    chance = random.Random(7)
    met_half_way = 0

    for number in range(1, max(ROUNDS, 3)):
        lines = [
            f"{area.code},{period(day)},{day % 7 + number}" for day in range(DAYS) for area in world.areas.values()
        ]
        table = "\n".join(["area,period,value", *lines, *(f"Nowhere {at},2024,1" for at in range(3_000))]).encode()
        delivery = start_delivery(by=steward, name="many.csv", content=table, choices=told("recycling"))
        wait_until(lambda delivery=delivery: begun(delivery), what="the reading")
        time.sleep(chance.uniform(0, 0.4))
        kill_workers(crew)
        met_half_way += Delivery.objects.get(pk=delivery.pk).state == Delivery.State.UPLOADED

        crew.worker(hands=1)
        wait_until(lambda delivery=delivery: was_read(delivery), seconds=60, what="the reading and the check")
        assert delivery.imports.count() == 1
        assert delivery.problems.count() == 3_000
        assert sum(Delivery.objects.get(pk=delivery.pk).fates.values()) == len(lines) + 3_000

    assert met_half_way > 0


def told(code):
    layout = Layout("mapped", area="area", period="period", value="value")
    facts = {"source": "s", "title": "t", "publisher": "p", "vintage": "v", "licence": "l", "attribution": "a"}
    return Choices(layout=layout, line=1, series={"": Chosen(code, "plain", "published", whole=False)}, facts=facts)


def begun(delivery):
    return Job.objects.filter(kind="figures.read", subject_id=delivery.pk).exclude(state=Job.State.ASKED).exists()


def was_read(delivery):
    states = set(delivery.imports.values_list("state", flat=True))
    return states == {Import.State.CHECKED}
