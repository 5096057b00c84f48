"""What pages, desks and the API ask about scores."""

from apps.scores.comparing import ElementChange, FigureChange, Move, RunComparison, TierComparison, UseChange
from apps.scores.models import Publication, Run
from apps.scores.readings import AreaProfile, Reading

__all__ = [
    "AreaProfile",
    "ElementChange",
    "FigureChange",
    "Move",
    "Reading",
    "RunComparison",
    "TierComparison",
    "UseChange",
    "published_run",
]


def published_run() -> Run | None:
    """The run that the public reads, with its edition; None before the first publication."""
    publication = Publication.objects.select_related("run__edition").first()
    return publication.run if publication else None
