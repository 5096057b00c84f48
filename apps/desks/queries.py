"""What the steward's pages show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.activity.models import Event
from apps.activity.queries import EventLine
from apps.areas.models import Area
from apps.background.models import Job
from apps.background.queries import Progress, progress_of
from apps.common import numbers, periods
from apps.common.bands import Band, band_of
from apps.common.tiers import Tier
from apps.figures.importing import is_overtaken
from apps.figures.models import Absence, EarlyReader, Import, Problem
from apps.figures.registered import asking_two
from apps.framework.models import Element
from apps.framework.queries import current_edition, indicators_by_code
from apps.scores.models import Publication, Run
from apps.scores.queries import ElementChange, Move, RunComparison, TierComparison, compare_runs

_UNDONE = (Job.State.ASKED, Job.State.RUNNING)


@dataclass(frozen=True)
class Moving:
    """Work that a page waits for: what it is for, how far it is, whether it is stuck and needs a person."""

    title: str
    progress: Progress | None

    @property
    def failed(self) -> bool:
        return self.progress is not None and self.progress.failed


@dataclass(frozen=True)
class Revision:
    """One figure that a file would change, as it would be read."""

    line: int
    area: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportReport:
    """A checked file: what it is about, what it would change, and whether the check still holds."""

    indicator: Element | None
    revisions: tuple[Revision, ...]
    refused: int
    warned: int
    changes: int
    overtaken: bool


@dataclass(frozen=True)
class ImportLine:
    """One import in a list, by its indicator's name."""

    imported: Import
    indicator: str


@dataclass(frozen=True)
class RunLine:
    """One run in a list; `cause` is what the import that brought it about is called."""

    run: Run
    published: bool
    progress: Progress | None
    cause: str


@dataclass(frozen=True)
class MoveLine:
    """One area's change on one headline, with its bands and its page."""

    move: Move
    band_before: Band | None
    band_after: Band | None
    url: str


@dataclass(frozen=True)
class TierReport:
    """One tier of a comparison, as it is read."""

    code: str
    name: str
    scores: TierComparison
    moves: tuple[MoveLine, ...]
    below: tuple[ElementChange, ...]


@dataclass(frozen=True)
class RunReport:
    """What publishing a run would change."""

    runs: RunComparison
    tiers: tuple[TierReport, ...]


@dataclass(frozen=True)
class JobLine:
    """One job: what it does, in words, and the page of what it is about."""

    job: Job
    progress: Progress | None
    deed: str
    url: str


@dataclass(frozen=True)
class Waiting:
    """What needs the steward."""

    to_decide: tuple[Import, ...]
    to_publish: Run | None
    failed: tuple[JobLine, ...]

    @property
    def nothing(self) -> bool:
        return not (self.to_decide or self.to_publish or self.failed)


def waiting_for_a_steward() -> Waiting:
    """What needs a person's decision or help, newest first."""
    return Waiting(
        to_decide=tuple(imports().filter(state__in=Import.TO_DECIDE)[:10]),
        to_publish=_newest_unpublished(),
        failed=tuple(_job_lines(Job.objects.filter(state=Job.State.FAILED).order_by("-pk")[:10])),
    )


def imports(*, state: str = "", text: str = "") -> QuerySet[Import]:
    """The imports, newest first, of one state or whose indicator or file name holds a text."""
    chosen = Import.objects.select_related("file", "started_by", "decided_by").defer("file__content")
    if state:
        chosen = chosen.filter(state=state)
    if text:
        named = Element.objects.filter(level=Element.Level.INDICATOR, name__icontains=text).values("code")
        fits = Q(element_code__icontains=text) | Q(element_code__in=named) | Q(file__name__icontains=text)
        chosen = chosen.filter(fits)
    return chosen


def with_people(imports: QuerySet[Import]) -> QuerySet[Any]:
    """Imports with whether someone sees them early (`has_early`), and their source asks for two people (`asks_two`)."""
    early = EarlyReader.objects.filter(imported=OuterRef("pk"))
    return asking_two(imports).annotate(has_early=Exists(early))


def import_lines(found: Iterable[Import]) -> list[ImportLine]:
    """Imports as a list shows them."""
    found = list(found)
    names = _names(imported.element_code for imported in found)
    return [ImportLine(imported, names.get(imported.element_code, imported.element_code)) for imported in found]


def told(events: Iterable[EventLine]) -> list[EventLine]:
    """Events about imports by the indicator's name, not its code; by the file's while the indicator is not known."""
    events = list(events)
    about = [event.subject_id for event in events if event.subject_kind == "import"]
    found = Import.objects.filter(pk__in=about).select_related("file").defer("file__content")
    names = _names(imported.element_code for imported in found)
    titles = {("import", imported.pk): _title(imported, names) for imported in found}
    return [
        replace(event, subject=titles.get((event.subject_kind, event.subject_id), event.subject)) for event in events
    ]


