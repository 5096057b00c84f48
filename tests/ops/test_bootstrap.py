"""The first minute of a newcomer: every trouble is one sentence that says what to do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from ops import bootstrap

SOURCE = Path(bootstrap.__file__)
ROOT = SOURCE.parents[1]
AS_MAIN = f"import runpy; runpy.run_path({str(SOURCE)!r}, run_name='__main__')"
OLD = "import sys; sys.version_info = (3, 9, 2, 'final', 0); "
NO_PIP_CONFIGURATION = {"PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": "", "PIP_RETRIES": "1", "PIP_NO_INDEX": ""}
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that nobody may write to")


@pytest.fixture
def finished(tmp_path) -> Path:
    """A virtual environment in which everything wanted was installed before."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    for number, files in enumerate(bootstrap.SETS, 1):
        (venv / f"installed-{number}").write_text(bootstrap.wanted(files))
    return venv


def test_an_old_python_can_read_it():
    assert ast.parse(SOURCE.read_text(), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("python", "sentence"),
    [("python-that-is-not-there", "There is no python-that-is-not-there here"), ("false", "false is much older")],
)
def test_make_names_a_python_that_will_not_do_in_one_sentence(python, sentence):
    said = subprocess.run(["make", "ready", f"PYTHON={python}"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert said.returncode == 2
    assert sentence in said.stderr
    assert "install" in said.stderr.lower()


def test_make_leaves_the_port_to_the_env_file():
    told = subprocess.run(["make", "-n", "-p", "help"], cwd=ROOT, capture_output=True, text=True, check=False).stdout

    assert "\nVENV = " in told.replace(" ?= ", " = ")
    assert "\nPORT" not in told


def test_an_old_python_alone_is_told_what_is_needed(run):
    said = run("-c", OLD + AS_MAIN, PATH="/nowhere")

    assert said.returncode == 1
    assert "This needs Python 3.11 or newer" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_old_python_hands_over_to_a_newer_one_on_the_path(run, finished, tmp_path):
    (tmp_path / "python3.12").symlink_to(sys.executable)

    said = run("-c", OLD + "sys.argv = [" + repr(str(SOURCE)) + "]; " + AS_MAIN, PATH=str(tmp_path))

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_a_newer_name_on_the_path_that_does_not_start_is_passed_over(run, tmp_path):
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)

    said = run("-c", OLD + AS_MAIN, PATH=str(tmp_path))

    assert "This needs Python 3.11 or newer" in said.stderr


def test_a_python_without_venv_names_the_package_to_install(run):
    said = run("-c", "import sys; sys.modules['ensurepip'] = None; " + AS_MAIN)

    assert said.returncode == 1
    assert f"sudo apt install python3.{sys.version_info[1]}-venv" in said.stderr


@LINUX_ONLY
def test_a_folder_that_may_not_be_written_to_is_named(run):
    said = run(str(SOURCE), VENV="/sys/venv")

    assert said.returncode == 1
    assert "/sys/venv may not be written to" in said.stderr


def test_nothing_is_said_or_fetched_when_all_is_there(run, finished):
    said = run(str(SOURCE), "--dev", PIP_INDEX_URL="http://127.0.0.1:9/")

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_what_was_installed_for_working_on_it_also_serves_to_run_it(run, finished):
    (finished / "installed-1").unlink()

    assert run(str(SOURCE)).stdout == ""


def test_the_first_set_up_without_a_network_says_so(run):
    said = run(str(SOURCE), PIP_INDEX_URL="http://127.0.0.1:9/", **NO_PIP_CONFIGURATION)

    assert said.returncode == 1
    assert "needs the network" in said.stderr
    assert not list(Path(said.args[1]).parent.glob("installed-*"))


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Temporary failure in name resolution", "needs the network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was pinned"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no ready-made build for"),
        ("[Errno 13] Permission denied: '/x/.venv/lib'", "may not be written to"),
        ("something new went wrong", "something new went wrong"),
    ],
)
def test_what_went_wrong_is_explained(output, sentence):
    with pytest.raises(SystemExit, match=sentence):
        bootstrap.explain(output, "The packages could not be installed")
