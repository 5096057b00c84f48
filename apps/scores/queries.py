"""What pages, desks and the API ask about scores."""

from collections.abc import Iterator
from copy import copy
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from apps.activity.models import Event
from apps.activity.queries import seen_mark
from apps.activity.verbs import Verb
from apps.areas.models import Area, ReferenceGroup
from apps.common.caching import asked_for_page
from apps.common.prepared import Prepared
from apps.common.tiers import Tier
from apps.figures.models import Erratum, Snapshot
from apps.figures.queries import provenances
from apps.figures.snapshots import unpack
from apps.framework.models import Edition, Element
from apps.framework.queries import elements_of
from apps.scores.arrays import number, read_area, read_ranges
from apps.scores.comparing import (
    ElementChange,
    FigureChange,
    Move,
    Named,
    RunComparison,
    TierComparison,
    TierScores,
    UseChange,
    compare_series,
    compare_tier,
)
from apps.scores.engine.method import Method
from apps.scores.engine.stirring import Stirring
from apps.scores.models import AreaRange, AreaScores, ElementScores, Everything, Publication, Run, RunTier, Study
from apps.scores.readings import AreaProfile, Counted, Page, Reading, readings_of

__all__ = [
    "AreaProfile",
    "ElementChange",
    "ElementScore",
    "FigureChange",
    "Move",
    "Reading",
    "RunComparison",
    "TierComparison",
    "UseChange",
    "area_profile",
    "compare_runs",
    "element_scores",
    "earlier_runs",
    "first_published",
    "former_run",
    "published_run",
    "published_version",
    "runs_of",
]

Floats = NDArray[np.float64]


class ElementScore(NamedTuple):
    """One area's score on one element; None where it has none."""

    area: Area
    score: float | None
    coverage: float


#: The run that this process read last for the public, and the mark of what was published then.
_read_last: list[tuple[tuple[Any, ...], Run]] = []
_MARK = "what is published"


def published_run() -> Run | None:
    """The run that the public reads, with its edition; None before the first publication.

    A page whose version was asked for is told of the run of that version, which a process reads once.
    """
    mark = (asked_for_page() or {}).get(_MARK)
    if mark and _read_last and _read_last[0][0] == mark:
        return copy(_read_last[0][1])
    run = _published_run()
    if mark and run and run.pk == mark[0]:
        _read_last[:] = [(mark, copy(run))]
    return run


def forget_published() -> None:
    """Let go of the run that this process read last: for whoever puts another database in its place."""
    _read_last.clear()


def _published_run() -> Run | None:
    errata = Exists(Erratum.objects.filter(withdrawn_at=None))
    first = first_published().filter(subject_id=OuterRef("run_id")).values("at")[:1]
    known = Publication.objects.select_related("run__edition").annotate(has_errata=errata, first=Subquery(first))
    publication = known.first()
    if publication is None:
        return None
    publication.run.has_errata = publication.has_errata
    publication.run.published_at = publication.first or publication.published_at
    return publication.run


def first_published() -> QuerySet[Event]:
    """That runs were published, earliest first: `subject_id` is the run, `at` the moment."""
    return Event.objects.filter(verb=Verb.RUN_PUBLISHED, subject_kind="run").order_by("pk")


def published_version(*, with_seen: bool = False, with_files: bool = False) -> str:
    """What every page of scores changes with: the run that the public reads, and what is known of how sure it is.

    And what errata there are, and when it was published, since a run may be taken back and published again; for a page
    that tells of more than scores, whatever else readers may have seen change (`with_seen`), or when files of all of a
    run were last put together (`with_files`). Empty while nothing is published. One small query.
    """
    found = _VERSIONS[with_seen, with_files].first()
    if found is None:
        return ""
    run, since, studies, told_of, seen, files = found
    if (asked := asked_for_page()) is not None:
        asked[_MARK] = found[:4]
    return f"run {run} since {since} studies {studies} errata {told_of} seen {seen} files {files}"


