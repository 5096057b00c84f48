"""The order in which things start, the watch over them, and how they stop."""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from ops.supervisor import trouble, valkey
from ops.supervisor.child import Child
from ops.supervisor.guard import Guard
from ops.supervisor.home import Home

PATIENCE = 60
STOP_SECONDS = 7.0
FALLS_ALLOWED_AT_START = 3


class Stopping(Exception):
    """Someone asked to stop while things were still starting."""


class Conductor:
    """Everything that runs for one site."""

    def __init__(self, home: Home, environment: Mapping[str, str], host: str, port: int) -> None:
        self.home = home
        self.environment = dict(environment)
        self.host = host
        self.port = port
        self.children: list[Child] = []
        self.socket_folder: Path | None = None
        self.asked_to_stop = self.asked_twice = False
        self.guard = Guard()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked_twice = self.asked_to_stop
        self.asked_to_stop = True

    # -- starting ------------------------------------------------------------------------------------------------------
    def start_valkey(self) -> None:
        """A private broker and cache, and its address where every process finds it."""
        server = valkey.find_server()
        self.socket_folder = self.home.make_socket_folder()
        self.guard.remove(str(self.socket_folder))
        path = self.socket_folder / "valkey.sock"
        self.environment["REDIS_URL"] = f"unix://{path}"
        self.keep("valkey", valkey.command(server, path, self.home.valkey_dir.resolve()))
        self.wait_until(lambda: valkey.answers(path), "The private Valkey")
        self.home.note_redis(self.environment["REDIS_URL"])

    def keep(self, name: str, command: list[str]) -> None:
        """Start a process and keep it up from now on."""
        child = Child(name, command, self.environment, self.home.log_dir, self.guard)
        self.children.append(child)
        child.start()

    def step(self, name: str, command: list[str], *, shown: bool = False) -> None:
        """Run something that ends; exits with a sentence when it did not work."""
        child = Child(name, command, self.environment, self.home.log_dir, self.guard)
        child.start()
        try:
            self._see_through(child, shown=shown)
        finally:
            child.kill()
        if child.code:
            # A step that waits for the worker in vain does not know that the worker's disk is full.
            if any(trouble.is_full(other.last_lines(200)) for other in self.children):
                sys.exit(trouble.full(self.home.log_dir.parent))
            sys.exit(trouble.from_log(name, child.last_lines(200), child.log))

    def _see_through(self, child: Child, *, shown: bool) -> None:
        """Wait until it has ended, with the watch kept."""
        told = 0
        while child.code is None:
            if self.asked_to_stop:
                child.terminate()
                time.sleep(0.5)
                raise Stopping
            told = self._tell(child, told) if shown else told
            self.watch()
            time.sleep(0.1)
        if shown:
            self._tell(child, told)

    def _tell(self, child: Child, told: int) -> int:
        """Pass on what the step has written since, as long as all goes well; gives how much has been told."""
        with child.log.open("rb") as log:
            said = log.read()
        well = trouble.before_refusal(said[: said.rfind(b"\n") + 1].decode("utf-8", "replace"))
        say(well[told:], end="")
        return len(well)

    def wait_until(self, ready: Callable[[], bool], what: str) -> None:
        """Wait for `ready`, with the watch kept; exits with a sentence when it takes too long."""
        patience = time.monotonic() + PATIENCE
        while not ready():
            if self.asked_to_stop:
                raise Stopping
            if time.monotonic() > patience:
                sys.exit(f"{what} did not come up within {PATIENCE} seconds. Its log is in {self.home.log_dir}.")
            self.watch(starting=True)
            time.sleep(0.1)

    def web_answers(self) -> bool:
        """Whether the site gives an answer that is not an error of its own."""
        line = HTTPConnection(self.host, self.port, timeout=5)
        try:
            line.request("GET", "/health/", headers={"Host": "localhost"})
            return line.getresponse().status < 500
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    # -- watching ------------------------------------------------------------------------------------------------------
    def watch(self, *, starting: bool = False) -> None:
        """Start again, after a pause that grows, whatever has stopped by itself."""
        for child in self.children:
            if child.due:
                if time.monotonic() >= child.due:
                    child.start()
            elif child.is_down:
                self._report_fall(child, starting=starting)

    def _report_fall(self, child: Child, *, starting: bool) -> None:
        code, said = child.code, child.last_lines()
        wait = child.fall()
        if starting and trouble.is_full(said):
            sys.exit(trouble.full(self.home.log_dir.parent))
        if starting and child.falls >= FALLS_ALLOWED_AT_START:
            sys.exit(f"“{child.name}” does not stay up (exit code {code}). The end of {child.log}:\n{said}")
        then = f"in {wait:.0f} s" if wait else "now"
        say(f"“{child.name}” stopped (exit code {code}); starting it again {then}. The end of {child.log}:\n{said}")

    def stay_up(self) -> None:
        """Keep everything running until someone asks to stop."""
        trimmed = time.monotonic()
        while not self.asked_to_stop:
            self.watch()
            if time.monotonic() - trimmed > PATIENCE:
                trimmed = time.monotonic()
                for child in self.children:
                    child.trim_log()
            time.sleep(0.2)

    # -- stopping ------------------------------------------------------------------------------------------------------
    def stop(self) -> None:
        """End everything in good order, the broker last; whoever dawdles is killed, and all are when asked twice."""
        broker = [child for child in self.children if child.name == "valkey"]
        self._end([child for child in self.children if child not in broker], STOP_SECONDS)
        self._end(broker, 2)
        self.guard.dismiss()
        self.home.leave(self.socket_folder)

    def _end(self, children: list[Child], seconds: float) -> None:
        for child in children:
            child.terminate()
        patience = time.monotonic() + seconds
        while not self.asked_twice and time.monotonic() < patience and any(child.is_up for child in children):
            time.sleep(0.05)
        for child in children:
            child.kill()


def say(sentence: str, end: str = "\n") -> None:
    """Tell whoever started this; nobody listens any more when the terminal was closed, and stopping must go on."""
    with contextlib.suppress(OSError):
        print(sentence, end=end, flush=True)
