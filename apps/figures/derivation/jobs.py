"""Derives figures anew whenever an input changes. Safe to run twice: what is in force, or was decided, stays so."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.activity.actions import record
from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background import actions as background
from apps.background.models import Job
from apps.background.registry import Queue, job
from apps.background.work import Impossible, Work
from apps.figures import importing
from apps.figures.derivation.declared import (
    WorkedOut,
    all_behind,
    imports_behind,
    in_force,
    made_before,
    made_of,
    names_now,
    work_out,
)
from apps.figures.derivation.release import release_of
from apps.figures.ground import subjects
from apps.figures.models import Derivation, Import
from apps.figures.registered import needs_two
from apps.figures.release import UnreadableRelease, write_release
from apps.files import actions as files

DERIVE = "figures.derive"
_UNDONE = (Job.State.ASKED, Job.State.RUNNING)
_WAITING = (Import.State.UPLOADED, Import.State.CHECKED)


@on(Verb.IMPORT_LOADED, name="figures.derive_with", queue=Queue.PROMPT)
def derive_after_load(work: Work, event: Event) -> None:
    """Figures came into force: derive anew what is made of them, and what they now stand in the place of."""
    _ask_after(work, event)


@on(Verb.IMPORT_WITHDRAWN, name="figures.derive_without", queue=Queue.PROMPT)
def derive_after_withdrawal(work: Work, event: Event) -> None:
    """Figures were taken back: derive anew what is made of them."""
    _ask_after(work, event)


def _ask_after(work: Work, event: Event) -> None:
    imported = Import.objects.filter(pk=event.subject_id).first()
    if imported is None:
        return
    with work.finishing():
        for derivation in [*made_of(imported.element_code), *in_force().filter(code=imported.element_code)]:
            ask_derivation(derivation)


def ask_derivation(derivation: Derivation) -> Job:
    """Ask for figures to be derived anew, in the caller's transaction; one job for an indicator waits at a time."""
    return background.ask(DERIVE, key=f"derivation-{derivation.code}", subject_id=derivation.pk)


@job(DERIVE, queue=Queue.HEAVY, time_limit=300)
def derive_figures(work: Work, derivation_id: int | None) -> None:
    """Work out what a derivation gives now, and bring what differs from the figures in force as an import."""
    derivation = Derivation.objects.filter(pk=derivation_id or 0, ended_at__isnull=True).first()
    if derivation is None:
        return
    if awaited := _unsettled(derivation):
        with work.finishing():
            _note(derivation, _("Waits until the figures of “%(code)s” are derived themselves.") % {"code": awaited})
        return
    work.beat("Taking back what has lost its ground")
    _withdraw_baseless(work, derivation)
    work.beat("Working out figures")
    try:
        worked, content, changed = _derived(derivation)
    except UnreadableRelease as error:
        raise Impossible(str(error)) from error
    with work.finishing():
        derivation = Derivation.objects.select_for_update().get(pk=derivation.pk)
        if derivation.ended_at is None:
            _bring_what_differs(derivation, worked, content, changed)


def settle_derived(imported: Import) -> None:
    """After the check of a derived import, in its transaction: accept it if its declaration says so, else let it wait.

    One of which rows were left out, or that is not of the figures in force any more, always waits for a person.
    """
    if imported.derivation is None:
        return
    if not _may_be_accepted(imported, imported.derivation):
        _ask_dependants(imported.element_code)
        return
    imported.state = Import.State.LOADING
    imported.decided_at = timezone.now()
    record(
        Verb.IMPORT_ACCEPTED, actor=None, subject=imported, details={"new": imported.new, "revised": imported.revised}
    )
    imported.job = background.ask("figures.load", key=f"import-{imported.pk}", subject_id=imported.pk)
    imported.save(update_fields=["state", "decided_at", "job"])


def _may_be_accepted(imported: Import, derivation: Derivation) -> bool:
    same = list(Import.objects.select_for_update().filter(element_code=imported.element_code).order_by("pk"))
    return (
        derivation.accepted_by_itself
        and derivation.ended_at is None
        and imported.new + imported.revised > 0
        and imported.refused == 0
        and imported.checked_against == importing.loads_of(imported.element_code)
        and all(other.state != Import.State.LOADING for other in same)
        and not needs_two(imported)
    )


def _unsettled(derivation: Derivation) -> str:
    """An input that is being derived itself, or the indicator while it is being loaded; empty when all stands still.

    Each of them asks for this work again when it is done, so that chains are followed in order.
    """
    if Import.objects.filter(element_code=derivation.code, state=Import.State.LOADING, job__state__in=_UNDONE).exists():
        return derivation.code
    for made in made_before(derivation):
        moving = Import.objects.filter(
            derivation__code=made.code, state__in=[Import.State.UPLOADED, Import.State.LOADING], job__state__in=_UNDONE
        )
        asked = Job.objects.filter(kind=DERIVE, key=f"derivation-{made.code}", state__in=_UNDONE)
        if moving.exists() or asked.exists():
            return made.code
    return ""


