"""What a goal is set with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.framework.models import Element


@dataclass(frozen=True)
class GoalPlan:
    """Which element in which area, by which measure, from which period to what, by when, and who leads.

    `target` is in the unit of the measure: that of the indicator, or points of the progress score; it is worked out
    where `aim` is not a figure of one's own, and then what is given counts for nothing. `success` says in words what
    would count as such; `marks` are a day and a figure a line.
    """

    area: Area
    tier: str
    element: Element
    measure: str
    title: str
    baseline_period: str
    target: float | None
    due: date
    lead: Organisation
    success: str
    why: str = ""
    shape: str = "straight"
    marks: str = ""
    aim: str = "value"
    against: str = ""
    moves: str = "fixed"
    contributors: Collection[Organisation] = ()
