"""What scores do in the background: execute a run, begin one when figures have changed, put all of one into a file."""

import tempfile

from django.conf import settings
from django.utils import timezone

from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.background.registry import Queue, job
from apps.background.work import Impossible, Work
from apps.common.tiers import Tier
from apps.figures.models import Import
from apps.figures.queries import imports_in_force
from apps.figures.snapshots import keep_snapshot
from apps.files.actions import keep_made
from apps.files.models import FilePart, StoredFile
from apps.files.pieces import digest_of
from apps.framework.models import Edition
from apps.scores import studies
from apps.scores.arrays import NoGroup
from apps.scores.computing import CannotScore
from apps.scores.everything import write_everything
from apps.scores.models import AreaRange, Everything, Publication, Run, Study, StudyPart
from apps.scores.queries import first_published
from apps.scores.runs import EXECUTE, TIERS, begin_run, compute_run, figures_for, indicator_codes, store_results

_STEPS = 2 + len(TIERS)
#: The kind of job that puts all of a run into one file.
EVERYTHING = "scores.everything"
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
            if not _taken_in(edition):
                begin_run(edition=edition, cause=imported)


def _taken_in(edition: Edition) -> bool:
    """Whether the newest run of an edition rests on the figures in force: of many at once it may have all."""
    newest = edition.runs.order_by("-pk").first()
    return newest is not None and newest.imports == imports_in_force(indicator_codes(edition))


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
        if study.kind == Study.Kind.UNCERTAINTY and first_published().filter(subject_id=study.run_tier.run_id).exists():
            # Published before it was known how sure its scores are: that belongs into its file, too.
            background.ask(EVERYTHING, key=f"everything-{study.run_tier.run_id}", subject_id=study.run_tier.run_id)


@on(Verb.RUN_PUBLISHED, name="scores.everything", queue=Queue.HEAVY, time_limit=1800)
def put_together_published(work: Work, event: Event) -> None:
    """A run was published: put all of it into one file."""
    _put_together(work, event.subject_id)


@on(Verb.ERRATUM_PUBLISHED, name="scores.everything_corrected", queue=Queue.HEAVY, time_limit=1800)
def put_together_corrected(work: Work, _event: Event) -> None:
    """An error was told: the file of the published run tells of it from now on."""
    _put_together(work, Publication.objects.values_list("run_id", flat=True).first())


@on(Verb.ERRATUM_WITHDRAWN, name="scores.everything_uncorrected", queue=Queue.HEAVY, time_limit=1800)
def put_together_uncorrected(work: Work, _event: Event) -> None:
    """What was told of an error was taken back: the file of the published run says so."""
    _put_together(work, Publication.objects.values_list("run_id", flat=True).first())


@job(EVERYTHING, queue=Queue.HEAVY, time_limit=1800)
def put_together(work: Work, run_id: int | None) -> None:
    """Put all of a run into one file."""
    _put_together(work, run_id)


def _put_together(work: Work, run_id: int | None) -> None:
    """Put all of a finished run into one file, in the place of the one before. Safe to run twice: it is the same."""
    run = Run.objects.select_related("edition", "snapshot").filter(pk=run_id or 0, state=Run.State.DONE).first()
    if run is None:
        return
    with tempfile.TemporaryFile() as made:
        write_everything(run, made, work.beat)
        with work.finishing():
            before = Everything.objects.filter(run=run).values_list("file_id", "former_id", "file__sha256").first()
            if before and before[2] == digest_of(made):
                return
            kept = keep_made(name=f"{run.edition.code}-run-{run.pk}.zip", media_type="application/zip", content=made)
            told = {"file": kept, "former_id": before[0] if before else None, "put_together_at": timezone.now()}
            Everything.objects.update_or_create(run=run, defaults=told)
            if before and before[1]:
                # Django reads what it deletes, and a file need not be read for that.
                FilePart.objects.filter(file=before[1]).delete()
                StoredFile.objects.defer("content").filter(pk=before[1]).delete()