def _withdraw_baseless(work: Work, derivation: Derivation) -> None:
    """Withdraw derived figures one of whose inputs was withdrawn, the latest first, down to one that holds."""
    with work.writing():
        imports = list(Import.objects.select_for_update().filter(element_code=derivation.code).order_by("pk"))
        if any(each.state == Import.State.LOADING for each in imports):
            return
        loaded = [each for each in imports if each.state == Import.State.LOADED]
        for imported in sorted(loaded, key=lambda each: each.sequence or 0, reverse=True):
            if imported.derivation_id is None or not _is_baseless(imported):
                return
            imported.state = Import.State.WITHDRAWN
            imported.decided_by, imported.decided_at = None, timezone.now()
            imported.save(update_fields=["state", "decided_by", "decided_at"])
            record(Verb.IMPORT_WITHDRAWN, actor=None, subject=imported, details={"element": imported.element_code})


def _is_baseless(imported: Import) -> bool:
    needed = set(imports_behind(imported))
    return Import.objects.filter(pk__in=needed, state=Import.State.LOADED).count() < len(needed)


def _derived(derivation: Derivation) -> tuple[WorkedOut, bytes, int]:
    """What follows now, the file of it, and how many figures in force it would change. Raises UnreadableRelease."""
    subject = subjects().get(derivation.code)
    if subject is None:
        raise UnreadableRelease(f"There is no indicator “{derivation.code}” in force. End the derivation, or add it.")
    worked = work_out(derivation, upper_only=subject.upper_only)
    release = release_of(derivation, subject, worked, names_now())
    content = write_release(release)
    # Reasons alone are no figures: they come in only where they take the place of some.
    if not any(row.value for row in release.rows) and not _in_force(derivation.code):
        return worked, content, 0
    report = importing.check_content(content)
    return worked, content, len(report.new) + len(report.revised)


def _in_force(code: str) -> bool:
    return Import.objects.filter(element_code=code, state=Import.State.LOADED).exists()


def _bring_what_differs(derivation: Derivation, worked: WorkedOut, content: bytes, changed: int) -> None:
    digest = hashlib.sha256(content).hexdigest()
    ours = Import.objects.filter(element_code=derivation.code, derivation__code=derivation.code)
    for outdated in ours.filter(state__in=_WAITING).exclude(file__sha256=digest):
        outdated.state, outdated.decided_at = Import.State.DECLINED, timezone.now()
        outdated.save(update_fields=["state", "decided_at"])
        record(Verb.IMPORT_DECLINED, actor=None, subject=outdated)
    # The same was brought before, and waits, or a person decided against it.
    known = ours.filter(file__sha256=digest).exclude(state=Import.State.LOADED).exists()
    if changed and not known:
        _bring(derivation, worked, content)
        said = ngettext(
            "%(count)d figure differs and was brought.", "%(count)d figures differ and were brought.", changed
        )
        _note(derivation, said % {"count": changed})
        return
    _note(derivation, _unchanged(worked, waiting=bool(changed)))
    _ask_dependants(derivation.code)


def _bring(derivation: Derivation, worked: WorkedOut, content: bytes) -> None:
    stored = files.keep_made(name=f"{derivation.code}-derived.csv", media_type="text/csv", content=content)
    imported = Import.objects.create(
        file=stored,
        element_code=derivation.code,
        derivation=derivation,
        made_from=worked.made_from(derivation),
        behind=all_behind(used.pk for each in worked.imports.values() for used in each),
    )
    record(Verb.IMPORT_STARTED, actor=None, subject=imported, details={"file": stored.name})
    imported.job = background.ask("figures.check", key=f"import-{imported.pk}", subject_id=imported.pk)
    imported.save(update_fields=["job"])


def _unchanged(worked: WorkedOut, *, waiting: bool) -> str:
    if waiting:
        return _("The same figures were brought before: they wait for a decision, or were decided against.")
    if not worked.result.cells:
        return _("Nothing follows: the inputs have no figures for the same periods.")
    return _("Nothing new: all that follows is in force.")


def _note(derivation: Derivation, outcome: str) -> None:
    derivation.outcome, derivation.worked_at = outcome, timezone.now()
    derivation.save(update_fields=["outcome", "worked_at"])


def _ask_dependants(code: str) -> None:
    """Nothing new came of an indicator: those that waited for it need not any longer."""
    for dependant in made_of(code):
        ask_derivation(dependant)
