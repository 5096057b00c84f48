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

from ops.supervisor import home, trouble, valkey
from ops.supervisor.child import Child
from ops.supervisor.guard import Guard
from ops.supervisor.home import Home

ROOT = Path(__file__).resolve().parents[2]
MODULE = ("-m", "ops.supervisor")
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def guard() -> Iterator[Guard]:
    guard = Guard()
    yield guard
    guard.dismiss()


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


@pytest.mark.parametrize(
    ("port", "sentence"),
    [("70000", "There is no port 70000"), ("0", "There is no port 0"), ("abc", "write a whole number")],
)
def test_a_port_that_cannot_be_is_named(port, sentence, run):
    said = run(*MODULE, PORT=port)

    assert said.returncode == 1
    assert sentence in said.stderr


def test_an_address_of_another_machine_is_named(run):
    said = run(*MODULE, HOST="192.0.2.1", PORT="8124")

    assert said.returncode == 1
    assert "192.0.2.1”, which is no address of this machine" in said.stderr


def test_a_broker_that_does_not_answer_is_named_without_its_password(run):
    said = run(*MODULE, REDIS_URL="redis://:hidden@127.0.0.1:1/0", PORT=str(_free_port()))

    assert said.returncode == 1
    assert "redis://127.0.0.1:1/0 does not answer" in said.stderr
    assert "hidden" not in said.stderr


def test_a_setting_that_a_step_refuses_is_the_last_thing_said(run):
    said = run(*MODULE, LOG_LEVEL="loud", PORT=str(_free_port()))

    assert said.stderr == "The setting LOG_LEVEL is “LOUD”; write DEBUG, INFO, WARNING or ERROR.\n"


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


def test_a_long_folder_for_what_passes_gives_way_to_a_short_one(monkeypatch, tmp_path):
    long = tmp_path / ("long" * 20)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))

    made = Home(tmp_path).make_socket_folder()

    made.rmdir()
    assert len(str(made)) <= home.LONGEST_FOLDER


TRACE = "Traceback (most recent call last):\n  File x, line 1\n"


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (TRACE + "django.db.utils.OperationalError: database or disk is full", "The disk is full. Free some space for"),
        ("one file is well\nCommandError: A file is missing.\nAnother, too.", "A file is missing.\nAnother, too."),
        ("The setting DEBUG is “maybe”; write yes or no.", "The setting DEBUG is “maybe”; write yes or no."),
        (TRACE + "a.b.OperationalError: no server\n\tat all", "“migrate” did not work: no server. All of it is in"),
        (TRACE + "KeyboardInterrupt", "“migrate” did not work: KeyboardInterrupt. All of it"),
        ("", "“migrate” did not work, and said nothing."),
    ],
)
def test_a_log_that_ends_badly_is_put_in_a_sentence(log, sentence, tmp_path):
    assert trouble.from_log("migrate", log, tmp_path / "log" / "migrate.log").startswith(sentence)


def test_what_a_step_says_in_its_own_words_ends_where_the_trouble_begins():
    assert trouble.before_refusal("going well\nCommandError: No.") == "going well\n"
    assert trouble.before_refusal("going well\n" + TRACE) == "going well\n"
    assert trouble.before_refusal("going well\n") == "going well\n"


# One process at a time.


def _python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_each_fall_waits_longer_before_the_next_start(tmp_path, guard):
    child = Child("falls", _python("raise SystemExit(3)"), os.environ, tmp_path, guard)
    waits = []

    for _ in range(4):
        child.start()
        _eventually(lambda: child.is_down)
        waits.append(child.fall())

    assert waits == [0, 1, 3, 7]


def test_a_killed_process_takes_its_own_children_along(tmp_path, guard):
    grandchild = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    )
    child = Child(
        "parent", _python(grandchild + "; print(p.pid, flush=True); time.sleep(60)"), os.environ, tmp_path, guard
    )
    child.start()
    _eventually(lambda: child.last_lines().strip().isdigit())

    child.kill()

    _eventually(lambda: not _is_alive(int(child.last_lines())))


def test_a_log_that_grew_too_long_starts_again(tmp_path, monkeypatch, guard):
    monkeypatch.setattr("ops.supervisor.child.LOG_LIMIT", 10)
    child = Child("talks", _python("print('x' * 50)"), os.environ, tmp_path, guard)
    child.start()
    _eventually(lambda: child.is_down)

    child.trim_log()

    assert child.log.read_text() == ""
    assert len(child.log.with_suffix(".log.1").read_text()) == 51


HOLDER = """
import subprocess, sys
from ops.supervisor.guard import Guard
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
guard = Guard()
held = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True)
spared = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, start_new_session=True)
held.stdout.readline()
guard.end(held.pid)
guard.end(spared.pid)
guard.spare(spared.pid)
guard.remove(sys.argv[1])
print(held.pid, spared.pid, flush=True)
sys.stdin.read()
"""


def test_a_holder_killed_outright_leaves_neither_a_deaf_process_nor_its_folder(tmp_path):
    folder = tmp_path / "goes along"
    folder.mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    held, spared = map(int, holder.stdout.readline().split())

    holder.kill()
    holder.communicate()

    try:
        _eventually(lambda: not _is_alive(held), 20)
        _eventually(lambda: not folder.exists())
        assert _is_alive(spared)
    finally:
        os.kill(spared, signal.SIGKILL)


def test_a_guard_that_was_killed_itself_disturbs_nobody(guard):
    os.kill(guard.pid, signal.SIGKILL)
    os.waitid(os.P_PID, guard.pid, os.WEXITED | os.WNOWAIT)

    guard.end(1)
    guard.dismiss()


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
        _eventually(lambda: not _pids_of(environment), 20)


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
    next_one = Home(Path(clean_environment["VAR_DIR"]))
    next_one.take("the next one")
    next_one.leave(None)
    assert not left.exists()
    assert not folder.exists()


@LINUX_ONLY
@pytest.mark.live
def test_a_terminal_that_is_closed_stops_all_in_good_order(clean_environment, tmp_path):
    reading, writing = os.pipe()
    supervisor = subprocess.Popen(
        [sys.executable, *MODULE, "--without-web"], cwd=ROOT, env=clean_environment, stdout=writing, stderr=writing
    )
    os.close(writing)
    _eventually(lambda: _pids_of(clean_environment, "celery", "beat") or supervisor.poll() is not None, 60)
    folder = Path(Path(clean_environment["VAR_DIR"], "run", "redis_url").read_text().removeprefix("unix://")).parent

    os.close(reading)
    supervisor.send_signal(signal.SIGHUP)
    supervisor.wait(20)

    assert _pids_of(clean_environment) == set()
    assert not folder.exists()
    assert not Path(clean_environment["VAR_DIR"], "run", "redis_url").exists()


def _pids_of(environment: dict[str, str], *words: str) -> set[int]:
    """Processes that were started for this site, whose command holds all of `words`; zombies do not count."""
    mark = f"VAR_DIR={environment['VAR_DIR']}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, told = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in told and all(word.encode() in command for word in words):
            found.add(int(folder.name))
    return found


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


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
