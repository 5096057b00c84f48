"""Many rows of one indicator: read, checked and written, beside the ORM's `bulk_create` into the same table."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from apps.areas.models import Area
from apps.figures import importing, jobs
from apps.figures.checking import Report, check
from apps.figures.models import ContextIndicator, Figure, Import
from apps.figures.release import Release, ReleaseRow, read_release, write_release
from apps.files.models import StoredFile
from bench.harness import Timing, seconds_of

_CODE, _ROWS = "bench-many", 249_000
_HEADER = {
    "code": _CODE, "name": "Many", "unit": "units", "source": "bench", "title": "Many figures", "publisher": "Nobody",
    "vintage": "2026", "licence": "none", "attribution": "none", "release": "2026",
}  # fmt: skip


def bringing() -> list[Timing]:
    """Every step once, the ORM first: it is the reference. Leaves nothing behind."""
    ContextIndicator.objects.get_or_create(code=_CODE, defaults={"name": "Many", "unit": "units"})
    areas = list(Area.objects.order_by("code"))
    content = write_release(Release(_HEADER, _rows(areas)))
    read = read_release(content)
    about = importing._of_context(_CODE)
    assert about is not None
    known = importing.known_of(about)
    report = check(read.rows, known)
    stored = StoredFile.objects.create(name="many", media_type="text/csv", size=1, sha256="0" * 64, content=b"x")
    ids = {area.code: area.pk for area in areas}
    steps: dict[str, Callable[[], object]] = {
        f"write {_ROWS:,} rows by bulk_create": partial(_by_the_orm, stored, report, ids),
        "read the release": partial(read_release, content),
        "check it": partial(check, read.rows, known),
        "check it before loading, without oddities": partial(check, read.rows, known, oddities=False),
        "write it": partial(_by_ours, stored, report),
    }
    taken = {}
    for name, act in steps.items():
        # Whoever writes finds the table without what another wrote.
        Figure.objects.filter(element_code=_CODE).delete()
        taken[name] = seconds_of(act)
    Figure.objects.filter(element_code=_CODE).delete()
    first, *others = taken
    reference = Timing(first, [taken[first]])
    # Read twice: for the check, and for the load.
    whole = sum(taken[name] for name in others) + taken["read the release"]
    return [
        reference,
        *(Timing(name, [taken[name]], reference) for name in others),
        Timing("all of it: read and checked twice, written", [whole], reference),
    ]


def _rows(areas: list[Area]) -> list[ReleaseRow]:
    days = [(date(1970, 1, 1) + timedelta(days=number)).isoformat() for number in range(_ROWS // len(areas) + 1)]
    made = [
        ReleaseRow(0, area.code, day, f"{(at * 37 + number * 11) % 1000 / 10:g}", "", "", "", "published")
        for number, day in enumerate(days)
        for at, area in enumerate(areas)
    ]
    return made[:_ROWS]


def _by_ours(stored: StoredFile, report: Report) -> None:
    imported = Import.objects.create(file=stored, element_code=_CODE)
    with transaction.atomic():
        jobs._write_figures(imported, report.new)


def _by_the_orm(stored: StoredFile, report: Report, ids: dict[str, int]) -> None:
    imported = Import.objects.create(file=stored, element_code=_CODE)
    with transaction.atomic():
        Figure.objects.bulk_create(
            (
                Figure(
                    imported=imported,
                    area_id=ids[row.area],
                    element_code=_CODE,
                    period=row.period,
                    value=row.cell.value,
                    absence="",
                    basis=row.cell.basis,
                )
                for row in report.new
            ),
            batch_size=1000,
        )
