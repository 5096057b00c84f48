"""Pure numpy: are we getting better? A progress score of an element, each indicator against its own base period.

An indicator's z in a year is (x - m) / s with m and s the mean and the standard deviation of its group in its base
period, turned so that more is better; an element's progress score is centre + k times the weighted mean of the z of
its matched set, uncapped. The matched set is the same in every year that is shown, and holds at least half of the
element's weight; otherwise there is none. (Fixed base: OECD/JRC Handbook on Constructing Composite Indicators, step 5.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    is no figure. `years` holds only years that end after the base period.
    """

    code: str
    share: float
    direction: int
    base: Floats
    years: Mapping[int, Floats]


@dataclass(frozen=True)
class Movement:
    """An element's progress scores by year: of the area, and the mean of its group's areas that have all figures."""

    codes: tuple[str, ...]
    share: float
    years: tuple[int, ...]
    scores: tuple[float, ...]
    group: tuple[float | None, ...]


def movement(indicators: Sequence[Tracked], *, centre: float, k: float) -> Movement | None:
    """The movement of the last area of the arrays; None where too little of the weight has figures at both ends."""
    z = {each.code: _z_by_year(each) for each in indicators}
    own = [each for each in indicators if z[each.code] and not np.isnan(each.base[-1])]
    ends = sorted({year for each in own for year in _known(z[each.code])}, reverse=True)
    for end in ends:
        matched = [each for each in own if end in _known(z[each.code])]
        share = sum(each.share for each in matched)
        common = sorted(set.intersection(*(_known(z[each.code]) for each in matched)))
        if share >= LEAST_WEIGHT - 1e-9 and len(common) >= LEAST_YEARS:
            return _scored(matched, share, common, z, centre=centre, k=k)
    return None


def best_share(indicators: Sequence[Tracked]) -> float:
    """The largest share of the weight that has figures at its base and in one same year: why there is no movement."""
    z = {each.code: _z_by_year(each) for each in indicators}
    own = [each for each in indicators if not np.isnan(each.base[-1])]
    years = {year for each in own for year in _known(z[each.code])}
    return max((sum(each.share for each in own if year in _known(z[each.code])) for year in years), default=0.0)


def _z_by_year(each: Tracked) -> dict[int, Floats]:
    """Empty where the base tells no area of the group from another."""
    group = each.base[:-1][~np.isnan(each.base[:-1])]
    spread = float(group.std()) if len(group) >= LEAST_AREAS else 0.0
    if spread <= 0:
        return {}
    mean = float(group.mean())
    return {year: each.direction * (values - mean) / spread for year, values in each.years.items()}


def _known(z: Mapping[int, Floats]) -> set[int]:
    """The years in which the area itself has a figure."""
    return {year for year, values in z.items() if not np.isnan(values[-1])}


def _scored(
    matched: Sequence[Tracked],
    share: float,
    years: Sequence[int],
    z: Mapping[str, Mapping[int, Floats]],
    *,
    centre: float,
    k: float,
) -> Movement:
    weights = np.array([each.share for each in matched]) / share
    scores, group = [], []
    for year in years:
        table = np.array([z[each.code][year] for each in matched])
        # nan in any of the matched set leaves an area out of its group's mean: the same set for all.
        means = centre + k * (weights[:, None] * table).sum(axis=0)
        scores.append(float(means[-1]))
        others = means[:-1][~np.isnan(means[:-1])]
        group.append(float(others.mean()) if len(others) else None)
    return Movement(tuple(each.code for each in matched), float(share), tuple(years), tuple(scores), tuple(group))