def cause_of(run: Run) -> str:
    """What the import that brought a run about is called; empty without one."""
    return _title(run.cause, _names([run.cause.element_code])) if run.cause else ""


def moving_of(imported: Import) -> Moving | None:
    """What an import's page waits for: its check, its load, then the scores that follow; None when all is still."""
    if imported.state == Import.State.UPLOADED:
        return _unless_done(_("Checking the file"), imported.job)
    if imported.state == Import.State.LOADING:
        return _unless_done(_("Loading the figures"), imported.job)
    run = run_after(imported)
    if run is not None and run.state == Run.State.WAITING:
        return _unless_done(_("Working out the scores anew"), run.job)
    listener = _listener_of(imported)
    return Moving(_("Seeing whether the scores change"), progress_of(listener)) if listener else None


def moving_run(run: Run) -> Moving | None:
    """What a run's page waits for; None when the run is done."""
    return _unless_done(_("Working out the scores"), run.job) if run.state == Run.State.WAITING else None


#: Of the runs that finished after an import was loaded, so many are asked whether they rest on it.
_RUNS_LOOKED_AT = 10


def run_after(imported: Import) -> Run | None:
    """The run that a load or withdrawal brought about, or the one it was taken into together with others."""
    if imported.sequence is None:
        return None
    runs = Run.objects.select_related("job")
    if own := runs.filter(cause=imported).order_by("-pk").first():
        return own
    # A run that began for another reason while this came in rests on it as well.
    near = runs.filter(finished_at__gte=imported.loaded_at).order_by("pk")[:_RUNS_LOOKED_AT]
    taken = (run for run in near if imported.pk in run.imports and imported.state == Import.State.LOADED)
    return next(taken, None) or runs.filter(cause__sequence__gt=imported.sequence).order_by("pk").first()


def readers_see(run: Run | None) -> bool:
    """Whether readers see this run, or one after it."""
    return run is not None and Publication.objects.filter(run_id__gte=run.pk).exists()


def report_on(imported: Import) -> ImportReport:
    """What the check of a file found."""
    edition = current_edition()
    indicator = indicators_by_code(edition).get(imported.element_code) if edition else None
    counts: dict[str, int] = dict(imported.problems.order_by().values_list("severity").annotate(Count("pk")))
    return ImportReport(
        indicator=indicator,
        revisions=tuple(_revisions(imported, indicator)),
        refused=counts.get(Problem.Severity.REFUSED, 0),
        warned=counts.get(Problem.Severity.WARNED, 0),
        changes=imported.new + imported.revised,
        overtaken=is_overtaken(imported),
    )


def report_on_run(run: Run, other: Run) -> RunReport:
    """What readers would see change if `run` were published, or what is other than in another run."""
    compared = compare_runs(run, other)
    return RunReport(compared, tier_reports(compared.tiers))


def tier_reports(tiers: tuple[TierComparison, ...]) -> tuple[TierReport, ...]:
    """Comparisons of tiers as they are read."""
    codes = {move.area_code for tier in tiers for move in tier.largest}
    slugs = dict(Area.objects.filter(code__in=codes).values_list("code", "slug"))
    return tuple(_tier_report(tier, slugs) for tier in tiers)


def comparable_runs(run: Run, limit: int = 50) -> list[Run]:
    """The latest finished runs that a run can be held beside, newest first."""
    return list(Run.objects.filter(state=Run.State.DONE).exclude(pk=run.pk).select_related("edition")[:limit])


def run_lines(runs: Iterable[Run]) -> list[RunLine]:
    """Runs as a list shows them."""
    runs = list(runs)
    published = Publication.objects.values_list("run_id", flat=True).first()
    names = _names(run.cause.element_code for run in runs if run.cause)
    causes = [_title(run.cause, names) if run.cause else "" for run in runs]
    return [
        RunLine(run, run.pk == published, progress_of(run.job), cause) for run, cause in zip(runs, causes, strict=True)
    ]


def job_lines(*, everything: bool = False) -> list[JobLine]:
    """Jobs that failed, wait or run; with `everything`, also those done lately."""
    jobs = Job.objects.order_by("-pk")
    failed = list(jobs.filter(state=Job.State.FAILED)[:100])
    undone = list(jobs.filter(state__in=_UNDONE)[:100])
    done = list(jobs.filter(state=Job.State.DONE)[:50]) if everything else []
    return _job_lines([*failed, *undone, *done])


