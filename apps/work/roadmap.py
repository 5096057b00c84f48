"""The roadmap of a workspace: elements down the side, years across, goals as roads, below each what is to serve it.

What is missing is named beside it: weak elements without a goal, goals that nothing serves, work that serves none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from apps.areas.models import Area
from apps.framework.models import Element
from apps.goals.models import Goal, LocalMeasure
from apps.goals.queries import GoalLine, goal_lines, road_of
from apps.initiatives.queries import InitiativeGoals, initiatives_with_goals
from apps.scores.queries import Reading, area_profile
from apps.work.axis import Axis, Span, axis_of
from apps.workspaces.models import Workspace

#: Of so many areas of a workspace it is asked what is weak and has no goal.
_AREAS_LOOKED_AT = 6
#: With more goals than these only those in one domain are drawn.
_READ_AT_ONCE = 60
#: Scores below "about the average" are weak.
_WEAK = 2


@dataclass(frozen=True)
class Work:
    """A policy or an initiative as a bar; without a span nothing is known of when it is, or it is beyond the line."""

    line: InitiativeGoals
    sector: str
    span: Span | None


@dataclass(frozen=True)
class Road:
    """A goal as a bar, and what is meant to serve it."""

    line: GoalLine
    span: Span | None
    served_by: tuple[Work, ...]


@dataclass(frozen=True)
class Stretch:
    """The goals on one element, which hangs below `domain`; of local measures, of which none does, on one of those."""

    subject: Element | LocalMeasure
    domain: Element | None
    roads: tuple[Road, ...]

    @property
    def is_local(self) -> bool:
        return isinstance(self.subject, LocalMeasure)

    @property
    def under(self) -> Element | None:
        """The domain; of a headline itself, of a local measure none."""
        return None if isinstance(self.subject, LocalMeasure) else self.domain or self.subject


@dataclass(frozen=True)
class Weakness:
    """A domain in which an area scores below the average of its group, and no goal is set there on it or below it."""

    area: Area
    tier: str
    reading: Reading


@dataclass(frozen=True)
class Roadmap:
    """All of it, and what is missing. Who works on what is told in `apps/initiatives/together.py`.

    `stretches` are those of the domain that is `drawn`, one of `domains`; all of them where there is none.
    """

    axis: Axis
    stretches: tuple[Stretch, ...]
    domains: tuple[Element, ...]
    drawn: Element | None
    aimless: tuple[Work, ...]
    idle: tuple[GoalLine, ...]
    weak: tuple[Weakness, ...]


def roadmap_of(workspace: Workspace, reader: Any, domain: str = "") -> Roadmap:
    """The roadmap as someone sees it: open goals, and all that goes on, is to, or was finished.

    Where there are more goals than one reads at once, only those in one domain are drawn: that with the code `domain`,
    or the first. What is missing is told of all. A fixed number of queries for each area.
    """
    goals = [line for line in goal_lines(workspace) if line.goal.state == Goal.State.OPEN]
    works = initiatives_with_goals(workspace, reader=reader)
    axis = axis_of(_days(goals, works), timezone.localdate())
    bars = [_work(line, axis) for line in works]
    serving = _by_goal(bars)
    stretches = _stretches(goals, serving, axis)
    domains = _domains(stretches) if len(goals) > _READ_AT_ONCE else ()
    drawn = next((each for each in domains if each.code == domain), domains[0] if domains else None)
    return Roadmap(
        axis=axis,
        stretches=tuple(each for each in stretches if drawn is None or each.under in (None, drawn)),
        domains=domains,
        drawn=drawn,
        aimless=tuple(work for work in bars if not work.line.goals),
        idle=tuple(line for line in goals if line.goal.pk not in serving),
        weak=tuple(_weak(workspace, goals)),
    )


def _domains(stretches: Iterable[Stretch]) -> tuple[Element, ...]:
    return tuple(dict.fromkeys(stretch.under for stretch in stretches if stretch.under))


def _days(goals: Iterable[GoalLine], works: Iterable[InitiativeGoals]) -> list[date]:
    ends = [day for line in goals for day in (road_of(line.goal).start, line.goal.due)]
    return ends + [day for line in works for day in (line.initiative.starts, line.initiative.ends) if day]


def _work(line: InitiativeGoals, axis: Axis) -> Work:
    starts, ends = line.initiative.starts, line.initiative.ends
    if starts is None and ends is None:
        return Work(line, line.initiative.lead.sector, None)
    begins = starts or min(timezone.localdate(), ends or date.max)
    # What has no end goes on to the end of the line.
    return Work(line, line.initiative.lead.sector, axis.span(begins, ends or date(axis.last, 12, 31)))


def _by_goal(bars: Iterable[Work]) -> dict[int, list[Work]]:
    found: dict[int, list[Work]] = {}
    for work in bars:
        for goal in work.line.goals:
            found.setdefault(goal.pk, []).append(work)
    return found


def _stretches(goals: Sequence[GoalLine], serving: Mapping[int, Sequence[Work]], axis: Axis) -> tuple[Stretch, ...]:
    ordered = sorted(goals, key=lambda line: (*_place(_subject(line)), line.goal.due, line.goal.pk))
    editions = {subject.edition_id for line in goals if isinstance(subject := _subject(line), Element)}
    known = Element.objects.filter(edition__in=editions).in_bulk()
    return tuple(
        Stretch(subject, _domain(subject, known), tuple(_road(line, serving, axis) for line in lines))
        for subject, lines in groupby(ordered, key=_subject)
    )


def _road(line: GoalLine, serving: Mapping[int, Sequence[Work]], axis: Axis) -> Road:
    span = axis.span(road_of(line.goal).start, line.goal.due)
    return Road(line, span, tuple(serving.get(line.goal.pk, ())))


def _subject(line: GoalLine) -> Element | LocalMeasure:
    return line.element_now or line.goal.subject


def _place(subject: Element | LocalMeasure) -> tuple[bool, int, str, int]:
    """In the order of the framework; local measures come after it, by name."""
    if isinstance(subject, LocalMeasure):
        return True, 0, subject.name, subject.pk
    return False, subject.position, "", subject.pk


def _domain(subject: Element | LocalMeasure, known: Mapping[int, Element]) -> Element | None:
    """The element just below a headline that one hangs from; itself where it is that, None for a headline."""
    if isinstance(subject, LocalMeasure):
        return None
    above = known.get(subject.parent_id or 0)
    while above and above.parent_id:
        subject, above = above, known.get(above.parent_id)
    return subject if above else None


def _weak(workspace: Workspace, goals: Sequence[GoalLine]) -> Iterable[Weakness]:
    for area in workspace.areas.in_force().order_by("name")[:_AREAS_LOOKED_AT]:
        profile = area_profile(area, area.default_tier)
        here = [_subject(line).code for line in goals if line.goal.area_id == area.pk and not line.goal.is_local]
        for reading in (domain for headline in (profile.headlines if profile else ()) for domain in headline.children):
            is_weak = reading.band is not None and reading.band.step <= _WEAK
            if is_weak and not any(reading.find(code) for code in here):
                yield Weakness(area, area.default_tier, reading)
