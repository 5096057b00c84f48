"""Brings releases of an indicator whose source has another vintage than before."""

from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Import
from apps.figures.release import Release, read_release, write_release
from tests.world import NEW, row_of


def bring_vintage(world, code, vintage, rows):
    """Upload, check, accept and load: the source keeps its name, and gets a row of its own."""
    known = read_release(bytes(world.imports[code].file.content))
    content = write_release(Release({**known.header, "vintage": vintage, "release": vintage}, rows))
    imported = start_import(by=world.steward, name=f"{code}-{vintage}.csv", content=content)
    run_waiting()
    imported.refresh_from_db()
    accept_import(by=world.steward, imported=imported)
    run_waiting()
    return Import.objects.select_related("source").get(pk=imported.pk)


def bring(world, value=55.5, *, name="Ambleton", code="recycling", vintage="2026", period=NEW):
    """A release with the figure of one area in one period, of a vintage of its own."""
    return bring_vintage(world, code, vintage, [row_of(world.areas[name].code, period, value)])
