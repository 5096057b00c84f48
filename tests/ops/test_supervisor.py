"""What `make demo` promises beside the site itself: it refuses politely, mends what falls, leaves nothing behind."""

import os
import platform
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ops.supervisor import valkey
from ops.supervisor.child import Child
from ops.supervisor.home import Home

ROOT = Path(__file__).resolve().parents[2]
MODULE = ("-m", "ops.supervisor")
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and relies on the kernel's death signal")


# What it refuses, each in one sentence.


def test_a_second_start_is_refused_and_names_the_first(run, tmp_path):
    home = Home(tmp_path / "var")
    home.take("http://127.0.0.1:8123/")

    said = run(*MODULE, PORT="8124")
    home.leave(None)

    assert said.returncode == 1
    assert "running here already, at http://127.0.0.1:8123/" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_taken_port_is_named(run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = run(*MODULE, PORT=str(port))

    assert said.returncode == 1
    assert f"Port {port} is taken" in said.stderr


@pytest.mark.parametrize(("port", "sentence"), [("70000", "There is no port 70000"), ("abc", "write a whole number")])
def test_a_port_that_cannot_be_is_named(port, sentence, run):
    said = run(*MODULE, PORT=port)

    assert said.returncode == 1
    assert sentence in said.stderr


@LINUX_ONLY
def test_a_data_folder_that_may_not_be_written_to_is_named(run):
    said = run(*MODULE, VAR_DIR="/sys/var")

    assert said.returncode == 1
    assert "/sys/var and may not" in said.stderr


@pytest.mark.parametrize(("line", "sentence"), [("PORT 9000", "line 1, is not NAME=value"), ("PORT=ninety", "PORT is")])
def test_a_broken_env_file_is_explained(line, sentence, run, tmp_path):
    for part in ("ops", "tpi_platform", "apps/access", "apps/accounts"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "apps" / "__init__.py", tmp_path / "apps")
    (tmp_path / ".env").write_text(line)

    said = run(*MODULE, cwd=tmp_path)

    assert said.returncode == 1
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr


def test_a_machine_without_any_valkey_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(SystemExit, match="Install valkey-server or redis-server"):
        valkey.find_server()


def test_a_machine_without_a_ready_made_valkey_takes_the_one_on_the_path(monkeypatch, tmp_path):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert valkey.find_server() == str(server)


# One process at a time.


def _python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_each_fall_waits_longer_before_the_next_start(tmp_path):
    child = Child("falls", _python("raise SystemExit(3)"), os.environ, tmp_path)
    waits = []

    for _ in range(4):
        child.start()
        _eventually(lambda: child.is_down)
        waits.append(child.fall())

    assert waits == [0, 1, 3, 7]


def test_a_killed_process_takes_its_own_children_along(tmp_path):
    grandchild = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    )
    child = Child("parent", _python(grandchild + "; print(p.pid, flush=True); time.sleep(60)"), os.environ, tmp_path)
    child.start()
    _eventually(lambda: child.last_lines().strip().isdigit())

    child.kill()

    _eventually(lambda: not _is_alive(int(child.last_lines())))


def test_a_log_that_grew_too_long_starts_again(tmp_path, monkeypatch):
    monkeypatch.setattr("ops.supervisor.child.LOG_LIMIT", 10)
    child = Child("talks", _python("print('x' * 50)"), os.environ, tmp_path)
    child.start()
    _eventually(lambda: child.is_down)

    child.trim_log()

    assert child.log.read_text() == ""
    assert len(child.log.with_suffix(".log.1").read_text()) == 51


# The whole of it, with a real broker, worker and beat.


@contextmanager
def _running(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        supervisor = subprocess.Popen(
            [sys.executable, *MODULE, "--without-web"], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        _eventually(lambda: _pids_of(environment, "celery", "beat") or supervisor.poll() is not None, 60)
        assert supervisor.poll() is None, log.read_text()
        yield supervisor
    finally:
        supervisor.kill()
        supervisor.wait()


@LINUX_ONLY
@pytest.mark.live
def test_what_is_killed_is_started_again_and_a_stop_leaves_nothing(clean_environment, tmp_path):
    with _running(clean_environment, tmp_path / "log") as supervisor:
        note = Path(clean_environment["VAR_DIR"], "run", "redis_url")
        socket_path = Path(note.read_text().removeprefix("unix://"))
        _eventually(lambda: _pids_of(clean_environment, "celery", "worker"))
        killed = min(_pids_of(clean_environment, "celery", "worker"))
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (note, socket_path, socket_path.parent)]

        os.kill(killed, signal.SIGKILL)
        _eventually(lambda: _pids_of(clean_environment, "celery", "worker") - {killed})
        assert modes == [0o600, 0o600, 0o700]
        assert "“worker” stopped" in (tmp_path / "log").read_text()

        begun = time.monotonic()
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(15)
        assert time.monotonic() - begun < 10
    assert _pids_of(clean_environment) == set()
    assert not note.exists()
    assert not socket_path.parent.exists()


@LINUX_ONLY
@pytest.mark.live
def test_a_supervisor_killed_outright_leaves_no_orphan_and_the_next_one_clears_up(clean_environment, tmp_path):
    with _running(clean_environment, tmp_path / "log") as supervisor:
        left = Path(clean_environment["VAR_DIR"], "run", "redis_url")
        folder = Path(left.read_text().removeprefix("unix://")).parent

        supervisor.kill()

        _eventually(lambda: not _pids_of(clean_environment), 20)
    home = Home(Path(clean_environment["VAR_DIR"]))
    home.take("the next one")
    home.leave(None)
    assert not left.exists()
    assert not folder.exists()


def _pids_of(environment: dict[str, str], *words: str) -> set[int]:
    """Processes that were started for this site, whose command holds all of `words`; zombies do not count."""
    mark = f"VAR_DIR={environment['VAR_DIR']}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, told = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in told and b"ops.supervisor" not in command and all(word.encode() in command for word in words):
            found.add(int(folder.name))
    return found


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout


def _eventually(holds: Callable[[], object], seconds: float = 15) -> None:
    """Wait until something holds; fails when it does not in time."""
    patience = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < patience, "it did not come about in time"
        time.sleep(0.1)
