"""The folder that one running site owns: its lock, its notes to other commands, its logs."""

import fcntl
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TextIO

# A socket's path may have 103 characters on macOS and 107 on Linux, with "/valkey.sock" at its end.
LONGEST_FOLDER = 90
SOCKET_FOLDER = "thriving-places-"


class Home:
    """VAR_DIR while a site runs in it. Notes go at the end; data and logs stay."""

    def __init__(self, var_dir: Path) -> None:
        self.run_dir = var_dir / "run"
        self.log_dir = var_dir / "log"
        self.valkey_dir = var_dir / "valkey"
        self.redis_note = self.run_dir / "redis_url"
        self.site_note = self.run_dir / "site.json"
        self.last_was_killed = False
        self._lock: TextIO | None = None

    def take(self, address: str) -> None:
        """Make the folders and hold the lock; exits with a sentence when another site holds it."""
        for folder in (self.run_dir, self.log_dir, self.valkey_dir):
            folder.mkdir(parents=True, exist_ok=True)
        lock = (self.run_dir / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            sys.exit(
                f"One is running here already, at {lock.read().strip()}: use it, or stop it with Ctrl-C where it was "
                "started. A second one beside it needs its own folder and port: VAR_DIR=var/second PORT=8001 make demo"
            )
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        self._lock = lock
        self._forget_the_last_one()

    def _forget_the_last_one(self) -> None:
        """Clear what a site that was killed outright could not clear itself."""
        self.last_was_killed = self.site_note.exists()
        if self.redis_note.exists():
            left = Path(self.redis_note.read_text("utf-8").strip().removeprefix("unix://")).parent
            if left.name.startswith(SOCKET_FOLDER):
                shutil.rmtree(left, ignore_errors=True)
        self.redis_note.unlink(missing_ok=True)
        self.site_note.unlink(missing_ok=True)

    def make_socket_folder(self) -> Path:
        """A fresh folder that only its owner may open; under the system's own, since a socket's path must be short."""
        usual = tempfile.gettempdir()
        place = usual if len(usual) + len(SOCKET_FOLDER) + 10 <= LONGEST_FOLDER else "/tmp"  # noqa: S108 - mkdtemp makes it safe
        return Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER, dir=place))

    def note_redis(self, url: str) -> None:
        """Leave the address of the private broker where settings look for it, readable by its owner only."""
        with os.fdopen(os.open(self.redis_note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as note:
            note.write(url)

    def note_site(self, address: str) -> None:
        self.site_note.write_text(json.dumps({"address": address}), "utf-8")

    def leave(self, socket_folder: Path | None) -> None:
        """Take away the notes and the socket, then let the lock go."""
        self.redis_note.unlink(missing_ok=True)
        self.site_note.unlink(missing_ok=True)
        if socket_folder:
            shutil.rmtree(socket_folder, ignore_errors=True)
        if self._lock:
            self._lock.close()
