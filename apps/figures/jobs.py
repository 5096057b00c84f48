"""Reads and checks one uploaded release; loads one accepted release. Both are safe to run twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from apps.activity.actions import record
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.areas.models import Reorganisation
from apps.background import actions as background
from apps.background.registry import Queue, job
from apps.background.work import Impossible, Work
from apps.common.bulk import add_rows
from apps.figures import delivered, delivering, history, importing
from apps.figures.arrivals import mark_came
from apps.figures.checking import MOST_FINDINGS, Kept
from apps.figures.derivation.jobs import settle_derived
from apps.figures.ground import ground
from apps.figures.models import LONGEST_COLUMN, Delivery, Figure, Import, Mapping, Problem, Source
from apps.figures.registered import told_otherwise
from apps.figures.release import Release, UnreadableRelease, write_release
from apps.figures.screening import Screened
from apps.figures.sheets import UnreadableSheet
from apps.figures.sieving import Remark
from apps.figures.writing import STEP, area_ids, in_order_of_index, step_of_writing, write_figures
from apps.files import actions as files
from apps.files.queries import content_of

REVISIONS_SHOWN = 50
_A_MINUTE = timedelta(minutes=1)
_DECIDED = (Import.State.LOADED, Import.State.DECLINED, Import.State.WITHDRAWN, Import.State.REFUSED)


@job("figures.check", queue=Queue.HEAVY, time_limit=600)
def check_import(work: Work, import_id: int | None) -> None:
    """Check one uploaded file; does nothing if it is gone or was checked already."""
    imported = _waiting(import_id, Import.State.UPLOADED)
    if imported is None:
        return
    work.beat("Reading the file")
    try:
        opened = importing.open_import(imported)
        against = importing.loads_of(opened.indicator.code)
        report = importing.check_opened(opened, tell=_beats(work))
    except UnreadableRelease as error:
        _refuse(work, imported, str(error))
        return
    report = replace(
        report, findings=(*importing.taken_away(report.revised), *told_otherwise(opened.header), *report.findings)
    )
    _write_problems(work, imported, report)
    imported.element_code = opened.indicator.code
    imported.header = importing.facts_of(opened.header)
    imported.release = opened.header["release"]
    imported.checked_against = against
    _finish_check(work, imported, report)


@job("figures.load", queue=Queue.HEAVY, time_limit=1800)
def load_import(work: Work, import_id: int | None) -> None:
    """Load one accepted file; does nothing if it is gone or was loaded already."""
    imported = _waiting(import_id, Import.State.LOADING)
    if imported is None:
        return
    work.beat("Making ready")
    _clear(work, Figure.objects.filter(imported=imported))
    work.beat("Reading the file")
    try:
        opened = importing.open_import(imported)
        report = importing.check_opened(opened, oddities=False, tell=_beats(work))
    except UnreadableRelease as error:
        raise Impossible(f"The file could be read when it was checked, but no longer. {error}") from error
    _write_figures(work, imported, report)
    _finish_load(work, imported, report)


@job("figures.release", queue=Queue.PROMPT, time_limit=60)
def release_held(work: Work, import_id: int | None) -> None:
    """Bring figures into force whose time has come; does nothing if they are not held any more.

    What others overtook is given back to a person; while another file of its indicator is loaded, it waits a minute.
    """
    imported = _waiting(import_id, Import.State.HELD)
    if imported is None:
        return
    with work.finishing():
        of_it = Import.objects.select_for_update().filter(element_code=imported.element_code).order_by("pk")
        states = {each.pk: each.state for each in of_it}
        imported.refresh_from_db(fields=["state", "held_until", "checked_against"])
        if imported.state != Import.State.HELD:
            return
        now = timezone.now()
        if Import.State.LOADING in states.values() or (imported.held_until or now) > now:
            due = max(imported.held_until or now, now + _A_MINUTE)
            background.ask("figures.release", key=f"import-{imported.pk}", subject_id=imported.pk, due=due)
        elif imported.checked_against != importing.loads_of(imported.element_code):
            imported.state = Import.State.CHECKED
            imported.forget_signature()
            imported.save(update_fields=["state", "signed_by", "signed_at", "held_until"])
            record(Verb.IMPORT_RETURNED, actor=None, subject=imported)
        else:
            imported.state = Import.State.LOADING
            imported.job = background.ask("figures.load", key=f"import-{imported.pk}", subject_id=imported.pk)
            imported.save(update_fields=["state", "job"])
            record(Verb.IMPORT_RELEASED, actor=None, subject=imported)


@job("figures.read", queue=Queue.HEAVY, time_limit=900)
def read_delivery(work: Work, delivery_id: int | None) -> None:
    """Read one delivered file into an import for each indicator in it; does nothing if it is gone or was read."""
    delivery = Delivery.objects.select_related("file").filter(pk=delivery_id or 0).first()
    if delivery is None or delivery.state != Delivery.State.UPLOADED:
        return
    work.beat("Reading the file")
    choices = delivering.choices_of(delivery)
    try:
        sheet = delivering.open_table(content_of(delivery.file), delivery.file.name, choices)
        lines = delivering.Numbered(sheet)
        choices, said = delivering.with_remembered(choices, lines)
        sheet.notes.extend(filter(None, [said]))
        work.beat("Finding areas, periods and figures")
        found = delivered.read_delivery(lines, choices, ground())
    except UnreadableSheet as error:
        delivery.state, delivery.refusal = Delivery.State.REFUSED, str(error)
        with work.finishing():
            delivery.save(update_fields=["state", "refusal"])
        return
    if (more := len(found.remarks) - MOST_FINDINGS) > 0:
        sheet.notes.append(
            f"The first {MOST_FINDINGS:,} things that are wrong or odd are listed; there are {more:,} more. Correct "
            "these, then upload the file again."
        )
    _write_remarks(work, delivery, found.remarks)
    # What was remembered shows in the form, so that whoever looks can correct it.
    taken = delivering.as_taken(choices, found)
    delivery.choices = taken.to_json()
    delivery.table, delivery.fates = delivering.table_json(found, sheet), dict(found.fates)
    delivery.state = Delivery.State.READ if found.made else Delivery.State.UNMAPPED
    with work.finishing():
        delivery.save(update_fields=["choices", "table", "fates", "state"])
        if taken.layout and not choices.layout:
            known = {"signature": delivery.table["signature"], "defaults": {"choices": delivery.choices}}
            Mapping.objects.update_or_create(**known)
        for made in found.made:
            _import_of(delivery, made)


def _import_of(delivery: Delivery, made: delivered.Made) -> None:
    """An import of one indicator, waiting for its check."""
    content = write_release(made.release, lines=True)
    stored = files.keep_made(name=f"{made.subject.code}.csv", media_type="text/csv", content=content)
    imported = Import.objects.create(
        file=stored, delivery=delivery, started_by=delivery.started_by, element_code=made.subject.code
    )
    imported.job = background.ask("figures.check", key=f"import-{imported.pk}", subject_id=imported.pk)
    imported.save(update_fields=["job"])


@on(Verb.REORGANISATION_APPLIED, name="figures.history", queue=Queue.HEAVY, time_limit=900)
def history_of_new_areas(work: Work, event: Event) -> None:
    """Work out earlier figures of the areas that a reorganisation made."""
    work_out_history(work, event.subject_id)


@job("figures.reaggregate", queue=Queue.HEAVY, time_limit=900)
def work_out_history(work: Work, reorganisation_id: int | None) -> None:
    """Make an import of each indicator's earlier figures for new areas, waiting for its check. Safe to run twice."""
    applied = Reorganisation.State.APPLIED
    held = Reorganisation.objects.filter(pk=reorganisation_id or 0, state=applied, shipped=False).first()
    if held is None:
        return
    wholes, lines = history.wholes_of(held), history.rules_in_force()
    for done, (code, line) in enumerate(sorted(lines.items()), start=1):
        work.beat(f"Working out earlier figures: {done} of {len(lines)}", done, len(lines))
        release = history.worked_out_release(held, line, wholes)
        with work.writing():
            undecided = held.imports.filter(element_code=code).exclude(state__in=_DECIDED)
            if release and not undecided.exists():
                _keep_history(held, code, release)


