"""Who sees held figures shortly before they come into force, and what they see.

Official statistics in the United Kingdom let named people see a release up to 24 hours early, and publish in which
offices they were (The Pre-release Access to Official Statistics Order 2008). Here it is the same: a list per release,
each look noted, and the offices published once the figures are out.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.areas.models import Area
from apps.common.periods import label
from apps.figures.checking import Cell, Kept
from apps.figures.models import Absence, EarlyReader, Import


@dataclass(frozen=True)
class EarlyRelease:
    """A release that someone may see early: from when, until when, and whether now."""

    imported: Import
    opens: datetime
    ends: datetime

    @property
    def is_open(self) -> bool:
        return self.opens <= timezone.now() < self.ends


@dataclass(frozen=True)
class Offices:
    """A release that is out, and in which offices it was seen before."""

    imported: Import
    offices: tuple[str, ...]


@dataclass(frozen=True)
class EarlyLine:
    """One figure that someone sees early, in words, and what is in force until then."""

    area: str
    period: str
    figure: str
    before: str


def early_lines(rows: Iterable[Kept], period_type: str) -> list[EarlyLine]:
    """Figures as whoever sees them early reads them, by area and period: one query."""
    areas = dict(Area.objects.values_list("code", "name"))
    found = [
        EarlyLine(areas.get(row.area, row.area), label(row.period, period_type), _told(row.cell), _told(row.before))
        for row in rows
    ]
    return sorted(found, key=lambda line: (line.area, line.period))


def _told(cell: Cell | None) -> str:
    if cell is None:
        return _("no figure yet")
    return str(Absence(cell.absence).label) if cell.value is None else f"{cell.value:,.10g}"


def early_readers_of(imported: Import) -> list[EarlyReader]:
    """The list of an import, in the order in which it was made."""
    return list(imported.early_readers.select_related("account", "added_by"))


def early_releases_for(user: Any) -> list[EarlyRelease]:
    """What someone may see early, now or soon, by its time."""
    mine = Import.objects.filter(early_readers__account=user, state=Import.State.HELD).defer("revisions")
    found = [early_release(imported) for imported in mine.select_related("file").defer("file__content")]
    return sorted((each for each in found if each), key=lambda each: each.ends)


def offices_published(imports: Collection[int], limit: int = 100) -> list[Offices]:
    """Releases that were seen early and then by all, the latest first, with the offices of those who looked.

    `imports`: those that readers see. What was loaded after the last of them is for nobody to know of yet.
    """
    last = Import.objects.filter(pk__in=list(imports)).aggregate(last=Max("sequence"))["last"] or 0
    out = Import.objects.filter(state__in=[Import.State.LOADED, Import.State.WITHDRAWN], sequence__lte=last)
    seen = out.filter(early_readers__seen_at__isnull=False).distinct().order_by("-loaded_at")[:limit]
    return [
        Offices(imported, tuple(reader.office for reader in imported.early_readers.all() if reader.seen_at))
        for imported in seen.prefetch_related("early_readers")
    ]


def early_release(imported: Import) -> EarlyRelease | None:
    if imported.state != Import.State.HELD or imported.held_until is None:
        return None
    opens = imported.held_until - timedelta(hours=settings.EARLY_ACCESS_HOURS)
    return EarlyRelease(imported, opens, imported.held_until)
