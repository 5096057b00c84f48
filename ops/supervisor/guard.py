"""Ends what its holder leaves running when it is killed outright: a small process that waits for its pipe to close.

It needs no signal from the kernel at the death of a parent, and sees to the end of a process that dawdles.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

PATIENCE_SECONDS = 8.0


class Guard:
    """Held by whoever starts processes in groups of their own; told which they are, and what folder goes with them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self, pid: int) -> None:
        """See to it that the group of `pid` ends."""
        self._tell(f"end {pid}")

    def spare(self, pid: int) -> None:
        """Forget the group of `pid`: it has ended, and its number may be another's soon."""
        self._tell(f"spare {pid}")

    def remove(self, folder: str) -> None:
        """See to it that `folder` goes, when all groups have ended."""
        self._tell(f"remove {folder}")

    def dismiss(self) -> None:
        """See to whatever is left now."""
        assert self._process.stdin
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        # A guard that was killed itself must not take the site down with it.
        with suppress(OSError):
            self._process.stdin.write(os.fsencode(line) + b"\n")


def wait_and_see_to_it() -> None:
    """Take note of what is told until the holder is gone, then end and remove what is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    folders: set[str] = set()
    for line in sys.stdin.buffer:
        word, _, what = os.fsdecode(line.rstrip(b"\n")).partition(" ")
        if word == "end":
            groups.add(int(what))
        elif word == "spare":
            groups.discard(int(what))
        elif word == "remove":
            folders.add(what)
    end(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def end(groups: set[int]) -> None:
    """Ask the first of each group to end; kill the groups that are still there after a while."""
    for group in groups:
        with suppress(OSError):
            os.kill(group, signal.SIGTERM)
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience and any(is_there(group) for group in groups):
        time.sleep(0.1)
    for group in groups:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


if __name__ == "__main__":
    wait_and_see_to_it()
