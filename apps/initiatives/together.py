"""What partners do, seen together: which sectors work on what, where efforts overlap, where aims differ.

Only what the data can say, and as a question: whether two efforts help or hinder each other their people know.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet

from apps.accounts.sectors import Sector
from apps.areas.models import Area
from apps.framework.models import Element
from apps.goals.models import Goal
from apps.initiatives.models import Contribution, Dependency, Initiative
from apps.initiatives.queries import LIVE, initiatives_in
from apps.workspaces.models import Workspace

#: So many links from work to goals are looked at, newest first; a page says where there are more.
MOST = 3_000
#: So many of each kind of question are asked on a page.
FEW = 40
#: So many are named in a cell.
_NAMED = 4

#: The page on which someone reads of an initiative; empty where there is none for them.
Path = Callable[[Initiative], str]


@dataclass(frozen=True)
class Narrowed:
    """To what is looked at; empty is all. A domain by its code."""

    region: str = ""
    domain: str = ""
    sector: str = ""

    @classmethod
    def asked(cls, words: Mapping[str, Any]) -> "Narrowed":
        """As it stands in an address, without what no name has in it and a database may refuse."""
        return cls(**{name: _printable(str(words.get(name, ""))[:60]) for name in ("region", "domain", "sector")})


def _printable(text: str) -> str:
    return "".join(each for each in text if each.isprintable())


@dataclass(frozen=True)
class Effort:
    """A policy or initiative, and where one reads of it."""

    initiative: Initiative
    path: str


@dataclass(frozen=True)
class Cell:
    """What one sector does in one domain: how many, and the first of them."""

    sector: str
    count: int
    named: tuple[Effort, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class Share:
    """What the sectors do in one domain; `partners` is how many organisations lead something there."""

    code: str
    domain: str
    cells: tuple[Cell, ...]
    partners: int


@dataclass(frozen=True)
class Meeting:
    """Efforts that meet on one element in one area, and the goals they are meant to serve."""

    element: Element
    area: Area
    efforts: tuple[Effort, ...]
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True)
class Together:
    """All of it. `regions` and `domains` are what one may narrow it to; `is_cut`: older links are left out."""

    sectors: tuple[tuple[str, str], ...]
    shares: tuple[Share, ...]
    across: tuple[tuple[Effort, tuple[str, ...]], ...]
    overlaps: tuple[Meeting, ...]
    differing: tuple[Meeting, ...]
    halted: tuple[tuple[Meeting, tuple[Effort, ...]], ...]
    regions: tuple[str, ...]
    domains: tuple[tuple[str, str], ...]
    is_cut: bool
    all_sectors: tuple[tuple[str, Any], ...] = tuple(Sector.choices)


def links_in(workspace: Workspace, reader: Any) -> QuerySet[Contribution]:
    """What of a workspace someone sees: what is meant to serve which of its open goals."""
    return _links().filter(initiative__in=initiatives_in(workspace, reader))


def links_across(reader: Any) -> QuerySet[Contribution]:
    """What someone sees of all workspaces: all of their own, and of others what the public sees. Nothing that is kept.

    What the public reads of no longer, as it was stopped, is not in it.
    """
    mine = Q(initiative__in=Initiative.objects.visible_to(reader).shared(), goal__in=Goal.objects.visible_to(reader))
    shown = Initiative.objects.shown().exclude(status=Initiative.Status.STOPPED)
    public = Q(initiative__in=shown, goal__in=Goal.objects.shown())
    return _links().filter(mine | public, initiative__workspace__archived_at__isnull=True)


def links_everywhere() -> QuerySet[Contribution]:
    """What is shared in any workspace, for administrators. Nothing that is kept, and nothing for practice."""
    in_use = {"initiative__workspace__is_training": False, "initiative__workspace__archived_at__isnull": True}
    return _links().filter(initiative__in=Initiative.objects.shared(), **in_use)


def waits_in(workspace: Workspace, reader: Any) -> list[Dependency]:
    """What goes on and waits for something that is paused, was stopped, or is to end after the day it is needed by."""
    halted = Q(on__status__in=(Initiative.Status.PAUSED, Initiative.Status.STOPPED))
    late = Q(on__status__in=LIVE, on__ends__gt=F("needed_by"))
    standing = Dependency.objects.visible_to(reader).standing().filter(initiative__workspace=workspace)
    found = standing.filter(halted | late, initiative__status__in=LIVE)
    return list(found.select_related("initiative__lead", "on__lead")[:FEW])


def together(links: QuerySet[Contribution], narrowed: Narrowed, path: Path) -> Together:
    """What is seen together in some links: two queries."""
    regions = set(links.order_by().values_list("goal__area__region", flat=True).distinct())
    rows = list(_narrowed(links, narrowed).order_by("-pk")[: MOST + 1])
    domains = {_domain(row.goal).code: _domain(row.goal) for row in rows}
    kept = [row for row in rows[:MOST] if narrowed.domain in ("", _domain(row.goal).code)]
    live = [row for row in kept if row.initiative.status in LIVE]
    shares, sectors = _shares(live, path)
    return Together(
        sectors=sectors,
        shares=shares,
        across=tuple(_across(live, path)),
        overlaps=tuple(_overlaps(live, path)),
        differing=tuple(_differing(live, path)),
        halted=tuple(_halted(kept, path)),
        regions=tuple(sorted(regions - {""})),
        domains=tuple((each.code, each.name) for each in sorted(domains.values(), key=_place)),
        is_cut=len(rows) > MOST,
    )


def domain_of(element: Element) -> Element:
    """The element just below a headline that one hangs from; itself where there is none."""
    while element.parent and element.parent.parent:
        element = element.parent
    return element


def _domain(goal: Goal) -> Element:
    return domain_of(_element(goal))


def _element(goal: Goal) -> Element:
    assert goal.element is not None
    return goal.element


def _links() -> QuerySet[Contribution]:
    """Goals on a workspace's own measures hang below no domain, and others do not know them: they are left out."""
    near = ("initiative__lead", "initiative__workspace", "goal__area", "goal__element__parent__parent__parent")
    return (
        Contribution.objects.meant()
        .filter(goal__state=Goal.State.OPEN, goal__element__isnull=False)
        .select_related(*near)
    )


