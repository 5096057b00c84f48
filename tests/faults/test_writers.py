"""Many who write while a worker writes: on SQLite there is one lock for all, and nobody may go without it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.background.models import Job
from apps.figures.actions import start_import
from apps.figures.checking import MOST_FINDINGS
from apps.figures.models import Import
from apps.scores.actions import start_run
from tests.live.machinery import wait_until
from tests.world import build_small_world

pytestmark = pytest.mark.fault

WRITERS, EACH = 8, 5
HEADER = "\n".join(
    f"# {key}: {value}"
    for key, value in {
        "code": "recycling",
        "name": "Recycling",
        "unit": "%",
        "source": "recycling-source",
        "title": "Recycling",
        "publisher": "Office of Figures",
        "vintage": "2025",
        "licence": "OGL v3.0",
        "attribution": "None.",
        "release": "2",
    }.items()
)


def full_of_faults(number):
    return f"{HEADER}\n# note: {number}\narea,period,value\n".encode() + b"x\n" * MOST_FINDINGS


def seconds_to_bring(steward, number):
    since = time.monotonic()
    try:
        start_import(by=steward, name=f"{number}.csv", content=f"{HEADER}\n# note: {number}\n".encode())
    finally:
        connection.close()
    return time.monotonic() - since


def test_eight_who_write_while_files_are_checked_and_scores_computed_never_find_it_locked(crew, steward):
    world = build_small_world(steward)
    unit = world.edition.elements.get(code="recycling").unit
    crew.worker(hands=2)
    for number in range(3):
        content = full_of_faults(f"faults {number}").replace(b"# unit: %", f"# unit: {unit}".encode())
        start_import(by=steward, name="faults.csv", content=content)
    start_run(by=steward, edition=world.edition)
    wait_until(lambda: Job.objects.filter(state=Job.State.RUNNING).exists(), what="the worker to begin")

    with ThreadPoolExecutor(WRITERS) as people:
        spent = sorted(people.map(lambda number: seconds_to_bring(steward, number), range(WRITERS * EACH)))

    wait_until(lambda: not Job.objects.exclude(state=Job.State.DONE).exists(), seconds=90, what="all work to be done")
    assert Import.objects.filter(state=Import.State.CHECKED, refused=MOST_FINDINGS).count() == 3
    assert spent[len(spent) * 95 // 100] < 5
    assert "locked" not in crew.logs()