def _keep_history(reorganisation: Reorganisation, code: str, release: Release) -> None:
    stored = files.keep_made(name=f"{code}.csv", media_type="text/csv", content=write_release(release))
    by = reorganisation.decided_by
    imported = Import.objects.create(file=stored, reorganisation=reorganisation, started_by=by, element_code=code)
    imported.job = background.ask("figures.check", key=f"import-{imported.pk}", subject_id=imported.pk)
    imported.save(update_fields=["job"])


def _write_remarks(work: Work, delivery: Delivery, remarks: Sequence[Remark]) -> None:
    _clear(work, Problem.objects.filter(delivery=delivery))
    kept = remarks[:MOST_FINDINGS]
    for done, step in _steps(kept):
        with work.writing():
            add_rows(
                Problem(
                    delivery=delivery,
                    severity=Problem.Severity.WARNED if remark.kept else Problem.Severity.REFUSED,
                    line=remark.line,
                    column=remark.column[:LONGEST_COLUMN],
                    sentence=remark.sentence,
                )
                for remark in step
            )
        work.beat(f"Noting what to look at: {done:,} of {len(kept):,}", done, len(kept))


def _waiting(import_id: int | None, state: Import.State) -> Import | None:
    return Import.objects.select_related("file").filter(pk=import_id or 0, state=state).first()