def _tier_report(tier: TierComparison, slugs: dict[str, str]) -> TierReport:
    moves = tuple(
        MoveLine(
            move,
            band_of(move.before) if move.before is not None else None,
            band_of(move.after) if move.after is not None else None,
            reverse("explore:area", args=[tier.tier, slugs[move.area_code]]) if move.area_code in slugs else "",
        )
        for move in tier.largest
    )
    heads = {headline.code for headline in tier.headlines}
    below = tuple(e for e in tier.elements if e.code not in heads and (e.changed or e.gained or e.lost))
    return TierReport(tier.tier, str(Tier(tier.tier).label), tier, moves, below)


def _names(codes: Iterable[str]) -> dict[str, str]:
    """Names of indicators by code, from the latest edition that has them."""
    known = Element.objects.filter(code__in=set(codes), edition__frozen_at__isnull=False)
    return dict(known.order_by("edition__frozen_at", "edition_id").values_list("code", "name"))


def _title(imported: Import, names: dict[str, str]) -> str:
    if not imported.element_code:
        return imported.file.name
    return ", ".join(filter(None, [names.get(imported.element_code, imported.element_code), imported.release]))


def _newest_unpublished() -> Run | None:
    published = Publication.objects.values_list("run_id", flat=True).first() or 0
    # What was taken back from readers was decided on already.
    return (
        Run.objects.filter(state=Run.State.DONE, pk__gt=published, taken_back_at__isnull=True)
        .select_related("cause")
        .first()
    )


def _unless_done(title: str, job: Job | None) -> Moving | None:
    # A job that is done while its subject still waits found nothing to do: nothing will move any more.
    return None if job is None or job.state == Job.State.DONE else Moving(title, progress_of(job))


def _listener_of(imported: Import) -> Job | None:
    events = Event.objects.filter(subject_kind="import", subject_id=imported.pk).values("pk")
    return Job.objects.filter(kind__startswith="listener.scores.", subject_id__in=events, state__in=_UNDONE).first()


def _revisions(imported: Import, indicator: Element | None) -> Iterable[Revision]:
    names = dict(Area.objects.filter(code__in={row["area"] for row in imported.revisions}).values_list("code", "name"))
    kind = indicator.period_type if indicator else ""
    for row in imported.revisions:
        yield Revision(
            line=row["line"],
            area=names.get(row["area"], row["area"]),
            period=periods.label(row["period"], kind),
            before=_written(row["before"], indicator),
            after=_written(row["after"], indicator),
        )


def _written(cell: dict[str, Any], indicator: Element | None) -> str:
    """A cell for a reader, to as many decimals as show what changed."""
    if cell["value"] is None:
        return str(Absence(cell["absence"]).label)
    amount = numbers.number(cell["value"], max(2, indicator.decimals if indicator else 2))
    if cell["lower"] is None or cell["upper"] is None:
        return amount
    lower, upper = numbers.number(cell["lower"], 2), numbers.number(cell["upper"], 2)
    return _("%(value)s (%(lower)s to %(upper)s)") % {"value": amount, "lower": lower, "upper": upper}


def _job_lines(jobs: Iterable[Job]) -> list[JobLine]:
    return [JobLine(job, progress_of(job), _deed(job), _page_of(job)) for job in jobs]


def _deed(job: Job) -> str:
    deeds = {
        "figures.check": _("Check a file of figures"),
        "figures.load": _("Load figures"),
        "figures.derive": _("Work out derived figures"),
        "listener.figures.derive_with": _("See whether new figures change derived ones"),
        "listener.figures.derive_without": _("See whether withdrawn figures change derived ones"),
        "scores.execute": _("Work out the scores"),
        "listener.scores.recompute": _("See whether new figures change the scores"),
        "listener.scores.recompute_without": _("See whether withdrawn figures change the scores"),
        "listener.goals.assess": _("Hold the goals to the published figures"),
        "listener.goals.return": _("Hold the goals to the former figures again"),
        "listener.practice.candidates": _("Look for large changes in the published figures"),
        "listener.practice.return": _("Look for large changes in the former figures again"),
        "listener.workspaces.leavers": _("Take out of workspaces who left an organisation"),
        "activity.tell": _("Tell people of what happened"),
    }
    return deeds.get(job.kind, job.kind)


def _page_of(job: Job) -> str:
    page = {
        "figures.check": "desks:import_detail",
        "figures.load": "desks:import_detail",
        "figures.derive": "desks:derivation_detail",
        "scores.execute": "desks:run_detail",
    }.get(job.kind)
    return reverse(page, args=[job.subject_id]) if page and job.subject_id else ""
