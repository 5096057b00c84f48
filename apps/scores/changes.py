"""Why an area's scores changed from one run of an edition to another: step by step, down to the indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.figures.models import Snapshot, SnapshotSeries
from apps.figures.snapshots import unpack
from apps.scores.arrays import Node, framework_of, nodes_of, number
from apps.scores.engine.framework import ROOT, Framework
from apps.scores.engine.method import Method
from apps.scores.engine.panel import NO_GROUP, Declared, Panel
from apps.scores.engine.score import scale_leaves
from apps.scores.engine.splitting import Split, State, split
from apps.scores.models import Run, RunTier

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: Figures as they are stored, by snapshot, then by indicator and period.
_Packed = dict[int, dict[tuple[str, str], bytes | memoryview]]

#: What is new in each step, in the order in which the steps are taken.
KINDS = (
    "method",
    "group",
    "indicators",
    "others-revised",
    "own-revised",
    "others-figures",
    "own-figures",
)


@dataclass(frozen=True)
class Part:
    """What one indicator did in one step; `code` is empty for the rules of averaging."""

    code: str
    change: float


@dataclass(frozen=True)
class Step:
    """What one kind of thing did to a score: the score after it, the change, and its parts that are not nothing."""

    kind: str
    after: float | None
    change: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Change:
    """One element of one area in two runs; no steps where it had, or has, no score."""

    code: str
    before: float | None
    after: float | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Used:
    """One indicator in two runs: the periods that were scored ("" where it was not) and the area's figures in them."""

    code: str
    period_before: str
    period_after: str
    value_before: float | None
    value_after: float | None


@dataclass(frozen=True)
class Changes:
    """All elements of one area at one tier, by code; and what each indicator rested on."""

    before: Run
    after: Run
    elements: Mapping[str, Change]
    indicators: Mapping[str, Used]


@dataclass(frozen=True, eq=False)
class _Side:
    """One run's part: its group, the period of each scored indicator, and figures by indicator and period."""

    method: Method
    scored: frozenset[str]
    periods: Mapping[str, str]
    figures: Mapping[tuple[str, str], Floats]


@dataclass(frozen=True, eq=False)
class _Stage:
    """What one state rests on: the method, who is in the group (areas,), and the figures of each indicator used."""

    method: Method
    inside: Flags
    columns: Mapping[str, Floats]


def changes_between(before: Run, after: Run, tier: str, area: Area) -> Changes | None:
    """Split what changed from one finished run to another.

    None where the runs are of different editions (another framework is another index), or one of them does not score
    the area at this tier. Raises ValueError with a sentence for a method whose scores have no parts.
    """
    tiers = {each.run_id: each for each in RunTier.objects.filter(run__in=[before, after], tier=tier)}
    old, new = tiers.get(before.pk), tiers.get(after.pk)
    if before.edition_id != after.edition_id or old is None or new is None:
        return None
    if area.code not in old.scored or area.code not in new.scored:
        return None
    nodes = nodes_of(after.edition, tier)
    areas = sorted({*old.scored, *new.scored})
    wanted = _periods(old) | {(code, period) for code, period in _periods(new)}
    packed = _packed([before.snapshot, after.snapshot], wanted)
    sides = (_side(before, old, areas, packed), _side(after, new, areas, packed))
    own = areas.index(area.code)
    stages = _stages(*sides, areas=areas, own=own)
    leaves = _leaves(stages, [node for node in nodes if node.level == 1], own)
    states = [State(kind, each, stage.method) for kind, each, stage in zip(("", *KINDS), leaves, stages, strict=True)]
    found = split(framework_of(nodes), states)
    return Changes(before, after, _told(found, nodes), _used(*sides, own=own))


def _periods(tier: RunTier) -> set[tuple[str, str]]:
    return {(code, about["period"]) for code, about in tier.indicators.items() if about.get("used")}


def _packed(snapshots: Sequence[Snapshot | None], wanted: set[tuple[str, str]]) -> _Packed:
    """The figures that are wanted of both snapshots, by snapshot: one query."""
    found: _Packed = {each.pk: {} for each in snapshots if each}
    series = SnapshotSeries.objects.filter(snapshot__in=found, element_code__in={code for code, _ in wanted})
    for snapshot, code, period, values in series.values_list("snapshot", "element_code", "period", "values"):
        if (code, period) in wanted:
            found[snapshot][code, period] = values
    return found


def _side(run: Run, tier: RunTier, areas: Sequence[str], packed: _Packed) -> _Side:
    return _Side(
        method=Method.from_json(run.method),
        scored=frozenset(tier.scored),
        periods=dict(_periods(tier)),
        figures=_figures(run.snapshot, areas, packed[run.snapshot.pk]) if run.snapshot else {},
    )


