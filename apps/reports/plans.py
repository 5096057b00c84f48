"""What a board pack is asked for with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.goals.models import Goal


@dataclass(frozen=True)
class PackPlan:
    """About which period and which goals (none: all that are open), with which words; fields in braces are filled."""

    title: str
    begins: date
    ends: date
    words: str = ""
    goals: Collection[Goal] = ()
