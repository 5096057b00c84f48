"""The roadmap of a workspace: elements down the side, years across, goals as roads, below each what is to serve it.

What is missing is named beside it: weak elements without a goal, goals that nothing serves, work that serves none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.sectors import Sector
from apps.areas.models import Area
from apps.framework.models import Element
from apps.goals.models import Goal, LocalMeasure
from apps.goals.queries import GoalLine, goal_lines, road_of
from apps.initiatives.models import Initiative
from apps.initiatives.queries import InitiativeLine, initiative_lines
from apps.scores.queries import Reading, area_profile
from apps.work.axis import Axis, Span, axis_of
from apps.workspaces.models import Workspace

#: Of so many areas of a workspace it is asked what is weak and has no goal.
_AREAS_LOOKED_AT = 6
#: Scores below "about the average" are weak.
_WEAK = 2


@dataclass(frozen=True)
class Work:
    """A policy or an initiative as a bar; without a span nothing is known of when it is, or it is beyond the line."""

    line: InitiativeLine
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


@dataclass(frozen=True)
class Weakness:
    """A domain in which an area scores below the average of its group, and no goal is set there on it or below it."""

    area: Area
    tier: str
    reading: Reading


@dataclass(frozen=True)
class Share:
    """What the sectors do in one domain, by sector, in the order of `Roadmap.sectors`."""

    domain: str
    works: tuple[tuple[Work, ...], ...]

    @property
    def partners(self) -> int:
        """How many organisations lead something in it."""
        return len({work.line.initiative.lead_id for cell in self.works for work in cell})


@dataclass(frozen=True)
class Roadmap:
    """All of it, and what is missing; `across` are the policies and initiatives that reach into several domains."""

    axis: Axis
    stretches: tuple[Stretch, ...]
    aimless: tuple[Work, ...]
    idle: tuple[GoalLine, ...]
    weak: tuple[Weakness, ...]
    sectors: tuple[str, ...]
    shares: tuple[Share, ...]
    across: tuple[tuple[InitiativeLine, tuple[str, ...]], ...]


def roadmap_of(workspace: Workspace, reader: Any) -> Roadmap:
    """The roadmap as someone sees it: open goals, and all that goes on, is to, or was finished."""
    goals = [line for line in goal_lines(workspace) if line.goal.state == Goal.State.OPEN]
    works = [
        line
        for line in initiative_lines(workspace, reader=reader)
        if line.initiative.status != Initiative.Status.STOPPED
    ]
    axis = axis_of(_days(goals, works), timezone.localdate())
    bars = [_work(line, axis) for line in reversed(works)]
    stretches = _stretches(goals, bars, axis)
    served = {goal.pk for work in bars for goal in work.line.goals}
    return Roadmap(
        axis=axis,
        stretches=stretches,
        aimless=tuple(work for work in bars if not work.line.goals),
        idle=tuple(line for line in goals if line.goal.pk not in served),
        weak=tuple(_weak(workspace, goals)),
        **_shared(stretches),
    )


def _days(goals: Iterable[GoalLine], works: Iterable[InitiativeLine]) -> list[date]:
    ends = [day for line in goals for day in (road_of(line.goal).start, line.goal.due)]
    return ends + [day for line in works for day in (line.initiative.starts, line.initiative.ends) if day]


def _work(line: InitiativeLine, axis: Axis) -> Work:
    starts, ends = line.initiative.starts, line.initiative.ends
    if starts is None and ends is None:
        return Work(line, line.initiative.lead.sector, None)
    begins = starts or min(timezone.localdate(), ends or date.max)
    # What has no end goes on to the end of the line.
    return Work(line, line.initiative.lead.sector, axis.span(begins, ends or date(axis.last, 12, 31)))


def _stretches(goals: Iterable[GoalLine], bars: Sequence[Work], axis: Axis) -> tuple[Stretch, ...]:
    ordered = sorted(goals, key=lambda line: (*_place(_subject(line)), line.goal.due, line.goal.pk))
    return tuple(
        Stretch(subject, _domain(subject), tuple(_road(line, bars, axis) for line in lines))
        for subject, lines in groupby(ordered, key=_subject)
    )


def _road(line: GoalLine, bars: Iterable[Work], axis: Axis) -> Road:
    served_by = tuple(work for work in bars if line.goal in work.line.goals)
    return Road(line, axis.span(road_of(line.goal).start, line.goal.due), served_by)


def _subject(line: GoalLine) -> Element | LocalMeasure:
    return line.element_now or line.goal.subject


def _place(subject: Element | LocalMeasure) -> tuple[bool, int, str, int]:
    """In the order of the framework; local measures come after it, by name."""
    if isinstance(subject, LocalMeasure):
        return True, 0, subject.name, subject.pk
    return False, subject.position, "", subject.pk


def _domain(subject: Element | LocalMeasure) -> Element | None:
    """The element just below a headline that one hangs from; itself where it is that, None for a headline."""
    if isinstance(subject, LocalMeasure):
        return None
    element = subject
    while element.parent and element.parent.parent:
        element = element.parent
    return element if element.parent else None


def _weak(workspace: Workspace, goals: Sequence[GoalLine]) -> Iterable[Weakness]:
    for area in workspace.areas.in_force().order_by("name")[:_AREAS_LOOKED_AT]:
        profile = area_profile(area, area.default_tier)
        here = [_subject(line).code for line in goals if line.goal.area_id == area.pk and not line.goal.is_local]
        for reading in (domain for headline in (profile.headlines if profile else ()) for domain in headline.children):
            is_weak = reading.band is not None and reading.band.step <= _WEAK
            if is_weak and not any(reading.find(code) for code in here):
                yield Weakness(area, area.default_tier, reading)


def _shared(stretches: Iterable[Stretch]) -> dict[str, Any]:
    """Which sectors work in which domains, and what reaches into several of them."""
    found: dict[str, dict[str, dict[int, Work]]] = {}
    reaches: dict[int, tuple[InitiativeLine, list[str]]] = {}
    for stretch in stretches:
        name = _("Local measures") if stretch.is_local else (stretch.domain or stretch.subject).name
        for work in (work for road in stretch.roads for work in road.served_by):
            pk = work.line.initiative.pk
            found.setdefault(name, {}).setdefault(work.sector, {})[pk] = work
            names = reaches.setdefault(pk, (work.line, []))[1]
            if name not in names:
                names.append(name)
    sectors = tuple(sector for sector in Sector.values if any(sector in cells for cells in found.values()))
    return {
        "sectors": sectors,
        "shares": tuple(
            Share(domain, tuple(tuple(cells.get(sector, {}).values()) for sector in sectors))
            for domain, cells in found.items()
        ),
        "across": tuple((line, tuple(names)) for line, names in reaches.values() if len(names) > 1),
    }