def _what_is_published(*, with_seen: bool, with_files: bool) -> QuerySet[Any, Any]:
    finished = Count("run__tiers__studies", filter=Q(run__tiers__studies__finished_at__isnull=False))
    # Errata are never removed: one more, or one more that was taken back, makes another number.
    errata = Erratum.objects.order_by().annotate(all=Value(1)).values("all")
    told = errata.annotate(count=Count("pk") + Count("withdrawn_at")).values("count")
    known = Publication.objects.annotate(studies=finished, errata=Coalesce(Subquery(told), 0))
    known = known.annotate(seen=seen_mark() if with_seen else Value(0))
    files = Everything.objects.order_by("-put_together_at").values("put_together_at")[:1]
    known = known.annotate(files=Subquery(files) if with_files else Value(0))
    return known.values_list("run_id", "published_at", "studies", "errata", "seen", "files")


_VERSIONS = {
    (with_seen, with_files): Prepared(partial(_what_is_published, with_seen=with_seen, with_files=with_files))
    for with_seen in (False, True)
    for with_files in (False, True)
}


def former_run(run: Run) -> Run | None:
    """The run that readers saw before this one was published, with its edition and snapshot."""
    return Run.objects.select_related("edition", "snapshot").filter(pk=run.instead_of_id or 0).first()


def earlier_runs(run: Run, limit: int = 20) -> list[Run]:
    """The runs of its edition that readers saw before a published one, and that were not taken back; newest first."""
    replaced = Run.objects.filter(edition=run.edition_id, instead_of__isnull=False).values("instead_of")
    seen = Run.objects.filter(edition=run.edition_id, pk__in=replaced, taken_back_at=None).exclude(pk=run.pk)
    return list(seen.select_related("edition", "snapshot").order_by("-pk")[:limit])


def runs_of(edition: Edition, limit: int = 20) -> list[Run]:
    """The latest runs of an edition, newest first, each with its job, its cause and who started it."""
    return list(edition.runs.select_related("edition", "job", "cause", "started_by")[:limit])


def area_profile(area: Area, tier: str, run: Run | None = None) -> AreaProfile | None:
    """Everything an area's page shows, from the published run unless another is given.

    None when nothing is published, the run is not done, or it does not know the area at this tier.
    """
    run = run or published_run()
    row = _area_row(run, area, tier)
    if run is None or row is None:
        return None
    found, method = row.run_tier, Method.from_json(run.method)
    table = read_area(bytes(row.packed), len(found.elements))
    page = Page(
        area=area,
        tier=tier,
        in_group=area.code in found.scored,
        method=method,
        rows=dict(zip(found.elements, table, strict=True)),
        notes=row.notes,
        indicators=found.indicators,
        sources=provenances(found.indicators, run.imports),
        ranges=_ranges(row.ranges, found),
    )
    return AreaProfile(
        run=run,
        run_tier=found,
        edition=run.edition,
        area=area,
        tier=tier,
        in_group=page.in_group,
        group_name=row.group_name or "",
        group_note=row.group_note or "",
        headlines=readings_of(page, elements_of(run.edition)),
        counted=_counted(row.found, row.settings),
    )


def element_scores(code: str, tier: str, run: Run | None = None) -> list[ElementScore]:
    """Every area's score on one element at one tier, by name; from the published run unless another is given."""
    run = run or published_run()
    row = ElementScores.objects.filter(run_tier__run=run, run_tier__tier=tier, element_code=code)
    found = row.select_related("run_tier").first() if run else None
    if found is None:
        return []
    scores, coverage = unpack(found.scores).tolist(), unpack(found.coverage).tolist()
    known = {area: (number(scores[i]), coverage[i]) for i, area in enumerate(found.run_tier.areas)}
    areas = Area.objects.filter(code__in=known).order_by("name")
    return [ElementScore(area, *known[area.code]) for area in areas]


