"""One process that the supervisor keeps: started in its own group, logged, restarted with back-off, ended whole."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.supervisor.guard import Guard

ROOT = Path(__file__).resolve().parents[2]
STEADY_SECONDS = 60
LOG_LIMIT = 10_000_000


class Child:
    """A command that should be running."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log_dir: Path, guard: Guard
    ) -> None:
        self.name = name
        self.guard = guard
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log_dir / f"{name}.log"
        self.falls = 0
        self.due = 0.0
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.guard.end(self._process.pid)
        self._started = time.monotonic()
        self.due = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def is_down(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def fall(self) -> float:
        """Note that it stopped by itself; gives the seconds to wait before it is started again."""
        self.kill()
        if time.monotonic() - self._started > STEADY_SECONDS:
            self.falls = 0
        wait = min(2.0**self.falls - 1, 30.0)
        self.falls += 1
        self.due = time.monotonic() + wait
        return wait

    def terminate(self) -> None:
        """Ask it to end, which each of ours does in good order."""
        if self._process:
            self._process.terminate()

    def kill(self) -> None:
        """End its whole group now, also what a dead parent left behind."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self.guard.spare(self._process.pid)

    def last_lines(self, count: int = 8) -> str:
        """The end of its log, to show with what went wrong."""
        try:
            text = self.log.read_bytes()[-20_000:].decode("utf-8", "replace")
        except OSError:
            return ""
        return "\n".join(text.strip().splitlines()[-count:])

    def trim_log(self) -> None:
        """Keep the log from growing without end: what is there becomes .1, and it goes on empty."""
        if self.log.stat().st_size > LOG_LIMIT:
            self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)
