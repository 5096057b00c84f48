"""What stewards do with runs: start one, publish one, return readers to the one before."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.access.checks import require
from apps.access.permissions import Permission
from apps.activity.actions import record
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.models import Job
from apps.common.errors import Refused
from apps.figures.models import Import
from apps.framework.models import Edition
from apps.scores.models import Publication, Run, Study
from apps.scores.runs import begin_run
from apps.scores.studies import begin_studies


@transaction.atomic
def start_run(*, by: Any, edition: Edition) -> Run:
    """Have the scores of a frozen edition computed from the current figures; one that is still waiting is that run."""
    require(by, Permission.RUN_START)
    if edition.frozen_at is None:
        raise Refused(_("This edition of the framework is still a draft. Freeze it, then start a run."))
    Edition.objects.select_for_update().get(pk=edition.pk)
    return _being_executed(edition) or begin_run(edition=edition, started_by=by)


@transaction.atomic
def publish_run(*, by: Any, run: Run) -> Publication:
    """Let the public read this run: one pointer moves, and only forwards."""
    require(by, Permission.RUN_PUBLISH)
    run = Run.objects.select_related("edition").get(pk=run.pk)
    if run.state != Run.State.DONE:
        raise Refused(_("This run is not finished yet. Publish it when it is."))
    _insist_in_force(run)
    publication, before = _held_or_made(by, run)
    if before:
        _insist_newer(run, before)
        _point(publication, by, run)
    run.instead_of, run.taken_back_at = before, None
    run.save(update_fields=["instead_of", "taken_back_at"])
    record(Verb.RUN_PUBLISHED, actor=by, subject=run, details={"instead_of": before.pk if before else None})
    return publication


@transaction.atomic
def unpublish_run(*, by: Any, run: Run) -> Run | None:
    """Return readers to the run that they saw before this one, and give that back.

    None where nothing had been published before: then nothing is any more.
    """
    require(by, Permission.RUN_PUBLISH)
    former = Run.objects.select_related("edition", "instead_of__edition").get(pk=run.pk).instead_of
    if former:
        withdrawn = _withdrawn(former)
    # Of two who take back at once the second waits here, and then finds another run published, or none.
    publication = Publication.objects.select_for_update(of=("self",)).filter(pk=1).first()
    run = Run.objects.get(pk=run.pk)
    _insist_published(run, publication, former)
    if former and withdrawn:
        raise Refused(
            _(
                "Some figures of run %(former)s, which readers saw before, have been withdrawn since, so it cannot "
                "be shown again. Start a run, which reads the figures in force, and publish it instead."
            )
            % {"former": former.pk}
        )
    if publication and former:
        _point(publication, by, former)
    elif publication:
        publication.delete()
    run.taken_back_at = timezone.now()
    run.save(update_fields=["taken_back_at"])
    record(Verb.RUN_UNPUBLISHED, actor=by, subject=run, details={"back_to": former.pk if former else None})
    return former


def _held_or_made(by: Any, run: Run) -> tuple[Publication, Run | None]:
    """The publication, held, and the run that it points to; made, and None, where nothing is published."""
    while True:
        publication, made = Publication.objects.get_or_create(pk=1, defaults=_fields(by, run))
        if made:
            return publication, None
        # Of two who publish at once the second waits here, and then is asked again; what was taken back meanwhile is
        # gone, and is made anew.
        held = Publication.objects.select_for_update(of=("self",)).select_related("run__edition").filter(pk=1).first()
        if held:
            return held, held.run


def _point(publication: Publication, by: Any, run: Run) -> None:
    for name, value in _fields(by, run).items():
        setattr(publication, name, value)
    publication.full_clean()
    publication.save()


def _fields(by: Any, run: Run) -> dict[str, Any]:
    return {"run": run, "published_at": timezone.now(), "published_by": by if by.pk else None}


def _insist_published(run: Run, publication: Publication | None, former: Run | None) -> None:
    if publication is None:
        raise Refused(_("Nothing is published, so there is nothing to take back."))
    if publication.run_id != run.pk:
        raise Refused(
            _("Readers see run %(published)s and not run %(run)s, so there is nothing to take back here.")
            % {"published": publication.run_id, "run": run.pk}
        )
    if run.instead_of != former:
        raise Refused(_("It was published anew meanwhile. Look at it as it is now, then decide again."))


def _being_executed(edition: Edition) -> Run | None:
    """A run that a worker has in hand and that reads what another would read: who clicks twice starts one."""
    runs = Run.objects.filter(edition=edition, state=Run.State.WAITING, job__state=Job.State.RUNNING)
    if run := runs.first():
        changes = Event.objects.filter(verb__in=[Verb.IMPORT_LOADED, Verb.IMPORT_WITHDRAWN], at__gte=run.started_at)
        return None if changes.exists() else run
    return None


def _withdrawn(run: Run) -> bool:
    """Whether some figures of a run have been withdrawn since."""
    # Locked, so that nobody withdraws one of them between this look and the publication.
    imports = Import.objects.select_for_update(of=("self",)).filter(pk__in=run.imports).order_by("pk")
    return any(imported.state == Import.State.WITHDRAWN for imported in imports)


def _insist_in_force(run: Run) -> None:
    if _withdrawn(run):
        raise Refused(
            _(
                "Some figures of this run have been withdrawn since. "
                "Publish the run that follows the withdrawal instead."
            )
        )


def _insist_newer(run: Run, published: Run) -> None:
    if run == published:
        raise Refused(_("This run is the published one already; there is nothing to do."))
    if run.pk < published.pk:
        raise Refused(
            _(
                "Run %(published)s, which is newer than run %(run)s, is published. To go back, unpublish that run, or "
                "withdraw the figures that are wrong and publish the run that follows."
            )
            % {"published": published.pk, "run": run.pk}
        )
    if run.edition.as_at < published.edition.as_at:
        raise Refused(
            _("A newer edition, %(edition)s, is published; this run belongs to an older one.")
            % {"edition": published.edition}
        )


@transaction.atomic
def study_run(*, by: Any, run: Run) -> list[Study]:
    """Have the scores of a finished run studied, where they have not been; the studies that were begun."""
    require(by, Permission.RUN_START)
    run = Run.objects.select_for_update(of=("self",)).select_related("edition", "snapshot").get(pk=run.pk)
    if run.state != Run.State.DONE:
        raise Refused(_("This run is not finished yet. Its scores are studied by themselves when it is."))
    begun = begin_studies(run)
    if not begun:
        raise Refused(_("All that can be studied of this run has been, or is being worked on."))
    return begun