def compare_runs(new: Run, old: Run) -> RunComparison:
    """What publishing `new` instead of `old` would change."""
    elements = {element.code: element for element in new.edition.elements.order_by("position")}
    named = Named(dict(Area.objects.values_list("code", "name")), elements)
    after, before = _tier_scores(new), _tier_scores(old)
    return RunComparison(
        new_id=new.pk,
        old_id=old.pk,
        same_edition=new.edition_id == old.edition_id,
        same_method=new.method == old.method and new.engine_version == old.engine_version,
        tiers=tuple(
            compare_tier(tier, after[tier], before[tier], named) for tier in Tier if tier in after and tier in before
        ),
        figures=tuple(_figure_changes(new.snapshot, old.snapshot, elements)),
    )


def _area_row(run: Run | None, area: Area, tier: str) -> Any:
    """The AreaScores row, or None: with `ranges` (packed), `found` and `settings` of the study they come from, and what
    the group is called.
    """
    if run is None:
        return None
    told = {"kind": Study.Kind.UNCERTAINTY, "finished_at__isnull": False}
    study = Study.objects.filter(run_tier=OuterRef("run_tier"), **told)
    ranges = AreaRange.objects.filter(
        area=OuterRef("area"),
        study__run_tier=OuterRef("run_tier"),
        **{f"study__{name}": value for name, value in told.items()},
    )
    method = Method.from_json(run.method)
    group = ReferenceGroup.objects.filter(code=method.upper_group if tier == Tier.UPPER else method.district_group)
    # Asked for in the same breath: a page is one row, and what is known of how sure it is.
    rows = AreaScores.objects.select_related("run_tier").annotate(
        ranges=Subquery(ranges.values("packed")[:1]),
        found=Subquery(study.values("found")[:1]),
        settings=Subquery(study.values("settings")[:1]),
        group_name=Subquery(group.values("name")[:1]),
        group_note=Subquery(group.values("note")[:1]),
    )
    return rows.filter(run_tier__run=run, run_tier__tier=tier, area=area).first()


def _ranges(packed: bytes | None, tier: RunTier) -> dict[str, Floats]:
    if not packed:
        return {}
    return dict(zip(tier.elements, read_ranges(bytes(packed), len(tier.elements)), strict=True))


def _counted(found: dict[str, Any] | None, settings: dict[str, Any] | None) -> Counted | None:
    if not found or not settings:
        return None
    return Counted(found["indicators"], tuple(found["with_limits"]), Stirring.from_json(settings["stirring"]))


def _tier_scores(run: Run) -> dict[str, TierScores]:
    scores: dict[int, dict[str, Floats]] = {}
    rows = ElementScores.objects.filter(run_tier__run=run).values_list("run_tier_id", "element_code", "scores")
    for tier_id, code, packed in rows:
        scores.setdefault(tier_id, {})[code] = unpack(packed)
    tiers = RunTier.objects.filter(run=run)
    return {tier.tier: TierScores(tier.areas, tier.indicators, scores.get(tier.pk, {})) for tier in tiers}


def _figure_changes(new: Snapshot | None, old: Snapshot | None, elements: dict[str, Element]) -> Iterator[FigureChange]:
    if new is None or old is None or new == old:
        return
    after, before = _packed_series(new), _packed_series(old)
    differing = {key for key in after.keys() | before.keys() if after.get(key) != before.get(key)}
    areas = sorted({*new.areas, *old.areas})
    for code, element in elements.items():
        periods = {period for other, period in differing if other == code}
        if periods:
            pairs = [
                {period: _over(areas, snapshot.areas, packed.get((code, period))) for period in periods}
                for snapshot, packed in ((new, after), (old, before))
            ]
            yield compare_series(code, element.name, pairs[0], pairs[1])


def _packed_series(snapshot: Snapshot) -> dict[tuple[str, str], bytes]:
    rows = snapshot.series.values_list("element_code", "period", "values")
    return {(code, period): bytes(values) for code, period, values in rows}


def _over(areas: list[str], known: list[str], packed: bytes | None) -> Floats:
    """A series over `areas`, nan for those that its snapshot does not know."""
    values = dict(zip(known, unpack(packed).tolist(), strict=True)) if packed else {}
    return np.array([values.get(area, np.nan) for area in areas])
