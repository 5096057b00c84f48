"""After a publication the figures that readers now see are searched for large changes: for curators to judge."""

from collections.abc import Sequence

from django.conf import settings

from apps.activity.listeners import on
from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.background.registry import Queue
from apps.background.work import Work
from apps.practice.models import Candidate, CandidateList, CaseStudy
from apps.practice.searching import Searched, search
from apps.scores.models import Publication, Run

#: The name of the listener.
SEARCH = "practice.candidates"


@on(Verb.RUN_PUBLISHED, name=SEARCH, queue=Queue.HEAVY, time_limit=300)
def find_candidates(work: Work, event: Event) -> None:
    """Keep the largest changes of a run that was published, and let those of other runs go that nobody writes about.

    Safe to run twice: all is kept in one transaction. A run that is not the published one any more is passed over, for
    the later publication has a job of its own.
    """
    _search(work, event.subject_id)


@on(Verb.RUN_UNPUBLISHED, name="practice.return", queue=Queue.HEAVY, time_limit=300)
def find_former_candidates(work: Work, event: Event) -> None:
    """Keep the largest changes of the run that readers were returned to: they were let go when the next one came."""
    _search(work, event.details["back_to"])


def _search(work: Work, run_id: int | None) -> None:
    run = Run.objects.select_related("edition", "snapshot").filter(pk=run_id or 0).first()
    if run is None or run.candidate_lists.exists() or not Publication.objects.filter(run=run).exists():
        return
    tiers = list(run.tiers.order_by("tier"))
    found = []
    for done, run_tier in enumerate(tiers):
        work.beat("Looking for large changes", done, len(tiers))
        found.append(search(run_tier, run, least_areas=settings.CANDIDATE_LEAST_AREAS))
    with work.finishing():
        publication = Publication.objects.select_for_update(of=("self",)).filter(pk=1).first()
        if publication and publication.run_id == run.pk and not run.candidate_lists.exists():
            _keep(found)
            _let_go_but(run)


def _keep(found: Sequence[Searched]) -> None:
    CandidateList.objects.bulk_create(each.list for each in found)
    # A run that is published again found the same before; what a case study was begun from is there still.
    Candidate.objects.bulk_create((candidate for each in found for candidate in each.candidates), ignore_conflicts=True)


def _let_go_but(run: Run) -> None:
    """Keep a run's candidates only, of all; those that a case study was begun from stay, to be found from there."""
    # Held first and asked after: whoever begins one from them meanwhile is waited for, and then seen.
    others = list(Candidate.objects.select_for_update().exclude(run=run).values_list("pk", flat=True))
    kept = CaseStudy.objects.filter(candidate__in=others).values_list("candidate_id", flat=True)
    Candidate.objects.filter(pk__in=set(others) - set(kept)).delete()
    CandidateList.objects.exclude(run=run).delete()
