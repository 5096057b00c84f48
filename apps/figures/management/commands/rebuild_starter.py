"""Rebuild the starter set from a folder of sources, or check that it would come out as shipped."""

import csv
import io
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.areas import geography, neighbours, reading
from apps.figures import starter_set
from apps.figures.compiling import coverage
from apps.figures.compiling.starter import build
from apps.framework.reading import DEFINITIONS, read_edition

_EDITION = "2026-starter"


class Command(BaseCommand):
    help = "Rebuild apps/areas/definitions and apps/figures/starter from a folder of sources (see docs/data.md)."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data_folder", type=Path)
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when anything would differ.")

    def handle(self, *, data_folder: Path, check: bool, **options: Any) -> None:
        if not (data_folder / "geography").is_dir():
            raise CommandError(f"{data_folder} is not a folder of sources: it has no folder “geography” in it.")
        self._settle(reading.DEFINITIONS, _definitions(data_folder), check)
        areas = reading.read_areas(reading.DEFINITIONS)
        edition = read_edition(DEFINITIONS / _EDITION)
        made = build(data_folder, areas, edition)
        self._settle(starter_set.FOLDER, made.files, check)
        self._compare(data_folder, coverage.differences(data_folder, made.compiled, areas))
        self.stdout.write(f"{len(made.files)} files, {sum(map(len, made.files.values())):,} bytes.")

    def _settle(self, folder: Path, files: dict[str, bytes], check: bool) -> None:
        differing = [name for name, content in files.items() if _content(folder / name) != content]
        if check and differing:
            raise CommandError(
                f"{len(differing)} files of {folder.name} differ from what the sources give, first {differing[0]}. "
                "Run the command without --check and look at what changed."
            )
        for name in differing:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        self.stdout.write(f"{folder.name}: {len(differing)} files {'differ' if check else 'written'}.")

    def _compare(self, data_folder: Path, differences: list[str] | None) -> None:
        if differences is None:
            self.stdout.write("No framework/elements.csv at hand to compare coverage with.")
        for sentence in differences or []:
            self.stdout.write(sentence)
        if differences == []:
            self.stdout.write("Periods and coverage of every indicator are those the sources' own list states.")


def _definitions(folder: Path) -> dict[str, bytes]:
    areas = geography.area_rows(folder / "geography")
    files = {
        "areas.csv": _table(geography.AREA_COLUMNS, areas),
        "predecessors.csv": _table(geography.PREDECESSOR_COLUMNS, geography.predecessor_rows(folder / "geography")),
    }
    if (alike := folder / "neighbours").is_dir():
        rows = neighbours.neighbour_rows(alike, {area["code"] for area in areas})
        files["neighbours.csv"] = _table(neighbours.COLUMNS, rows)
    return files


def _table(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
