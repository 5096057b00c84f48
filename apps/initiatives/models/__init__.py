"""What partners do: policies and initiatives, the goals they are meant to serve, what is done and what shows it."""

from apps.initiatives.models.borrowing import Borrowing
from apps.initiatives.models.calendar import CalendarAddress
from apps.initiatives.models.delivery import DeliveryCount, DeliveryCountQuerySet, DeliveryMeasure
from apps.initiatives.models.documents import Document
from apps.initiatives.models.initiative import Contribution, ContributionQuerySet, Initiative, InitiativeQuerySet
from apps.initiatives.models.interests import Interest, InterestQuerySet
from apps.initiatives.models.involvement import Involvement
from apps.initiatives.models.nudges import NoNudges, Nudge
from apps.initiatives.models.risks import Dependency, DependencyQuerySet, Risk
from apps.initiatives.models.sheets import BroughtSheet
from apps.initiatives.models.steps import OPEN_STATES, Evidence, Milestone
from apps.initiatives.models.tags import Tag
from apps.initiatives.models.updates import InitiativeUpdate

__all__ = [
    "Borrowing",
    "BroughtSheet",
    "CalendarAddress",
    "Contribution",
    "ContributionQuerySet",
    "DeliveryCount",
    "DeliveryCountQuerySet",
    "DeliveryMeasure",
    "Dependency",
    "DependencyQuerySet",
    "Document",
    "Evidence",
    "Initiative",
    "InitiativeQuerySet",
    "InitiativeUpdate",
    "Interest",
    "InterestQuerySet",
    "Involvement",
    "Milestone",
    "NoNudges",
    "Nudge",
    "OPEN_STATES",
    "Risk",
    "Tag",
]
