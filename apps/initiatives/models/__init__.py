"""What partners do: policies and initiatives, the goals they are meant to serve, milestones and evidence."""

from apps.initiatives.models.borrowing import Borrowing
from apps.initiatives.models.calendar import CalendarAddress
from apps.initiatives.models.documents import Document
from apps.initiatives.models.initiative import Contribution, ContributionQuerySet, Initiative, InitiativeQuerySet
from apps.initiatives.models.interests import Interest, InterestQuerySet
from apps.initiatives.models.involvement import Involvement
from apps.initiatives.models.sheets import BroughtSheet
from apps.initiatives.models.steps import Evidence, Milestone
from apps.initiatives.models.tags import Tag

__all__ = [
    "Borrowing",
    "BroughtSheet",
    "CalendarAddress",
    "Contribution",
    "ContributionQuerySet",
    "Document",
    "Evidence",
    "Initiative",
    "InitiativeQuerySet",
    "Interest",
    "InterestQuerySet",
    "Involvement",
    "Milestone",
    "Tag",
]
