"""The settings refuse what would be unsafe or cannot be read, each time in one sentence that says what to do."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

KEY = "k" * 25 + "0123456789abcdefghijklmnopqrstuv"
LARGE = {
    "DATABASE_URL": "postgres://u:p@127.0.0.1:1/x",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "example.org",
    "FILE_SCANNER": "tcp://127.0.0.1:3310",
}


def run(tmp_path, environment, *command):
    """A fresh process with nothing in its environment but what is said here."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    environment = {"VAR_DIR": str(tmp_path / "var"), "PYTHONDONTWRITEBYTECODE": "1"} | kept | environment
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def refusal(tmp_path, environment):
    done = run(tmp_path, environment, "-c", "import tpi_platform.settings")
    assert done.returncode != 0
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": None}, "The setting SECRET_KEY is missing"),
        ({"ALLOWED_HOSTS": None}, "The setting ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not be"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"DEBUG": "perhaps"}, "The setting DEBUG is “perhaps”; write yes or no"),
        ({"JOB_LEASE_SECONDS": "soon"}, "write a whole number"),
        ({"DATABASE_URL": "what is this"}, "DATABASE_URL could not be understood"),
        ({"REDIS_URL": "http://example.org"}, "REDIS_URL should begin with redis://"),
        ({"DEBUG": "yes"}, "DEBUG"),
        ({"SECOND_STEP": "perhaps"}, "The setting SECOND_STEP is “perhaps”; write roles, all or nobody"),
        ({"FILE_SCANNER": "clamd, please"}, "The setting FILE_SCANNER is “clamd, please”; write tcp://host:port"),
        ({"SITE_ADDRESS": "index.example.org"}, "The setting SITE_ADDRESS is “index.example.org”"),
    ],
)
def test_a_large_site_refuses_to_start_and_says_why(tmp_path, change, sentence):
    environment = {name: value for name, value in (LARGE | change).items() if value is not None}

    said = refusal(tmp_path, environment)

    assert sentence in said
    assert len(said.splitlines()) == 1


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")

    said = refusal(tmp_path, {"VAR_DIR": str(tmp_path / "file" / "var")})

    assert "Allow it, or set VAR_DIR" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"SECRET KEY\n", "line 1, is not NAME=value"), (b"A=1\n\xff\xfe=2\n", "could not be read as text")],
)
def test_a_broken_env_file_is_a_sentence(tmp_path, content, sentence):
    file = tmp_path / ".env"
    file.write_bytes(content)
    script = f"from pathlib import Path; from tpi_platform.env import load_env_file as load; load(Path({str(file)!r}))"

    done = run(tmp_path, LARGE, "-c", script)

    assert done.returncode != 0
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_laptop_makes_its_own_key_once_and_keeps_it_to_its_owner(tmp_path):
    script = "from tpi_platform.settings import SECRET_KEY; print(SECRET_KEY)"

    keys = {run(tmp_path, {}, "-c", script).stdout for _ in range(2)}
    file = tmp_path / "var" / "secret_key"

    assert keys == {file.read_text() + "\n"}
    assert len(file.read_text()) >= 50
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environment", "who"), [({}, "nobody"), (LARGE, "roles"), (LARGE | {"DEMONSTRATION": "yes"}, "nobody")]
)
def test_who_needs_a_second_step_where_nobody_says(tmp_path, environment, who):
    done = run(tmp_path, environment, "-c", "from tpi_platform.settings import SECOND_STEP; print(SECOND_STEP)")

    assert done.stdout.strip() == who


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [({}, ["check"]), (LARGE, ["check"]), (LARGE, ["check", "--deploy", "--fail-level", "WARNING"])],
)
def test_the_checks_of_django_find_nothing(tmp_path, environment, arguments):
    done = run(tmp_path, environment, "-W", "error", "manage.py", *arguments)

    assert done.returncode == 0, done.stderr
    assert "System check identified no issues" in done.stdout
