"""What a goal is set with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.framework.models import Element
from apps.goals.models import LocalMeasure


@dataclass(frozen=True)
class GoalPlan:
    """Which element, or local measure, in which area, from which period to what, by when, and who leads.

    `target` is in the unit of the indicator or the local measure, or points of the progress score; it is worked out
    where `aim` is not a figure of one's own, and then what is given counts for nothing. `success` says in words what
    would count as such; `marks` are a day and a figure a line.
    """

    area: Area
    tier: str
    element: Element | None
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
    local_measure: LocalMeasure | None = None


@dataclass(frozen=True)
class MeasurePlan:
    """What a local measure counts and in whom, in which unit, which way is better, from where, about which areas."""

    name: str
    definition: str
    unit: str
    source: str
    areas: Collection[Area]
    decimals: int = 0
    direction: int = 1
    link: str = ""
