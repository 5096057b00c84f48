"""`python -m bench.many ROWS`: brings that many rows, as a worker does, and says how much memory it took at most."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command

import bench.scratch  # noqa: F401 - first: it says which database everything below uses
from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Figure, Import
from bench.bulk import clear, get_ready, lines


def main() -> None:
    rows = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    if not Area.objects.exists():
        load_areas(by=OPERATOR)
    get_ready()
    with tempfile.TemporaryFile() as file:
        file.writelines(lines(rows))
        size = file.tell()
        told = [_told("before anything is brought", lambda: None)]
        imported: list[Import] = []
        keep = lambda: imported.append(start_import(by=OPERATOR, name="many.csv", content=file))  # noqa: E731
        told.append(_told(f"keep a file of {size / 1e6:,.0f} MB", keep))
    told.append(_told(f"check {rows:,} rows", lambda: run_waiting(limit=1)))
    imported[0].refresh_from_db()
    accept_import(by=OPERATOR, imported=imported[0])
    told.append(_told("load them", lambda: run_waiting(limit=1)))
    imported[0].refresh_from_db()
    assert imported[0].state == Import.State.LOADED
    assert Figure.objects.filter(imported=imported[0]).count() == rows
    clear()
    print(json.dumps(told))


def _told(name: str, act: Callable[[], object]) -> dict[str, object]:
    begun = time.perf_counter()
    act()
    return {"name": name, "seconds": time.perf_counter() - begun, "peak": _peak()}


def _peak() -> float:
    """The most memory that this process ever held, in MB. What getrusage says begins with that of its parent."""
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


if __name__ == "__main__":
    main()
