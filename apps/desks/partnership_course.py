"""How it goes with what the demonstration's partnership does: invented, and told by its people through the actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.desks.partnership_story import COORDINATOR, HEALTH, OFFICER, OWNER
from apps.initiatives.actions import (
    add_dependency,
    add_measure,
    change_milestone,
    count_delivery,
    raise_risk,
    write_update,
)
from apps.initiatives.models import Initiative
from apps.initiatives.plans import MeasurePlan, RiskPlan

Key = Callable[[str, str], UUID]


@dataclass(frozen=True)
class CourseStory:
    """What someone says of an initiative, by its key in the story; counts are so many, so many days ago.

    `moved` is a milestone that falls due so many days from today instead, and why.
    """

    initiative: str
    by: str
    happened: str = ""
    upcoming: str = ""
    needs_attention: bool = False
    measure: tuple[str, str, str] | None = None
    intended: tuple[int, int] | None = None
    counts: tuple[tuple[int, int], ...] = ()
    risk: tuple[str, int, int, str] | None = None
    blocker: str = ""
    waits_for: str = ""
    outside: tuple[str, int] | None = None
    moved: tuple[str, int, str] | None = None


COURSE = (
    CourseStory(
        "food-waste",
        OFFICER,
        "The first 1,400 homes have their bins, and the crews know the new rounds.",
        "The other 600 homes of the first two thousand, before the month ends.",
        measure=("Homes with a food bin", "homes", "much"),
        intended=(2000, 24),
        counts=((620, 40), (780, 12)),
        risk=(
            "The maker of the bins may deliver late in winter.",
            2,
            3,
            "A second maker is asked for a price, and a month of bins is kept in store.",
        ),
    ),
    CourseStory(
        "warm-homes",
        OFFICER,
        "Four streets asked to be first; the advisers are trained.",
        "Choose the ten streets with the residents’ groups.",
        outside=("The grant decision of the combined authority", 50),
    ),
    CourseStory(
        "coaches",
        HEALTH,
        "Seven surgeries have a coach. Two posts are advertised for the second time.",
        "Ask the surgeries without a coach to share one.",
        needs_attention=True,
        measure=("People who would come again", "% of those asked", "well"),
        counts=((81, 90), (86, 20)),
        blocker="Nobody with the right training has applied for the last two posts.",
        moved=("What the first year showed", 180, "Nine surgeries start later than four did, so the year ends later."),
    ),
    CourseStory(
        "repair",
        OWNER,
        "The counter mended 41 things last Saturday, most of them coats.",
        "A room across the valley is looked at next week.",
        measure=("Things mended", "things", "much"),
        counts=((320, 30), (164, 2)),
        waits_for="first-jobs",
    ),
    CourseStory(
        "walking-bus",
        COORDINATOR,
        measure=("Breakfasts given", "breakfasts", "much"),
        counts=((5200, 200), (6100, 28)),
    ),
)


def tell_course(people: Mapping[str, Any], initiatives: Mapping[str, Initiative], key: Key) -> None:
    """Say how it goes with what is there, each thing once however often this is run."""
    for told in COURSE:
        if initiative := initiatives.get(told.initiative):
            by = people[told.by]
            _count(by, initiative, told, key)
            _hinder(by, initiative, told, key)
            _wait(by, initiative, initiatives.get(told.waits_for), told, key)
            _move(by, initiative, told)
            if told.happened:
                words = {"happened": told.happened, "upcoming": told.upcoming}
                write_update(
                    by=by,
                    initiative=initiative,
                    **words,
                    needs_attention=told.needs_attention,
                    key=key("update", told.initiative),
                )


def _count(by: Any, initiative: Initiative, told: CourseStory, key: Key) -> None:
    if told.measure is None:
        return
    title, unit, kind = told.measure
    number, days = told.intended or (None, 0)
    due = _day(days) if number else None
    plan = MeasurePlan(title, unit, kind, Decimal(number) if number else None, due)
    measure = add_measure(by=by, initiative=initiative, plan=plan, key=key("measure", told.initiative))
    for many, ago in told.counts:
        day, known = _day(-ago), key("count", f"{told.initiative}-{many}")
        count_delivery(by=by, measure=measure, day=day, number=Decimal(many), key=known)


def _hinder(by: Any, initiative: Initiative, told: CourseStory, key: Key) -> None:
    if told.risk:
        what, likely, serious, response = told.risk
        plan = RiskPlan("risk", what, likely, serious, owner=by, response=response)
        raise_risk(by=by, initiative=initiative, plan=plan, key=key("risk", told.initiative))
    if told.blocker:
        plan = RiskPlan("blocker", told.blocker, owner=by)
        raise_risk(by=by, initiative=initiative, plan=plan, key=key("blocker", told.initiative))


def _wait(by: Any, initiative: Initiative, on: Initiative | None, told: CourseStory, key: Key) -> None:
    if on:
        add_dependency(by=by, initiative=initiative, on=on, key=key("waits", told.initiative))
    if told.outside:
        what, days = told.outside
        known = key("outside", told.initiative)
        add_dependency(by=by, initiative=initiative, outside=what, needed_by=_day(days), key=known)


def _move(by: Any, initiative: Initiative, told: CourseStory) -> None:
    if told.moved is None:
        return
    title, days, why = told.moved
    milestone = initiative.milestones.filter(title=title, version=1).first()
    if milestone:
        words = {"due": _day(days), "owner": by}
        change_milestone(by=by, milestone=milestone, based_on=1, words=words, reason=why)


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
