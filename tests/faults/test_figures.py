"""A disk that is full and a database that goes away, while figures come in: nothing is ever there by half."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.figures.actions import accept_import
from apps.figures.models import Figure, Import
from apps.files.models import FilePart, StoredFile
from tests.faults.test_imports import checked, fresh, half_loaded, seen
from tests.live.machinery import ROOT, database_url, wait_until
from tests.world import build_small_world

pytestmark = pytest.mark.fault

#: Connections that are cut.
ROUNDS = 10 if os.environ.get("FAULT_ROUNDS") == "full" else 2
LARGE = b"# note: large\n" + b"x,y,z\n" * 1_500_000
BRING = """
import resource, sys
import django
django.setup()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
from apps.access.checks import OPERATOR
from apps.common.errors import Refused
from apps.figures.actions import start_import
try:
    with open(sys.argv[1], "rb") as file:
        start_import(by=OPERATOR, name="large.csv", content=file)
    print("kept")
except Refused as refused:
    print(refused.sentence)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the files of the database are not ours")
def test_a_disk_that_is_full_while_a_file_is_kept_leaves_nothing_of_it_and_says_so(steward, tmp_path, transactional_db):
    file = tmp_path / "large.csv"
    file.write_bytes(LARGE)
    before = StoredFile.objects.count()

    said = brought_with_room_for(4_000_000, file)

    assert said.startswith("The file “large.csv” could not be kept")
    assert (StoredFile.objects.count(), FilePart.objects.count(), Import.objects.count()) == (before, 0, 0)
    assert brought_with_room_for(200_000_000, file) == "kept"
    assert (StoredFile.objects.count(), Import.objects.count()) == (before + 1, 1)
    assert sum(len(part.content) for part in FilePart.objects.all()) == len(LARGE)


def brought_with_room_for(size, file):
    """What is said to whoever brings a file when no file of the database may grow beyond so many bytes more."""
    name = Path(connection.settings_dict["NAME"])
    held = max(path.stat().st_size for path in name.parent.glob(f"{name.name}*"))
    ours = {"DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": "localhost"}
    environment = {**os.environ, **ours, "DEBUG": "no", "DJANGO_SETTINGS_MODULE": "tpi_platform.settings"}
    told = subprocess.run(
        [sys.executable, "-c", BRING, str(file), str(held + size)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.strip()


@pytest.mark.postgres
def test_a_load_whose_connection_is_cut_half_way_is_never_seen_half_and_ends_whole(crew, steward):
    world = build_small_world(steward)
    crew.worker(hands=1)
    crew.beat()
    met_half_way = 0

    for number in range(1, ROUNDS + 1):
        imported = checked(world, shift=100 * number)
        before = seen()
        accept_import(by=steward, imported=imported)
        wait_until(lambda imported=imported: half_loaded(imported), what="the first rows")
        assert cut_all_others()
        if fresh(imported).state == Import.State.LOADING:
            met_half_way += 1
            assert seen() == before
        crew.keep()
        wait_until(lambda imported=imported: fresh(imported).state == Import.State.LOADED, seconds=60, what="the load")
        loaded = fresh(imported)
        assert Figure.objects.filter(imported=loaded).count() == loaded.new + loaded.revised
        after = seen()
        assert sum(after[key] != before.get(key) for key in after) == loaded.new + loaded.revised
        assert Event.objects.filter(verb=Verb.IMPORT_LOADED, subject_id=imported.pk).count() == 1

    assert met_half_way


def cut_all_others():
    """End every connection to the database but ours; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
