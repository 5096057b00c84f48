"""What partners do: policies and initiatives, the goals they are meant to serve, milestones and evidence."""

from apps.initiatives.models.delivery import DeliveryCount, DeliveryCountQuerySet, DeliveryMeasure
from apps.initiatives.models.initiative import Contribution, ContributionQuerySet, Initiative, InitiativeQuerySet
from apps.initiatives.models.interests import Interest, InterestQuerySet
from apps.initiatives.models.nudges import NoNudges, Nudge
from apps.initiatives.models.risks import Dependency, DependencyQuerySet, Risk
from apps.initiatives.models.steps import OPEN_STATES, Evidence, Milestone
from apps.initiatives.models.updates import InitiativeUpdate

__all__ = [
    "OPEN_STATES",
    "Contribution",
    "ContributionQuerySet",
    "DeliveryCount",
    "DeliveryCountQuerySet",
    "DeliveryMeasure",
    "Dependency",
    "DependencyQuerySet",
    "Evidence",
    "Initiative",
    "InitiativeQuerySet",
    "InitiativeUpdate",
    "Interest",
    "InterestQuerySet",
    "Milestone",
    "NoNudges",
    "Nudge",
    "Risk",
]
