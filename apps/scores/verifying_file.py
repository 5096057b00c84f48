"""Checking the file of a whole run without a database: its checksums, and its scores made again from its figures."""

import hashlib
import tempfile
import zipfile
from pathlib import Path

from apps.scores.engine.score import UnfitFigures, score_panel
from apps.scores.tables.cells import BadTable
from apps.scores.tables.figures import read_figures
from apps.scores.tables.frameworks import read_framework
from apps.scores.tables.methods import read_method
from apps.scores.tables.writing import write_scores
from apps.scores.verifying import Verification

_SUMS = "checksums.txt"
_AGAIN = "score-again/"
_INPUTS = ("framework.csv", "figures.csv", "method.json", "scores.csv")


def verify_file(path: Path) -> Verification:
    """Check every file in the ZIP at `path` and score each tier again. Raises ValueError where it is no such file.

    `numbers` of what comes back are the rows of scores that were compared, byte for byte.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if _SUMS not in names:
                raise ValueError(f"{path.name} holds no {_SUMS}: it is not the file of a whole run.")
            found = _checked(archive, names)
            tiers = sorted({name.split("/")[1] for name in names if name.startswith(_AGAIN) and name.count("/") == 2})
            rows = 0
            for tier in tiers:
                same, differences = _again(archive, tier)
                rows, found = rows + same, found + differences
    except zipfile.BadZipFile:
        raise ValueError(f"{path.name} is not a ZIP file, or is broken off.") from None
    return Verification(rows, tuple(found if tiers else [*found, "It holds nothing to make scores from."]))


def _checked(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    lines = [line.split("  ", 1) for line in archive.read(_SUMS).decode().splitlines() if "  " in line]
    sums = {name: digest for digest, name in lines}
    found = [f"{name} is in no checksum." for name in sorted(names - {_SUMS, *sums})]
    for name, told in sums.items():
        if name not in names:
            found.append(f"{name} is missing.")
        elif _digest(archive, name) != told:
            found.append(f"{name} is not what was put in: its checksum differs.")
    return found


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as part:
        while piece := part.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _again(archive: zipfile.ZipFile, tier: str) -> tuple[int, list[str]]:
    """How many rows of scores of a tier came out the same, and what differs."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in _INPUTS:
            folder.joinpath(name).write_bytes(archive.read(f"{_AGAIN}{tier}/{name}"))
        try:
            method = read_method(folder / "method.json")
            table = read_framework(folder / "framework.csv")
            figures = read_figures(folder / "figures.csv", table, method)
            found = score_panel(figures.panel, table.framework, method)
            write_scores(folder / "again.csv", figures, table, found, method.within)
        except (BadTable, UnfitFigures, ValueError) as error:
            return 0, [f"{tier}: no scores can be made from it. {error}"]
        told = (folder / "scores.csv").read_bytes().splitlines()
        again = (folder / "again.csv").read_bytes().splitlines()
    if told == again:
        return len(told) - 1, []
    differing = sum(one != other for one, other in zip(told, again, strict=False)) + abs(len(told) - len(again))
    return 0, [f"{tier}: {differing:,} rows of scores are not those that its figures give."]
