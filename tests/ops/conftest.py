"""Running our tools as a newcomer would, in a folder of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clean_environment(tmp_path) -> dict[str, str]:
    """The environment of the laptop size, with its own folder for data."""
    left_out = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DEBUG", "PORT", "HOST"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out and not name.startswith("COV_")}
    return {**kept, "VAR_DIR": str(tmp_path / "var"), "VENV": str(tmp_path / "venv")}


@pytest.fixture
def run(clean_environment):
    """Runs Python with arguments at the root of the project; gives what it said and its exit code."""

    def start(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env={**clean_environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return start
