"""Searching what a run saw for areas that moved further than their group: one tier, one indicator at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.areas.models import Area
from apps.figures.models import SnapshotSeries
from apps.figures.snapshots import unpack
from apps.framework.models import Element
from apps.practice.evidence import Moved, earlier_period, furthest, lie_apart, moved
from apps.practice.models import Candidate, CandidateList
from apps.scores.engine.transform import TRANSFORMS
from apps.scores.models import Run, RunTier
from apps.scores.progress import bar_over_time

Floats = NDArray[np.float64]
LeftOut = CandidateList.LeftOut


@dataclass(frozen=True)
class Searched:
    """What is to be kept of a run and tier: nothing of it is saved yet."""

    list: CandidateList
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, eq=False)
class Ground:
    """What is searched: a tier of a run, its group's areas and their rows in the snapshot, periods by indicator."""

    run: Run
    tier: RunTier
    group: tuple[str, ...]
    rows: NDArray[np.int64]
    periods: Mapping[str, list[str]]


@dataclass(frozen=True, eq=False)
class Pair:
    """An indicator's figures of two periods, and how the areas of the group moved between them."""

    element: Element
    before: SnapshotSeries
    after: SnapshotSeries
    moved: Moved


def search(run_tier: RunTier, run: Run, *, least_areas: int) -> Searched:
    """The areas of a tier's reference group that moved furthest beyond it, the better way up."""
    ground = _ground(run_tier, run)
    pairs: dict[str, Pair] = {}
    left_out: dict[str, str] = {}
    for element in run.edition.elements.filter(code__in=run_tier.indicators).order_by("position"):
        found = _pair(ground, element, least_areas)
        if isinstance(found, Pair):
            pairs[element.code] = found
        else:
            left_out[element.code] = str(found)
    kept = CandidateList(run=run, tier=run_tier.tier, compared=list(pairs), left_out=left_out)
    return Searched(kept, tuple(_candidates(ground, pairs)))


def _ground(run_tier: RunTier, run: Run) -> Ground:
    position = {code: index for index, code in enumerate(run.snapshot.areas)} if run.snapshot else {}
    group = tuple(code for code in run_tier.scored if code in position)
    periods: dict[str, list[str]] = {}
    for code, period in SnapshotSeries.objects.filter(snapshot=run.snapshot_id).values_list("element_code", "period"):
        periods.setdefault(code, []).append(period)
    return Ground(run, run_tier, group, np.array([position[code] for code in group], dtype=np.int64), periods)


def _pair(ground: Ground, element: Element, least_areas: int) -> Pair | LeftOut:
    """Two periods of an indicator that may be compared, or why there are none."""
    about = ground.tier.indicators[element.code]
    if not about["used"]:
        return LeftOut.UNUSED
    if element.modelled:
        return LeftOut.MODELLED
    if bar_over_time(element):
        return LeftOut.BARRED
    earlier = earlier_period(ground.periods[element.code], about["period"], element.base_period)
    if earlier is None:
        return LeftOut.ONE_PERIOD
    return _compared(ground, element, (earlier, about["period"]), least_areas)


def _compared(ground: Ground, element: Element, periods: tuple[str, str], least_areas: int) -> Pair | LeftOut:
    rows = SnapshotSeries.objects.filter(snapshot=ground.run.snapshot_id, element_code=element.code, period__in=periods)
    packed = {row.period: row for row in rows}
    first, last = (packed[period] for period in periods)
    before, after = unpack(first.values)[ground.rows], unpack(last.values)[ground.rows]
    # Reached differently, as before and after a merger: the change may be of the way and not of the area.
    before[[first.basis_of(code) != last.basis_of(code) for code in ground.group]] = np.nan
    bend, direction = TRANSFORMS[element.transform], element.direction or 1
    try:
        found = moved(before, after, direction=direction, bend=bend, least_areas=least_areas)
    except ValueError:
        return LeftOut.UNBENT
    return Pair(element, first, last, found) if found else LeftOut.TOO_FEW


def _candidates(ground: Ground, pairs: Mapping[str, Pair]) -> list[Candidate]:
    chosen = furthest(
        (float(lead), code, area)
        for code, pair in pairs.items()
        for area, lead in zip(ground.group, pair.moved.lead, strict=True)
        if not np.isnan(lead)
    )
    areas = {area.code: area for area in Area.objects.filter(code__in={area for _lead, _code, area in chosen})}
    return [
        _candidate(ground, areas[area], pairs[code], place) for place, (_lead, code, area) in enumerate(chosen, start=1)
    ]


def _candidate(ground: Ground, area: Area, pair: Pair, place: int) -> Candidate:
    index = ground.group.index(area.code)
    row = int(ground.rows[index])
    limits = [_limits(series, row) for series in (pair.before, pair.after)]
    return Candidate(
        run=ground.run,
        tier=ground.tier.tier,
        place=place,
        area=area,
        element=pair.element,
        from_period=pair.before.period,
        to_period=pair.after.period,
        before=float(unpack(pair.before.values)[row]),
        after=float(unpack(pair.after.values)[row]),
        group_change=pair.moved.group_change,
        group_size=pair.moved.size,
        lead=float(pair.moved.lead[index]),
        passed=int(pair.moved.passed[index]),
        limits_apart=lie_apart(limits[0], limits[1]) if limits[0] and limits[1] else None,
    )


def _limits(series: SnapshotSeries, row: int) -> tuple[float, float] | None:
    if series.lower is None or series.upper is None:
        return None
    lower, upper = float(unpack(series.lower)[row]), float(unpack(series.upper)[row])
    return None if np.isnan(lower) or np.isnan(upper) else (lower, upper)
