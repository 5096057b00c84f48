"""What partners mean to reach, what it is measured by, and where it stands."""

from apps.goals.models.goal import Assessment, AssessmentQuerySet, Goal, GoalQuerySet
from apps.goals.models.local import LocalFigure, LocalMeasure, LocalMeasureQuerySet

__all__ = [
    "Assessment",
    "AssessmentQuerySet",
    "Goal",
    "GoalQuerySet",
    "LocalFigure",
    "LocalMeasure",
    "LocalMeasureQuerySet",
]
