"""What a run's page says of its studies."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from apps.background.models import Job
from apps.scores.models import Run, Study
from apps.scores.studies import FINISH, PART


@dataclass(frozen=True)
class StudyLine:
    """One study, how many of its parts are done, and whether one failed and needs a person."""

    study: Study
    done: int
    failed: bool


def study_lines(run: Run) -> dict[str, Any]:
    """The studies of a run, and whether there is one for every tier and kind."""
    done = Count("pieces", filter=Q(pieces__done=True))
    studies = list(Study.objects.filter(run_tier__run=run).select_related("run_tier").annotate(done_parts=done))
    keys = Job.objects.filter(kind__in=[PART, FINISH], state=Job.State.FAILED).values_list("key", flat=True)
    failed = {key.split("-")[1] for key in keys}
    return {
        "studies": [StudyLine(study, study.done_parts, str(study.pk) in failed) for study in studies],
        "all_studied": len(studies) == run.tiers.count() * len(Study.Kind),
    }
