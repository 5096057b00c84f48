"""The figures that come with the software: where they lie, and whether they are whole."""

import hashlib
import re
from pathlib import Path

from apps.figures.compiling.demonstration import OFFERED

FOLDER = Path(__file__).resolve().parent / "starter"
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)", re.ASCII)
_REMEDY = "Put the folder apps/figures/starter back as it came with the software."


class SetupProblem(Exception):
    """The starter set is not as it was shipped; the message is one sentence per thing wrong."""


def starter_files(folder: Path = FOLDER) -> list[Path]:
    """The release files of the set, one per indicator, by name."""
    return sorted((folder / "figures").glob("*.csv"))


def newer_release(folder: Path = FOLDER) -> Path:
    """A newer release of one indicator, for a demonstration to load."""
    return folder / "newer" / f"{OFFERED}.csv"


def faulty_practice(folder: Path = FOLDER) -> Path:
    """The same release with mistakes put in on purpose; every row with a mistake is refused."""
    return folder / "practice" / f"{OFFERED}-with-mistakes.csv"


def verify(folder: Path = FOLDER) -> None:
    """Insist that every file is there and as shipped; raises SetupProblem."""
    listed = _listed(folder / "checksums.txt")
    problems = [problem for name, digest in listed.items() if (problem := _problem(folder / name, name, digest))]
    strange = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")} - listed.keys()
    problems += [f"{name} is not part of the starter set. Remove it." for name in sorted(strange)]
    if problems:
        raise SetupProblem("\n".join(problems))


def _listed(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise SetupProblem(f"The starter set has no list of checksums. {_REMEDY}")
    listed: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        shape = _LINE.fullmatch(line)
        if shape is None:
            raise SetupProblem(f"Line {number} of the starter set's checksums.txt cannot be read. {_REMEDY}")
        listed[shape.group(2)] = shape.group(1)
    if not listed:
        raise SetupProblem(f"The starter set's checksums.txt is empty. {_REMEDY}")
    return listed


def _problem(path: Path, name: str, digest: str) -> str:
    if not path.is_file():
        return f"{name} is missing from the starter set. {_REMEDY}"
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        return f"{name} of the starter set is not as it was shipped. {_REMEDY}"
    return ""
