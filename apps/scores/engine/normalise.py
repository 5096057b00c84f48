"""From many units to one scale.

Each way takes values of which more is better: those of which less is better come with their sign turned round. Where a
way gives a share, 0 is the lower end of the scale and 1 the upper one. nan stays nan. (OECD/JRC Handbook on
Constructing Composite Indicators, step 5.)
"""

import math

import numpy as np
from numpy.typing import NDArray

from apps.scores.engine import exact

Floats = NDArray[np.float64]

#: The English indices of deprivation draw out the upper tail by this number: a tenth of all areas lie above 50.
_TAIL = 23.0
_ALL_BUT_LAST = 1.0 - float(exact.exp(np.array([-100.0 / _TAIL]))[0])


def z_scores(values: Floats, mean: Floats | np.float64, spread: Floats | np.float64) -> Floats:
    """Standard deviations from the reference group's mean: (x - mean) / spread.

    `values` of any shape, `mean` and `spread` such that they fit it, in the indicators' units; the result has none. nan
    stays nan; an indicator whose spread is 0 or unknown tells no area from another and gives nan throughout. A spread
    below 0 turns the sign round: it is that of an indicator of which less is better.
    (OECD/JRC Handbook on Constructing Composite Indicators, step 5: standardisation, or z-scores.)
    """
    known = np.where(spread != 0, spread, np.nan)
    return (values - mean) / known


def min_max(values: Floats, lowest: float, highest: float) -> Floats:
    """The share of the way from the lowest to the highest figure of the group: (x - lowest) / (highest - lowest).

    `values` (n,) and both ends in one unit. nan throughout where the ends are the same. (Same source, step 5: min-max.)
    """
    return _way(values, lowest, highest)


def goalposts(values: Floats, low: float, high: float) -> Floats:
    """The share of the way between two ends fixed beforehand: (x - low) / (high - low); beyond them below 0, above 1.

    `values` (n,) and both ends in one unit; nan throughout where an end is missing. The cap of the method keeps it
    within. (UNDP, Human Development Report, technical note 1: dimension indices between goalposts.)
    """
    return _way(values, low, high)


def distance_to_target(values: Floats, lowest: float, target: float) -> Floats:
    """The share of the way from the group's lowest figure to the target: (x - lowest) / (target - lowest).

    `values` (n,), `lowest` and `target` in one unit; nan throughout where there is no target. Above 1 where an area
    has passed it, until the method caps. (As `n_dist2targ` of the R package COINr.)
    """
    return _way(values, lowest, target)


def percentile_rank(values: Floats, ties: str = "lowest") -> Floats:
    """The share of the others that lie below: (rank - 1) / (n - 1), rank 1 for the lowest; `values` (n,).

    nan throughout where fewer than two have a figure or all have the same. `ties`: see `ranks_from_below`. (As
    `n_prank` of the R package COINr.)
    """
    present = ~np.isnan(values)
    if _says_nothing(values[present]):
        return np.full_like(values, np.nan)
    return (ranks_from_below(values, ties) - 1.0) / (present.sum() - 1)


def rank_exponential(values: Floats, ties: str = "lowest") -> Floats:
    """Ranks drawn out at the upper end, up to 100: -23 ln(1 - R (1 - e^(-100/23))), R = rank / n; `values` (n,).

    R is 1 for the highest figure and 1/n for the lowest. `ties`: see `ranks_from_below`. (Noble et al., The English
    Indices of Deprivation 2019, technical report, appendix on the exponential transformation of the domains.)
    """
    present = ~np.isnan(values)
    if _says_nothing(values[present]):
        return np.full_like(values, np.nan)
    share = ranks_from_below(values, ties) / present.sum()
    return -_TAIL * exact.log(1.0 - share * _ALL_BUT_LAST)


def ranks_from_below(values: Floats, ties: str) -> Floats:
    """1 for the lowest of `values` (n,); those that are the same share their lowest, mean or highest rank."""
    found = np.full_like(values, np.nan)
    present = ~np.isnan(values)
    known = values[present]
    ordered = np.sort(known)
    first = np.searchsorted(ordered, known, side="left") + 1.0
    last = np.searchsorted(ordered, known, side="right").astype(np.float64)
    found[present] = {"lowest": first, "highest": last, "mean": (first + last) / 2}[ties]
    return found


def to_scale(z: Floats, k: float, centre: float) -> Floats:
    """Scores from `z` (any shape): centre + k * z, so that the group's mean scores `centre`; not capped."""
    return centre + k * z


def share_to_scale(share: Floats, lowest: float, highest: float) -> Floats:
    """Scores from a share (any shape): lowest + share * (highest - lowest); not capped."""
    return lowest + share * (highest - lowest)


def cap(scores: Floats, lowest: float, highest: float) -> Floats:
    """`scores` (any shape) kept within the scale; nan stays nan."""
    return np.clip(scores, lowest, highest)


def _way(values: Floats, start: float, end: float) -> Floats:
    if math.isnan(start) or math.isnan(end) or start == end:
        return np.full_like(values, np.nan)
    return (values - start) / (end - start)


def _says_nothing(present: Floats) -> bool:
    return len(present) < 2 or bool(present.min() == present.max())
