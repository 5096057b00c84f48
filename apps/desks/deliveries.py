"""What the steward's pages say of a delivered table."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.background.models import Job
from apps.background.queries import progress_of
from apps.desks.queries import ImportLine, Moving, import_lines
from apps.figures.delivered import Subject
from apps.figures.ground import subjects
from apps.figures.models import Delivery, Import, Problem, Source
from apps.figures.sieving import Fate

#: What became of a cell, as it is said in a table, and what that means.
FATES: dict[str, tuple[Any, Any]] = {
    Fate.USED: (gettext_lazy("Read into figures"), gettext_lazy("Each import below says what of them is new.")),
    Fate.REFUSED: (
        gettext_lazy("Left out, as something is wrong"),
        gettext_lazy("Each is listed below with its line."),
    ),
    Fate.DUPLICATE: (
        gettext_lazy("Repeated"),
        gettext_lazy("The same figure for the same area and period stands there."),
    ),
    Fate.FEW_AREAS: (
        gettext_lazy("Periods with figures for few areas"),
        gettext_lazy("A period counts when six areas in ten have a figure."),
    ),
    Fate.OTHER_PERIOD: (
        gettext_lazy("Years that the publisher only repeated"),
        gettext_lazy("They have no figures of their own."),
    ),
    Fate.ENDED_AREA: (
        gettext_lazy("Areas that were split or ended"),
        gettext_lazy("No area of today can be made of them."),
    ),
    Fate.OTHER_AREA: (
        gettext_lazy("Other areas"),
        gettext_lazy("Regions, countries, and areas outside England."),
    ),
    Fate.OTHER_SERIES: (
        gettext_lazy("Other series"),
        gettext_lazy("No indicator takes its figures from them. You can say below that one does."),
    ),
}
_LAYOUTS: dict[str, Any] = {
    "els": gettext_lazy("ONS Explore local statistics"),
    "lait": gettext_lazy("DfE Local authority interactive tool"),
    "fingertips": gettext_lazy("Fingertips"),
    "health_index": gettext_lazy("ONS Health Index, inputs"),
    "sdg": gettext_lazy("UK data for the Sustainable Development Goals"),
    "climate": gettext_lazy("Climate companion of Trafford Data Lab"),
    "tidy": gettext_lazy("our own table, a row for each figure"),
    "small_areas": gettext_lazy("a column for each indicator"),
    "columns": gettext_lazy("a column for each indicator"),
    "wide": gettext_lazy("a column for each period"),
}


@dataclass(frozen=True)
class FateLine:
    """How many cells became what."""

    name: str
    means: str
    count: int


@dataclass(frozen=True)
class MadeLine:
    """One import of a delivery, and how it was made."""

    line: ImportLine
    series: tuple[str, ...]
    periods: int
    left_out: tuple[str, ...]
    matched: tuple[tuple[str, int], ...]
    odd: int = 0


@dataclass(frozen=True)
class DeliveryReport:
    """A delivered table as its page shows it."""

    fates: tuple[FateLine, ...]
    total: int
    imports: tuple[MadeLine, ...]
    acceptable: int
    waiting: int
    lacking: tuple[str, ...]
    layout: str
    refused: int
    warned: int

    @property
    def nothing_new(self) -> bool:
        """Whether all of it was checked and says what is in force."""
        found = [made.line.imported for made in self.imports]
        return all(each.state == Import.State.CHECKED and not each.new + each.revised for each in found)

    @property
    def undecided(self) -> bool:
        taken = (Import.State.HELD, Import.State.LOADED, Import.State.LOADING)
        return not any(made.line.imported.state in taken for made in self.imports)


def report_on_delivery(delivery: Delivery) -> DeliveryReport:
    """What was read of a table, and what waits to be decided."""
    kept = delivery.imports.exclude(state=Import.State.DECLINED).select_related("file", "job", "started_by")
    lines = import_lines(kept.defer("file__content").order_by("pk"))
    made = delivery.table.get("made", {})
    severities = list(delivery.problems.values_list("severity", flat=True))
    known = subjects()
    of_imports = Problem.objects.filter(imported__delivery=delivery, severity=Problem.Severity.WARNED).order_by()
    odd = dict(of_imports.values_list("imported").annotate(Count("pk")))
    return DeliveryReport(
        fates=tuple(
            FateLine(str(name), str(means), delivery.fates[fate])
            for fate, (name, means) in FATES.items()
            if fate in delivery.fates
        ),
        total=sum(delivery.fates.values()),
        imports=tuple(
            replace(_made(line, made.get(line.imported.element_code, {})), odd=odd.get(line.imported.pk, 0))
            for line in lines
        ),
        acceptable=sum(
            line.imported.state in Import.TO_DECIDE and line.imported.new + line.imported.revised > 0 for line in lines
        ),
        waiting=sum(line.imported.state in Import.TO_DECIDE for line in lines),
        lacking=tuple(known[code].name if code in known else code for code in delivery.table.get("lacking", [])),
        layout=str(_LAYOUTS.get(delivery.table.get("layout", {}).get("name", ""), _("as you said"))),
        refused=severities.count(Problem.Severity.REFUSED),
        warned=severities.count(Problem.Severity.WARNED),
    )


def moving_delivery(delivery: Delivery) -> Moving | None:
    """What a delivery's page waits for: its reading, then the check or load of its imports; None when all is still."""
    if delivery.state == Delivery.State.UPLOADED:
        return Moving(_("Reading the file"), progress_of(delivery.job)) if _undone(delivery.job) else None
    imports = list(
        delivery.imports.filter(state__in=[Import.State.UPLOADED, Import.State.LOADING]).select_related("job")
    )
    for imported in imports:
        if _undone(imported.job):
            deed = _("Checking") if imported.state == Import.State.UPLOADED else _("Loading")
            title = _("%(deed)s: %(count)d of the indicators to go") % {"deed": deed, "count": len(imports)}
            return Moving(title, progress_of(imported.job))
    return None


def indicators_offered() -> list[Subject]:
    """Every indicator that a series may be the figures of, by name."""
    return sorted(subjects().values(), key=lambda subject: subject.name)


def sources_offered() -> list[Source]:
    """What is known of sources, the latest of each publication."""
    latest: dict[tuple[str, str], Source] = {}
    for source in Source.objects.order_by("pk"):
        latest[source.title, source.publisher] = source
    return sorted(latest.values(), key=lambda source: source.title)


def waiting_deliveries(limit: int = 20) -> Iterable[Delivery]:
    """Deliveries whose reading or imports wait for someone, newest first."""
    return (
        Delivery.objects.exclude(state=Delivery.State.READ)
        .select_related("file", "started_by")
        .defer("file__content")[:limit]
    )


def _made(line: ImportLine, about: dict[str, Any]) -> MadeLine:
    return MadeLine(
        line=line,
        series=tuple(about.get("series", ())),
        periods=about.get("periods", 0),
        left_out=tuple(about.get("left_out", ())),
        matched=tuple(sorted(about.get("matched", {}).items())),
    )


def _undone(job: Job | None) -> bool:
    return job is not None and job.state != Job.State.DONE
