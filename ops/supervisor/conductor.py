"""The order in which things start, the watch over them, and how they stop."""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from ops.supervisor import valkey
from ops.supervisor.child import Child
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
        self.asked_to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.asked_to_stop:
            for child in self.children:
                child.kill()
        self.asked_to_stop = True

    # -- starting ------------------------------------------------------------------------------------------------------
    def start_valkey(self) -> None:
        """A private broker and cache, and its address where every process finds it."""
        server = valkey.find_server()
        self.socket_folder = self.home.make_socket_folder()
        path = self.socket_folder / "valkey.sock"
        self.environment["REDIS_URL"] = f"unix://{path}"
        self.keep("valkey", valkey.command(server, path, self.home.valkey_dir.resolve()))
        self.wait_until(lambda: valkey.answers(path), "The private Valkey")
        self.home.note_redis(self.environment["REDIS_URL"])

    def keep(self, name: str, command: list[str]) -> None:
        """Start a process and keep it up from now on."""
        child = Child(name, command, self.environment, self.home.log_dir)
        self.children.append(child)
        child.start()

    def step(self, name: str, command: list[str], *, shown: bool = False) -> None:
        """Run something that ends; exits with what it said when it did not work."""
        child = Child(name, command, self.environment, self.home.log_dir)
        child.start()
        told = 0
        while child.code is None:
            if self.asked_to_stop:
                child.terminate()
                time.sleep(0.5)
                child.kill()
                raise Stopping
            told = self._tell(child, told) if shown else told
            self.watch()
            time.sleep(0.1)
        if shown:
            self._tell(child, told)
        if child.code:
            said = "" if shown else f" It said:\n{child.last_lines()}"
            sys.exit(f"“{name}” did not work; nothing is running now. All of it is in {child.log}.{said}")

    def _tell(self, child: Child, told: int) -> int:
        """Pass on what the step has written since; gives how much has been told."""
        with child.log.open("rb") as log:
            log.seek(told)
            fresh = log.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        sys.stdout.write(whole.decode("utf-8", "replace"))
        sys.stdout.flush()
        return told + len(whole)

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
        if starting and child.falls >= FALLS_ALLOWED_AT_START:
            sys.exit(f"“{child.name}” does not stay up (exit code {code}). The end of {child.log}:\n{said}")
        then = f"in {wait:.0f} s" if wait else "now"
        _say(f"“{child.name}” stopped (exit code {code}); starting it again {then}. The end of {child.log}:\n{said}")

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
        """End everything in good order, the broker last; whoever dawdles is killed."""
        broker = [child for child in self.children if child.name == "valkey"]
        self._end([child for child in self.children if child not in broker], STOP_SECONDS)
        self._end(broker, 2)
        self.home.leave(self.socket_folder)

    def _end(self, children: list[Child], seconds: float) -> None:
        for child in children:
            child.terminate()
        patience = time.monotonic() + seconds
        while time.monotonic() < patience and any(child.code is None for child in children if child.pid):
            time.sleep(0.05)
        for child in children:
            child.kill()


def _say(sentence: str) -> None:
    print(sentence, flush=True)
