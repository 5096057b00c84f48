"""A process that dies around a commit: what was written and the work that follows are both there, or neither."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from apps.background.models import Job
from apps.files.models import StoredFile
from tests.live.kinds import slips
from tests.live.machinery import ROOT, wait_until

pytestmark = pytest.mark.fault

ROUNDS = 200 if os.environ.get("FAULT_ROUNDS") == "full" else 9
SIGNALS = [signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL]
WRITER = """
import django
django.setup()
import os, sys
from django.db import transaction
from apps.background.actions import ask
from tests.live.kinds import leave_slip
print("ready", flush=True)
for number in range(1_000_000):
    with transaction.atomic():
        leave_slip(f"asked {os.getpid()}-{number}")
        ask("test.slip", key=f"{os.getpid()}-{number}", subject_id=number)
"""


def test_a_process_killed_around_a_commit_leaves_the_change_and_its_job_or_neither(crew):
    environment = {**crew._environment(), "DJANGO_SETTINGS_MODULE": "tpi_platform.settings", "REDIS_URL": ""}
    chance = random.Random(3)

    for number in range(ROUNDS):
        before = StoredFile.objects.count()
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, start_new_session=True
        )
        assert writer.stdout.readline() == b"ready\n"
        wait_until(lambda before=before: StoredFile.objects.count() > before, what="the first commit")
        time.sleep(chance.uniform(0, 0.05))
        writer.send_signal(SIGNALS[number % len(SIGNALS)])
        writer.communicate()

        asked = {name.removeprefix("asked ") for name in StoredFile.objects.values_list("name", flat=True)}
        assert asked == set(Job.objects.values_list("key", flat=True))

    crew.worker(hands=2)
    crew.beat()
    count = Job.objects.count()
    wait_until(
        lambda: Job.objects.filter(state=Job.State.DONE).count() == count, seconds=60, what="the work to be done"
    )
    assert len(slips("slip")) == count