def _figures(
    snapshot: Snapshot, areas: Sequence[str], packed: Mapping[tuple[str, str], bytes | memoryview]
) -> dict[tuple[str, str], Floats]:
    position = {code: at for at, code in enumerate(snapshot.areas)}
    rows = np.array([position.get(code, -1) for code in areas])
    return {which: np.where(rows >= 0, unpack(values)[rows], np.nan) for which, values in packed.items()}


def _stages(old: _Side, new: _Side, *, areas: Sequence[str], own: int) -> list[_Stage]:
    """The states between two runs, each with one kind of thing taken from the new one."""
    groups = [np.array([code in side.scored for code in areas]) for side in (old, new)]
    blank = np.full(len(areas), np.nan)
    first = {code: old.figures.get((code, period), blank) for code, period in old.periods.items()}
    last = {code: new.figures.get((code, period), blank) for code, period in new.periods.items()}
    kept = {code: first.get(code, last[code]) for code in last}
    revised = {
        code: _revised(figures, new.figures.get((code, old.periods.get(code, "")), blank))
        for code, figures in kept.items()
    }
    others = np.arange(len(areas)) != own

    def mixed(here: Mapping[str, Floats], there: Mapping[str, Floats]) -> dict[str, Floats]:
        return {code: np.where(others, there[code], here[code]) for code in here}

    columns = [first, first, first, kept, mixed(kept, revised), revised, mixed(revised, last), last]
    methods = [old.method, *[new.method] * len(KINDS)]
    inside = [groups[0], groups[0], *[groups[1]] * (len(KINDS) - 1)]
    return [_Stage(*each) for each in zip(methods, inside, columns, strict=True)]


def _revised(figures: Floats, now: Floats) -> Floats:
    """Figures as they read now, of the same period. One that was not there before, or is gone, is no revision."""
    return np.where(np.isnan(figures) | np.isnan(now), figures, now)


def _leaves(stages: Sequence[_Stage], indicators: Sequence[Node], own: int) -> list[Floats]:
    """The area's scores of the indicators in each state; an indicator is scored anew only where something differs."""
    found: list[Floats] = []
    for at, stage in enumerate(stages):
        former = stages[at - 1] if at else None
        leaves = found[-1].copy() if found else np.full(len(indicators), np.nan)
        anew = [column for column, node in enumerate(indicators) if _differs(node.code, stage, former)]
        scored = [column for column in anew if indicators[column].code in stage.columns]
        leaves[anew] = np.nan
        if scored:
            leaves[scored] = _scored(stage, [indicators[column] for column in scored], own)
        found.append(leaves)
    return found


def _differs(code: str, stage: _Stage, former: _Stage | None) -> bool:
    if former is None or stage.method != former.method or not np.array_equal(stage.inside, former.inside):
        return True
    here, there = stage.columns.get(code), former.columns.get(code)
    if here is None or there is None:
        return here is not there
    return not np.array_equal(here, there, equal_nan=True)


def _scored(stage: _Stage, indicators: Sequence[Node], own: int) -> Floats:
    count, areas = len(indicators), len(stage.inside)
    framework = Framework(
        level=np.ones(count, dtype=np.int64),
        parent=np.full(count, ROOT),
        weight=np.ones(count),
        direction=np.array([node.direction for node in indicators]),
    )
    panel = Panel(
        figures=np.array([stage.columns[node.code] for node in indicators])[:, None],
        declared=Declared.plain(tuple(node.transform for node in indicators)),
        reference=stage.inside,
        group=np.full(areas, NO_GROUP),
    )
    return scale_leaves(panel, framework, stage.method)[0][:, 0, own]


def _told(found: Split, nodes: Sequence[Node]) -> dict[str, Change]:
    indicators = [node.code for node in nodes if node.level == 1] + [""]
    told = {}
    for at, node in enumerate(nodes):
        levels = found.levels[at]
        before, after = number(levels[0]), number(levels[-1])
        steps: list[Step] = []
        if before is not None and after is not None:
            for step, kind in enumerate(found.names):
                parts = found.parts[at, step]
                named = (Part(code, float(each)) for code, each in zip(indicators, parts, strict=True) if each)
                steps.append(Step(kind, number(levels[step + 1]), float(parts.sum()), tuple(named)))
        told[node.code] = Change(node.code, before, after, tuple(steps))
    return told


def _used(old: _Side, new: _Side, *, own: int) -> dict[str, Used]:
    found = {}
    for code in sorted({*old.periods, *new.periods}):
        periods = (old.periods.get(code, ""), new.periods.get(code, ""))
        values: list[Any] = [
            number(side.figures[code, period][own]) if (code, period) in side.figures else None
            for side, period in zip((old, new), periods, strict=True)
        ]
        found[code] = Used(code, *periods, *values)
    return found