def _narrowed(links: QuerySet[Contribution], narrowed: Narrowed) -> QuerySet[Contribution]:
    asked = {"goal__area__region": narrowed.region, "initiative__lead__sector": narrowed.sector}
    return links.filter(**{name: value for name, value in asked.items() if value})


def _shares(rows: Iterable[Contribution], path: Path) -> tuple[tuple[Share, ...], tuple[tuple[str, str], ...]]:
    found: dict[str, dict[str, dict[int, Initiative]]] = {}
    domains: dict[str, Element] = {}
    for row in rows:
        domain = _domain(row.goal)
        domains.setdefault(domain.code, domain)
        found.setdefault(domain.code, {}).setdefault(row.initiative.lead.sector, {})[row.initiative_id] = row.initiative
    sectors = tuple(
        (value, str(label)) for value, label in Sector.choices if any(value in own for own in found.values())
    )
    shares = tuple(
        Share(
            domain.code,
            domain.name,
            tuple(_cell(value, list(found[domain.code].get(value, {}).values()), path) for value, _label in sectors),
            len({each.lead_id for own in found[domain.code].values() for each in own.values()}),
        )
        for domain in sorted(domains.values(), key=_place)
    )
    return shares, sectors


def _cell(sector: str, initiatives: Sequence[Initiative], path: Path) -> Cell:
    return Cell(sector, len(initiatives), tuple(Effort(each, path(each)) for each in initiatives[:_NAMED]))


def _across(rows: Iterable[Contribution], path: Path) -> Iterable[tuple[Effort, tuple[str, ...]]]:
    """What reaches into several domains; policies first."""
    reaches: dict[int, tuple[Initiative, dict[str, None]]] = {}
    for row in rows:
        names = reaches.setdefault(row.initiative_id, (row.initiative, {}))[1]
        names[_domain(row.goal).name] = None
    several = [(each, tuple(names)) for each, names in reaches.values() if len(names) > 1]
    several.sort(key=lambda pair: (pair[0].kind != Initiative.Kind.POLICY, -len(pair[1]), pair[0].title))
    return ((Effort(each, path(each)), names) for each, names in several[:FEW])


def _overlaps(rows: Iterable[Contribution], path: Path) -> Iterable[Meeting]:
    """Where two or more that go on, of different leads, work on the same element in the same area."""
    found = [each for each in _met(rows) if len({row.initiative.lead_id for row in each}) > 1]
    found.sort(key=lambda each: -len({row.initiative_id for row in each}))
    return (_meeting(each, path) for each in found[:FEW])


def _differing(rows: Iterable[Contribution], path: Path) -> Iterable[Meeting]:
    """Where goals on one element in one area, held to the same measure, name different targets or days."""
    by_measure = _met(rows, lambda goal: goal.measure)
    found = [each for each in by_measure if len({(row.goal.target, row.goal.due) for row in each}) > 1]
    return (_meeting(each, path) for each in found[:FEW])


def _halted(rows: Iterable[Contribution], path: Path) -> Iterable[tuple[Meeting, tuple[Effort, ...]]]:
    """Where something is paused or was stopped while others' work on the same goal goes on: it may rest on it."""
    ended = (Initiative.Status.PAUSED, Initiative.Status.STOPPED)
    found = []
    for _goal, group in groupby(sorted(rows, key=lambda row: row.goal_id), key=lambda row: row.goal_id):
        here = list(group)
        halted = [row for row in here if row.initiative.status in ended]
        leads = {row.initiative.lead_id for row in halted}
        going = [row for row in here if row.initiative.status == Initiative.Status.UNDER_WAY]
        if others := [row for row in going if leads - {row.initiative.lead_id}]:
            found.append((_meeting(halted, path), _meeting(others, path).efforts))
    return found[:FEW]


def _met(rows: Iterable[Contribution], also: Callable[[Goal], str] = lambda _goal: "") -> list[list[Contribution]]:
    """Those that meet on an element in an area, and on what else is asked of their goals."""
    met: dict[tuple[str, int, str], list[Contribution]] = {}
    for row in rows:
        met.setdefault((_element(row.goal).code, row.goal.area_id, also(row.goal)), []).append(row)
    return list(met.values())


def _meeting(rows: Sequence[Contribution], path: Path) -> Meeting:
    efforts = {row.initiative_id: Effort(row.initiative, path(row.initiative)) for row in rows}
    goals = {row.goal_id: row.goal for row in rows}
    first = rows[0].goal
    return Meeting(_element(first), first.area, tuple(efforts.values()), tuple(goals.values()))


def _place(element: Element) -> tuple[int, str]:
    return element.position, element.code
