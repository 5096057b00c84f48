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
    """Keep the largest changes of a run that was published, and let those of older runs go that nobody writes about.

    Safe to run twice: all is kept in one transaction. A run that is not the published one any more is passed over, for
    the later publication has a job of its own.
    """
    run = Run.objects.select_related("edition", "snapshot").filter(pk=event.subject_id).first()
    if run is None or run.candidate_lists.exists() or not Publication.objects.filter(run=run).exists():
        return
    tiers = list(run.tiers.order_by("tier"))
    found = []
    for done, run_tier in enumerate(tiers):
        work.beat("Looking for large changes", done, len(tiers))
        found.append(search(run_tier, run, least_areas=settings.CANDIDATE_LEAST_AREAS))
    with work.finishing():
        publication = Publication.objects.select_for_update(of=("self",)).get(pk=1)
        if publication.run_id == run.pk and not run.candidate_lists.exists():
            _keep(found)
            _let_go_before(run)


def _keep(found: Sequence[Searched]) -> None:
    CandidateList.objects.bulk_create(each.list for each in found)
    Candidate.objects.bulk_create(candidate for each in found for candidate in each.candidates)


def _let_go_before(run: Run) -> None:
    """Those that a case study was begun from stay, to be found from there."""
    # Held first and asked after: whoever begins one from them meanwhile is waited for, and then seen.
    older = list(Candidate.objects.select_for_update().exclude(run=run).values_list("pk", flat=True))
    kept = CaseStudy.objects.filter(candidate__in=older).values_list("candidate_id", flat=True)
    Candidate.objects.filter(pk__in=set(older) - set(kept)).delete()
    CandidateList.objects.exclude(run=run).delete()