def _beats(work: Work) -> Callable[[int], None]:
    return lambda rows: work.beat(f"Checked {rows:,} rows")


def _write_figures(work: Work, imported: Import, report: Screened) -> None:
    done, total = 0, len(report.new) + len(report.revised)
    for unsorted in (report.new.columns, report.revised.columns):
        rows, areas = in_order_of_index(unsorted), area_ids(unsorted)
        for start in range(0, len(rows), step_of_writing()):
            part = rows.take(slice(start, start + step_of_writing()))
            with work.writing():
                write_figures(imported, part, areas)
            done += len(part)
            work.beat(f"Writing figures {done:,} of {total:,}", done, total)


def _refuse(work: Work, imported: Import, sentence: str) -> None:
    imported.state = Import.State.REFUSED
    imported.refusal = sentence
    with work.finishing():
        if _still_unchecked(imported):
            imported.save(update_fields=["state", "refusal"])


def _still_unchecked(imported: Import) -> bool:
    """Whether nobody left it out while it was checked; it stays so until the end of the transaction.

    All imports of its indicator are held, in the order in which those who decide hold them.
    """
    held = Import.objects.select_for_update().filter(Q(element_code=imported.element_code) | Q(pk=imported.pk))
    states = {each.pk: each.state for each in held.only("state").order_by("pk")}
    return states.get(imported.pk) == Import.State.UPLOADED


def _write_problems(work: Work, imported: Import, report: Screened) -> None:
    _clear(work, Problem.objects.filter(imported=imported))
    for done, step in _steps(report.findings):
        with work.writing():
            add_rows(
                Problem(
                    imported=imported,
                    severity=Problem.Severity.WARNED if finding.kept else Problem.Severity.REFUSED,
                    line=finding.line,
                    column=finding.column,
                    sentence=finding.sentence,
                )
                for finding in step
            )
        work.beat(f"Noting what to look at: {done:,} of {len(report.findings):,}", done, len(report.findings))


def _finish_check(work: Work, imported: Import, report: Screened) -> None:
    imported.state = Import.State.CHECKED
    imported.revisions = [_revision(row) for row in report.revised[:REVISIONS_SHOWN]]
    _count(imported, report)
    with work.finishing():
        if not _still_unchecked(imported):
            return
        imported.save()
        settle_derived(imported)


def _finish_load(work: Work, imported: Import, report: Screened) -> None:
    with work.finishing():
        # Whoever gives out a place in the order holds the first import there is: no two loads get the same.
        Import.objects.select_for_update().order_by("pk").first()
        last = Import.objects.aggregate(last=Max("sequence"))["last"] or 0
        imported.sequence = last + 1
        imported.state = Import.State.LOADED
        imported.loaded_at = timezone.now()
        imported.source = _source_of(imported.header)
        _count(imported, report)
        imported.save()
        record(Verb.IMPORT_LOADED, actor=None, subject=imported, details=_details(imported))
        mark_came(imported)


def _source_of(header: dict[str, str]) -> Source:
    """The source a file names. What an earlier import said of a source stays as it was: other facts, another row."""
    facts = importing.source_facts(header)
    code, number = header["source"], 1
    while known := Source.objects.filter(code=code).first():
        if all(getattr(known, key) == fact for key, fact in facts.items()):
            return known
        number += 1
        code = f"{header['source'][:55]}-{number}"
    return Source.objects.create(code=code, **facts)


def _count(imported: Import, report: Screened) -> None:
    imported.rows, imported.refused, imported.unchanged = report.rows, report.refused, report.unchanged
    imported.new, imported.revised = len(report.new), len(report.revised)


def _details(imported: Import) -> dict[str, Any]:
    return {"element": imported.element_code, "new": imported.new, "revised": imported.revised}


def _revision(row: Kept) -> dict[str, Any]:
    before = row.before._asdict() if row.before else {}
    return {"line": row.line, "area": row.area, "period": row.period, "before": before, "after": row.cell._asdict()}


def _clear(work: Work, rows: Any) -> None:
    """Remove what an earlier attempt left, a step at a time."""
    step = step_of_writing()
    while chosen := list(rows.order_by("pk").values_list("pk", flat=True)[:step]):
        with work.writing():
            rows.filter(pk__gte=chosen[0], pk__lte=chosen[-1]).delete()
        work.beat("Removing what an earlier attempt left")


def _steps(rows: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    for start in range(0, len(rows), STEP):
        step = rows[start : start + STEP]
        yield start + len(step), step
