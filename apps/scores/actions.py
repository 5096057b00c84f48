"""What stewards do with runs: start one, publish one."""

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
from apps.scores.models import Publication, Run
from apps.scores.runs import begin_run


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
    now = {"run": run, "published_at": timezone.now(), "published_by": by if by.pk else None}
    publication, first = Publication.objects.get_or_create(pk=1, defaults=now)
    before = None
    if not first:
        # Of two who publish at once the second waits here, and then is asked again.
        publication = Publication.objects.select_for_update().get(pk=1)
        before = publication.run
        _insist_newer(run, before)
        for name, value in now.items():
            setattr(publication, name, value)
        publication.full_clean()
        publication.save()
    record(Verb.RUN_PUBLISHED, actor=by, subject=run, details={"instead_of": before.pk if before else None})
    return publication


def _being_executed(edition: Edition) -> Run | None:
    """A run that a worker has in hand and that reads what another would read: who clicks twice starts one."""
    runs = Run.objects.filter(edition=edition, state=Run.State.WAITING, job__state=Job.State.RUNNING)
    if run := runs.first():
        changes = Event.objects.filter(verb__in=[Verb.IMPORT_LOADED, Verb.IMPORT_WITHDRAWN], at__gte=run.started_at)
        return None if changes.exists() else run
    return None


def _insist_in_force(run: Run) -> None:
    # Locked, so that nobody withdraws one of them between this look and the publication.
    imports = Import.objects.select_for_update(of=("self",)).filter(pk__in=run.imports)
    if any(imported.state == Import.State.WITHDRAWN for imported in imports):
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
                "Run %(published)s, which is newer than run %(run)s, is published. To go back, withdraw the figures "
                "that are wrong and publish the run that follows."
            )
            % {"published": published.pk, "run": run.pk}
        )
    if run.edition.as_at < published.edition.as_at:
        raise Refused(
            _("A newer edition, %(edition)s, is published; this run belongs to an older one.")
            % {"edition": published.edition}
        )
