"""Many rows of one indicator: read, checked and written, beside the ORM's `bulk_create` into the same table."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.db import connection, transaction

from apps.access.checks import OPERATOR
from apps.areas.models import Area
from apps.background.claim import run_waiting
from apps.background.models import Job
from apps.figures import importing, writing
from apps.figures.actions import accept_import, start_import
from apps.figures.models import ContextIndicator, Figure, Import
from apps.figures.screening import Screened
from apps.files.models import StoredFile
from bench.harness import Timing, seconds_of

CODE, ROWS, MOST_ROWS = "bench-many", 1_000_000, 5_000_000
_HEADER = {
    "code": CODE, "name": "Many", "unit": "units", "source": "bench", "title": "Many figures", "publisher": "Nobody",
    "vintage": "2026", "licence": "none", "attribution": "none", "release": "2026",
}  # fmt: skip


def bringing() -> list[Timing]:
    """A million rows: every step once, the ORM first, as it is the reference. Leaves nothing behind."""
    get_ready()
    imported = start_import(by=OPERATOR, name="many.csv", content=b"".join(lines(ROWS)))
    report = _checked(imported)
    ids = dict(Area.objects.values_list("code", "pk"))
    first = f"write {ROWS:,} rows by bulk_create, unchecked"
    reference = Timing(first, [seconds_of(partial(_by_the_orm, imported, report, ids))])
    _empty()
    steps: dict[str, Callable[[], object]] = {
        "read and check them": partial(_checked, imported),
        "the same before loading, without oddities": partial(_checked, imported, oddities=False),
        "write them": partial(_by_ours, imported, report),
    }
    taken = {name: seconds_of(act) for name, act in steps.items()}
    _empty()
    timings = [reference, *(Timing(name, [seconds], reference) for name, seconds in taken.items())]
    timings += [Timing("the two jobs: checked, stored", [seconds_of(partial(_by_the_jobs, imported))], reference)]
    again = start_import(by=OPERATOR, name="again.csv", content=b"# note: again\n" + b"".join(lines(ROWS)))
    before = Figure.objects.count()
    seconds = seconds_of(run_waiting)
    again.refresh_from_db()
    written = Figure.objects.count() - before
    note = f"{again.unchanged:,} unchanged, {again.new + again.revised} to write, {written} written"
    timings += [Timing("check all of them again, in force now", [seconds], reference, note)]
    clear()
    return timings


def most() -> list[Timing]:
    """As many rows as a file may hold, in a process of its own, whose memory is measured."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.many", str(MOST_ROWS)], check=True, capture_output=True, text=True
    )
    found = json.loads(told.stdout.splitlines()[-1])
    return [Timing(each["name"], [each["seconds"]], note=f"{each['peak']:,.0f} MB at most") for each in found]


def get_ready() -> None:
    """The indicator that the figures are about, and nothing else to do."""
    clear()
    run_waiting()
    ContextIndicator.objects.get_or_create(code=CODE, defaults={"name": "Many", "unit": "units"})


def _empty() -> None:
    """Whoever writes finds the table as if nobody had written before."""
    Figure.objects.filter(element_code=CODE).delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {Figure._meta.db_table}")


def clear() -> None:
    """Remove all that was brought here."""
    _empty()
    brought = Import.objects.filter(element_code=CODE)
    files, jobs = list(brought.values_list("file", flat=True)), list(brought.values_list("job", flat=True))
    brought.delete()
    StoredFile.objects.filter(pk__in=files).delete()
    Job.objects.filter(pk__in=jobs).delete()


def lines(rows: int) -> Iterator[bytes]:
    """A release of so many rows, some at a time: one day after another, each with a figure for every area."""
    yield "".join(f"# {key}: {value}\n" for key, value in _HEADER.items()).encode()
    yield b"area,period,value,lower,upper,absence,basis\n"
    codes = list(Area.objects.order_by("code").values_list("code", flat=True))
    for number in range(-(-rows // len(codes))):
        day = date(1970, 1, 1) + timedelta(days=number)
        today = codes[: rows - number * len(codes)]
        told = (f"{code},{day},{(at * 37 + number * 11) % 1000 / 10:g},,,,published\n" for at, code in enumerate(today))
        yield "".join(told).encode()


def _checked(imported: Import, *, oddities: bool = True) -> Screened:
    return importing.check_opened(importing.open_import(imported), oddities=oddities)


def _by_the_jobs(imported: Import) -> None:
    run_waiting(limit=1)
    imported.refresh_from_db()
    accept_import(by=OPERATOR, imported=imported)
    run_waiting()
    imported.refresh_from_db()
    assert imported.state == Import.State.LOADED


def _by_ours(imported: Import, report: Screened) -> None:
    imported.element_code = CODE
    rows, areas = writing.in_order_of_index(report.new.columns), writing.area_ids(report.new.columns)
    for start in range(0, len(rows), writing.step_of_writing()):
        with transaction.atomic():
            part = slice(start, start + writing.step_of_writing())
            writing.write_figures(imported, rows.take(part), areas)


def _by_the_orm(imported: Import, report: Screened, ids: dict[str, int]) -> None:
    with transaction.atomic():
        Figure.objects.bulk_create(
            (
                Figure(
                    imported=imported,
                    area_id=ids[row.area],
                    element_code=CODE,
                    period=row.period,
                    value=row.cell.value,
                    absence="",
                    basis=row.cell.basis,
                )
                for row in report.new
            ),
            batch_size=1000,
        )
