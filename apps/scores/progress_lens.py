"""Pure numpy: are we getting better? A progress score of an element, each indicator against its own base period.

An indicator's z in a year is (x - m) / s with m and s the mean and the standard deviation of its group in its base
period, turned so that more is better; an element's progress score is centre + k times the weighted mean of the z of
its matched set, uncapped. The matched set is the same in every year that is shown, and holds at least half of the
element's weight; otherwise there is none. No two years are shown whose windows overlap. (Fixed base: OECD/JRC Handbook
on Constructing Composite Indicators, step 5.) What a goal was set on is followed by the set and from the year of then.

Extreme figures are drawn in only where it is said what is usual, in the base; what an area reaches later is never bent
back, so that nobody's movement is hidden.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import treat

Floats = NDArray[np.float64]

#: The least share of an element's weight that its matched set must hold.
LEAST_WEIGHT = 0.5
#: The fewest years that make a movement.
LEAST_YEARS = 2
#: The fewest areas of a group whose base figures say what is usual.
LEAST_AREAS = 3


@dataclass(frozen=True, eq=False)
class Tracked:
    """One indicator: its share of the element's weight (0 to 1), its base figures and its figures by year.

    Arrays are over the areas of the reference group and then the one area; transformed, not yet turned; nan where there
    is no figure. `usual` is over the group alone: its base figures, extreme ones drawn in if the indicator is to be.
    `years` holds only years whose windows begin after the base period; `span` is how many years such a window is long.
    """

    code: str
    share: float
    direction: int
    base: Floats
    usual: Floats
    years: Mapping[int, Floats]
    span: int = 1


@dataclass(frozen=True)
class Movement:
    """An element's progress scores by year: of the area, and the mean of its group's areas that have all figures.

    The years are `step` apart or more, so that no windows overlap. `parts`: per year what each of `codes` puts above or
    below the centre, in their order; centre and parts add up to the score.
    """

    codes: tuple[str, ...]
    share: float
    step: int
    years: tuple[int, ...]
    scores: tuple[float, ...]
    group: tuple[float | None, ...]
    parts: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True)
class Reach:
    """How many indicators, and what share of the weight, have figures at their base and in one same later year."""

    count: int
    share: float


def movement(indicators: Sequence[Tracked], *, centre: float, k: float) -> Movement | None:
    """The movement of the last area of the arrays, by the indicators with a figure in the latest year that will do.

    Where long windows leave no two years that do not overlap, the indicators that have them make way.
    """
    if math.fsum(each.share for each in indicators) < LEAST_WEIGHT - 1e-9:
        return None
    z = {each.code: _z_by_year(each) for each in indicators}
    own = _own(indicators, z)
    known = {each.code: _known(z[each.code]) for each in own}
    for end in sorted(set().union(*known.values()), reverse=True):
        there = [each for each in own if end in known[each.code]]
        for step in sorted({each.span for each in there}, reverse=True):
            matched = [each for each in there if each.span <= step]
            years = _apart(set.intersection(*(known[each.code] for each in matched)), step)
            share = math.fsum(each.share for each in matched)
            if share >= LEAST_WEIGHT - 1e-9 and len(years) >= LEAST_YEARS:
                return _scored(matched, (share, step, years), z, centre=centre, k=k)
    return None


def followed(indicators: Sequence[Tracked], *, since: int, centre: float, k: float) -> Movement | None:
    """The movement by all of these indicators and no others, in years that are counted from one of them both ways.

    So what begins in `since` is read again on the same set in the same year, whatever has come out by then. None where
    that cannot be: see `untraceable`, and `since` needs a figure of each.
    """
    z = {each.code: _z_by_year(each) for each in indicators}
    if not indicators or len(_own(indicators, z)) < len(indicators):
        return None
    known = set.intersection(*(_known(z[each.code]) for each in indicators))
    if since not in known:
        return None
    step = max(each.span for each in indicators)
    share = math.fsum(each.share for each in indicators)
    return _scored(indicators, (share, step, _counted_from(since, known, step)), z, centre=centre, k=k)


def untraceable(indicators: Sequence[Tracked]) -> list[str]:
    """The codes of the indicators without a base figure of the area, or with a base that tells no areas apart."""
    own = {each.code for each in _own(indicators, {each.code: _z_by_year(each) for each in indicators})}
    return [each.code for each in indicators if each.code not in own]


def furthest(indicators: Sequence[Tracked]) -> Reach:
    """The most that has figures at both ends: why there is no movement."""
    z = {each.code: _z_by_year(each) for each in indicators}
    own = _own(indicators, z)
    reached = [Reach(0, 0.0)]
    for year in {year for each in own for year in _known(z[each.code])}:
        there = [each.share for each in own if year in _known(z[each.code])]
        reached.append(Reach(len(there), math.fsum(there)))
    return max(reached, key=lambda reach: (reach.share, reach.count))


def _own(indicators: Sequence[Tracked], z: Mapping[str, Mapping[int, Floats]]) -> list[Tracked]:
    """The indicators of which the area itself has a base figure, in a base that tells areas apart."""
    return [each for each in indicators if z[each.code] and not np.isnan(each.base[-1])]


def _apart(years: set[int], step: int) -> list[int]:
    """Those of the years, earliest first, that lie `step` apart or more, counted back from the latest."""
    kept: list[int] = []
    for year in sorted(years, reverse=True):
        if not kept or kept[-1] - year >= step:
            kept.append(year)
    return kept[::-1]


def _counted_from(since: int, years: set[int], step: int) -> list[int]:
    """Those of the years that lie `step` apart or more, counted from one of them back and forth."""
    kept = _apart({year for year in years if year <= since}, step)
    for year in sorted(years):
        if year - kept[-1] >= step:
            kept.append(year)
    return kept


def _z_by_year(each: Tracked) -> dict[int, Floats]:
    """Empty where the base tells no area of the group from another."""
    usual = each.usual[~np.isnan(each.usual)]
    spread = treat.spread(usual) if len(usual) >= LEAST_AREAS else 0.0
    if spread <= 0:
        return {}
    mean = treat.mean(usual)
    return {year: each.direction * (values - mean) / spread for year, values in each.years.items()}


def _known(z: Mapping[int, Floats]) -> set[int]:
    """The years in which the area itself has a figure."""
    return {year for year, values in z.items() if not np.isnan(values[-1])}


def _scored(
    matched: Sequence[Tracked],
    found: tuple[float, int, list[int]],
    z: Mapping[str, Mapping[int, Floats]],
    *,
    centre: float,
    k: float,
) -> Movement:
    share, step, years = found
    weights = np.array([each.share for each in matched]) / share
    scores, group, parts = [], [], []
    for year in years:
        table = np.array([z[each.code][year] for each in matched])
        # nan in any of the matched set leaves an area out of its group's mean: the same set for all.
        means = centre + k * (weights[:, None] * table).sum(axis=0)
        scores.append(float(means[-1]))
        parts.append(tuple((k * weights * table[:, -1]).tolist()))
        others = means[:-1][~np.isnan(means[:-1])]
        group.append(treat.mean(others) if len(others) else None)
    codes = tuple(each.code for each in matched)
    return Movement(codes, share, step, tuple(years), tuple(scores), tuple(group), tuple(parts))
