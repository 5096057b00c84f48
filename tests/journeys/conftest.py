"""A real browser before the real site, as `make demo` starts it; with DATABASE_URL and REDIS_URL on those."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

from apps.access.roles import Role
from apps.accounts.demonstration import DEMO, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 240
QUIET_CHROMIUM = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    # A page that asks any other machine for anything gets no answer, and its console says so.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@dataclass(frozen=True)
class Site:
    """A running site: where it is, and what its processes wrote."""

    address: str
    var_dir: Path

    def sign_in(self, role: Role) -> tuple[str, str]:
        """The email address and password of the demonstration's person with a role."""
        return next(person.email for person in DEMO if role in person.roles), PASSWORD


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("Journeys need Chromium. On Debian: sudo apt install chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": [*QUIET_CHROMIUM, *as_root]}


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The real demonstration, once for all journeys of a session."""
    var_dir = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "VAR_DIR": str(var_dir), "PORT": str(free_port()), "DEMONSTRATION": "yes"}
    with (var_dir / "supervisor.log").open("w") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "ops.supervisor"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield _when_ready(supervisor, var_dir)
    finally:
        supervisor.terminate()
        supervisor.wait(20)


def _when_ready(supervisor: subprocess.Popen[bytes], var_dir: Path) -> Site:
    note, patience = var_dir / "run" / "site.json", time.monotonic() + PATIENCE_SECONDS
    while not note.exists() or not note.read_text():
        if supervisor.poll() is not None or time.monotonic() > patience:
            pytest.fail(f"The site did not start.\n{(var_dir / 'supervisor.log').read_text()}")
        time.sleep(0.2)
    return Site(json.loads(note.read_text())["address"], var_dir)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="session")
def base_url(site) -> str:
    """So that `page.goto("/areas/")` opens the site's page."""
    return site.address


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; a journey that expects a complaint takes it out of the list."""
    return []


@pytest.fixture
def context(context: BrowserContext, complaints: list[str]) -> Iterator[BrowserContext]:
    """A fresh browser profile. Any error in its console, or breach of the security policy, fails the journey."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def break_down(error: WebError) -> None:
        complaints.append(str(error.error))

    context.on("console", hear)
    context.on("weberror", break_down)
    yield context
    assert complaints == []
