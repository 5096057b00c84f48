"""Each import contract is seen to break when the matching offence is added to a copy of the tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, contracts

#: Contract to (file that offends, the line it gains, what the report then names).
OFFENCES = {
    "Apps import downwards only": ("apps/common/offence.py", "import apps.scores.models", "apps.scores.models"),
    "Inside an app: views, then actions, then queries, then models": (
        "apps/accounts/models.py",
        "import apps.accounts.actions",
        "apps.accounts.actions",
    ),
    "Pure modules know no database, no request and no queue": (
        "apps/figures/checking.py",
        "import apps.areas.queries",
        "apps.figures.checking -> apps.areas.queries",
    ),
    "The engine knows numbers only": (
        "apps/scores/engine/offence.py",
        "import apps.common.periods",
        "apps.scores.engine.offence -> apps.common.periods",
    ),
    "Views are reached by URL only": ("apps/desks/offence.py", "import apps.accounts.views", "apps.desks.offence"),
    "Forms are used by views only": ("apps/accounts/offence.py", "import apps.accounts.forms", "apps.accounts.offence"),
    "Apps do not know the project": ("apps/areas/offence.py", "import tpi_platform.env", "tpi_platform.env"),
}
NAMES = [contract["name"] for contract in contracts()]


def copy_of_the_tree(to: Path) -> Path:
    for folder in ("apps", "tpi_platform"):
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__", "*.csv", "migrations"))
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def report_of(tree: Path) -> str:
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())",
    ]
    done = subprocess.run(
        [*command, "--no-cache", "--config", "pyproject.toml"], cwd=tree, capture_output=True, text=True, check=False
    )
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What the linter says of a copy in which every offence was added at once: one run serves all contracts."""
    tree = copy_of_the_tree(tmp_path_factory.mktemp("offending"))
    for file, line, _ in OFFENCES.values():
        with (tree / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    (tree / "apps" / "attic").mkdir()
    (tree / "apps" / "attic" / "__init__.py").write_text('"""An app that chose no floor."""\n', "utf-8")
    return report_of(tree)


def test_every_contract_has_its_offence():
    assert sorted(OFFENCES) == sorted(NAMES)


def test_the_tree_as_it_is_keeps_every_contract(tmp_path):
    report = report_of(copy_of_the_tree(tmp_path))

    assert f"Contracts: {len(NAMES)} kept, 0 broken." in report


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_breaks_at_its_offence(name, report):
    section = report.split("Broken contracts", 1)[1].split(f"{name}\n---", 1)[1]
    section = min((section.split(f"{other}\n---", 1)[0] for other in NAMES), key=len)

    assert f"{name} BROKEN" in report
    assert OFFENCES[name][2] in section


def test_an_app_without_a_floor_is_refused(report):
    assert "attic" in report
