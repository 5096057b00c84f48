"""Checks that need more than one command: the settings of the large size, the lock files, known weaknesses."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED_FOR = (3, 11)
# A mirror of the package index without its list of known weaknesses answers that a package is not found.
UNREACHABLE = ("connection", "name resolution", "timed out", "timeout", "proxy", "client error", "not found on pypi")


def deploy() -> int:
    """Django's own deployment checks, on the settings of the size of many machines."""
    with tempfile.TemporaryDirectory() as var_dir:
        environment = {
            **os.environ,
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "index.example.org",
            "BEHIND_PROXY": "yes",
            "FILE_SCANNER": "tcp://127.0.0.1:3310",
            "VAR_DIR": var_dir,
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def lock() -> int:
    """Whether requirements*.txt is what requirements*.in compiles to."""
    if sys.version_info[:2] != LOCKED_FOR:
        print("Lock files: only that each pin has its hash was checked; compiling again needs Python 3.11.")
        return _each_pin_has_its_hash()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"):
            shutil.copy(ROOT / name, folder)
        for stem in ("requirements", "requirements-dev"):
            compiled = _compile(stem, Path(folder))
            if compiled.returncode and _is_unreachable(compiled.stderr):
                print("Lock files: not compiled again, the package index could not be reached; hashes were checked.")
                return _each_pin_has_its_hash()
            if compiled.returncode:
                print(compiled.stderr)
                return 1
            if _pins(Path(folder, f"{stem}.txt")) != _pins(ROOT / f"{stem}.txt"):
                print(f"{stem}.txt is not what {stem}.in compiles to. Run `make lock` and commit the result.")
                return 1
    print("Lock files: up to date.")
    return 0


def _compile(stem: str, folder: Path) -> subprocess.CompletedProcess[str]:
    # The first file is a constraint for the second, and constraints may not have extras; see `make lock`.
    extras = "--strip-extras" if stem == "requirements" else "--no-strip-extras"
    command = [
        sys.executable, "-m", "piptools", "compile", "--quiet", "--allow-unsafe", "--generate-hashes", extras,
        "--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links",
        f"--output-file={stem}.txt", f"{stem}.in",
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _pins(path: Path) -> list[str]:
    """The lines that count: pins and hashes, without comments."""
    return [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.strip().startswith("#")]


def _each_pin_has_its_hash() -> int:
    bare = [pin for path in sorted(ROOT.glob("requirements*.txt")) for pin in _pins_without_hash(_pins(path))]
    for pin in bare:
        print(f"No hash: {pin}")
    return int(bool(bare))


def _pins_without_hash(lines: list[str]) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if re.match(r"[A-Za-z0-9]", line) and not following.startswith("--hash="):
            yield line


def audit() -> int:
    """Known weaknesses of what is pinned; says so when the service that knows them cannot be reached."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt", "--require-hashes", "--disable-pip",
        "--strict", "--progress-spinner=off", "--timeout=20",
    ]  # fmt: skip
    try:
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        print("Known weaknesses: not checked, the service did not answer in time.")
        return 0
    if found.returncode and "Found " not in found.stderr and _is_unreachable(found.stderr):
        print("Known weaknesses: not checked, the service could not be reached.")
        return 0
    print((found.stdout + found.stderr).strip())
    return found.returncode


def _is_unreachable(text: str) -> bool:
    return any(sign in text.lower() for sign in UNREACHABLE)


if __name__ == "__main__":
    sys.exit({"deploy": deploy, "lock": lock, "audit": audit}[sys.argv[1]]())
