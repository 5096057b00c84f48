"""What scores do in the background: execute a run, and begin one when figures have changed."""

from django.conf import settings

from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.registry import Queue, job
from apps.background.work import Impossible, Work
from apps.common.tiers import Tier
from apps.figures.models import Import
from apps.figures.queries import imports_in_force
from apps.figures.snapshots import keep_snapshot
from apps.framework.models import Edition
from apps.scores import studies
from apps.scores.arrays import NoGroup
from apps.scores.computing import CannotScore
from apps.scores.models import AreaRange, Publication, Run, Study, StudyPart
from apps.scores.runs import EXECUTE, TIERS, begin_run, compute_run, figures_for, indicator_codes, store_results

_STEPS = 2 + len(TIERS)
#: So many rows of ranges are written at once: others get in between.
_ROWS = 500


@job(EXECUTE, queue=Queue.HEAVY, time_limit=600)
def execute_run(work: Work, run_id: int | None) -> None:
    """Execute a run; does nothing if it is gone or already done. Safe to run twice: results come in one transaction."""
    run = Run.objects.select_related("edition").filter(pk=run_id or 0, state=Run.State.WAITING).first()
    if run is None:
        return
    work.beat("Packing the figures", 0, _STEPS)
    # Named first and read by name after: an import that comes into force in between belongs to the next run.
    run.imports = imports_in_force(indicator_codes(run.edition))
    figures = figures_for(run)
    with work.writing():
        snapshot = keep_snapshot(figures)

    def tell(tier: Tier) -> None:
        work.beat(f"Scoring: {tier.label}", 1 + TIERS.index(tier), _STEPS)

    try:
        results = compute_run(run, figures, tell)
    except (CannotScore, NoGroup) as error:
        raise Impossible(str(error)) from error
    work.beat("Storing the scores", _STEPS - 1, _STEPS)
    with work.finishing():
        store_results(run, snapshot, results)
        if settings.STUDY_EVERY_RUN:
            studies.begin_studies(run)


@on(Verb.IMPORT_LOADED, name="scores.recompute", queue=Queue.PROMPT)
def recompute_after_import(work: Work, event: Event) -> None:
    """New figures of an indicator of the published edition: begin a run of it."""
    _recompute(work, event)


@on(Verb.IMPORT_WITHDRAWN, name="scores.recompute_without", queue=Queue.PROMPT)
def recompute_after_withdrawal(work: Work, event: Event) -> None:
    """Figures of an indicator of the published edition were taken back: begin a run of it."""
    _recompute(work, event)


def _recompute(work: Work, event: Event) -> None:
    imported = Import.objects.filter(pk=event.subject_id).first()
    publication = Publication.objects.select_related("run__edition").first()
    if imported is None or publication is None:
        return
    with work.finishing():
        for edition in _touched(publication.run.edition, imported.element_code):
            begin_run(edition=edition, cause=imported)


def _touched(published: Edition, code: str) -> list[Edition]:
    """The published edition, and those frozen since that were scored before, as far as they hold an indicator."""
    newer = Edition.objects.filter(frozen_at__gt=published.frozen_at, runs__isnull=False).distinct()
    editions = [published, *newer.order_by("frozen_at", "pk")]
    return [edition for edition in editions if code in indicator_codes(edition)]


@job(studies.PART, queue=Queue.HEAVY, time_limit=1800)
def do_study_part(work: Work, part_id: int | None) -> None:
    """Work out one part of a study; does nothing if it is gone or already done. Safe to run twice."""
    parts = StudyPart.objects.select_related("study__run_tier__run__edition", "study__run_tier__run__snapshot")
    part = parts.filter(pk=part_id or 0, done=False).first()
    if part is None:
        return
    packed = studies.find_part(part, lambda done, total: work.beat("Drawing", done, total))
    with work.finishing():
        studies.keep_part(part, packed)


@job(studies.FINISH, queue=Queue.HEAVY, time_limit=1800)
def finish_study(work: Work, study_id: int | None) -> None:
    """Put the parts of a study together; does nothing if it is gone or already finished. Safe to run twice."""
    found = Study.objects.select_related("run_tier__run__edition", "run_tier__run__snapshot")
    study = found.filter(pk=study_id or 0, finished_at__isnull=True).first()
    if study is None:
        return
    work.beat("Putting the parts together")
    ranges, about = studies.put_together(study)
    for start in range(0, len(ranges), _ROWS):
        with work.writing():
            AreaRange.objects.bulk_create(ranges[start : start + _ROWS], ignore_conflicts=True)
    with work.finishing():
        studies.finish(study, about)
