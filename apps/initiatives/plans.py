"""What someone means to log, before it is a row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.goals.models import Goal
from apps.initiatives.models import DeliveryMeasure, Initiative


@dataclass(frozen=True)
class Service:
    """A goal that it is meant to serve: by what means, and from when an effect could be seen."""

    goal: Goal
    mechanism: str
    effect_from: date | None = None

    def words(self) -> dict[str, Any]:
        """What a contribution then says."""
        return {"mechanism": self.mechanism, "effect_from": self.effect_from, "is_meant": True}


@dataclass(frozen=True)
class Step:
    """A milestone to begin with."""

    title: str
    due: date


@dataclass(frozen=True)
class InitiativePlan:
    """A policy or an initiative as it is logged; no areas means all those of the workspace.

    `is_kept`: only the people of the partner that leads it see it, until they share it.
    """

    kind: str
    title: str
    summary: str
    lead: Organisation
    areas: Collection[Area] = ()
    starts: date | None = None
    ends: date | None = None
    status: str = Initiative.Status.PROPOSED
    serves: tuple[Service, ...] = ()
    milestones: tuple[Step, ...] = ()
    is_kept: bool = False
    sort: str = ""
    partners: Collection[Organisation] = ()
    places: str = ""
    groups: Collection[str] = ()
    whom: str = ""
    budget: int | None = None
    funding: str = ""

    def more(self) -> dict[str, Any]:
        """What a row holds of it besides what it is and who leads it."""
        return {
            "starts": self.starts,
            "ends": self.ends,
            "status": self.status,
            "places": self.places.strip(),
            "groups": list(self.groups),
            "whom": self.whom.strip(),
            "budget": self.budget,
            "funding": self.funding.strip(),
        }


@dataclass(frozen=True)
class MeasurePlan:
    """What is counted of what is done; with how much is meant by which day and how much there is so far, or without."""

    title: str
    unit: str
    kind: str = DeliveryMeasure.Kind.MUCH
    intended: Decimal | None = None
    due: date | None = None
    so_far: Decimal | None = None


@dataclass(frozen=True)
class RiskPlan:
    """A risk or a blocker, as it is named."""

    kind: str
    what: str
    likelihood: int | None = None
    seriousness: int | None = None
    owner: Any = None
    response: str = ""
