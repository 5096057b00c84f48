"""The project's own source, read as text and as syntax trees."""

import ast
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "apps"
TEMPLATES = ROOT / "templates"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def modules() -> list[Path]:
    """Every module of the apps but migrations."""
    return sorted(path for path in APPS.rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".svg"})


@cache
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def contracts() -> list[dict]:
    return pyproject()["tool"]["importlinter"]["contracts"]


def floors() -> dict[str, int]:
    """App to floor, 0 the highest, as the first import contract lists them."""
    layers = next(contract for contract in contracts() if contract.get("containers") == ["apps"])["layers"]
    return {app.strip().strip("()"): floor for floor, layer in enumerate(layers) for app in layer.split("|")}


def imported_by(path: Path) -> set[str]:
    """Every module, or name in a module, that a file imports, in full."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found
